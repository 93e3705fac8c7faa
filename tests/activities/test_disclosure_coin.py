"""The coin: its law, exactly with injected bits, and its source in the operating system."""

from collections import Counter
from fractions import Fraction
from math import exp

import pytest

from activities.disclosure import coin, system_bit

DEPTH = 40


class OutOfBits(Exception):
    pass


def outcome(bits: str) -> int | None:
    """What the coin makes of these bits (1 = heads); None when it asks for more."""
    left = list(bits)

    def bit() -> bool:
        if not left:
            raise OutOfBits
        return left.pop(0) == "1"

    try:
        value = coin(bit)
    except OutOfBits:
        return None
    assert not left, "bits were left over: a shorter start had decided"
    return value


def law(depth: int) -> tuple[dict[int, Fraction], Fraction]:
    """The weight of every outcome decided within so many fair bits, and the weight of what is still undecided."""
    decided: Counter[int] = Counter()
    open_starts = [""]
    for length in range(1, depth + 1):
        longer = []
        for bits in (start + more for start in open_starts for more in "01"):
            value = outcome(bits)
            if value is None:
                longer.append(bits)
            else:
                decided[value] += Fraction(1, 2**length)
        open_starts = longer
    return dict(decided), Fraction(len(open_starts), 2**depth)


@pytest.mark.parametrize(("bits", "value"), [("00", 0), ("100", 1), ("010", -1), ("1010", 0), ("11100", 3)])
def test_coin_counts_heads_before_the_first_tail_twice(bits, value):
    assert outcome(bits) == value


def test_the_law_of_the_coin_is_exact():
    decided, undecided = law(DEPTH)

    assert sum(decided.values()) + undecided == 1
    assert undecided < Fraction(1, 10**10)
    for z in range(-20, 21):
        exact = Fraction(1, 3 * 2 ** abs(z))
        assert exact - undecided <= decided[z] <= exact


def test_noise_is_mostly_small_and_without_a_bound():
    decided, _ = law(DEPTH)

    def within(most: int) -> float:
        return float(sum(weight for z, weight in decided.items() if abs(z) <= most))

    assert within(2) == pytest.approx(0.833, abs=0.001)
    assert within(4) == pytest.approx(0.958, abs=0.001)
    assert (min(decided), max(decided)) == (2 - DEPTH, DEPTH - 2)


def test_the_operating_systems_bits_give_the_law():
    """Fails by chance less than once in 10⁹ runs: Hoeffding, 2·exp(−2·n·d²) for each of the nine shares."""
    n, most_off = 20_000, 0.026
    assert 9 * 2 * exp(-2 * n * most_off**2) < 1e-9

    drawn = Counter(coin() for _ in range(n))

    for z in range(-4, 5):
        assert drawn[z] / n == pytest.approx(2.0 ** -abs(z) / 3, abs=most_off)


def test_the_default_source_cannot_be_seeded(monkeypatch):
    asked = []
    monkeypatch.setattr("activities.disclosure.secrets.randbits", lambda k: asked.append(k) or 1)

    assert system_bit() is True
    assert asked == [1]
