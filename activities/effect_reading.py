"""Whether work at the top of the effect-level map rests on broad support: one reading per theme and side.

Pure: sums in, readings out. The rule stands in `read_support`; what it is called stands with the pages.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from activities.effect_map import Key


class Support(StrEnum):
    """What the activities of one theme on one side say together."""

    CANNOT_BE_JUDGED = "cannot_be_judged"
    NEEDS_BREADTH = "needs_breadth"
    READY_TO_LIFT = "ready_to_lift"
    BOTH = "both"
    EARLY = "early"


@dataclass(frozen=True, slots=True)
class SupportSums:
    """What is counted of one theme on one side; a joint activity counts on each of its sides.

    `n_top` stand on the highest level, `n_top_joint` of them jointly. `n_below` stand lower; `n_known` of those have a
    headcount, and `people` are their participations together.
    """

    theme: Key
    side: str
    n_top: int = 0
    n_top_joint: int = 0
    n_below: int = 0
    n_known: int = 0
    people: int = 0

    def __post_init__(self) -> None:
        if not (0 <= self.n_top_joint <= self.n_top and 0 <= self.n_known <= self.n_below and self.people >= 0):
            raise ValueError(f"{self} counts more than there is.")


@dataclass(frozen=True, slots=True)
class SupportCell:
    """The sums of one theme on one side, and their reading."""

    sums: SupportSums
    reading: Support

    @property
    def n_top_alone(self) -> int:
        """Activities on the highest level that this side carries alone."""
        return self.sums.n_top - self.sums.n_top_joint


@dataclass(frozen=True, slots=True)
class SupportRow:
    """One theme over all sides, in their order."""

    theme: Key
    cells: tuple[SupportCell, ...]

    @property
    def is_joint_case(self) -> bool:
        """Whether one side has what another one lacks: a good case for joint work."""
        readings = {cell.reading for cell in self.cells}
        return {Support.NEEDS_BREADTH, Support.READY_TO_LIFT} <= readings


def read_support(sums: SupportSums, *, floor: int) -> Support:
    """The rule.

    1. An activity below the top without a headcount, and the known participations below the floor: cannot be judged.
    2. Something at the top and participations below the floor: needs broader support.
    3. Nothing at the top and the floor reached: ready to lift.
    4. Something at the top and the floor reached: both in place. 5. Else: an early stage.
    """
    is_broad, has_top = sums.people >= floor, sums.n_top > 0
    if sums.n_known < sums.n_below and not is_broad:
        return Support.CANNOT_BE_JUDGED
    if has_top:
        return Support.BOTH if is_broad else Support.NEEDS_BREADTH
    return Support.READY_TO_LIFT if is_broad else Support.EARLY


def read_themes(
    sums: Iterable[SupportSums], *, themes: Sequence[Key], sides: Sequence[str], floor: int
) -> tuple[SupportRow, ...]:
    """Every theme that has an activity, good cases for joint work first, else in the order of `themes`.

    A theme and side without sums count nothing. Refuses a floor below one, and sums of an unknown theme or side.
    """
    if floor < 1:
        raise ValueError("Nobody is no breadth: the floor is at least 1.")
    found = {(one.theme, one.side): one for one in sums}
    unknown = {key for key in found if key[0] not in themes or key[1] not in sides}
    if unknown:
        raise ValueError(f"Sums of a theme or side that is not there: {unknown}")
    rows = []
    for theme in themes:
        of_theme = [found.get((theme, side), SupportSums(theme, side)) for side in sides]
        if any(one.n_top or one.n_below for one in of_theme):
            rows.append(SupportRow(theme, tuple(SupportCell(one, read_support(one, floor=floor)) for one in of_theme)))
    return tuple(sorted(rows, key=lambda row: not row.is_joint_case))


def ready_to_lift(rows: Iterable[SupportRow]) -> dict[str, tuple[Key, ...]]:
    """The themes that are ready to lift on each side, by its code."""
    found: dict[str, tuple[Key, ...]] = {}
    for row in rows:
        for cell in row.cells:
            if cell.reading == Support.READY_TO_LIFT:
                found[cell.sums.side] = (*found.get(cell.sums.side, ()), row.theme)
    return found


@dataclass(frozen=True, slots=True)
class LiftCandidate:
    """An activity that could be lifted, as the map has it; `level` and `step` None while nobody has rated it so far."""

    key: int
    themes: tuple[Key, ...]
    sides: tuple[str, ...]
    level: int | None
    step: int | None
    is_observed: bool
    people: int | None


def candidates_to_lift(
    rows: Iterable[LiftCandidate], ready: Mapping[str, Sequence[Key]], *, top: int, most: int
) -> tuple[LiftCandidate, ...]:
    """The activities to lift first: observed, below the top, in a theme that is ready to lift on one of their sides.

    Those that hold best come first, then the higher level, then the most participants (unknown last), then the key.
    """
    found = [
        row
        for row in rows
        if row.is_observed
        and row.step is not None
        and row.level is not None
        and row.level < top
        and any(theme in ready.get(side, ()) for side in row.sides for theme in row.themes)
    ]
    found.sort(key=lambda row: (-(row.step or 0), -(row.level or 0), row.people is None, -(row.people or 0), row.key))
    return tuple(found[:most])
