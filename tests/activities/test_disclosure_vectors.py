"""The test vectors of the disclosure rule (T 8, A 3, M 20), each named by its case."""

import json

import pytest

from activities.disclosure import (
    UNKNOWN,
    Counter,
    DisclosureRefused,
    Strand,
    Waiting,
    add_late,
    close,
    left_over,
    merge,
    withdraw,
)
from activities.disclosure_figures import Bound, Scope, figures
from activities.disclosure_release import release_data
from tests.activities.disclosure_blocks import (
    DISABILITY,
    GENDER,
    RULE,
    closed,
    figure,
    frozen,
    injected,
    read,
    read_known,
    waiting,
)

NO = Strand("no", GENDER)


def counters(n: int, women: int, *, activities: int, strand: Strand = NO, first: int = 1) -> list[Counter]:
    """`n` people of whom `women`, all at the first of so many activities but for one person at each other."""
    others = [Counter(first + i, strand, 1, {}) for i in range(1, activities)]
    return [Counter(first, strand, n - len(others), {"women": women}), *others]


def test_1_zero():
    shown = figure([closed(waiting({"women": 0}), 0)])

    assert read(shown) == "<8"
    assert (shown.share.bound, shown.share.percent) == (Bound.UNDER, 14)
    assert shown.shown.value is None


def test_2_zero_may_look_like_ten():
    shown = figure([closed(waiting({"women": 0}), 9)])

    assert (read(shown), shown.share.percent, shown.margin) == ("10", 17, 5)


def test_3_negative_is_kept():
    spring, autumn = closed(waiting({"women": 2}), -5), frozen(20, period=2)

    assert spring.frozen["women"] == -3
    assert read(figure([spring])) == "<8"
    # 20 − 3 = 17 → 15; taken as 0 it would be 20.
    assert read(figure([spring, autumn], scope=Scope.SIDE_TO_DATE)) == "15"


@pytest.mark.parametrize(("value", "shown"), [(7, "<8"), (8, "10")])
def test_4_seven_and_eight(value, shown):
    assert read(figure([frozen(value)])) == shown


@pytest.mark.parametrize(("value", "shown"), [(12, "10"), (13, "15"), (17, "15"), (18, "20")])
def test_5_rounding(value, shown):
    assert read(figure([frozen(value)])) == shown


@pytest.mark.parametrize(("n", "n_activities"), [(19, 3), (20, 2)])
def test_6_base_below_the_minimum(n, n_activities):
    small = waiting(n=n, n_activities=n_activities)

    result = close([small], release=1, rule=RULE)

    assert (result.closed, result.waiting) == ((), (small,))
    assert {read(one) for one in figures(release=1, blocks=[], waiting=[small], rule=RULE)} == {"waits"}


@pytest.mark.parametrize(("value", "shown"), [(7, "<8"), (12, "10"), (13, "all but <8")])
def test_7_at_the_minimum(value, shown):
    block = closed(waiting({"women": value}, n=20, n_activities=3))

    assert read(figure([block])) == shown


def test_8_merged():
    spring = close(merge(counters(12, 5, activities=2), period=1), release=1, rule=RULE)
    sums = merge(counters(15, 6, activities=2), period=2, waiting=spring.waiting)
    autumn = close(sums, release=2, rule=RULE, draw=injected(-1))

    assert [read(one) for one in figures(release=1, blocks=(), waiting=spring.waiting, rule=RULE)] == ["waits"] * 3
    assert [block.key for block in autumn.closed] == ["no:gender:1:1+2"]
    shown = figure(list(autumn.closed))
    assert (read(shown), shown.n, shown.share.percent) == ("10", 27, 37)


def test_9_all_have_it():
    all_of_them = waiting({"women": 40}, n=40)

    shown = figure([closed(all_of_them, 0)])

    assert (read(shown), shown.share.bound, shown.share.percent) == ("all but <8", Bound.OVER, 80)
    # Frozen at 32, which is 40 − 8: the nearest multiple of 5.
    assert read(figure([closed(all_of_them, -8)])) == "30"


@pytest.mark.parametrize(("value", "shown"), [(33, "all but <8"), (32, "30")])
def test_10_edge_above(value, shown):
    assert read(figure([frozen(value, n=40)])) == shown


def test_11_women_and_men_and_nothing_left():
    block = closed(waiting({"women": 38, "men": 21, UNKNOWN: 1}), 2, -1, 3)

    assert read(figure([block], "women")) == "40"
    assert read(figure([block], "men")) == "20"
    assert read_known(figure([block], UNKNOWN)) == "all but fewer than 8"
    assert "another" not in json.dumps(release_data(number=1, blocks=[block], waiting=[], rule=RULE))
    assert {one.answer for one in figures(release=1, blocks=[block], waiting=[], rule=RULE)} == {*GENDER.answers}


def test_12_shown_sum_above_base():
    block = closed(waiting({"women": 39, "men": 19}), 2, 4)

    assert (read(figure([block], "women")), read(figure([block], "men"))) == ("40", "25")


def test_13_one_side_low():
    blocks = [frozen(4, n=60, side="no"), frozen(31, n=90, side="se")]

    assert read(figure(blocks, side="no")) == "<8"
    assert read(figure(blocks, side="se")) == "30"
    together = figure(blocks, scope=Scope.ALL_IN_RELEASE)
    assert (read(together), together.n) == ("35", 150)


