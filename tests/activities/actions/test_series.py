"""Series: planned once, changed one by one or together."""

from datetime import date, time, timedelta

import pytest

from activities.actions.facts import facts_of
from activities.actions.more import MoreFacts, more_of
from activities.actions.series import carry_forward, carry_more_forward, copied, following, repeat_activity
from activities.enums import Rhythm, Status
from activities.models import Activity, Series
from core.dates import DatePrecision, PartialDate
from core.errors import RuleBroken
from tests.activities.conftest import DAY
from tests.factories import (
    ActivityFactory,
    AssessmentFactory,
    HeadcountFactory,
    OrganisationFactory,
    OrganisationPartFactory,
    ThemeFactory,
)


@pytest.fixture
def first(cast):
    """A held activity with everything."""
    activity = ActivityFactory(
        arena=cast.arena,
        title="Fixarkväll",
        first_on=DAY - timedelta(days=6),
        ends_on=DAY - timedelta(days=5),
        start_time=time(17),
        method="Tables",
        lessons="Bread",
        team=cast.team,
        logged_by=cast.member,
    )
    activity.sides.add(cast.sweden)
    activity.themes.add(ThemeFactory(arena=cast.arena))
    HeadcountFactory(activity=activity, attended=12)
    AssessmentFactory(activity=activity)
    for role in ("organiser", "participant", "supported"):
        OrganisationPartFactory(activity=activity, organisation=OrganisationFactory(arena=cast.arena), role=role)
    return activity


@pytest.fixture
def repeat(cast):
    def run(activity, **more):
        said = {"rhythm": Rhythm.WEEKLY, "until": None, "times": 3, **more}
        return repeat_activity(activity=activity, actor=cast.member, on=DAY, **said)

    return run


def test_each_is_a_plan_with_what_was_said_and_nothing_of_what_came_of_it(first, repeat):
    series = repeat(first)

    first.refresh_from_db()
    again = list(series.activities.exclude(pk=first.pk).order_by("first_on"))
    assert first.series == series
    assert [row.first_on - first.first_on for row in again] == [timedelta(weeks=n) for n in (1, 2, 3)]
    for row in again:
        assert (row.title, row.status, row.team, row.method) == ("Fixarkväll", Status.PLANNED, first.team, "Tables")
        assert row.ends_on == row.first_on + timedelta(days=1)
        assert (row.lessons, row.headcounts.count(), row.assessments.count()) == ("", 0, 0)
        assert [part.role for part in row.organisation_parts.all()] == ["organiser"]
        assert (row.sides.count(), row.themes.count()) == (1, 1)


def test_days_that_have_passed_are_left_out(cast, repeat):
    old = ActivityFactory(arena=cast.arena, first_on=DAY - timedelta(weeks=2))

    assert repeat(old, times=3).activities.count() == 2


@pytest.mark.parametrize(
    ("more", "said", "code"),
    [
        ({"precision": "month", "last_on": date(2026, 5, 31)}, {}, "activity.no_exact_day"),
        ({}, {"until": date(2024, 6, 1), "times": None}, "series.no_day"),
    ],
)
def test_what_cannot_be_repeated_is_refused(cast, repeat, more, said, code):
    activity = ActivityFactory(arena=cast.arena, **more)

    with pytest.raises(RuleBroken) as refused:
        repeat(activity, **said)

    assert refused.value.code == code
    assert not Series.objects.exists()


def test_a_series_is_not_repeated(first, repeat):
    repeat(first)

    with pytest.raises(RuleBroken) as refused:
        repeat(first)

    assert refused.value.code == "series.has_one"


@pytest.fixture
def planned(first, repeat):
    """The plans of a series, by day."""
    return list(repeat(first).activities.filter(status=Status.PLANNED).order_by("first_on"))


def test_those_that_follow_take_over_what_was_changed_and_nothing_else(cast, planned):
    one, two, three = planned
    Activity.objects.filter(pk=three.pk).update(place="Elsewhere")
    Activity.objects.filter(pk=two.pk).update(title="Special evening")
    before = facts_of(one)
    moved = PartialDate(one.first_on + timedelta(days=1), DatePrecision.DAY)
    after = before.with_changes(description="With soup", when=moved)

    n = carry_forward(activity=one, before=before, after=after, actor=cast.member, on=DAY)

    rows = {row.pk: row for row in Activity.objects.filter(pk__in=[two.pk, three.pk])}
    assert n == 2
    assert {row.description for row in rows.values()} == {"With soup"}
    assert (rows[two.pk].title, rows[three.pk].place) == ("Special evening", "Elsewhere")
    assert rows[three.pk].first_on == three.first_on + timedelta(days=1)
    assert rows[three.pk].ends_on == three.ends_on + timedelta(days=1)
    assert rows[two.pk].plan_turns.get().planned.first == two.first_on


def test_those_before_and_those_held_stay(cast, first, planned):
    one, two, three = planned
    Activity.objects.filter(pk=three.pk).update(status=Status.HELD)

    first.refresh_from_db()
    assert list(following(two)) == []
    assert list(following(one)) == [two]
    assert list(following(first)) == [one, two]


def test_cancelling_goes_on_with_its_reason(cast, planned):
    one, two, three = planned
    before = facts_of(one)
    after = before.with_changes(status=Status.CANCELLED, why="The house burnt down")

    carry_forward(activity=one, before=before, after=after, actor=cast.member, on=DAY)

    for row in (two, three):
        row.refresh_from_db()
        assert row.status == Status.CANCELLED
        assert row.plan_turns.get().reason == "The house burnt down"


def test_more_goes_on_without_numbers_and_organisations(cast, planned):
    one, two, _three = planned
    HeadcountFactory(activity=two, attended=3)
    before = more_of(one)

    carry_more_forward(
        activity=one, before=before, after=MoreFacts(method="New way", parts=(), goals=(4,)), actor=cast.member
    )

    two.refresh_from_db()
    assert (two.method, [goal.value for goal in two.goals]) == ("New way", [4])
    assert (two.headcounts.count(), two.organisation_parts.count()) == (1, 1)
    assert two.start_time is None


def test_a_copy_takes_who_organises_and_not_what_was_learned(first):
    more = copied(first)

    assert (more.method, more.lessons, more.ends_on, more.people) == ("Tables", "", None, None)
    assert [part.role for part in more.parts] == ["organiser"]
