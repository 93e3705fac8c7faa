"""Which figures there are, and how each is shown."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from math import ceil, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.disclosure import UNKNOWN, DisclosureRefused, Refusal, withdraw
from activities.disclosure_figures import (
    Aim,
    Bound,
    Hidden,
    Scope,
    Shown,
    Verdict,
    figures,
    find_figure,
    judge,
    margin,
    share,
    show,
)
from activities.disclosure_release import release_data
from tests.activities.disclosure_blocks import DISABILITY, GENDER, RULE, closed, figure, frozen, read_known, waiting

bases = st.integers(20, 3000)
sums = st.integers(-40, 3040)


@settings(max_examples=100, deadline=None)
@given(value=sums, n=bases, threshold=st.integers(8, 20))
def test_a_shown_number_lies_well_inside_its_base(value, n, threshold):
    shown = show(value, n, threshold=threshold)

    if shown.value is None:
        assert shown.hidden is (Hidden.LOW if value < threshold else Hidden.HIGH)
        assert value < threshold or value > n - threshold
    else:
        assert shown.value % 5 == 0
        assert abs(shown.value - value) <= 2
        assert threshold - 2 <= shown.value <= n - threshold + 2


@settings(max_examples=100, deadline=None)
@given(value=sums, n=bases)
def test_shares_follow_from_what_is_shown(value, n):
    shown = show(value, n, threshold=8)

    said = share(shown, n, threshold=8)

    if said.bound is Bound.ABOUT:
        assert abs(Fraction(100 * shown.value, n) - said.percent) <= Fraction(1, 2)
    elif said.bound is Bound.UNDER:
        assert 100 * max(value, 0) < said.percent * n < 800 + n
    else:
        assert 100 * min(value, n) > said.percent * n > 100 * (n - 8) - n


def test_shares_round_half_up():
    assert share(Shown(25), 200, threshold=8).percent == 13


@settings(max_examples=100, deadline=None)
@given(n_blocks=st.integers(1, 5000))
def test_margin_is_four_roots_of_the_blocks_and_one(n_blocks):
    assert margin(n_blocks) == ceil(4 * sqrt(n_blocks)) + 1


@pytest.mark.parametrize(("n_blocks", "people"), [(1, 5), (4, 9), (16, 17)])
def test_margins_that_the_page_names(n_blocks, people):
    assert margin(n_blocks) == people


@pytest.mark.parametrize("n_blocks", [1, 2, 3, 4, 9, 16, 30])
def test_the_margin_holds_in_95_of_100(n_blocks):
    law = {0: 1.0}
    for _ in range(n_blocks):
        after: Counter[int] = Counter()
        for total, weight in law.items():
            for z in range(-30, 31):
                after[total + z] += weight * 2.0 ** -abs(z) / 3
        law = {total: weight for total, weight in after.items() if weight > 1e-12}

    # By the last digit of the true count: 95 of 100 on the whole, 93 of 100 for the unluckiest digit.
    held = [
        sum(w for z, w in law.items() if abs(show(true + z, 2000, threshold=8).value - true) <= margin(n_blocks))
        for true in range(1000, 1005)
    ]
    assert sum(held) / 5 >= 0.95
    assert min(held) >= 0.93


@pytest.mark.parametrize(
    ("value", "n", "known"), [(3, 60, "all but fewer than 8"), (8, 60, "about 50"), (55, 60, "fewer than 8")]
)
def test_coverage_is_what_the_shown_unknown_leaves(value, n, known):
    block = closed(waiting({UNKNOWN: value}, n=n))

    assert read_known(figure([block], UNKNOWN)) == known
    assert figure([block], "women").known is None


def test_coverage_of_a_waiting_block_waits():
    assert read_known(figure([], UNKNOWN, waits=(waiting(n=9),))) == "waits"


def test_the_set_of_figures_is_fixed():
    first = [frozen(20, side="no", period=1), frozen(30, side="se", period=1)]
    second = frozen(12, side="no", period=2)

    made = figures(release=2, blocks=[*first, second], waiting=[waiting(n=9, side="se", period=2)], rule=RULE)

    assert [(one.scope, one.side, one.blocks, one.n) for one in made if one.answer == "women"] == [
        (Scope.BLOCK, "no", ("no:gender:1:2",), 60),
        (Scope.BLOCK, "se", ("se:gender:1:2",), 9),
        (Scope.SIDE_TO_DATE, "no", ("no:gender:1:1", "no:gender:1:2"), 120),
        (Scope.SIDE_TO_DATE, "se", ("se:gender:1:1",), 60),
        (Scope.ALL_IN_RELEASE, None, ("no:gender:1:2",), 60),
        (Scope.ALL_TO_DATE, None, ("no:gender:1:1", "se:gender:1:1", "no:gender:1:2"), 180),
    ]
    assert {one.answer for one in made} == {"women", "men", UNKNOWN}
    assert [one.not_included for one in made if one.scope is Scope.ALL_TO_DATE] == [("se:gender:1:2",)] * 3


def test_criteria_are_never_crossed_or_added():
    blocks = [closed(waiting({"women": 30})), closed(waiting({"yes": 12}, criterion=DISABILITY))]

    made = figures(release=1, blocks=blocks, waiting=[], rule=RULE)

    assert all(len(one.blocks) == 1 for one in made)
    assert {(one.criterion.key, one.answer) for one in made} == {
        ("gender", "women"),
        ("gender", "men"),
        ("gender", UNKNOWN),
        ("disability", "yes"),
        ("disability", UNKNOWN),
    }


def test_an_earlier_release_does_not_see_later_blocks():
    blocks = [frozen(20, period=1), frozen(30, period=2)]

    assert figures(release=1, blocks=blocks, waiting=[], rule=RULE) == figures(
        release=1, blocks=blocks[:1], waiting=[], rule=RULE
    )


def test_nothing_is_left_of_a_side_whose_only_block_was_withdrawn():
    assert figures(release=1, blocks=[withdraw(frozen(20))], waiting=[], rule=RULE) == ()


@settings(max_examples=100, deadline=None)
@given(values=st.lists(st.tuples(st.sampled_from(["no", "se", "joint"]), st.integers(-5, 65)), min_size=1, max_size=8))
def test_sums_are_made_of_frozen_values(values):
    blocks = [frozen(value, side=side, period=period) for period, (side, value) in enumerate(values, 1)]

    to_date = figure(blocks, scope=Scope.ALL_TO_DATE)

    assert to_date.shown == show(sum(value for _, value in values), 60 * len(values), threshold=8)
    assert to_date.blocks == tuple(block.key for block in blocks)


@settings(max_examples=60, deadline=None)
@given(frozen_at=st.integers(-5, 65), one=st.integers(0, 30), other=st.integers(0, 30))
def test_nothing_but_frozen_values_and_sizes_reaches_a_release(frozen_at, one, other):
    releases = [
        release_data(number=1, blocks=[closed(waiting({"women": true}), frozen_at - true)], waiting=[], rule=RULE)
        for true in (one, other)
    ]

    assert releases[0] == releases[1]


def test_a_figure_is_found_by_its_blocks():
    blocks = [frozen(20, side="no"), frozen(30, side="se")]
    made = figures(release=1, blocks=blocks, waiting=[], rule=RULE)

    found = find_figure(made, criterion=GENDER, answer="women", blocks=["se:gender:1:1", "no:gender:1:1"])

    assert (found.scope, found.shown.value) == (Scope.ALL_IN_RELEASE, 50)


@pytest.mark.parametrize(
    ("answer", "blocks"),
    [
        ("women", ["no:gender:1:1", "no:gender:1:2"]),
        ("women", []),
        ("another way", ["no:gender:1:1"]),
        ("women", ["se:gender:1:1", "no:gender:1:3"]),
    ],
    ids=["a span of periods", "no block", "an answer that is not listed", "a selection"],
)
def test_every_other_choice_is_refused(answer, blocks):
    released = [frozen(20, period=1), frozen(25, period=2), frozen(30, period=3), frozen(30, side="se", period=1)]
    made = [one for until in (1, 3) for one in figures(release=until, blocks=released, waiting=[], rule=RULE)]

    with pytest.raises(DisclosureRefused) as refused:
        find_figure(made, criterion=GENDER, answer=answer, blocks=blocks)
    assert refused.value.refusal is Refusal.NOT_A_FIGURE


AIM = Aim(Decimal(40), Decimal(60))


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        (50, Verdict.REACHED),
        (45, Verdict.REACHED),
        (43, Verdict.REACHED),
        (42, Verdict.CANNOT_BE_JUDGED),
        (35, Verdict.CANNOT_BE_JUDGED),
        (32, Verdict.MISSED),
        (3, Verdict.MISSED),
        (60, Verdict.CANNOT_BE_JUDGED),
        (70, Verdict.MISSED),
        (98, Verdict.MISSED),
    ],
)
def test_an_aim_is_judged_only_when_the_whole_span_lies_on_one_side(value, verdict):
    assert judge(figure([frozen(value, n=100)]), AIM) is verdict


def test_an_aim_below_what_is_hidden_cannot_be_judged():
    # Under 8 of 60 with noise and rounding: at most 12, which is 20 %.
    low = figure([frozen(3)])

    assert low.span == (0, 12)
    assert judge(low, Aim(Decimal(20))) is Verdict.CANNOT_BE_JUDGED
    assert judge(low, Aim(Decimal("20.1"))) is Verdict.MISSED


def test_a_least_aim_is_reached_where_all_but_a_few_have_it():
    high = figure([frozen(59)])

    assert high.span == (48, 60)
    assert judge(high, Aim(Decimal(80))) is Verdict.REACHED
    assert judge(high, Aim(Decimal(81))) is Verdict.CANNOT_BE_JUDGED


def test_a_waiting_block_cannot_be_judged():
    waits = figure([], waits=(waiting(n=9),))

    assert waits.span is None
    assert judge(waits, AIM) is Verdict.CANNOT_BE_JUDGED
