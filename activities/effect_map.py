"""The effect-level map: where rated activities stand, and what the map lets us say. No drawing, no words."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

type Key = int | str
type SideMark = Literal["square", "circle", "triangle"]
type GroupMark = Literal["square", "circle", "triangle", "diamond", "ring"]
type Where = tuple[int | None, int | None]

JOINT = "joint"
NOT_STATED = "not-stated"

# Up to this many activities the table beside the map names each of them; above it, it is a table of cells.
NAMED_ROWS_MAX = 100
# Above this many activities a cell shows one mark per side group with its count.
EACH_DRAWN_MAX = 24


@dataclass(frozen=True, slots=True)
class CellCount:
    """How many activities of one side group stand in one cell, observed or expected.

    `level` and `step` are None as in a `RatedActivity`: those are counted beside the map.
    """

    level: int | None
    step: int | None
    group: str
    observed: bool
    n: int


@dataclass(frozen=True, slots=True)
class RatedActivity:
    """One activity with its latest rating; `level` or `step` is None while nobody has rated it that far.

    `group` is the code of its only side, joint or not-stated. `observed` is False for an expected effect. `people`
    counts participations, None = unknown.
    """

    key: Key
    title: str
    group: str
    level: int | None
    step: int | None
    observed: bool
    people: int | None
    rated_on: date | None


@dataclass(frozen=True, slots=True)
class Scales:
    """The arena's two ordinal scales, each as ascending numbers: effect levels and stability steps."""

    levels: tuple[int, ...] = (1, 2, 3)
    steps: tuple[int, ...] = (1, 2, 3, 4, 5)

    def __post_init__(self) -> None:
        for numbers, most in ((self.levels, 6), (self.steps, 8)):
            if list(numbers) != sorted(set(numbers)) or not 2 <= len(numbers) <= most:
                raise ValueError(f"A scale needs 2 to {most} ascending numbers, not {numbers}.")

    @property
    def top(self) -> int:
        """The highest effect level."""
        return self.levels[-1]

    @property
    def goal_steps(self) -> tuple[int, ...]:
        """The last two stability steps; on the top level they are the goal region."""
        return self.steps[-2:]

    def is_goal(self, level: int, step: int) -> bool:
        """True in the upper right: lasting change at the highest level."""
        return level == self.top and step in self.goal_steps


@dataclass(frozen=True, slots=True)
class SideStyle:
    """A side of the arena with the shape that stands for it; sides are listed from west to east."""

    code: str
    mark: SideMark


@dataclass(frozen=True, slots=True)
class SideGroup:
    """Activities told apart on the map: those of one side alone, joint ones, and those of no stated side."""

    code: str
    mark: GroupMark


@dataclass(frozen=True, slots=True)
class Placement:
    """An activity in its cell."""

    activity: RatedActivity
    group: SideGroup
    level: int
    step: int


@dataclass(frozen=True, slots=True)
class MapCell:
    """One level at one stability step: how many each side group has there, and how many of them are observed.

    Both tuples follow the order of `EffectMap.groups`. `placements` names the activities in map order, or is empty
    where nobody asked for names.
    """

    level: int
    step: int
    n_by_group: tuple[int, ...]
    observed_by_group: tuple[int, ...]
    placements: tuple[Placement, ...] = ()

    @property
    def n(self) -> int:
        """Activities in the cell."""
        return sum(self.n_by_group)

    @property
    def is_crowded(self) -> bool:
        """Whether it shows one mark per side group with its count, and not each activity."""
        return self.n > EACH_DRAWN_MAX


@dataclass(frozen=True, slots=True)
class LeanRule:
    """A side leans to one end when at least `percent` of its activities stand there; below `least` it is not judged."""

    percent: int = 60
    least: int = 5

    def __post_init__(self) -> None:
        if not (50 < self.percent <= 100 and self.least >= 1):
            raise ValueError(f"{self} would let a side lean both ways, or judge nothing.")


@dataclass(frozen=True, slots=True)
class SideLean:
    """The fact "`n_there` of this side's `n_activities` are on `levels`", which lie at one end of the scale."""

    side: str
    end: Literal["top", "below"]
    levels: tuple[int, ...]
    n_there: int
    n_activities: int


@dataclass(frozen=True, slots=True)
class Headline:
    """What the title of the map may claim: how the sides lean, else how many activities on how many levels.

    `leans` is in side order and empty when no side leans. `n_levels` counts levels with an activity on them.
    """

    leans: tuple[SideLean, ...]
    n_activities: int
    n_levels: int


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """Activities on one level: per side in side order, joint ones and those of no stated side apart."""

    level: int
    n_by_side: tuple[int, ...]
    n_joint: int
    n_not_stated: int


@dataclass(frozen=True, slots=True)
class Balance:
    """Activities per level and side, top level first. `longest` is the largest bar: the common scale's end."""

    sides: tuple[str, ...]
    rows: tuple[BalanceRow, ...]
    n_joint: int
    n_not_stated: int
    longest: int

    @property
    def is_butterfly(self) -> bool:
        """Two sides face each other; more than two get one small bar chart each."""
        return len(self.sides) == 2


