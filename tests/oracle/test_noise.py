"""O5: missing noise and a false source are seen; sound ones pass."""

from fractions import Fraction
from random import Random

import pytest

from activities.disclosure import coin
from oracle import Finding, examine
from oracle.noise import odds_of_draws, odds_of_zeros, tail_of_chi_square
from tests.oracle.releasing import EVEN_DRAWS

EMPTY = {"releases": [], "frozen": {}}


def source(seed: int):
    random = Random(seed)
    return lambda: coin(lambda: random.random() < 0.5)


def inner(noise: list[int], extra_draws: list[int]) -> list[Finding]:
    """The inner part over one block whose values are frozen with this noise."""
    true = {str(number): 20 for number in range(len(noise))}
    frozen = {answer: 20 + z for answer, z in zip(true, noise, strict=True)}
    return examine(EMPTY | {"frozen": {"b": frozen}}, {"true": {"b": true}, "extra_draws": extra_draws})


@pytest.mark.parametrize(
    ("k", "m", "odds"),
    [
        (0, 5, Fraction(1)),
        (5, 5, Fraction(1, 3**5)),
        (2, 2, Fraction(1, 9)),
        (1, 2, Fraction(5, 9)),
        (2, 3, Fraction(7, 27)),
    ],
)
def test_odds_of_zeros_are_exact(k, m, odds):
    assert odds_of_zeros(k, m) == pytest.approx(float(odds), rel=1e-12)


def test_thirteen_values_without_noise_are_red_and_twelve_could_be_chance():
    assert inner([0] * 12, EVEN_DRAWS) == []
    assert inner([0] * 13, EVEN_DRAWS) == [Finding("O5", "too many values without noise")]


def test_a_release_in_which_nothing_closed_is_green():
    assert inner([], EVEN_DRAWS) == []


def test_draws_in_their_exact_shares_are_as_likely_as_can_be():
    assert odds_of_draws(EVEN_DRAWS) > 0.999


@pytest.mark.parametrize(("distance", "odds"), [(28.869, 0.05), (34.805, 0.01), (42.312, 0.001)])
def test_the_tail_of_chi_square_is_that_of_the_tables(distance, odds):
    assert tail_of_chi_square(distance) == pytest.approx(odds, rel=0.001)


@pytest.mark.parametrize("seed", range(3))
def test_ten_thousand_draws_of_the_coin_pass(seed):
    draw = source(seed)

    assert odds_of_draws([draw() for _ in range(10_000)]) > 1e-3


def test_too_few_draws_judge_nothing():
    assert inner([1], EVEN_DRAWS[:9_999]) == [Finding("O5", "too few extra draws to judge the source")]


@pytest.mark.parametrize(
    "false",
    [
        lambda z: 0,
        lambda z: max(-2, min(2, z)),
        lambda z: abs(z),
        lambda z: z + 1,
        lambda z: z if z % 3 else 0,
    ],
    ids=["off", "bounded", "one-sided", "shifted", "often nothing"],
)
def test_a_source_of_another_law_is_red(false):
    draw = source(7)

    assert inner([1, -1, 0], [false(draw()) for _ in range(10_000)]) == [
        Finding("O5", "the source does not follow its law")
    ]


def test_a_finding_about_noise_says_nothing_of_the_noise():
    (finding,) = inner([0] * 40, EVEN_DRAWS)

    assert not any(letter.isdigit() for letter in finding.about)
