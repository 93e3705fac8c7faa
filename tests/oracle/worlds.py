"""Made-up arenas: what every activity counted, over some periods. The same seed gives the same arena."""

from dataclasses import dataclass
from random import Random

from activities.disclosure import JOINT, UNKNOWN, Counter, Criterion, Strand

CRITERIA = (
    Criterion("gender", 1, ("women", "men")),
    Criterion("born-abroad", 1, ("yes",)),
    Criterion("disability", 1, ("yes",)),
)
# How many of 100 give each listed answer; the next ones give none, the rest something that is not listed.
SHARES = {"gender": (48, 46), "born-abroad": (18,), "disability": (2,)}


@dataclass(frozen=True)
class World:
    """An arena's sides and the counters of each period."""

    sides: tuple[str, ...]
    periods: tuple[tuple[Counter, ...], ...]


def make_world(seed: int, *, is_small: bool = False) -> World:
    """Two or three sides and joint activities; some activities for one group, some that do not ask everything.

    In 12 of 100 periods a side has one activity. A small world has three periods of few activities.
    """
    random = Random(seed)
    sides = ("no", "se", "fi")[: random.choice((2, 3))]
    n_periods = 3 if is_small else random.randint(6, 8)
    periods = []
    for period in range(1, n_periods + 1):
        counters: list[Counter] = []
        for side in (*sides, JOINT):
            n_activities = 1 if random.random() < 0.12 else random.randint(2, 8 if is_small else 30)
            for number in range(n_activities):
                counters += _activity(random, f"{side}-{period}-{number}", side)
        periods.append(tuple(counters))
    return World(sides, tuple(periods))


def _activity(random: Random, name: str, side: str) -> list[Counter]:
    n = random.randint(4, 60)
    for_one_group = random.random() < 0.1
    return [
        Counter(name, Strand(side, criterion), n, _answers(random, criterion, n, for_one_group=for_one_group))
        for criterion in CRITERIA
        if random.random() < 0.9
    ]


def _answers(random: Random, criterion: Criterion, n: int, *, for_one_group: bool) -> dict[str, int]:
    shares = (95, 1) if for_one_group else SHARES[criterion.key]
    weights = [*shares[: len(criterion.listed)], 4]
    given = random.choices((*criterion.answers, "other"), [*weights, max(100 - sum(weights), 0)], k=n)
    return {answer: given.count(answer) for answer in (*criterion.listed, UNKNOWN)}
