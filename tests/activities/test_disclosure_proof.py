"""What somebody can learn who knows frozen values exactly: the facts that the safety of the rule rests on.

Every table that fits is taken as equally likely before. A figure shows less: the nearest 5 of a frozen value.
"""

from collections.abc import Iterator, Sequence
from itertools import product

import pytest

BASES = (20, 21, 27, 40, 60)


def odds(frozen: int, true: int) -> float:
    """How likely a frozen value is, given the true count, up to the constant ⅓."""
    return 2.0 ** -abs(frozen - true)


def beliefs(n: int, frozen: Sequence[int]) -> tuple[list[float], list[float]]:
    """What is believed of the first count and of the remainder, given one frozen value for each answer of a block."""
    sums = [1.0] + [0.0] * n
    for value in frozen[1:]:
        sums = [sum(sums[total - x] * odds(value, x) for x in range(total + 1)) for total in range(n + 1)]
    first = [odds(frozen[0], x) * sum(sums[: n + 1 - x]) for x in range(n + 1)]
    left = [sum(sums[n - rest - x] * odds(frozen[0], x) for x in range(n - rest + 1)) for rest in range(n + 1)]
    return [p / sum(first) for p in first], [p / sum(left) for p in left]


def peaks(belief: list[float]) -> tuple[float, float]:
    """The likeliest value, and the likeliest three neighbours."""
    return max(belief), max(sum(belief[max(i - 1, 0) : i + 2]) for i in range(len(belief)))


def worst(found: Iterator[tuple[float, float]]) -> tuple[float, float]:
    one, three = zip(*found, strict=True)
    return max(one), max(three)


def values(n: int, *, step: int = 1) -> range:
    return range(-12, n + 13, step)


@pytest.mark.parametrize("n", BASES)
def test_no_count_can_be_read_from_its_own_frozen_value(n):
    one, three = worst(
        peaks([p / sum(row) for p in row]) for f in values(n) for row in [[odds(f, x) for x in range(n + 1)]]
    )

    assert one <= 0.5 + 2**-n
    assert three <= 0.88


def test_no_remainder_can_be_read_where_one_answer_is_listed():
    n = 20

    one, three = worst(peaks(beliefs(n, pair)[1]) for pair in product(values(n, step=2), repeat=2))

    assert one <= 0.53
    assert three <= 0.90


def test_with_two_listed_answers_the_remainder_is_a_little_easier_and_still_open():
    """At the least base. From 30 people on it is at most 0.54 and 0.90."""
    at_least_base = worst(peaks(beliefs(20, three)[1]) for three in product((-12, 0, 10, 20, 32), repeat=3))
    from_thirty = worst(peaks(beliefs(30, three)[1]) for three in product((-12, 0, 15, 30, 42), repeat=3))

    assert at_least_base == pytest.approx((0.547, 0.909), abs=0.001)
    assert from_thirty == pytest.approx((0.532, 0.898), abs=0.001)


def test_all_frozen_values_of_a_block_together_leave_every_count_open():
    """The worst is a block where everybody seems to have given one answer: the others are then likely 0, not surely."""
    one, three = worst(peaks(beliefs(20, three)[0]) for three in product((-12, 0, 10, 20, 32), repeat=3))

    assert one == pytest.approx(0.763, abs=0.001)
    assert three == pytest.approx(0.987, abs=0.001)


def test_one_answer_moves_the_odds_of_a_frozen_value_by_two_at_most():
    moved = {odds(f, x + 1) / odds(f, x) for f in values(60) for x in range(60)}

    assert moved == {0.5, 2.0}


def test_a_changed_answer_moves_the_odds_of_all_frozen_values_by_four_at_most():
    n = 12
    moved = {
        odds(women, w - 1) * odds(men, m + 1) / (odds(women, w) * odds(men, m))
        for women, men in product(values(n), repeat=2)
        for w in range(1, n + 1)
        for m in range(n - w + 1)
    }

    assert (min(moved), max(moved)) == (0.25, 4.0)
