"""What the pages read: the log of an arena with its ratings, arenas with their counts, an arena's frame."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

from django.db.models import Count, Exists, IntegerField, Min, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.principal import Principal
from activities.effect_map import RatedActivity
from activities.enums import Status
from activities.models import Activity, Assessment, Evidence, Headcount
from activities.queries import activities_visible_to
from arena.models import Arena, Side, Theme
from arena.queries import arenas_visible_to
from core.dates import DatePrecision, PartialDate
from teams.models import Team
from teams.queries import teams_visible_to

# Activities of these states have no effect to place.
OFF_THE_MAP = frozenset({Status.DRAFT, Status.CANCELLED})
# What a row of the log takes over as it is read.
PLAIN_FIELDS = ("title", "language", "status", "kind", "last_on", "people", "has_evidence")


@dataclass(frozen=True, slots=True)
class Rating:
    """One rating as the map reads it."""

    level: int
    stability: int | None
    is_observed: bool
    rated_on: date
    reason: str

    @property
    def place(self) -> tuple[int, int | None]:
        """The cell; None as stability = not rated that far."""
        return self.level, self.stability


@dataclass(frozen=True, slots=True)
class Logged:
    """One activity of the log, with sides from west to east, themes in order, and ratings, the latest first."""

    key: int
    title: str
    language: str
    status: str
    kind: str
    last_on: date | None
    people: int | None
    has_evidence: bool
    when: PartialDate
    team_slug: str
    team_name: str
    team_language: str
    logged_by: int
    sides: tuple[Side, ...] = ()
    themes: tuple[Theme, ...] = ()
    ratings: tuple[Rating, ...] = ()

    @property
    def side(self) -> Side | str | None:
        """How the pages mark it: its only side, "joint" for several, None when it is not stated."""
        if len(self.sides) > 1:
            return "joint"
        return self.sides[0] if self.sides else None

    @property
    def is_draft(self) -> bool:
        """Whether it is still being written."""
        return self.status == Status.DRAFT

    def rating(self, until: date | None = None) -> Rating | None:
        """The latest rating; with `until` the latest one up to that day, else the first one made after it."""
        if until is None:
            return self.ratings[0] if self.ratings else None
        return next((rating for rating in self.ratings if rating.rated_on <= until), (self.ratings or (None,))[-1])

    def rated(self, until: date | None = None) -> RatedActivity:
        """The activity as the mathematics of the map takes it."""
        rating = self.rating(until)
        return RatedActivity(
            key=self.key,
            title=self.title,
            sides=tuple(side.code for side in self.sides),
            level=rating.level if rating else None,
            stability=rating.stability if rating else None,
            observed=bool(rating and rating.is_observed),
            people=self.people,
            rated_on=rating.rated_on if rating else None,
        )


def log_of(principal: Principal, arena: Arena, *, on: date, themes: Sequence[Theme] = ()) -> list[Logged]:
    """Everything logged in the arena that the principal may see, the latest date first, unknown dates last.

    Two queries whatever their number, three when `themes` are given. Sides come prefetched with the arena; rows are
    read as values, because instances of translated models are slow to make in thousands.
    """
    visible = activities_visible_to(principal, arena, on=on)
    ratings = _ratings_of(visible)
    themed = _themes_of(visible, themes) if themes else {}
    west_to_east = {side.pk: index for index, side in enumerate(arena.sides.all())}
    sides = list(arena.sides.all())
    log = []
    for key, rows in groupby(_log_values(visible), key=itemgetter("pk")):
        first, *more = rows
        found = sorted(west_to_east[row["sides"]] for row in (first, *more) if row["sides"] in west_to_east)
        log.append(
            Logged(
                key=key,
                **{name: first[name] for name in PLAIN_FIELDS},
                when=PartialDate(first["first_on"], DatePrecision(first["precision"])),
                team_slug=first["team__slug"] or "",
                team_name=first["team__name"] or "",
                team_language=first["team__language"] or "",
                logged_by=first["logged_by_id"] or 0,
                sides=tuple(sides[index] for index in found),
                themes=themed.get(key, ()),
                ratings=ratings.get(key, ()),
            )
        )
    return log


def _log_values(activities: QuerySet[Activity]) -> QuerySet:
    """One row per activity and side: those of one activity follow each other."""
    counted = Headcount.objects.filter(activity=OuterRef("pk")).order_by().values("activity")
    annotated = activities.annotate(
        people=Subquery(counted.annotate(n=Sum("attended")).values("n"), output_field=IntegerField()),
        has_evidence=Exists(Evidence.objects.filter(activity=OuterRef("pk"))),
    )
    more = ("pk", "first_on", "precision", "logged_by_id", "team__slug", "team__name", "team__language", "sides")
    return annotated.values(*PLAIN_FIELDS, *more)


def _themes_of(activities: QuerySet[Activity], themes: Sequence[Theme]) -> dict[int, tuple[Theme, ...]]:
    """The themes of each activity, in the order of `themes`: one query."""
    order = {theme.pk: index for index, theme in enumerate(themes)}
    found: dict[int, list[int]] = defaultdict(list)
    for activity, theme in activities.order_by().values_list("pk", "themes"):
        if theme in order:
            found[activity].append(order[theme])
    return {activity: tuple(themes[index] for index in sorted(indexes)) for activity, indexes in found.items()}


def _ratings_of(activities: QuerySet[Activity]) -> dict[int, tuple[Rating, ...]]:
    """The ratings of each activity, the latest first (by the day of the rating, then by key): one query."""
    found: dict[int, list[Rating]] = defaultdict(list)
    rows = Assessment.objects.filter(activity__in=activities.order_by().values("pk")).order_by("-rated_on", "-id")
    fields = ("activity_id", "level__number", "stability__number", "is_observed", "rated_on", "reason")
    for activity, *rating in rows.values_list(*fields):
        found[activity].append(Rating(*rating))
    return {activity: tuple(ratings) for activity, ratings in found.items()}


def arenas_for(principal: Principal, *, on: date) -> QuerySet[Arena]:
    """Arenas the principal may open, with `n_activities` (without drafts) and `n_teams`, sides prefetched."""
    logged = Activity.objects.filter(arena=OuterRef("pk")).exclude(status=Status.DRAFT)
    teams = Team.objects.filter(arena=OuterRef("pk"))
    return arenas_visible_to(principal, on=on).annotate(
        n_activities=_counted(logged, "arena"), n_teams=_counted(teams, "arena")
    )


def _counted(rows: QuerySet, parent: str) -> Coalesce:
    n = rows.order_by().values(parent).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(n, output_field=IntegerField()), 0)


@dataclass(frozen=True, slots=True)
class TeamName:
    """A team as the overview names it; `side` as the pages mark it."""

    slug: str
    name: str
    language: str
    stage: str
    side: Side | str | None


def team_names(principal: Principal, arena: Arena, *, on: date) -> list[TeamName]:
    """Every team the principal may see, the newest first: one query."""
    visible = teams_visible_to(principal, arena, on=on).order_by("-created_at", "-pk")
    sides = {side.pk: side for side in arena.sides.all()}
    counted = visible.annotate(n_sides=Count("sides", distinct=True), one_side=Min("sides"))
    rows = counted.values_list("slug", "name", "language", "stage", "n_sides", "one_side")
    return [
        TeamName(slug, name, language, stage, "joint" if n_sides > 1 else sides.get(one_side))
        for slug, name, language, stage, n_sides, one_side in rows
    ]
