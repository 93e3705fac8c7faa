"""The laws of counting, over units nobody thought of."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.counting import NEARNESS, Figure, Reason, Standing, Unit, count_units, merge_units, standing

# A busy machine is no reason to fail.
patient = settings(max_examples=100, deadline=None)

SIDES = ("NO", "SE", "FI")
CODES = (*SIDES, "DK")

units = st.builds(
    Unit,
    key=st.integers(1, 8),
    sides=st.frozensets(st.sampled_from(CODES)),
    reason=st.sampled_from([Reason.COUNTS, Reason.COUNTS, *Reason]),
    is_verified=st.booleans(),
    rows=st.lists(st.integers(1, 20), max_size=3).map(tuple),
)
claims = st.lists(units, max_size=30)


@patient
@given(claims)
def test_the_total_is_the_sum_of_the_sides_less_what_they_share_plus_what_has_none(found):
    figure = count_units(found, sides=SIDES)

    assert figure.total == sum(figure.per_side.values()) - figure.on_more_sides + figure.on_no_side


@patient
@given(claims)
def test_the_total_is_what_a_plain_count_of_keys_says(found):
    figure = count_units(found, sides=SIDES)
    counting = {unit.key for unit in found if unit.counts}

    assert figure.total == len(counting)
    assert figure.not_counted == len({unit.key for unit in found} - counting)
    for side in SIDES:
        assert figure.per_side[side] == len({unit.key for unit in found if unit.counts and side in unit.sides})
    assert figure.unverified == len({unit.key for unit in found if unit.counts and not unit.is_verified})


@patient
@given(claims, st.randoms(use_true_random=False))
def test_the_order_of_the_claims_changes_nothing(found, random):
    shuffled = list(found)
    random.shuffle(shuffled)

    assert count_units(shuffled, sides=SIDES) == count_units(found, sides=SIDES)
    assert {unit.key: unit for unit in merge_units(shuffled)} == {unit.key: unit for unit in merge_units(found)}


@patient
@given(claims)
def test_merging_twice_is_merging_once(found):
    merged = merge_units(found)

    assert merge_units(merged) == merged
    assert len({unit.key for unit in merged}) == len(merged)


@patient
@given(claims, claims)
def test_merging_in_parts_is_merging_at_once(first, second):
    def by_key(found):
        return {unit.key: unit for unit in merge_units(found)}

    assert by_key([*merge_units(first), *second]) == by_key([*first, *second])


@patient
@given(claims)
def test_saying_everything_twice_counts_it_once(found):
    assert count_units([*found, *found], sides=SIDES) == count_units(found, sides=SIDES)


@patient
@given(claims, units)
def test_one_more_claim_never_lowers_a_figure(found, more):
    assert count_units([*found, more], sides=SIDES).total >= count_units(found, sides=SIDES).total


def test_nothing_counts_as_zero_on_every_side():
    assert count_units([], sides=SIDES) == Figure(total=0, per_side={"NO": 0, "SE": 0, "FI": 0})


def test_a_company_on_both_sides_counts_once_on_each_and_once_in_all():
    both = [Unit(1, frozenset({"NO"})), Unit(1, frozenset({"SE"})), Unit(2, frozenset({"SE"})), Unit(3)]

    figure = count_units(both, sides=("NO", "SE"))

    assert (figure.per_side, figure.total) == ({"NO": 1, "SE": 2}, 3)
    assert (figure.on_more_sides, figure.on_no_side) == (1, 1)


def test_a_company_on_three_sides_is_what_the_sum_counts_too_often():
    figure = count_units([Unit(1, frozenset(SIDES))], sides=SIDES)

    assert (figure.total, figure.on_more_sides) == (1, 2)


def test_a_claim_that_does_not_count_gives_neither_side_nor_row():
    counted = Unit(1, frozenset({"NO"}), rows=(4,))
    aside = Unit(1, frozenset({"SE"}), Reason.NOT_HELD, is_verified=False, rows=(5,))

    for order in ([counted, aside], [aside, counted]):
        assert merge_units(order) == [counted]


def test_the_reason_nearest_to_counting_stays():
    far, near = Unit(1, reason=Reason.OTHER_KIND, rows=(2,)), Unit(1, reason=Reason.NO_EVIDENCE, rows=(1,))

    assert merge_units([far, near]) == [replace(near, rows=(1, 2))]


def test_every_reason_has_its_place():
    assert set(NEARNESS) == set(Reason)
    assert NEARNESS[Reason.COUNTS] == 0


@pytest.mark.parametrize(
    ("achieved", "target", "expected"),
    [
        (None, None, Standing.NOT_REPORTED),
        (None, Decimal(8), Standing.NOT_REPORTED),
        (0, None, Standing.NO_TARGET),
        (0, Decimal(0), Standing.MET),
        (7, Decimal("7.5"), Standing.LEFT),
        (8, Decimal("8.00"), Standing.MET),
        (9, Decimal(8), Standing.PASSED),
    ],
)
def test_how_a_figure_stands(achieved, target, expected):
    assert standing(achieved, target) is expected
