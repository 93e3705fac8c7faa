"""The map of one arena as it is chosen: what is placed where, what waits, what moved. No words, no drawing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from activities.effect_map import EffectMap, Placement, RatedActivity, Scales, SideStyle, place_activities
from activities.models import EffectLevel, StabilityStep
from arena.models import Arena, Side
from core.text import sort_key
from portal.filters import Selection
from portal.queries import OFF_THE_MAP, Logged, Rating

MOVES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Frame:
    """What every map of the arena stands in: its sides from west to east and its two scales by number."""

    sides: Mapping[str, Side]
    levels: Mapping[int, EffectLevel]
    steps: Mapping[int, StabilityStep]

    @property
    def scales(self) -> Scales | None:
        """The scales; None while the arena has too few or too many levels or steps for a map, or no side."""
        try:
            return Scales(tuple(self.levels), tuple(self.steps)) if self.sides else None
        except ValueError:
            return None


def frame_of(arena: Arena) -> Frame:
    """The frame of an arena: two queries, sides come prefetched with it."""
    return Frame(
        sides={side.code: side for side in arena.sides.all()},
        levels={level.number: level for level in arena.effect_levels.all()},
        steps={step.number: step for step in arena.stability_steps.all()},
    )


@dataclass(frozen=True, slots=True)
class MapRow:
    """One placed activity with everything the chart shows of it: the row of the table, the CSV and the JSON."""

    logged: Logged
    rating: Rating
    placement: Placement

    @property
    def level(self) -> int:
        """The row of the map."""
        return self.placement.level

    @property
    def step(self) -> int:
        """The column of the map."""
        return self.placement.step


@dataclass(frozen=True, slots=True)
class Move:
    """An activity whose latest rating stands in another cell than the one before."""

    logged: Logged
    before: Rating
    after: Rating


@dataclass(frozen=True, slots=True)
class ArenaMap:
    """The chosen activities on the map (`rows`, in the order of the drawing) and beside it.

    `n_all` counts what could stand on the map without any filter.
    """

    frame: Frame
    effect_map: EffectMap
    rows: tuple[MapRow, ...]
    tray: tuple[Logged, ...]
    moves: tuple[Move, ...]
    n_all: int

    @property
    def n_placed(self) -> int:
        """Activities on the map."""
        return len(self.rows)

    @property
    def n_joint(self) -> int:
        """Joint activities on the map."""
        return self.effect_map.balance.n_joint

    @property
    def n_not_stated(self) -> int:
        """Activities on the map whose country is not stated."""
        return self.effect_map.balance.n_not_stated

    @property
    def n_not_rated(self) -> int:
        """Activities in the tray without any rating."""
        return sum(not row.ratings for row in self.tray)

    @property
    def half_rated(self) -> tuple[Logged, ...]:
        """Activities in the tray that have an effect level, but no stability yet."""
        return tuple(row for row in self.tray if row.ratings)


def draw_up(log: Iterable[Logged], frame: Frame, selection: Selection, *, language: str) -> ArenaMap | None:
    """The map of the chosen activities; None while the arena's scales allow none.

    Drafts and cancelled activities are nowhere. Titles sort by the alphabet of `language`.
    """
    if frame.scales is None:
        return None
    on_map = [row for row in log if row.status not in OFF_THE_MAP]
    chosen = [row for row in on_map if selection.takes(row) and selection.shows(row.rating(selection.until))]
    by_key = {row.key: row for row in chosen}
    effect_map = place_activities(
        (row.rated(selection.until) for row in chosen),
        scales=frame.scales,
        sides=[SideStyle(side.code, side.mark) for side in frame.sides.values()],
        name_key=lambda title: sort_key(title, language),
    )
    return ArenaMap(
        frame=frame,
        effect_map=effect_map,
        rows=tuple(_rows(effect_map.rows, by_key, selection)),
        tray=tuple(by_key[_key(activity)] for activity in effect_map.tray),
        moves=tuple(_moves(chosen, selection)),
        n_all=len(on_map),
    )


def _key(activity: RatedActivity) -> int:
    return int(activity.key)


def _rows(placements: Sequence[Placement], by_key: Mapping[int, Logged], selection: Selection) -> Iterable[MapRow]:
    for placement in placements:
        logged = by_key[_key(placement.activity)]
        rating = logged.rating(selection.until)
        if rating:
            yield MapRow(logged, rating, placement)


def _moves(chosen: Iterable[Logged], selection: Selection) -> list[Move]:
    """The latest moves: of each activity the last two ratings (in a period: made until its end) that differ."""
    moves = []
    for logged in chosen:
        ratings = [rating for rating in logged.ratings if not selection.until or rating.rated_on <= selection.until]
        if len(ratings) > 1 and ratings[0].place != ratings[1].place and _is_new(ratings[0], selection):
            moves.append(Move(logged, ratings[1], ratings[0]))
    return sorted(moves, key=lambda move: (move.after.rated_on, move.logged.key), reverse=True)[:MOVES_SHOWN]


def _is_new(rating: Rating, selection: Selection) -> bool:
    return selection.period is None or selection.period.contains(rating.rated_on, rating.rated_on)


def nearest_to_goal(rows: Iterable[MapRow], scales: Scales, side: str, *, n: int) -> tuple[MapRow, ...]:
    """The `n` activities of one side alone that need the fewest steps to the upper right and are not there."""

    def distance(row: MapRow) -> tuple[int, int, int]:
        up = scales.levels.index(scales.top) - scales.levels.index(row.level)
        right = max(scales.steps.index(scales.goal_steps[0]) - scales.steps.index(row.step), 0)
        return up + right, up, row.logged.key

    own = [row for row in rows if row.placement.group.code == side and not scales.is_goal(row.level, row.step)]
    return tuple(sorted(own, key=distance)[:n])
