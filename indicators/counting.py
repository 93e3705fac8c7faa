"""How figures are counted: pure mathematics over units, without database, settings or clock.

A unit is one thing that may count (a company, a project). It comes with the sides it belongs to and whether it
counts. A figure is the number of distinct units; the total is distinct over all sides, so it is at most the sum
of the sides, and the difference is what is counted on more than one side (ARCHITECTURE §2, CAPABILITIES I3, I5).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Reason(StrEnum):
    """Why a unit does not count; empty = it counts. In order: the nearest to counting first."""

    COUNTS = ""
    NO_EVIDENCE = "no_evidence"
    PERIOD_UNKNOWN = "period_unknown"
    OTHER_PERIOD = "other_period"
    NOT_HELD = "not_held"
    HELD_UNKNOWN = "held_unknown"
    ENTERPRISE_UNKNOWN = "enterprise_unknown"
    NOT_AN_ENTERPRISE = "not_an_enterprise"
    OTHER_KIND = "other_kind"


NEARNESS = {reason: place for place, reason in enumerate(Reason)}


class Standing(StrEnum):
    """How an achieved figure stands to its target."""

    MET = "met"
    PASSED = "passed"
    LEFT = "left"
    NO_TARGET = "no_target"
    NOT_REPORTED = "not_reported"


@dataclass(frozen=True)
class Unit:
    """One thing that may count: `key` is what makes it one, `sides` the codes of the sides it happened on.

    `is_verified` is False for an organisation without an official number. `rows` are the keys of the records
    (activities) behind it, `reason` says why it does not count.
    """

    key: int
    sides: frozenset[str] = frozenset()
    reason: Reason = Reason.COUNTS
    is_verified: bool = True
    rows: tuple[int, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether the unit is in the figure."""
        return self.reason is Reason.COUNTS


@dataclass(frozen=True)
class Figure:
    """A counted figure: units in all, per side, on more than one side, on no known side, and unverified.

    The law: total = sum of `per_side` − `on_more_sides` + `on_no_side`, where `on_more_sides` counts a unit on
    three sides twice, so that it is what the sum of the sides counts too often.
    """

    total: int
    per_side: Mapping[str, int] = field(default_factory=dict)
    on_more_sides: int = 0
    on_no_side: int = 0
    unverified: int = 0
    not_counted: int = 0


def merge_units(units: Iterable[Unit]) -> list[Unit]:
    """One unit per key: sides and rows of those that count are united; a unit counts when any of its claims does.

    Where none counts, the reason nearest to counting stays and all rows are listed. Units stand in the order of
    first appearance; which claim came first changes nothing else.
    """
    by_key: dict[int, list[Unit]] = {}
    for unit in units:
        by_key.setdefault(unit.key, []).append(unit)
    return [_united(claims) for claims in by_key.values()]


def _united(claims: Sequence[Unit]) -> Unit:
    counting = [claim for claim in claims if claim.counts] or list(claims)
    return Unit(
        key=claims[0].key,
        sides=frozenset().union(*(claim.sides for claim in counting)),
        reason=min((claim.reason for claim in counting), key=NEARNESS.__getitem__),
        is_verified=all(claim.is_verified for claim in counting),
        rows=tuple(sorted({row for claim in counting for row in claim.rows})),
    )


def count_units(units: Iterable[Unit], *, sides: Sequence[str]) -> Figure:
    """Counts distinct units over `sides` (codes, west to east); a side outside the list counts as no known side."""
    merged = merge_units(units)
    counted = [unit for unit in merged if unit.counts]
    known = frozenset(sides)
    per_side = Counter(side for unit in counted for side in unit.sides & known)
    return Figure(
        total=len(counted),
        per_side={side: per_side[side] for side in sides},
        on_more_sides=sum(max(len(unit.sides & known) - 1, 0) for unit in counted),
        on_no_side=sum(not unit.sides & known for unit in counted),
        unverified=sum(not unit.is_verified for unit in counted),
        not_counted=len(merged) - len(counted),
    )


def standing(achieved: int | None, target: Decimal | None) -> Standing:
    """How a figure stands to its target; whatever is unknown is said first, and no figure is taken for zero."""
    if achieved is None:
        return Standing.NOT_REPORTED
    if target is None:
        return Standing.NO_TARGET
    if achieved == target:
        return Standing.MET
    return Standing.PASSED if achieved > target else Standing.LEFT