def test_14_does_not_add_up():
    blocks = [frozen(22, n=75, side="no"), frozen(22, n=75, side="se")]

    assert [read(figure(blocks, side=side)) for side in ("no", "se")] == ["20", "20"]
    assert read(figure(blocks, scope=Scope.ALL_IN_RELEASE)) == "45"


def test_15_small_group_over_time():
    blocks = [frozen(value, period=period) for period, value in enumerate((3, 6, -1, 5), 1)]

    assert [read(figure(blocks[:until])) for until in (1, 2, 3, 4)] == ["<8"] * 4
    to_date = figure(blocks, scope=Scope.SIDE_TO_DATE)
    assert (read(to_date), to_date.n, to_date.margin) == ("15", 240, 9)


def test_16_second_release_one_person_apart():
    spring = closed(waiting({"women": 20}))
    before = release_data(number=1, blocks=[spring], waiting=[], rule=RULE)

    with pytest.raises(DisclosureRefused, match="already_released"):
        merge(counters(60, 21, activities=3), period=1, blocks=[spring])
    with pytest.raises(DisclosureRefused, match="already_released"):
        close([waiting({"women": 21})], release=2, rule=RULE, blocks=[spring])

    late = add_late(Waiting(NO), n=1, counts={"women": 1})
    (autumn,) = merge(counters(30, 9, activities=3), period=2, waiting=[late], blocks=[spring])
    assert (autumn.n, autumn.counts["women"]) == (31, 10)
    assert release_data(number=1, blocks=[spring], waiting=[], rule=RULE) == before


def test_17_differencing_between_releases():
    spring = closed(waiting({"women": 41}, n=70, n_activities=12))
    one_more = merge([Counter("extra", NO, 3, {"women": 2})], period=2, blocks=[spring])

    result = close(one_more, release=2, rule=RULE, blocks=[spring])

    assert (result.closed, result.waiting) == ((), one_more)
    to_date = [
        one
        for one in figures(release=2, blocks=[spring], waiting=result.waiting, rule=RULE)
        if one.scope is Scope.SIDE_TO_DATE
    ]
    assert [one.n for one in to_date] == [70, 70, 70]
    (joined,) = merge(counters(25, 9, activities=3, first=100), period=3, waiting=result.waiting)
    assert (joined.periods, joined.n, joined.n_activities, joined.counts["women"]) == ((2, 3), 28, 4, 11)


def test_18_head_count_is_registered_is_answered():
    block = closed(waiting({"yes": 0, UNKNOWN: 0}, n=30, criterion=DISABILITY))

    assert figure([block], "yes").n == 30
    assert read(figure([block], "yes")) == "<8"
    assert read_known(figure([block], UNKNOWN)) == "all but fewer than 8"


def test_19_three_sides():
    blocks = [frozen(12, n=40, side="a"), frozen(18, n=25, side="c")]
    b = waiting(n=12, side="b", n_activities=2)

    assert read(figure(blocks, side="a", waits=(b,))) == "10"
    assert read(figure(blocks, side="b", waits=(b,))) == "waits"
    assert read(figure(blocks, side="c", waits=(b,))) == "all but <8"
    together = figure(blocks, scope=Scope.ALL_IN_RELEASE, waits=(b,))
    assert (read(together), together.n, together.not_included) == ("30", 65, ("b:gender:1:1",))


def test_20_all_six_in_one_group():
    six = waiting({"women": 6}, n=6)

    assert close([six], release=1, rule=RULE).closed == ()


def test_21_not_asked():
    asked = [Counter(i, Strand("no", criterion), 20, {}) for i in (1, 2, 3) for criterion in (GENDER, DISABILITY)]

    gender, disability = merge([*asked, Counter(4, NO, 30, {})], period=1)

    assert (gender.n, gender.n_activities) == (90, 4)
    assert (disability.n, disability.n_activities) == (60, 3)


def test_22_late():
    spring = closed(waiting({"women": 20}))
    late = add_late(Waiting(NO), n=3, counts={"women": 2, UNKNOWN: 1})

    (autumn,) = merge(counters(30, 9, activities=3), period=2, waiting=[late], blocks=[spring])

    assert (autumn.n, autumn.counts["women"], autumn.counts[UNKNOWN], autumn.n_activities) == (33, 11, 1, 3)
    assert (spring.n, spring.frozen["women"]) == (60, 20)


def test_23_withdrawn():
    spring, autumn = frozen(23, n=70, period=1), frozen(18, n=50, period=2)

    to_date = figure([withdraw(spring), autumn], scope=Scope.SIDE_TO_DATE)

    assert (read(to_date), to_date.n, to_date.blocks) == ("20", 50, (autumn.key,))


def test_24_left_over():
    last = waiting(n=9, period=4)

    assert left_over([last, Waiting(Strand("se", GENDER))]) == {NO: 9}
    assert {read(one) for one in figures(release=4, blocks=[], waiting=[last], rule=RULE)} == {"waits"}


def test_25_polling():
    blocks, small = [frozen(23)], waiting({"women": 3}, n=9, side="se")
    one_more = add_late(small, n=1, counts={"women": 1})

    before, after = (
        json.dumps(release_data(number=1, blocks=blocks, waiting=[waits], rule=RULE)) for waits in (small, one_more)
    )

    assert before != after
    assert before.replace('"n": 9,', "") == after.replace('"n": 10,', "")


def test_26_one_activity_of_a_side():
    alone = waiting(n=45, n_activities=1)

    assert close([alone], release=1, rule=RULE).closed == ()
