"""What an effect-level map is read by, counted in the database: broad support, what could be lifted, what is due.

Two grouped queries whatever the number of activities; `activities/effect_reading.py` says what they mean.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, Sum

from activities.checks import due_on
from activities.effect_reading import (
    LiftCandidate,
    SupportRow,
    SupportSums,
    candidates_to_lift,
    read_themes,
    ready_to_lift,
)
from activities.enums import Status
from activities.map_queries import MapChoice, MapKeys, MapRow
from activities.models import Activity

# So many activities are named as candidates to lift.
CANDIDATES_SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked of a map: of which themes (by key) and sides (by code), with which floor, on which day."""

    themes: Sequence[int]
    sides: Sequence[str]
    floor: int
    on: date


@dataclass(frozen=True, slots=True)
class MapReading:
    """The answers. `n_all` could be on the map without any filter, `n_due` of the chosen are due for a check."""

    floor: int
    support: tuple[SupportRow, ...] = ()
    ready: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    n_all: int = 0
    n_due: int = 0


def read_map(choice: MapChoice, keys: MapKeys, question: Question, *, every: Any = None) -> MapReading:
    """Reads the chosen activities; `every` are all standings without a filter. Two queries."""
    wanted = (set(question.themes), set(question.sides))
    sums = [one for one in support_sums(choice, keys) if one.theme in wanted[0] and one.side in wanted[1]]
    support = read_themes(sums, themes=question.themes, sides=question.sides, floor=question.floor)
    standings = choice.standings if every is None else every
    due = Q(activity__in=Activity.objects.filter(due_on(question.on)).order_by().values("pk"))
    if every is not None:
        due &= Q(pk__in=choice.standings.order_by().values("pk"))
    counted = standings.aggregate(n_all=Count("pk"), n_due=Count("pk", filter=due))
    return MapReading(question.floor, support, ready_to_lift(support), **counted)


def support_sums(choice: MapChoice, keys: MapKeys) -> list[SupportSums]:
    """What stands on the map per theme and side: one grouped query.

    A joint activity counts on each of its sides, one of several themes in each. Planned activities have no
    participants yet: those below the top count once they are held.
    """
    people, n_sides, held = f"{choice.prefix}people", f"{choice.prefix}n_sides", ~Q(activity__status=Status.PLANNED)
    rows = choice.rated.filter(stability__isnull=False).order_by()
    counted = rows.values_list("activity__themes", "activity__sides", "level").annotate(
        n=Count("*"),
        joint=Count("pk", filter=Q(**{f"{n_sides}__gt": 1})),
        held=Count("pk", filter=held),
        known=Count(people, filter=held),
        together=Sum(people, filter=held),
    )
    top = _top_of(keys)
    found: dict[tuple[int, str], dict[str, int]] = {}
    for theme, side, level, n, joint, n_held, known, together in counted:
        if theme is None or side is None:
            continue
        sums = found.setdefault((theme, keys.sides[side]), dict.fromkeys(("n_below", "n_known", "people"), 0))
        if level == top:
            sums |= {"n_top": n, "n_top_joint": joint}
        else:
            sums["n_below"] += n_held
            sums["n_known"] += known
            sums["people"] += together or 0
    return [SupportSums(theme, side, **sums) for (theme, side), sums in found.items()]


def _top_of(keys: MapKeys) -> int | None:
    return max(keys.levels, key=lambda key: keys.levels[key], default=None)


def liftable(choice: MapChoice, keys: MapKeys, reading: MapReading) -> Q:
    """The first candidates to lift, as a condition on `choice.rated`: `lift_candidates` puts them in order."""
    if not reading.ready:
        return Q(pk__in=[])
    codes = {code: key for key, code in keys.sides.items()}
    ready = Q(pk__in=[])
    for side, themes in reading.ready.items():
        carried = Activity.sides.through._default_manager.filter(side=codes[side]).values("activity")
        about = Activity.themes.through._default_manager.filter(theme__in=themes).values("activity")
        ready |= Q(activity__in=carried) & Q(activity__in=about)
    rows = choice.rated.filter(ready, is_observed=True, stability__isnull=False).exclude(level=_top_of(keys))
    best = rows.order_by(
        "-stability__number", "-level__number", F(f"{choice.prefix}people").desc(nulls_last=True), "activity_id"
    )
    return Q(pk__in=best.values("pk")[:CANDIDATES_SHOWN])


def lift_candidates(rows: Iterable[MapRow], keys: MapKeys, reading: MapReading) -> list[MapRow]:
    """The candidates to lift among these rows, the best first."""
    by_key = {row.key: row for row in rows}
    candidates = [
        LiftCandidate(row.key, row.themes, row.sides, row.level, row.step, bool(row.is_observed), row.people)
        for row in by_key.values()
    ]
    top = max(keys.levels.values(), default=0)
    return [by_key[one.key] for one in candidates_to_lift(candidates, reading.ready, top=top, most=CANDIDATES_SHOWN)]


def as_data(reading: MapReading, candidates: Iterable[MapRow], theme_keys: Mapping[int, str]) -> dict[str, Any]:
    """The readings as files and the API give them; themes by their address."""
    return {
        "breadth_floor": reading.floor,
        "support": [
            {
                "theme": theme_keys[int(row.theme)],
                "is_joint_case": row.is_joint_case,
                "sides": [
                    {
                        "side": cell.sums.side,
                        "reading": cell.reading.value,
                        "n_top": cell.sums.n_top,
                        "n_below": cell.sums.n_below,
                        "n_known": cell.sums.n_known,
                        "people": cell.sums.people,
                    }
                    for cell in row.cells
                ],
            }
            for row in reading.support
        ],
        "candidates_to_lift": [row.key for row in candidates],
        "n_due_for_check": reading.n_due,
    }
