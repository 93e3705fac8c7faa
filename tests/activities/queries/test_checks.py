"""What is due for a check: six months after the last rating, three after "I do not know yet"."""

from datetime import date

import pytest

from activities.checks import checks_for, due_on
from activities.enums import Status
from activities.models import Activity, NotKnownYet
from core.dates import DatePrecision
from tests.factories import ActivityFactory, AssessmentFactory

RATED = date(2026, 1, 15)


def activity_of(cast, *, rated_on=RATED, observed=True, **more):
    activity = ActivityFactory(**{"arena": cast.arena, "logged_by": cast.member} | more)
    activity.sides.add(cast.sweden)
    if rated_on:
        AssessmentFactory(activity=activity, rated_on=rated_on, is_observed=observed)
    return activity


def is_due(activity, on) -> bool:
    return Activity.objects.filter(due_on(on), pk=activity.pk).exists()


@pytest.mark.parametrize(("on", "due"), [(date(2026, 7, 14), False), (date(2026, 7, 15), True)])
def test_due_six_months_after_the_last_rating(cast, on, due):
    activity = activity_of(cast, rated_on=date(2024, 5, 1))
    AssessmentFactory(activity=activity, rated_on=RATED)

    assert is_due(activity, on) is due


@pytest.mark.parametrize(("on", "due"), [(date(2026, 10, 19), False), (date(2026, 10, 20), True)])
def test_who_does_not_know_yet_is_asked_again_in_three_months(cast, on, due):
    activity = activity_of(cast)
    NotKnownYet.objects.create(activity=activity, said_on=date(2026, 7, 20))

    assert is_due(activity, on) is due


@pytest.mark.parametrize(("on", "due"), [(date(2026, 8, 27), False), (date(2026, 8, 28), True)])
def test_a_rating_before_the_day_itself_waits_for_the_day(cast, on, due):
    last = date(2026, 2, 28)
    activity = activity_of(cast, first_on=date(2026, 2, 1), last_on=last, precision=DatePrecision.MONTH)

    assert is_due(activity, on) is due


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PLANNED, Status.CANCELLED, Status.UNKNOWN])
def test_only_what_was_held_is_asked_about(cast, status):
    assert not is_due(activity_of(cast, status=status), date(2027, 1, 1))


@pytest.mark.parametrize("more", [{"rated_on": None}, {"observed": False}])
def test_without_an_observed_rating_there_is_nothing_to_check(cast, more):
    assert not is_due(activity_of(cast, **more), date(2027, 1, 1))


@pytest.mark.parametrize(
    ("person", "n"),
    [("lead", 2), ("coordinator", 1), ("member", 2), ("broker", 0), ("funder", 0), ("outsider", 0), ("anonymous", 0)],
)
def test_each_is_asked_about_what_they_may_rate(cast, person, n):
    activity_of(cast)
    both = activity_of(cast)
    both.sides.add(cast.norway)
    activity_of(cast, arena=cast.other_arena, logged_by=None)

    assert checks_for(cast.person(person), cast.arena, on=date(2026, 12, 1)).count() == n


def test_the_one_rated_longest_ago_comes_first(cast):
    second, first = activity_of(cast), activity_of(cast, rated_on=date(2025, 3, 1))

    assert list(checks_for(cast.lead, cast.arena, on=date(2026, 12, 1))) == [first, second]
