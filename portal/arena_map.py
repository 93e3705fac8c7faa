"""The map of one arena as it is chosen: what is placed where, what waits, what moved. No words, no drawing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from activities.effect_map import LEANS, EffectMap, LeanRule, Placement, Scales, SideStyle, draw_up_map
from activities.map_queries import (
    NOTHING,
    MapChoice,
    MapKeys,
    MapRow,
    Move,
    counts_of,
    first_rows_in,
    moves_of,
    rows_in,
)
from activities.map_readings import MapReading, lift_candidates, liftable
from activities.models import EffectLevel, StabilityStep
from arena.models import Arena, Side
from portal.filters import Selection

# How many of the latest moves stand beside the map; and are drawn on it, when movement is asked for.
MOVES_SHOWN, MOVES_DRAWN = 5, 24
# How many activities close to the goal the overview points at, for each side.
NEAR_GOAL_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Frame:
    """What every map of the arena stands in: its sides from west to east and its two scales by number."""

    sides: Mapping[str, Side]
    levels: Mapping[int, EffectLevel]
    steps: Mapping[int, StabilityStep]
    lean: LeanRule = LEANS
    # Participations that make the work of a theme broad on one side.
    floor: int = 100

    @property
    def scales(self) -> Scales | None:
        """The scales; None while the arena has too few or too many levels or steps for a map, or no side."""
        try:
            return Scales(tuple(self.levels), tuple(self.steps)) if self.sides else None
        except ValueError:
            return None

    @property
    def styles(self) -> list[SideStyle]:
        """The sides as the mathematics of the map takes them."""
        return [SideStyle(side.code, side.mark) for side in self.sides.values()]

    @property
    def keys(self) -> MapKeys:
        """What keys of levels, steps and sides mean."""
        return MapKeys.of(self.levels.values(), self.steps.values(), self.sides.values())


def frame_of(arena: Arena) -> Frame:
    """The frame of an arena: two queries, sides come prefetched with it."""
    return Frame(
        sides={side.code: side for side in arena.sides.all()},
        levels={level.number: level for level in arena.effect_levels.all()},
        steps={step.number: step for step in arena.stability_steps.all()},
        lean=LeanRule(arena.lean_percent, arena.lean_min_activities),
        floor=arena.breadth_floor,
    )


@dataclass(frozen=True, slots=True)
class ArenaMap:
    """The chosen activities on the map and beside it.

    `rows` are the activities it names, by key. `n_all` counts what could stand on the map without any
    filter. `candidates` are those to lift first.
    """

    frame: Frame
    effect_map: EffectMap
    rows: Mapping[int, MapRow]
    n_all: int
    candidates: tuple[MapRow, ...] = ()

    @property
    def n_placed(self) -> int:
        """Activities on the map."""
        return self.effect_map.n_placed

    @property
    def n_joint(self) -> int:
        """Joint activities on the map."""
        return self.effect_map.balance.n_joint

    @property
    def n_not_stated(self) -> int:
        """Activities on the map whose country is not stated."""
        return self.effect_map.balance.n_not_stated

    def row(self, placement: Placement) -> MapRow:
        """Everything that is known of a named activity."""
        return self.rows[int(placement.activity.key)]


def nearest_to_goal(choice: MapChoice, arena_map: ArenaMap, side: str) -> list[MapRow]:
    """The activities of one side alone that need the fewest steps to the upper right and are not there.

    Read with one query only where they stand in a crowd, whose activities the map does not name.
    """
    found: list[MapRow] = []
    for cell in arena_map.effect_map.nearest_to_goal(side, n=NEAR_GOAL_SHOWN):
        left = NEAR_GOAL_SHOWN - len(found)
        if not cell.placements:
            return found + first_rows_in(choice, cell, side, arena_map.frame.keys, most=left)
        own = [arena_map.row(placement) for placement in cell.placements if placement.group.code == side]
        found += sorted(own, key=attrgetter("key"))[:left]
    return found


def draw_up(
    choice: MapChoice,
    frame: Frame,
    *,
    language: str,
    since: date | None = None,
    reading: MapReading | None = None,
) -> ArenaMap | None:
    """The map of the chosen activities; None while the arena's scales allow none. Two queries.

    Titles sort by the alphabet of `language`. Named rows know where they stood on the day `since`. With a `reading`
    the map knows its candidates to lift.
    """
    if frame.scales is None:
        return None
    keys = frame.keys
    counts = counts_of(choice, keys)
    counted = draw_up_map(counts, scales=frame.scales, sides=frame.styles)
    also = liftable(choice, keys, reading) if reading else NOTHING
    rows = rows_in(choice, counted.named_cells, keys, language=language, since=since, also=also)
    cells = set(counted.named_cells)
    named = [row.activity for row in rows if (row.level, row.step) in cells]
    return ArenaMap(
        frame=frame,
        effect_map=draw_up_map(counts, scales=frame.scales, sides=frame.styles, named=named, lean=frame.lean),
        rows={row.key: row for row in rows},
        n_all=reading.n_all if reading else counted.n_total,
        candidates=tuple(lift_candidates(rows, keys, reading)) if reading else (),
    )


def moves_shown(choice: MapChoice, frame: Frame, selection: Selection) -> list[Move]:
    """The latest moves: since the chosen day, else since the rating before; in a period, those made in it."""
    period, most = selection.period, MOVES_DRAWN if selection.since else MOVES_SHOWN
    within = (period.starts_on, period.ends_on) if period and not selection.since else None
    return moves_of(choice, frame.keys, most=most, since=selection.since, within=within)
