"""What is kept of who takes part: counts that wait, and the values frozen from them once. No tables, settings or clock.

An activity's counters are merged into the sums of its side (`merge`); when enough activities and people stand behind
them a block closes (`close`): each sum gets noise once and is then to be deleted by the caller, in the same
transaction. Whatever is shown later is made of frozen values alone (`disclosure_figures`). A block is one side, one
version of a criterion and one run of periods. Periods are numbered in the order of their dates. True counts are left
out of what these say of themselves in a log or a traceback.
"""

import secrets
from collections import Counter as Multiset
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

type Bit = Callable[[], bool]
type Draw = Callable[[], int]

# Declined and skipped together. It is frozen like a listed answer, so that coverage needs no exact count either.
UNKNOWN = "unknown"
# Activities of several sides are a side of their own here.
JOINT = "joint"

NOTHING: Mapping[str, int] = MappingProxyType({})


class Refusal(StrEnum):
    """Why the rule refuses: what a caller asked for would undo what the noise protects."""

    ALREADY_RELEASED = "already_released"
    COUNTED_TWICE = "counted_twice"
    NOT_A_FIGURE = "not_a_figure"
    LOWERED = "lowered"
    WITHDRAWN_BEFORE = "withdrawn_before"


class DisclosureRefused(Exception):
    """The rule refuses, for the reason in `refusal`; `about` names the block, setting or activity."""

    def __init__(self, refusal: Refusal, about: object) -> None:
        super().__init__(f"{refusal}: {about}")
        self.refusal = refusal
        self.about = about


@dataclass(frozen=True, slots=True)
class Rule:
    """The settings of an arena. The defaults are the least: each may only be raised."""

    threshold: int = 8
    least_activities: int = 3
    least_base: int = 20

    def __post_init__(self) -> None:
        _refuse_lower(self, threshold=8, least_activities=3, least_base=20)

    def raised(self, **to: int) -> "Rule":
        """The rule with some settings raised; refuses to lower any."""
        raised = replace(self, **to)
        _refuse_lower(raised, **asdict(self))
        return raised


@dataclass(frozen=True, slots=True)
class Criterion:
    """One version of a criterion with its listed answers (women, men …); "no" and "another way" are never listed."""

    key: str
    version: int
    listed: tuple[str, ...]

    @property
    def answers(self) -> tuple[str, ...]:
        """What is frozen and shown, in the order in which noise is drawn."""
        return (*self.listed, UNKNOWN)


@dataclass(frozen=True, slots=True)
class Strand:
    """Whose answers to what: one side (or `JOINT`) and one version of a criterion."""

    side: str
    criterion: Criterion