@dataclass(frozen=True, slots=True)
class EffectMap:
    """The whole map. `cells` holds every cell, empty ones too: top level first, first step first.

    Beside it, never placed by guess: `n_unrated` have no rating, `n_half_rated` have a level, but no step.
    """

    scales: Scales
    groups: tuple[SideGroup, ...]
    cells: tuple[MapCell, ...]
    n_unrated: int
    n_half_rated: int
    headline: Headline
    balance: Balance

    @property
    def rows(self) -> tuple[Placement, ...]:
        """Every named activity in reading order: all of them while `names_each_row`."""
        return tuple(placement for cell in self.cells for placement in cell.placements)

    @property
    def cell_rows(self) -> tuple[MapCell, ...]:
        """The cells that hold an activity: the table of level, stability and side group."""
        return tuple(cell for cell in self.cells if cell.n)

    @property
    def names_each_row(self) -> bool:
        """Whether the table beside the map is `rows`; above 100 activities it is `cell_rows`."""
        return self.n_placed <= NAMED_ROWS_MAX

    @property
    def named_cells(self) -> tuple[tuple[int, int], ...]:
        """Level and step of the cells whose activities a drawing or a table shows one by one."""
        return tuple((cell.level, cell.step) for cell in self.cell_rows if self.names_each_row or not cell.is_crowded)

    @property
    def goal(self) -> tuple[MapCell, ...]:
        """The cells of the upper right."""
        return tuple(cell for cell in self.cells if self.scales.is_goal(cell.level, cell.step))

    @property
    def n_placed(self) -> int:
        """Activities on the map."""
        return sum(cell.n for cell in self.cells)

    @property
    def n_in_tray(self) -> int:
        """Activities beside the map, waiting for a rating or the rest of it."""
        return self.n_unrated + self.n_half_rated

    @property
    def n_total(self) -> int:
        """Activities on the map and beside it."""
        return self.n_placed + self.n_in_tray

    def nearest_to_goal(self, group: str, *, n: int) -> tuple[MapCell, ...]:
        """The cells short of the goal, fewest steps away first, that hold the nearest `n` activities of a group."""
        index = [one.code for one in self.groups].index(group)
        short = [cell for cell in self.cell_rows if cell.n_by_group[index] and cell not in self.goal]
        found, left = [], n
        for cell in sorted(short, key=self._steps_to_goal):
            if left <= 0:
                break
            found.append(cell)
            left -= cell.n_by_group[index]
        return tuple(found)

    def _steps_to_goal(self, cell: MapCell) -> tuple[int, int]:
        levels, steps = self.scales.levels, self.scales.steps
        up = len(levels) - 1 - levels.index(cell.level)
        right = max(steps.index(self.scales.goal_steps[0]) - steps.index(cell.step), 0)
        return up + right, up


# What holds where an arena has not said otherwise.
LEANS = LeanRule()


def side_groups(sides: Sequence[SideStyle]) -> tuple[SideGroup, ...]:
    """The groups in map order: the first side, joint, the other sides, not stated."""
    codes = [side.code for side in sides]
    if not sides or len({*codes, JOINT, NOT_STATED}) != len(codes) + 2:
        raise ValueError(f"An arena needs sides with codes of their own, not {codes}.")
    alone = [SideGroup(side.code, side.mark) for side in sides]
    return (alone[0], SideGroup(JOINT, "diamond"), *alone[1:], SideGroup(NOT_STATED, "ring"))


def group_of(sides: Collection[str]) -> str:
    """The side group of an activity that these sides carried: its only side, joint, or not stated."""
    different = set(sides)
    if not different:
        return NOT_STATED
    return JOINT if len(different) > 1 else different.pop()


def key_order(key: Key) -> tuple[bool, int, str]:
    """A total order over keys: numbers first and by value, then texts."""
    return (False, key, "") if isinstance(key, int) else (True, 0, key)


def draw_up_map(
    counts: Iterable[CellCount],
    *,
    scales: Scales,
    sides: Sequence[SideStyle],
    named: Iterable[RatedActivity] = (),
    lean: LeanRule = LEANS,
) -> EffectMap:
    """The map of these counts, and what it shows.

    `named` are the activities of some cells, all of each: in a cell they stand by side group and then as they came.
    Refuses a side group, level or step that is not among the given ones.
    """
    groups = side_groups(sides)
    rank = {group.code: index for index, group in enumerate(groups)}
    totals: dict[Where, list[list[int]]] = {}
    for count in counts:
        _refuse_unknown(count, scales, rank)
        cell = totals.setdefault((count.level, count.step), [[0, 0] for _ in groups])
        cell[rank[count.group]][0] += count.n
        cell[rank[count.group]][1] += count.n if count.observed else 0
    cells = tuple(_cells(totals, _placements(named, groups, rank), scales, groups))
    balance = _balance(cells, groups, tuple(side.code for side in sides))
    beside = {where: sum(n for n, _ in cell) for where, cell in totals.items() if None in where}
    n_unrated = sum(n for (level, _), n in beside.items() if level is None)
    n_half_rated = sum(beside.values()) - n_unrated
    return EffectMap(scales, groups, cells, n_unrated, n_half_rated, _headline(balance, lean), balance)


