"""O4: whoever solves everything that was ever released leaves every count wide open.

One linear program per version of a criterion, over all blocks of all releases: a true count and a frozen value for
every answer, noise between, and every published figure as a bound on sums. Red if any count, or what remains of the
base beside the counts, could be known to fewer than five values, or to be none, or to be all.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from oracle.ledger import UNKNOWN, Block, Figure, Ledger, Release
from oracle.program import Infeasible, Program
from oracle.reading import blocks_so_far, is_from_frozen, possible_sums

# Noise goes beyond this once in 25 million draws. Do not tighten it: with 12, sound worlds were refused.
WIDEST_NOISE = 24
LEAST_WIDTH = 4

type Subject = tuple[str, int]
type Cell = tuple[str, str]


def faults(ledger: Ledger) -> Iterator[str]:
    """Every count that the releases together say too much about."""
    subjects = {
        (one["criterion"], one["version"]): [*one["listed"], UNKNOWN]
        for release in ledger["releases"]
        for one in release["criteria"]
    }
    newest = max((release["number"] for release in ledger["releases"]), default=0)
    for subject, answers in subjects.items():
        blocks = [b for _, b in blocks_so_far(ledger, newest) if (b["criterion"], b["version"]) == subject]
        try:
            yield from _Model(ledger, subject, answers, blocks).known_too_well()
        except Infeasible:
            yield f"{subject[0]} {subject[1]}: the figures contradict each other"


class _Model:
    """What anybody can write down about one version of a criterion."""

    def __init__(self, ledger: Ledger, subject: Subject, answers: Sequence[str], blocks: Sequence[Block]) -> None:
        self.program = Program()
        self.answers = answers
        self.sizes = {block["block"]: block["n"] for block in blocks}
        self.true: dict[Cell, int] = {}
        self.frozen: dict[Cell, int] = {}
        for name, n in self.sizes.items():
            for answer in answers:
                true, frozen = self.program.variable(0, n), self.program.variable()
                self.program.bind({frozen: 1.0, true: -1.0}, -WIDEST_NOISE, WIDEST_NOISE)
                self.true[name, answer], self.frozen[name, answer] = true, frozen
            self.program.bind(self._remainder([name]), -n)
        self._bind_figures(ledger, subject)

    def known_too_well(self) -> Iterator[str]:
        """Each count, and each remainder, that is pinned down."""
        for (name, answer), variable in self.true.items():
            if self._is_pinned({variable: 1.0}, 0, self.sizes[name]):
                yield f"{name}: {answer}"
        for name, n in self.sizes.items():
            if self._is_pinned(self._remainder([name]), n, n):
                yield f"{name}: what remains"

    def _is_pinned(self, weights: dict[int, float], plus: int, n: int) -> bool:
        low, high = self.program.whole_span(weights)
        return high - low < LEAST_WIDTH or high + plus == 0 or low + plus == n

    def _remainder(self, names: Iterable[str]) -> dict[int, float]:
        """What is left of the base, less the base itself: minus all counts of these blocks."""
        return {self.true[cell]: -1.0 for cell in product(names, self.answers)}

    def _bind_figures(self, ledger: Ledger, subject: Subject) -> None:
        bound = set()
        for release in ledger["releases"]:
            for figure in release["figures"]:
                if (figure["criterion"], figure["version"]) != subject or figure["suppressed"] == "waits":
                    continue
                is_sound = is_from_frozen(ledger, release, figure)
                said = (is_sound, figure["answer"], tuple(figure["blocks"]), figure["value"], figure["suppressed"])
                if not (is_sound and said in bound):
                    bound.add(said)
                    self._bind(ledger, release, figure, is_sound=is_sound)

    def _bind(self, ledger: Ledger, release: Release, figure: Figure, *, is_sound: bool) -> None:
        names, value = self._blocks_of(ledger, release, figure), figure["value"]
        if not names:
            return
        n, threshold = sum(self.sizes[name] for name in names), release["rule"]["threshold"]
        plus = 0
        if figure["answer"] not in self.answers:
            weights, plus = self._remainder(names), n
        else:
            variables = self.frozen if is_sound else self.true
            weights = {variables[name, figure["answer"]]: 1.0 for name in names}
        if value is not None:
            slack = 2 if is_sound else 0
            self.program.bind(weights, value - slack - plus, value + slack - plus)
        elif figure["suppressed"] == "low":
            self.program.bind(weights, high=threshold - 1 - plus)
        else:
            self.program.bind(weights, low=n - threshold + 1 - plus)

    def _blocks_of(self, ledger: Ledger, release: Release, figure: Figure) -> list[str]:
        """The blocks that a figure names, or must be about if it names none that are known."""
        if figure["blocks"] and set(figure["blocks"]) <= set(self.sizes):
            return figure["blocks"]
        return next(iter(possible_sums(ledger, release, figure)), [])
