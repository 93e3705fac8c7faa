"""The figures that may be shown about who takes part, and how. Made of frozen values and public sizes alone.

The set is fixed: each block, each side to date, all sides in a release, all sides to date. Whatever is not in it is
refused. A figure names the blocks it is the sum of; one that is hidden has no value and says why, and is never 0.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from math import isqrt

from activities.disclosure import UNKNOWN, Block, Criterion, DisclosureRefused, Refusal, Rule, Waiting

# Figures are shown to the nearest of these; whole numbers have no ties.
STEP = 5


class Scope(StrEnum):
    """Over which blocks a figure is a sum."""

    BLOCK = "block"
    SIDE_TO_DATE = "side_to_date"
    ALL_IN_RELEASE = "all_in_release"
    ALL_TO_DATE = "all_to_date"


class Hidden(StrEnum):
    """Why a figure has no value: too few, all but too few, or its block waits for more activities or people."""

    LOW = "low"
    HIGH = "high"
    WAITS = "waits"


class Bound(StrEnum):
    """How a share is to be read: about so many percent, or under or over."""

    ABOUT = "about"
    UNDER = "under"
    OVER = "over"


class Verdict(StrEnum):
    """How a share stands to its aim."""

    REACHED = "reached"
    MISSED = "missed"
    CANNOT_BE_JUDGED = "cannot_be_judged"


@dataclass(frozen=True, slots=True)
class Shown:
    """A number to the nearest 5, or why there is none."""

    value: int | None
    hidden: Hidden | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """A share in whole percent, computed from the shown figure and never from what lies behind it."""

    percent: int
    bound: Bound


@dataclass(frozen=True, slots=True)
class Aim:
    """A share that a side aims at, in percent: at least, and for a range also at most."""

    least: Decimal
    most: Decimal = Decimal(100)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a release. `side` is None over all sides. `n` is the base: everybody who was asked, once.

    `blocks` names what it is the sum of, `not_included` the blocks of the same criterion that wait. `share` and
    `margin` (± people) are None while its block waits. `threshold` is the one it was shown with.
    """

    scope: Scope
    criterion: Criterion
    side: str | None
    answer: str
    blocks: tuple[str, ...]
    n: int
    shown: Shown
    share: Share | None
    margin: int | None
    threshold: int
    not_included: tuple[str, ...] = ()

    @property
    def known(self) -> Shown | None:
        """For how many of `n` the answer is known: what the shown unknown leaves. None for a listed answer."""
        if self.answer != UNKNOWN:
            return None
        if self.shown.value is not None:
            return Shown(self.n - self.shown.value)
        opposite = {Hidden.LOW: Hidden.HIGH, Hidden.HIGH: Hidden.LOW, Hidden.WAITS: Hidden.WAITS, None: None}
        return Shown(None, opposite[self.shown.hidden])

    @property
    def span(self) -> tuple[int, int] | None:
        """Between which counts the true one lies, in at least 95 of 100 cases; None while its block waits."""
        if self.margin is None:
            return None
        if self.shown.hidden is Hidden.LOW:
            return 0, min(self.threshold - 1 + self.margin, self.n)
        if self.shown.hidden is Hidden.HIGH:
            return max(self.n - self.threshold + 1 - self.margin, 0), self.n
        value = self.shown.value or 0
        return max(value - self.margin, 0), min(value + self.margin, self.n)