@dataclass(frozen=True, slots=True)
class Counter:
    """What one activity counted for one criterion: `n` registered people without repeats, and how many gave what.

    `counts` holds listed answers and `UNKNOWN` only. An activity that asked in two channels may have a counter for
    each; one that did not ask has none.
    """

    activity: int | str
    strand: Strand
    n: int
    counts: Mapping[str, int] = field(repr=False)
    channel: str = ""

    def __post_init__(self) -> None:
        _check_counts(self.strand, self.n, self.counts)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A block that has not closed: true sums over all its activities, which nobody is shown.

    `periods` is empty while only late answers have come in since the last lock.
    """

    strand: Strand
    periods: tuple[int, ...] = ()
    n: int = 0
    n_activities: int = 0
    counts: Mapping[str, int] = field(default=NOTHING, repr=False)

    def __post_init__(self) -> None:
        _check_counts(self.strand, self.n, self.counts)

    @property
    def key(self) -> str:
        """The name of the block that this becomes."""
        return block_key(self.strand, self.periods)

    def closes(self, rule: Rule) -> bool:
        """Whether enough stands behind it. Decided by public sizes only, never by an answer."""
        return bool(self.periods) and self.n_activities >= rule.least_activities and self.n >= rule.least_base


@dataclass(frozen=True, slots=True)
class Block:
    """A closed block: `frozen` holds true count plus noise per answer, which may lie below 0 or above `n`.

    `release` is the number of the release it closed in. A withdrawn block leaves every sum.
    """

    strand: Strand
    periods: tuple[int, ...]
    n: int
    n_activities: int
    release: int
    frozen: Mapping[str, int]
    is_withdrawn: bool = False

    @property
    def key(self) -> str:
        """The name of the block, the same in every release."""
        return block_key(self.strand, self.periods)


@dataclass(frozen=True, slots=True)
class Closing:
    """What a lock makes of the waiting blocks. `true` holds those that closed, as they were: for the oracle's inner
    part, and then to be deleted. `closed` stands in the same order.
    """

    closed: tuple[Block, ...]
    true: tuple[Waiting, ...]
    waiting: tuple[Waiting, ...]


def block_key(strand: Strand, periods: Sequence[int]) -> str:
    """`no:gender:1:3+4`: side, criterion, version and periods."""
    return f"{strand.side}:{strand.criterion.key}:{strand.criterion.version}:{'+'.join(map(str, periods))}"


def system_bit() -> bool:
    """A fair bit from the operating system, never seeded."""
    return bool(secrets.randbits(1))


def coin(bit: Bit = system_bit) -> int:
    """Noise without a bound: heads before the first tail, twice, and their difference.

    P(z) = ⅓·2^−|z|, so one person more or less changes the odds of any value by a factor of two at most.
    """
    return _heads(bit) - _heads(bit)


def merge(
    counters: Iterable[Counter], *, period: int, waiting: Iterable[Waiting] = (), blocks: Iterable[Block] = ()
) -> tuple[Waiting, ...]:
    """Adds the counters of a period to what waits; from here on no answer belongs to an activity.

    A strand that waits takes the period into its run even when nothing was counted. Refuses a period that already
    stands in a block or lies before the end of a run, and the same people counted twice: under one criterion, an
    activity's channel has one counter, and an activity has one side.
    """
    counters = list(counters)
    _refuse_counted_twice(counters)
    sums = {one.strand: one for one in waiting}
    for strand in dict.fromkeys(counter.strand for counter in counters if counter.n):
        sums.setdefault(strand, Waiting(strand))
    released = {(block.strand, number) for block in blocks for number in block.periods}
    for strand, before in sums.items():
        if (strand, period) in released or (before.periods and period <= before.periods[-1]):
            raise DisclosureRefused(Refusal.ALREADY_RELEASED, block_key(strand, (period,)))
        own = [counter for counter in counters if counter.strand == strand]
        sums[strand] = Waiting(
            strand,
            (*before.periods, period),
            before.n + sum(counter.n for counter in own),
            before.n_activities + len({counter.activity for counter in own if counter.n}),
            _added(before.counts, *(counter.counts for counter in own)),
        )
    return tuple(sums.values())


def add_late(waiting: Waiting, *, n: int, counts: Mapping[str, int]) -> Waiting:
    """Answers that arrive after their period was locked count in the next one; a released block is never recomputed.

    They bring people but no activity: nothing says any more which activities are already in the sums.
    """
    return replace(waiting, n=waiting.n + n, counts=_added(waiting.counts, counts))


def close(
    waiting: Iterable[Waiting], *, release: int, rule: Rule, blocks: Iterable[Block] = (), draw: Draw = coin
) -> Closing:
    """Freezes every waiting block that has enough behind it, in the given order; the others go on waiting.

    Each value is drawn once, here, and never again. Refuses a period that already stands in a block of the strand.
    """
    waiting = list(waiting)
    released = {(block.strand, number) for block in blocks for number in block.periods}
    true = tuple(one for one in waiting if one.closes(rule))
    for one in true:
        if any((one.strand, number) in released for number in one.periods):
            raise DisclosureRefused(Refusal.ALREADY_RELEASED, one.key)
    return Closing(
        closed=tuple(_frozen(one, release, draw) for one in true),
        true=true,
        waiting=tuple(one for one in waiting if not one.closes(rule)),
    )


def withdraw(block: Block) -> Block:
    """Takes a block found false out of all sums of the releases to come. Its answers do not come back."""
    if block.is_withdrawn:
        raise DisclosureRefused(Refusal.WITHDRAWN_BEFORE, block.key)
    return replace(block, is_withdrawn=True)


def left_over(waiting: Iterable[Waiting]) -> dict[Strand, int]:
    """Registrations per strand that still wait after the last release: deleted unshown, and said on the page."""
    return {one.strand: one.n for one in waiting if one.n}


def _heads(bit: Bit) -> int:
    heads = 0
    while bit():
        heads += 1
    return heads


def _frozen(true: Waiting, release: int, draw: Draw) -> Block:
    values = {answer: true.counts.get(answer, 0) + draw() for answer in true.strand.criterion.answers}
    return Block(true.strand, true.periods, true.n, true.n_activities, release, MappingProxyType(values))


def _added(*counts: Mapping[str, int]) -> Mapping[str, int]:
    total: Multiset[str] = Multiset()
    for one in counts:
        total.update(one)
    return MappingProxyType(dict(total))


def _check_counts(strand: Strand, n: int, counts: Mapping[str, int]) -> None:
    answers: Collection[str] = strand.criterion.answers
    if not set(counts) <= set(answers) or min(counts.values(), default=0) < 0 or sum(counts.values()) > n:
        raise ValueError(f"Counts of {strand.criterion.key} need listed answers that add up to at most {n}.")


def _refuse_counted_twice(counters: Sequence[Counter]) -> None:
    sides: dict[int | str, str] = {}
    seen = set()
    for counter in counters:
        people = (counter.activity, counter.channel, counter.strand.criterion.key)
        if people in seen or sides.setdefault(counter.activity, counter.strand.side) != counter.strand.side:
            raise DisclosureRefused(Refusal.COUNTED_TWICE, counter.activity)
        seen.add(people)


def _refuse_lower(rule: Rule, **least: int) -> None:
    for name, value in least.items():
        if getattr(rule, name) < value:
            raise DisclosureRefused(Refusal.LOWERED, name)
