"""The effect-level map: where rated activities stand, and what the map lets us say. No drawing, no words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Literal

type Key = int | str
type SideMark = Literal["square", "circle", "triangle"]
type GroupMark = Literal["square", "circle", "triangle", "diamond", "ring"]

JOINT = "joint"
NOT_STATED = "not-stated"

# A side leans to one end when at least 60 of 100 of its activities stand there; below five it is never judged.
LEAN_PERCENT = 60
LEAN_MIN_ACTIVITIES = 5
# Up to this many activities the table beside the map names each of them; above it, it is a table of cells.
NAMED_ROWS_MAX = 100


@dataclass(frozen=True, slots=True)
class RatedActivity:
    """One activity with its latest rating; `level` or `stability` is None while nobody has rated it.

    `sides` holds the codes of the sides that carried it: none = not stated, several = joint.
    `observed` is False for an expected effect. `people` counts participations, None = unknown.
    """

    key: Key
    title: str
    sides: tuple[str, ...]
    level: int | None
    stability: int | None
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
    """One level at one stability step, its activities in map order, and how many each side group has there.

    `n_by_group` follows the order of `EffectMap.groups`.
    """

    level: int
    step: int
    placements: tuple[Placement, ...]
    n_by_group: tuple[int, ...]


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

    `tray` holds the activities that lack a level or a step; they are counted and never placed by guess.
    """

    scales: Scales
    groups: tuple[SideGroup, ...]
    cells: tuple[MapCell, ...]
    tray: tuple[RatedActivity, ...]
    headline: Headline
    balance: Balance

    @property
    def rows(self) -> tuple[Placement, ...]:
        """Every placed activity in reading order: the table that names each."""
        return tuple(placement for cell in self.cells for placement in cell.placements)

    @property
    def cell_rows(self) -> tuple[MapCell, ...]:
        """The cells that hold an activity: the table of level, stability and side group."""
        return tuple(cell for cell in self.cells if cell.placements)

    @property
    def names_each_row(self) -> bool:
        """Whether the table beside the map is `rows`; above 100 activities it is `cell_rows`."""
        return self.n_placed <= NAMED_ROWS_MAX

    @property
    def goal(self) -> tuple[Placement, ...]:
        """The activities in the upper right."""
        return tuple(placement for placement in self.rows if self.scales.is_goal(placement.level, placement.step))

    @property
    def n_by_group(self) -> tuple[int, ...]:
        """Placed activities per side group, in the order of `groups`."""
        return tuple(map(sum, zip(*(cell.n_by_group for cell in self.cells), strict=True)))

    @property
    def n_placed(self) -> int:
        """Activities on the map."""
        return sum(len(cell.placements) for cell in self.cells)

    @property
    def n_total(self) -> int:
        """Activities on the map and in the tray."""
        return self.n_placed + len(self.tray)


def side_groups(sides: Sequence[SideStyle]) -> tuple[SideGroup, ...]:
    """The groups in map order: the first side, joint, the other sides, not stated."""
    codes = [side.code for side in sides]
    if not sides or len({*codes, JOINT, NOT_STATED}) != len(codes) + 2:
        raise ValueError(f"An arena needs sides with codes of their own, not {codes}.")
    alone = [SideGroup(side.code, side.mark) for side in sides]
    return (alone[0], SideGroup(JOINT, "diamond"), *alone[1:], SideGroup(NOT_STATED, "ring"))


def group_code(activity: RatedActivity) -> str:
    """The side group that an activity belongs to: its only side, joint, or not stated."""
    sides = set(activity.sides)
    if not sides:
        return NOT_STATED
    return JOINT if len(sides) > 1 else sides.pop()


def key_order(key: Key) -> tuple[bool, int, str]:
    """A total order over keys: numbers first and by value, then texts."""
    return (False, key, "") if isinstance(key, int) else (True, 0, key)


def place_activities(
    activities: Iterable[RatedActivity], *, scales: Scales, sides: Sequence[SideStyle], name_key: Callable[[str], Any]
) -> EffectMap:
    """Places every rated activity in its cell and states what the map shows.

    Within a cell: by side group, then by title under `name_key` (the caller's language), then by key.
    Refuses a side, level or step that is not among the given ones.
    """
    groups = side_groups(sides)
    rank = {group.code: index for index, group in enumerate(groups)}
    known = {side.code for side in sides}
    placements: list[Placement] = []
    tray: list[RatedActivity] = []
    for activity in sorted(activities, key=lambda a: (name_key(a.title), key_order(a.key))):
        _refuse_unknown(activity, scales, known)
        if activity.level is None or activity.stability is None:
            tray.append(activity)
        else:
            group = groups[rank[group_code(activity)]]
            placements.append(Placement(activity, group, activity.level, activity.stability))
    placements.sort(key=lambda placement: rank[placement.group.code])
    tray.sort(key=lambda activity: rank[group_code(activity)])
    cells = _cells(placements, scales, groups)
    balance = _balance(cells, groups, tuple(side.code for side in sides))
    return EffectMap(scales, groups, cells, tuple(tray), _headline(balance), balance)


def _refuse_unknown(activity: RatedActivity, scales: Scales, known_sides: set[str]) -> None:
    has_known_level = activity.level is None or activity.level in scales.levels
    has_known_step = activity.stability is None or activity.stability in scales.steps
    if not (has_known_level and has_known_step and known_sides.issuperset(activity.sides)):
        raise ValueError(f"Activity {activity.key} has a side, level or step that its arena lacks.")


def _cells(placements: list[Placement], scales: Scales, groups: tuple[SideGroup, ...]) -> tuple[MapCell, ...]:
    def position(placement: Placement) -> tuple[int, int]:
        return placement.level, placement.step

    held = {where: tuple(items) for where, items in groupby(sorted(placements, key=position), key=position)}
    cells = []
    for level in reversed(scales.levels):
        for step in scales.steps:
            items = held.get((level, step), ())
            codes = [placement.group.code for placement in items]
            cells.append(MapCell(level, step, items, tuple(codes.count(group.code) for group in groups)))
    return tuple(cells)


def _balance(cells: tuple[MapCell, ...], groups: tuple[SideGroup, ...], sides: tuple[str, ...]) -> Balance:
    rows = []
    for level, row in groupby(cells, key=lambda cell: cell.level):
        sums = map(sum, zip(*(cell.n_by_group for cell in row), strict=True))
        n = dict(zip((group.code for group in groups), sums, strict=True))
        rows.append(BalanceRow(level, tuple(n[side] for side in sides), n[JOINT], n[NOT_STATED]))
    n_joint, n_not_stated = sum(row.n_joint for row in rows), sum(row.n_not_stated for row in rows)
    return Balance(sides, tuple(rows), n_joint, n_not_stated, max(max(row.n_by_side) for row in rows))


def _headline(balance: Balance) -> Headline:
    top, *below = balance.rows
    leans = []
    for index, side in enumerate(balance.sides):
        n_top = top.n_by_side[index]
        n_below = sum(row.n_by_side[index] for row in below)
        n = n_top + n_below
        if n < LEAN_MIN_ACTIVITIES:
            continue
        if 100 * n_top >= LEAN_PERCENT * n:
            leans.append(SideLean(side, "top", (top.level,), n_top, n))
        elif 100 * n_below >= LEAN_PERCENT * n:
            leans.append(SideLean(side, "below", tuple(row.level for row in reversed(below)), n_below, n))
    on_level = [sum(row.n_by_side) + row.n_joint + row.n_not_stated for row in balance.rows]
    return Headline(tuple(leans), sum(on_level), sum(n > 0 for n in on_level))
