"""The one source of every effect-level map: what stands in each cell, and the activities where they are named.

Counts come from one grouped query over `Standing`; names are read for few cells. Where an earlier day is asked for,
the ratings of that day are looked up in the same shape.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Collate

from accounts.principal import Principal
from activities.effect_map import JOINT, NOT_STATED, CellCount, MapCell, RatedActivity
from activities.models import Activity, Assessment, EffectLevel, StabilityStep, Standing
from arena.models import Arena, Period, Side
from arena.queries import arenas_visible_to, linked

# Answers beside those of the arena: joint activities, those without a side or theme, those of unknown kind.
ANY_JOINT, NONE, UNKNOWN = "joint", "none", "unknown"
# A condition that takes no row.
NOTHING = Q(pk__in=[])
# Rows with what hangs on them that are read in one go.
ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class MapKeys:
    """What the keys of levels, steps and sides mean: their numbers and codes, sides from west to east."""

    levels: Mapping[int, int]
    steps: Mapping[int, int]
    sides: Mapping[int, str]

    @classmethod
    def of(cls, levels: Iterable[EffectLevel], steps: Iterable[StabilityStep], sides: Iterable[Side]) -> "MapKeys":
        """The keys of one arena."""
        return cls(
            {level.pk: level.number for level in levels},
            {step.pk: step.number for step in steps},
            {side.pk: side.code for side in sides},
        )

    def group(self, n_sides: int, side: int | None) -> str:
        """The side group of an activity by what its standing says."""
        return self.sides[side] if side is not None else JOINT if n_sides else NOT_STATED

    @property
    def ranks(self) -> Iterator[tuple[int, int]]:
        """Sides with their rank in map order: the first, joint (1), the others; not stated comes last."""
        return ((key, index and index + 1) for index, key in enumerate(self.sides))


@dataclass(frozen=True, kw_only=True)
class MapChoice:
    """The activities that a map shows, rated or not, with their ratings of today or of an earlier day.

    `until` = as the last day of a period left them: the latest rating up to it, else the first one after it.
    `observed` leaves out the other ratings; what is not rated stays in the tray.
    """

    standings: QuerySet[Standing]
    until: date | None = None
    observed: bool | None = None

    @property
    def rated(self) -> QuerySet[Any]:
        """The standing ratings, with the fields of `Standing` under `prefix`."""
        rows: QuerySet[Any]
        if self.until is None:
            rows = self.standings.filter(level__isnull=False)
        else:
            rows = ratings_on(self.until).filter(activity__standing__in=self.standings.values("pk"))
        return rows if self.observed is None else rows.filter(is_observed=self.observed)

    @property
    def unrated(self) -> QuerySet[Standing]:
        """Activities that nobody has rated, on any day."""
        return self.standings.filter(level__isnull=True)

    @property
    def prefix(self) -> str:
        """How the rows of `rated` lead to the fields that only a `Standing` has."""
        return "" if self.until is None else "activity__standing__"


@dataclass(frozen=True, slots=True)
class MapRow:
    """One activity of the map with everything the table, the files and the labels say of it.

    `then` is where it stood on the day that movement is asked since: level and step, None when it had no rating.
    """

    key: int
    title: str
    language: str
    status: str
    people: int | None
    group: str
    sides: tuple[str, ...]
    themes: tuple[int, ...]
    team_slug: str
    team_name: str
    level: int | None = None
    step: int | None = None
    is_observed: bool | None = None
    rated_on: date | None = None
    then: tuple[int, int | None] | None = None

    @property
    def has_moved(self) -> bool:
        """Whether it stands elsewhere than then."""
        return self.then is not None and self.then != (self.level, self.step)

    @property
    def activity(self) -> RatedActivity:
        """As the mathematics of the map takes it."""
        return RatedActivity(
            key=self.key,
            title=self.title,
            group=self.group,
            level=self.level,
            step=self.step,
            observed=bool(self.is_observed),
            people=self.people,
            rated_on=self.rated_on,
        )


@dataclass(frozen=True, slots=True)
class Move:
    """An activity that left a cell for another: where it stood before, where it stands, and why."""

    key: int
    title: str
    language: str
    group: str
    before: tuple[int, int | None]
    after: tuple[int, int | None]
    rated_on: date
    reason: str


def standings_visible_to(principal: Principal, arena: Arena, *, on: date) -> QuerySet[Standing]:
    """Everything of an arena the principal may see that can be on the map: no drafts, nothing cancelled."""
    # The arena stands by itself, so that its index serves; whether it is visible is asked once.
    visible = arenas_visible_to(principal, on=on).filter(pk=arena.pk)
    return Standing.objects.filter(Exists(visible), arena=arena, is_shown=True)


def chosen(
    standings: QuerySet[Standing],
    *,
    period: Period | None = None,
    by_the_end_of: date | None = None,
    side: str = "",
    theme: str = "",
    team: str = "",
    priority: tuple[str, str] | None = None,
    kind: str = "",
) -> QuerySet[Standing]:
    """Those among `standings` that every given answer takes, rated or not.

    A period holds what lies in it and what was rated in it; the end of a day, what had begun or been rated by then.
    A joint activity belongs to each of its countries. `side` may be joint or none, `theme` none, `kind` unknown;
    a priority is named by its country and key.
    """
    links: Any
    if period is not None:
        rated = Assessment.objects.filter(rated_on__range=(period.starts_on, period.ends_on)).order_by()
        inside = Q(activity__first_on__gte=period.starts_on, activity__last_on__lte=period.ends_on)
        standings = standings.filter(inside | Q(activity__in=rated.values("activity")))
    if by_the_end_of is not None:
        rated = Assessment.objects.filter(rated_on__lte=by_the_end_of).order_by()
        begun = Q(activity__first_on__lte=by_the_end_of)
        standings = standings.filter(begun | Q(activity__in=rated.values("activity")))
    if side == ANY_JOINT:
        standings = standings.filter(n_sides__gt=1)
    elif side == NONE:
        standings = standings.filter(n_sides=0)
    elif side:
        links = Activity.sides.through._default_manager
        standings = standings.filter(activity__in=links.filter(side__code=side).values("activity"))
    if theme:
        links = Activity.themes.through._default_manager
        about = links.filter(activity=OuterRef("activity"))
        has_theme = Exists(about if theme == NONE else about.filter(theme__key=theme))
        standings = standings.filter(~has_theme if theme == NONE else has_theme)
    if team:
        standings = standings.filter(activity__team__slug=team)
    if priority is not None:
        links = Activity.priorities.through.objects
        code, key = priority
        serving = links.filter(priority__side__code=code, priority__key=key)
        standings = standings.filter(activity__in=serving.values("activity"))
    if kind:
        standings = standings.filter(activity__kind="" if kind == UNKNOWN else kind)
    return standings


def ratings_on(day: date) -> QuerySet[Assessment]:
    """Of every activity the rating that stands on a day: the latest up to it, else the first one made after it."""
    return Assessment.objects.filter(
        ~Exists(_others(_LATER).filter(rated_on__lte=day)), Q(rated_on__lte=day) | ~Exists(_others(_EARLIER))
    ).order_by()


_LATER = Q(rated_on__gt=OuterRef("rated_on")) | Q(rated_on=OuterRef("rated_on"), pk__gt=OuterRef("pk"))
_EARLIER = Q(rated_on__lt=OuterRef("rated_on")) | Q(rated_on=OuterRef("rated_on"), pk__lt=OuterRef("pk"))


def _others(which: Q) -> QuerySet[Assessment]:
    """Other ratings of the same activity."""
    return Assessment.objects.filter(which, activity=OuterRef("activity")).order_by()


def counts_of(choice: MapChoice, keys: MapKeys) -> list[CellCount]:
    """How many activities stand in each cell and beside the map: one grouped query, two for an earlier day."""
    named = ("level", "stability", f"{choice.prefix}n_sides", f"{choice.prefix}side", "is_observed")
    is_plain = choice.until is None and choice.observed is None
    rows: QuerySet[Any] = choice.standings if is_plain else choice.rated
    counted = list(rows.order_by().values_list(*named).annotate(n=Count("*")))
    if not is_plain:
        beside = choice.unrated.order_by().values_list("n_sides", "side").annotate(n=Count("*"))
        counted += [(None, None, n_sides, side, None, n) for n_sides, side, n in beside]
    return [_count(cell, n, keys) for *cell, n in counted]


def rows_in(
    choice: MapChoice,
    cells: Iterable[tuple[int, int]],
    keys: MapKeys,
    *,
    language: str,
    since: date | None = None,
    also: Q = NOTHING,
) -> list[MapRow]:
    """Every activity of some cells, and those that `also` takes, by title: one query.

    The cells come from `EffectMap.named_cells`, so that what is read is bounded by what is drawn.
    """
    levels, steps = _turned(keys.levels), _turned(keys.steps)
    wanted = also
    for level, step in cells:
        wanted |= Q(level=levels[level], stability=steps[step])
    return _all(_rows(choice.rated.filter(wanted), choice.prefix, since), keys, language=language)


def first_rows_in(choice: MapChoice, cell: MapCell, side: str, keys: MapKeys, *, most: int) -> list[MapRow]:
    """The first activities of one side alone in one cell, by key: one query."""
    rows = choice.rated.filter(
        **{
            "level": _turned(keys.levels)[cell.level],
            "stability": _turned(keys.steps)[cell.step],
            f"{choice.prefix}n_sides": 1,
            f"{choice.prefix}side": _turned(keys.sides)[side],
        }
    )
    first = _rows(rows, choice.prefix).order_by("activity_id").values_list(*_VALUES)[:most]
    return [_row(values, keys) for values in first]


def every_row(choice: MapChoice, keys: MapKeys, *, language: str, since: date | None = None) -> Iterator[MapRow]:
    """Every activity as files list it, read in pieces: those on the map as its table names them, then the tray."""
    on_map, half = choice.rated.filter(stability__isnull=False), choice.rated.filter(stability__isnull=True)
    for rows, prefix, order in (
        (on_map, choice.prefix, ("-level__number", "stability__number")),
        (half, choice.prefix, ("-level__number",)),
        (choice.unrated, "", ()),
    ):
        ordered = _in_order(_rows(rows, prefix, since), keys, language=language, order=order)
        for values in ordered.iterator(chunk_size=ROWS_AT_ONCE):
            yield _row(values, keys)


def half_rated(choice: MapChoice, keys: MapKeys, *, language: str, most: int) -> list[MapRow]:
    """The last logged activities that have an effect level but no stability yet, by title: one query."""
    half = choice.rated.filter(stability__isnull=True)
    newest = half.order_by("-activity_id").values("pk")[:most]
    return _all(_rows(half.filter(pk__in=newest), choice.prefix), keys, language=language)


def _turned(keys: Mapping[int, Any]) -> dict[Any, int]:
    return {meaning: key for key, meaning in keys.items()}


def _rows(rated: QuerySet[Any], prefix: str, since: date | None = None) -> QuerySet[Any]:
    """What `_row` reads. `then_level` and `then_step` are None without `since`."""
    then = Assessment.objects.filter(activity=OuterRef("activity"), rated_on__lte=since or date.min)
    then = then.order_by("-rated_on", "-pk")
    nothing = Value(None, output_field=IntegerField())
    return rated.annotate(
        n_sides_=F(f"{prefix}n_sides"),
        side_=F(f"{prefix}side"),
        people_=F(f"{prefix}people"),
        side_keys=linked(Activity.sides.through, "activity", "side_id", key="activity"),
        theme_keys=linked(Activity.themes.through, "activity", "theme_id", key="activity"),
        then_level=Subquery(then.values("level")[:1]) if since else nothing,
        then_step=Subquery(then.values("stability")[:1]) if since else nothing,
    )


_VALUES = (
    *("activity_id", "activity__title", "activity__language", "activity__status", "people_", "n_sides_", "side_"),
    *("side_keys", "theme_keys", "activity__team__slug", "activity__team__name"),
    *("level", "stability", "is_observed", "rated_on", "then_level", "then_step"),
)


def _all(rows: QuerySet[Any], keys: MapKeys, *, language: str) -> list[MapRow]:
    return [_row(values, keys) for values in _in_order(rows, keys, language=language)]


def _in_order(rows: QuerySet[Any], keys: MapKeys, *, language: str, order: Sequence[str] = ()) -> QuerySet[Any]:
    """The values of rows by `order`, then by side group, title in the alphabet of a language, and key."""
    ranked = rows.annotate(
        rank=Case(
            *(When(side_=key, then=Value(rank)) for key, rank in keys.ranks),
            When(n_sides_=0, then=Value(len(keys.sides) + 1)),
            default=Value(1),
        )
    )
    ordered = ranked.order_by(*order, "rank", Collate("activity__title", f"arena_{language}"), "activity_id")
    return ordered.values_list(*_VALUES)


def _row(values: Sequence[Any], keys: MapKeys) -> MapRow:
    key, title, language, status, people, n_sides, side, side_keys, theme_keys, slug, name, *rating = values
    level, step, observed, rated_on, then_level, then_step = rating
    carried = set((side_keys or "").split(","))
    return MapRow(
        key=key,
        title=title,
        language=language,
        status=status,
        people=people,
        group=keys.group(n_sides, side),
        sides=tuple(code for one, code in keys.sides.items() if str(one) in carried),
        themes=tuple(map(int, theme_keys.split(","))) if theme_keys else (),
        team_slug=slug or "",
        team_name=name or "",
        level=keys.levels.get(level),
        step=keys.steps.get(step),
        is_observed=observed,
        rated_on=rated_on,
        then=(keys.levels[then_level], keys.steps.get(then_step)) if then_level else None,
    )


def moves_of(
    choice: MapChoice, keys: MapKeys, *, most: int, since: date | None = None, within: tuple[date, date] | None = None
) -> list[Move]:
    """The latest moves: activities whose standing rating is in another cell than the one before it, one query.

    With `since` the one before is what stood on that day; with `within` only ratings made in those days count.
    """
    rows = choice.rated
    if choice.until is None and since is None:
        rows = rows.filter(has_moved=True)
    if since is not None:
        rows = rows.filter(rated_on__gt=since)
    if within is not None:
        rows = rows.filter(rated_on__range=within)
    own = Assessment.objects.filter(activity=OuterRef("activity"))
    if choice.until is None:
        standing = own.order_by("-rated_on", "-pk")
        reason: Any = Subquery(standing.values("reason")[:1])
        earlier = standing.filter(rated_on__lte=since) if since else standing
        nth = slice(0, 1) if since else slice(1, 2)
    else:
        reason = F("reason")
        earlier = own.filter(rated_on__lte=since) if since else own.filter(_EARLIER)
        earlier, nth = earlier.order_by("-rated_on", "-pk"), slice(0, 1)
    moved = rows.annotate(
        why=reason,
        before_level=Subquery(earlier.values("level")[nth]),
        before_step=Coalesce(Subquery(earlier.values("stability")[nth]), 0, output_field=IntegerField()),
    )
    if choice.until is not None or since is not None:  # else the standing itself says that it has moved
        elsewhere = ~Q(before_level=F("level")) | ~Q(before_step=Coalesce("stability", 0, output_field=IntegerField()))
        moved = moved.filter(elsewhere, before_level__isnull=False)
    named = (
        *("activity_id", "activity__title", "activity__language", f"{choice.prefix}n_sides", f"{choice.prefix}side"),
        *("before_level", "before_step", "level", "stability", "rated_on", "why"),
    )
    found = moved.order_by("-rated_on", "-activity_id").values_list(*named)[:most]
    return [
        Move(
            key,
            title,
            language,
            keys.group(n_sides, side),
            (keys.levels[before], keys.steps.get(before_step)),
            (keys.levels[level], keys.steps.get(step)),
            rated_on,
            why or "",
        )
        for key, title, language, n_sides, side, before, before_step, level, step, rated_on, why in found
    ]


def counts_by(choice: MapChoice, keys: MapKeys, link: str) -> dict[int | None, list[CellCount]]:
    """What stands in each cell for each side or theme (`link` = sides or themes) by its key: one grouped query.

    An activity of several counts for each; None = of none.
    """
    placed = choice.rated.filter(stability__isnull=False).order_by()
    named = (
        f"activity__{link}",
        "level",
        "stability",
        f"{choice.prefix}n_sides",
        f"{choice.prefix}side",
        "is_observed",
    )
    found: dict[int | None, list[CellCount]] = {}
    for key, *cell, n in placed.values_list(*named).annotate(n=Count("*")):
        found.setdefault(key, []).append(_count(cell, n, keys))
    return found


def counts_by_year(choice: MapChoice, keys: MapKeys, years: Sequence[int]) -> dict[int, list[CellCount]]:
    """What stood in each cell at the end of each year: one grouped query.

    The same as the map of one year gives: an activity is there once it has begun or been rated, with the latest rating
    of the time, else its first one.
    """
    ratings = Assessment.objects.filter(activity__standing__in=choice.standings.values("pk")).order_by()
    if choice.observed is not None:
        ratings = ratings.filter(is_observed=choice.observed)
    following = _others(_LATER).order_by("rated_on", "pk").values("rated_on__year")[:1]
    spans = ratings.filter(stability__isnull=False).annotate(
        until=Subquery(following, output_field=IntegerField()), is_first=~Exists(_others(_EARLIER))
    )
    named = ("level", "stability", "activity__standing__n_sides", "activity__standing__side", "is_observed")
    grouped = spans.values_list(*named, "rated_on__year", "until", "is_first", "activity__first_on__year")
    found: dict[int, list[CellCount]] = {year: [] for year in years}
    for *cell, rated, until, is_first, begun, n in grouped.annotate(n=Count("*")):
        since = min(rated, begun or rated) if is_first else rated
        count = _count(cell, n, keys)
        for year in years:
            if since <= year and (until is None or year < until):
                found[year].append(count)
    return found


def _count(cell: Sequence[Any], n: int, keys: MapKeys) -> CellCount:
    level, step, n_sides, side, observed = cell
    return CellCount(
        level=keys.levels[level] if level else None,
        step=keys.steps[step] if step else None,
        group=keys.group(n_sides, side),
        observed=bool(observed),
        n=n,
    )
