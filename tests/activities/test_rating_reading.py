"""What the ratings of one activity say together, and when it is looked at again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.rating_reading import GivenRating, Outcome, months_before, outcome_of, read_ratings, rises

MAY = date(2026, 5, 20)


def rated(key=1, level=1, step: int | None = 1, *, seen=True, on=MAY, rater="kari"):
    return GivenRating(key, level, step, seen, on, rater)


def test_the_latest_day_stands_and_then_the_last_written():
    older, first, last = rated(9, on=MAY - timedelta(days=1)), rated(1), rated(2, level=2)

    reading = read_ratings([last, older, first])

    assert reading.standing == last


def test_two_raters_who_differ_both_stay():
    mine, theirs = rated(1, step=2, rater="kari"), rated(2, step=3, rater="ola")

    reading = read_ratings([mine, theirs])

    assert (reading.by_rater, reading.they_differ, reading.standing) == ((theirs, mine), True, theirs)


def test_only_the_latest_of_each_rater_counts():
    before, after = rated(1, step=1, on=MAY - timedelta(days=200)), rated(2, step=3)
    agreeing = rated(3, step=3, rater="ola")

    reading = read_ratings([before, after, agreeing])

    assert (reading.by_rater, reading.they_differ) == ((agreeing, after), False)


def test_an_expectation_does_not_differ_from_what_was_seen():
    reading = read_ratings([rated(1, level=3, seen=False), rated(2, level=1, rater="ola")])

    assert not reading.they_differ
    assert reading.expectation.outcome == Outcome.FELL_SHORT


def test_without_ratings_there_is_nothing_to_read():
    reading = read_ratings([])

    assert (reading.standing, reading.by_rater, reading.they_differ, reading.expectation) == (None, (), False, None)


@pytest.mark.parametrize(
    ("expected", "observed", "outcome"),
    [
        ((2, 3), (2, 3), Outcome.CAME_TRUE),
        ((2, 3), (3, 3), Outcome.WENT_FURTHER),
        ((2, 3), (2, 4), Outcome.WENT_FURTHER),
        ((2, 3), (1, 3), Outcome.FELL_SHORT),
        ((2, 3), (2, 2), Outcome.FELL_SHORT),
        ((2, 3), (3, 2), Outcome.BOTH_WAYS),
        ((2, None), (2, 1), Outcome.CAME_TRUE),
        ((2, 3), (2, None), Outcome.NOT_KNOWN),
        ((2, 3), None, Outcome.NOT_KNOWN),
    ],
)
def test_what_came_of_an_expectation(expected, observed, outcome):
    found = rated(2, *observed) if observed else None

    assert outcome_of(rated(1, *expected, seen=False), found) == outcome


@pytest.mark.parametrize(
    ("before", "after", "is_rise"),
    [
        ((1, 2), (1, 3), True),
        ((1, 2), (2, 1), True),
        ((1, 2), (1, 2), False),
        ((2, 2), (1, 2), False),
        ((1, None), (1, 4), False),
        ((1, 2), (1, None), False),
    ],
)
def test_a_rise_is_a_higher_step_on_either_scale(before, after, is_rise):
    assert rises(before, after) is is_rise


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 5, 20), 6, date(2025, 11, 20)),
        (date(2026, 8, 31), 6, date(2026, 2, 28)),
        (date(2024, 8, 31), 6, date(2024, 2, 29)),
        (date(2026, 3, 31), 3, date(2025, 12, 31)),
        (date(2026, 1, 1), 0, date(2026, 1, 1)),
    ],
)
def test_months_before_a_day(day, months, before):
    assert months_before(day, months) == before


RATINGS = st.builds(
    GivenRating,
    key=st.integers(1, 10_000),
    level=st.integers(1, 3),
    step=st.none() | st.integers(1, 5),
    is_observed=st.booleans(),
    rated_on=st.dates(date(2025, 1, 1), date(2025, 1, 4)),
    rater=st.sampled_from(["kari", "ola", "siri"]),
)


@given(st.data(), st.lists(RATINGS, unique_by=lambda rating: rating.key, max_size=8))
def test_order_changes_nothing_and_nothing_is_made_up(data, ratings):
    reading = read_ratings(ratings)

    assert reading == read_ratings(data.draw(st.permutations(ratings)))
    assert set(reading.by_rater) <= set(ratings)
    assert {one.rater for one in reading.by_rater} == {one.rater for one in ratings}
    assert reading.standing == (reading.by_rater[0] if ratings else None)


@given(st.dates(date(2001, 1, 1), date(2100, 1, 1)), st.integers(0, 24))
def test_months_go_back_by_whole_months(day, months):
    before = months_before(day, months)

    assert (day.year * 12 + day.month) - (before.year * 12 + before.month) == months
    assert before.day <= day.day