def place_activities(activities: Iterable[RatedActivity], *, scales: Scales, sides: Sequence[SideStyle]) -> EffectMap:
    """The map of these activities, each of which it names."""
    rows = list(activities)
    counts = (CellCount(row.level, row.step, row.group, row.observed, 1) for row in rows)
    return draw_up_map(counts, scales=scales, sides=sides, named=rows)


def without_names(
    counts: Iterable[CellCount], scales: Scales, sides: Sequence[SideStyle], lean: LeanRule = LEANS
) -> EffectMap:
    """The map of these counts with a nameless activity for each point that a picture shows one by one."""
    counts = list(counts)
    effect_map = draw_up_map(counts, scales=scales, sides=sides)
    nameless = (
        RatedActivity(f"{cell.level}-{cell.step}-{group.code}-{i}", "", group.code, *where, i < seen, None, None)
        for cell in effect_map.cell_rows
        if not cell.is_crowded
        for where in [(cell.level, cell.step)]
        for group, n, seen in zip(effect_map.groups, cell.n_by_group, cell.observed_by_group, strict=True)
        for i in range(n)
    )
    return draw_up_map(counts, scales=scales, sides=sides, named=nameless, lean=lean)


def _refuse_unknown(count: CellCount, scales: Scales, groups: Mapping[str, int]) -> None:
    has_known_level = count.level is None or count.level in scales.levels
    has_known_step = count.step is None or count.step in scales.steps
    if not (has_known_level and has_known_step and count.group in groups):
        raise ValueError(f"{count} has a side, level or step that its arena lacks.")


def _placements(
    named: Iterable[RatedActivity], groups: tuple[SideGroup, ...], rank: Mapping[str, int]
) -> dict[Where, list[Placement]]:
    found: dict[Where, list[Placement]] = {}
    for activity in named:
        if activity.level is not None and activity.step is not None:
            placement = Placement(activity, groups[rank[activity.group]], activity.level, activity.step)
            found.setdefault((activity.level, activity.step), []).append(placement)
    for placements in found.values():
        placements.sort(key=lambda placement: rank[placement.group.code])
    return found


def _cells(
    totals: Mapping[Where, list[list[int]]],
    placed: Mapping[Where, list[Placement]],
    scales: Scales,
    groups: tuple[SideGroup, ...],
) -> Iterator[MapCell]:
    none = [[0, 0] for _ in groups]
    for level in reversed(scales.levels):
        for step in scales.steps:
            counted, placements = totals.get((level, step), none), placed.get((level, step), [])
            if placements:
                # Names that were read a moment after the counts: the cell is what they say.
                counted = [
                    [len(own), sum(placement.activity.observed for placement in own)]
                    for own in ([one for one in placements if one.group == group] for group in groups)
                ]
            n_by_group, observed_by_group = zip(*counted, strict=True)
            yield MapCell(level, step, n_by_group, observed_by_group, tuple(placements))


def _balance(cells: tuple[MapCell, ...], groups: tuple[SideGroup, ...], sides: tuple[str, ...]) -> Balance:
    rows = []
    for level, row in groupby(cells, key=lambda cell: cell.level):
        sums = map(sum, zip(*(cell.n_by_group for cell in row), strict=True))
        n = dict(zip((group.code for group in groups), sums, strict=True))
        rows.append(BalanceRow(level, tuple(n[side] for side in sides), n[JOINT], n[NOT_STATED]))
    n_joint, n_not_stated = sum(row.n_joint for row in rows), sum(row.n_not_stated for row in rows)
    return Balance(sides, tuple(rows), n_joint, n_not_stated, max(max(row.n_by_side) for row in rows))


def _headline(balance: Balance, lean: LeanRule) -> Headline:
    top, *below = balance.rows
    leans = []
    for index, side in enumerate(balance.sides):
        n_top = top.n_by_side[index]
        n_below = sum(row.n_by_side[index] for row in below)
        n = n_top + n_below
        if n < lean.least:
            continue
        if 100 * n_top >= lean.percent * n:
            leans.append(SideLean(side, "top", (top.level,), n_top, n))
        elif 100 * n_below >= lean.percent * n:
            leans.append(SideLean(side, "below", tuple(row.level for row in reversed(below)), n_below, n))
    on_level = [sum(row.n_by_side) + row.n_joint + row.n_not_stated for row in balance.rows]
    return Headline(tuple(leans), sum(on_level), sum(n > 0 for n in on_level))