def figures(*, release: int, blocks: Sequence[Block], waiting: Sequence[Waiting], rule: Rule) -> tuple[Figure, ...]:
    """Every figure of release number `release`, by criterion, in the order of the blocks.

    `blocks` are all that closed so far, `waiting` those that wait after this release. Withdrawn blocks are left out.
    """
    standing = [block for block in blocks if block.release <= release and not block.is_withdrawn]
    made: list[Figure] = []
    strands = [block.strand for block in standing] + [one.strand for one in waiting]
    for criterion in dict.fromkeys(strand.criterion for strand in strands):
        own = [block for block in standing if block.strand.criterion == criterion]
        idle = [one for one in waiting if one.strand.criterion == criterion]
        new = [block for block in own if block.release == release]
        for block in new:
            made += _sums(Scope.BLOCK, [block], (), rule, side=block.strand.side)
        for one in idle:
            made += _waits(one, rule)
        for side in dict.fromkeys(block.strand.side for block in own):
            made += _sums(
                Scope.SIDE_TO_DATE,
                [block for block in own if block.strand.side == side],
                [one for one in idle if one.strand.side == side],
                rule,
                side=side,
            )
        made += _sums(Scope.ALL_IN_RELEASE, new, idle, rule)
        made += _sums(Scope.ALL_TO_DATE, own, idle, rule)
    return tuple(made)


def find_figure(among: Iterable[Figure], *, criterion: Criterion, answer: str, blocks: Collection[str]) -> Figure:
    """The figure over exactly these blocks. Refuses every other choice: filters, crossings, spans of periods."""
    for figure in among:
        if (figure.criterion, figure.answer) == (criterion, answer) and sorted(figure.blocks) == sorted(blocks):
            return figure
    raise DisclosureRefused(Refusal.NOT_A_FIGURE, f"{criterion.key}:{answer}")


def show(value: int, n: int, *, threshold: int) -> Shown:
    """How a sum of frozen values with base `n` is shown. Both ends are hidden; if both apply, the lower one wins."""
    if value < threshold:
        return Shown(None, Hidden.LOW)
    if value > n - threshold:
        return Shown(None, Hidden.HIGH)
    return Shown(STEP * ((value + STEP // 2) // STEP))


def share(shown: Shown, n: int, *, threshold: int) -> Share | None:
    """The shown figure in whole percent of `n`, half up; a hidden one gives a limit that holds for all it may be."""
    if shown.value is not None:
        return Share((200 * shown.value + n) // (2 * n), Bound.ABOUT)
    if shown.hidden is Hidden.LOW:
        return Share(-(-100 * threshold // n), Bound.UNDER)
    if shown.hidden is Hidden.HIGH:
        return Share(100 * (n - threshold) // n, Bound.OVER)
    return None


def margin(n_blocks: int) -> int:
    """± people beside a sum of `n_blocks` blocks, noise and rounding together: ⌈4·√B⌉ + 1."""
    return isqrt(16 * n_blocks - 1) + 2


def judge(figure: Figure, aim: Aim) -> Verdict:
    """Whether an aim is reached: only said when the whole span of the figure lies on one side of it."""
    if figure.span is None:
        return Verdict.CANNOT_BE_JUDGED
    low, high = (100 * people for people in figure.span)
    if aim.least * figure.n <= low and high <= aim.most * figure.n:
        return Verdict.REACHED
    if high < aim.least * figure.n or low > aim.most * figure.n:
        return Verdict.MISSED
    return Verdict.CANNOT_BE_JUDGED


def _sums(
    scope: Scope, blocks: Sequence[Block], idle: Sequence[Waiting], rule: Rule, *, side: str | None = None
) -> Iterable[Figure]:
    if not blocks:
        return
    criterion, n = blocks[0].strand.criterion, sum(block.n for block in blocks)
    for answer in criterion.answers:
        shown = show(sum(block.frozen[answer] for block in blocks), n, threshold=rule.threshold)
        yield Figure(
            scope=scope,
            criterion=criterion,
            side=side,
            answer=answer,
            blocks=tuple(block.key for block in blocks),
            n=n,
            shown=shown,
            share=share(shown, n, threshold=rule.threshold),
            margin=margin(len(blocks)),
            threshold=rule.threshold,
            not_included=tuple(one.key for one in idle),
        )


def _waits(one: Waiting, rule: Rule) -> Iterable[Figure]:
    shown, where = Shown(None, Hidden.WAITS), (one.key,)
    for answer in one.strand.criterion.answers:
        yield Figure(
            Scope.BLOCK, one.strand.criterion, one.strand.side, answer, where, one.n, shown, None, None, rule.threshold
        )
