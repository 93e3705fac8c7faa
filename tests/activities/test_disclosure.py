"""Counters, waiting blocks and closed ones: what is merged, what closes, what is refused."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.disclosure import (
    JOINT,
    UNKNOWN,
    Block,
    Counter,
    Criterion,
    DisclosureRefused,
    Refusal,
    Rule,
    Strand,
    Waiting,
    add_late,
    close,
    left_over,
    merge,
    withdraw,
)
from tests.activities.disclosure_blocks import DISABILITY, GENDER, RULE, closed, injected, waiting

NO, SE = Strand("no", GENDER), Strand("se", GENDER)
RENEWED = Criterion("gender", 2, ("women", "men", "another way"))


def refused(refusal: Refusal):
    return pytest.raises(DisclosureRefused, match=f"^{refusal}: ")


@st.composite
def counted(draw):
    """The counters of one period: some activities, each with a side, small counts and perhaps two channels."""
    strands = (NO, SE, Strand(JOINT, GENDER), Strand("no", DISABILITY))
    counters = []
    for activity in range(draw(st.integers(0, 8))):
        side = draw(st.sampled_from(sorted({strand.side for strand in strands})))
        for strand in (strand for strand in strands if strand.side == side):
            for channel in draw(st.sampled_from([("",), ("room", "remote")])):
                counts = {answer: draw(st.integers(0, 6)) for answer in strand.criterion.answers}
                n = sum(counts.values()) + draw(st.integers(0, 6))
                counters.append(Counter(activity, strand, n, counts, channel))
    return counters


def test_the_rule_can_only_be_raised():
    raised = Rule().raised(threshold=10)

    assert raised == Rule(threshold=10, least_activities=3, least_base=20)
    with refused(Refusal.LOWERED):
        raised.raised(threshold=9)
    assert raised.raised(least_base=30).threshold == 10


@pytest.mark.parametrize("lower", [{"threshold": 7}, {"least_activities": 2}, {"least_base": 19}])
def test_no_rule_lies_below_the_least(lower):
    with refused(Refusal.LOWERED):
        Rule(**lower)


@pytest.mark.parametrize("counts", [{"women": 11}, {"women": 6, UNKNOWN: 5}, {"women": -1}, {"another way": 1}])
def test_a_counter_holds_listed_answers_within_its_base(counts):
    with pytest.raises(ValueError, match="listed answers"):
        Counter(1, NO, 10, counts)


@settings(max_examples=60, deadline=None)
@given(periods=st.lists(counted(), min_size=1, max_size=4))
def test_every_registration_stands_in_one_block_or_waits(periods):
    blocks: list[Block] = []
    idle: tuple[Waiting, ...] = ()
    for period, counters in enumerate(periods, 1):
        result = close(
            merge(counters, period=period, waiting=idle, blocks=blocks), release=period, rule=RULE, blocks=blocks
        )
        blocks, idle = [*blocks, *result.closed], result.waiting

    everybody = [counter for counters in periods for counter in counters]
    for strand in {counter.strand for counter in everybody}:
        standing = [one for one in (*blocks, *idle) if one.strand == strand]
        assert sum(one.n for one in standing) == sum(one.n for one in everybody if one.strand == strand)
        run = [period for one in standing for period in one.periods]
        assert run == sorted(set(run))


@settings(max_examples=60, deadline=None)
@given(counters=counted(), data=st.data())
def test_the_order_of_counters_changes_no_sum(counters, data):
    shuffled = data.draw(st.permutations(counters))

    assert {one.strand: one for one in merge(shuffled, period=1)} == {
        one.strand: one for one in merge(counters, period=1)
    }


@settings(max_examples=60, deadline=None)
@given(counters=counted())
def test_answers_do_not_decide_whether_a_block_closes(counters):
    silent = [replace(counter, counts={}) for counter in counters]

    with_answers, without = (close(merge(given, period=1), release=1, rule=RULE) for given in (counters, silent))

    assert [block.key for block in with_answers.closed] == [block.key for block in without.closed]


def test_an_activity_with_two_channels_is_one_activity():
    (sums,) = merge([Counter(1, NO, 8, {}, "room"), Counter(1, NO, 4, {"men": 2}, "remote")], period=1)

    assert (sums.n, sums.n_activities, sums.counts) == (12, 1, {"men": 2})


def test_an_activity_that_nobody_registered_at_stands_behind_nothing():
    (sums,) = merge([Counter(1, NO, 8, {}), Counter(2, NO, 0, {}), Counter(3, SE, 0, {})], period=1)

    assert (sums.strand, sums.n_activities) == (NO, 1)


def test_a_waiting_block_takes_every_period_into_its_run():
    sums = merge([], period=2, waiting=[waiting({"men": 3}, n=9)])

    assert [(one.periods, one.n, one.counts) for one in sums] == [((1, 2), 9, {"men": 3})]


def test_a_new_version_of_a_criterion_starts_a_block_of_its_own():
    old = waiting({"men": 3}, n=9)

    sums = merge([Counter(1, Strand("no", RENEWED), 30, {"men": 5})], period=2, waiting=[old])

    assert [one.key for one in sums] == ["no:gender:1:1+2", "no:gender:2:2"]


def test_values_are_drawn_in_the_order_of_the_answers_and_kept_as_they_are():
    (block,) = close([waiting({"women": 2, "men": 58}, n=60)], release=7, rule=RULE, draw=injected(-5, 4, 1)).closed

    assert block == Block(NO, (1,), 60, 3, 7, {"women": -3, "men": 62, UNKNOWN: 1})


def test_closing_hands_out_the_true_counts_of_what_closed_alone():
    big, small = waiting({"women": 30}), waiting({"women": 3}, n=9, side="se")

    result = close([big, small], release=1, rule=RULE)

    assert (result.true, result.waiting) == ((big,), (small,))
    assert [block.key for block in result.closed] == ["no:gender:1:1"]


@pytest.mark.parametrize("true", [Counter(1, NO, 900, {"women": 777}), waiting({"women": 777}, n=900)])
def test_true_counts_stay_out_of_logs_and_tracebacks(true):
    assert "777" not in repr(true)


def test_a_raised_rule_closes_less():
    assert close([waiting(n=25)], release=1, rule=RULE.raised(least_base=26)).closed == ()


def test_late_answers_alone_do_not_close_a_block():
    late = add_late(Waiting(NO), n=40, counts={"women": 20})

    assert close([late], release=1, rule=RULE).waiting == (late,)


@settings(max_examples=60, deadline=None)
@given(
    late=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=5),
)
def test_late_answers_add_up_and_bring_no_activity(late):
    sums = Waiting(NO)
    for women, others in late:
        sums = add_late(sums, n=women + others, counts={"women": women})

    assert (sums.n, sums.n_activities) == (sum(map(sum, late)), 0)
    assert sums.counts.get("women", 0) == sum(women for women, _ in late)


@pytest.mark.parametrize("period", [1, 2])
def test_a_period_of_a_block_is_never_counted_again(period):
    block = closed(replace(waiting(), periods=(1, 2)))

    with refused(Refusal.ALREADY_RELEASED):
        merge([Counter(1, NO, 5, {})], period=period, blocks=[block])
    with refused(Refusal.ALREADY_RELEASED):
        close([waiting(period=period)], release=2, rule=RULE, blocks=[block])


def test_a_withdrawn_block_does_not_come_back():
    block = withdraw(closed(waiting()))

    with refused(Refusal.ALREADY_RELEASED):
        merge([Counter(1, NO, 5, {})], period=1, blocks=[block])
    with refused(Refusal.WITHDRAWN_BEFORE):
        withdraw(block)


def test_a_period_before_the_end_of_a_run_is_refused():
    with refused(Refusal.ALREADY_RELEASED):
        merge([], period=2, waiting=[replace(waiting(), periods=(1, 2))])


@pytest.mark.parametrize(
    "again",
    [
        Counter(1, NO, 5, {}),
        Counter(1, SE, 5, {}, "remote"),
        Counter(1, Strand("se", DISABILITY), 5, {}),
        Counter(1, Strand("no", RENEWED), 5, {}),
    ],
    ids=["twice", "under another side", "under another side and criterion", "under another version"],
)
def test_the_same_people_are_counted_once(again):
    with refused(Refusal.COUNTED_TWICE):
        merge([Counter(1, NO, 5, {}), again], period=1)


def test_what_is_left_over_is_a_number_of_registrations():
    idle = [waiting(n=9), waiting(n=4, criterion=DISABILITY), Waiting(SE)]

    assert left_over(idle) == {NO: 9, Strand("no", DISABILITY): 4}
