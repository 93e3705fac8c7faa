"""O5: the noise of a release is there and has the law ⅓·2^−|z|. Tells pass or fail and nothing else."""

from collections import Counter
from collections.abc import Iterator, Sequence
from math import comb, exp

from oracle.ledger import Secret, Values

LEAST_ODDS = 1e-6
LEAST_DRAWS = 10_000
# 17 single values and two tails: 18 degrees of freedom.
OUTERMOST = 9


def faults(frozen: Values, secret: Secret) -> Iterator[str]:
    """Whether the noise looks missing or of another law."""
    noise = [frozen[name][answer] - x for name, counts in secret["true"].items() for answer, x in counts.items()]
    if odds_of_zeros(noise.count(0), len(noise)) < LEAST_ODDS:
        yield "too many values without noise"
    if len(secret["extra_draws"]) < LEAST_DRAWS:
        yield "too few extra draws to judge the source"
    elif odds_of_draws(secret["extra_draws"]) < LEAST_ODDS:
        yield "the source does not follow its law"


def odds_of_zeros(k: int, m: int) -> float:
    """P(at least k zeros among m), each with ⅓; in whole numbers up to the last division."""
    return sum(comb(m, i) * 2 ** (m - i) for i in range(k, m + 1)) / 3**m


def odds_of_draws(draws: Sequence[int]) -> float:
    """P(chi-square of 18 degrees of freedom is at least what these draws give)."""
    seen = Counter(max(-OUTERMOST, min(OUTERMOST, z)) for z in draws)
    distance = sum(
        (seen[z] - len(draws) * _share(z)) ** 2 / (len(draws) * _share(z)) for z in range(-OUTERMOST, OUTERMOST + 1)
    )
    return tail_of_chi_square(distance)


def tail_of_chi_square(distance: float) -> float:
    """P(chi-square of 18 degrees of freedom ≥ distance), a finite sum because 18 is even."""
    term = total = exp(-distance / 2)
    for i in range(1, OUTERMOST):
        term *= distance / 2 / i
        total += term
    return total


def _share(z: int) -> float:
    # Beyond the outermost value the powers of one half add up to as much again.
    return 2.0 ** -abs(z) / 3 * (2 if abs(z) == OUTERMOST else 1)
