"""Who sees which activity, and what the lists read."""

from datetime import date

import pytest

from accounts.principal import KeyHolder
from activities import queries
from activities.enums import Status
from activities.models import Activity
from core.clock import today
from tests.conftest import PEOPLE
from tests.factories import (
    ActivityFactory,
    ArenaRoleFactory,
    AssessmentFactory,
    HeadcountFactory,
    MembershipFactory,
    PeriodFactory,
    TeamFactory,
)

SEES_DRAFT = {"lead", "coordinator", "member"}


def seen(person, arena):
    return set(queries.activities_visible_to(person, arena, on=today()))


@pytest.mark.parametrize("name", PEOPLE)
def test_public_arena_shows_all_but_drafts(cast, held, draft, name):
    expected = {held, draft} if name in SEES_DRAFT else {held}

    assert seen(cast.person(name), cast.arena) == expected


@pytest.mark.parametrize("name", PEOPLE)
def test_closed_arena_shows_nothing_to_who_has_no_role(closed_cast, name):
    ActivityFactory(arena=closed_cast.arena)
    draft = ActivityFactory(arena=closed_cast.arena, status=Status.DRAFT, logged_by=None)
    visible = seen(closed_cast.person(name), closed_cast.arena)

    has_role = name in {"lead", "coordinator", "broker", "reference", "funder", "auditor"}
    assert bool(visible) is has_role
    assert (draft in visible) is (name in {"lead", "coordinator"})


def test_key_sees_no_draft(cast, held, draft, funder_key):
    _secret, holder = funder_key

    assert isinstance(holder, KeyHolder)
    assert seen(holder, cast.arena) == {held}


def test_nobodys_draft_is_not_the_anonymous_visitors(cast):
    ActivityFactory(arena=cast.arena, status=Status.DRAFT, logged_by=None)

    assert seen(cast.anonymous, cast.arena) == set()


def test_role_that_has_ended_shows_no_drafts(cast, draft):
    ArenaRoleFactory(arena=cast.arena, user=cast.outsider, role="coordinator", ends_on=date(2025, 1, 1))

    assert seen(cast.outsider, cast.arena) == set()


def test_latest_rating_is_by_day_then_by_key(cast, held):
    levels = cast.arena.effect_levels
    AssessmentFactory(activity=held, level=levels.get(number=3), rated_on=date(2025, 1, 1))
    AssessmentFactory(activity=held, level=levels.get(number=1), rated_on=date(2024, 1, 1))
    AssessmentFactory(activity=held, level=levels.get(number=2), rated_on=date(2025, 1, 1), is_observed=False)

    latest = queries.with_latest_rating(Activity.objects.all()).get()
    earlier = queries.with_latest_rating(Activity.objects.all(), until=date(2024, 6, 1)).get()
    before = queries.with_latest_rating(Activity.objects.all(), until=date(2020, 1, 1)).get()

    assert (latest.level_number, latest.is_observed) == (2, False)
    assert (earlier.level_number, earlier.is_observed) == (1, True)
    assert (before.level_number, before.stability_number, before.is_observed, before.rated_on) == (None,) * 4


def test_row_reads_sides_and_people_without_more_queries(cast, held, django_assert_num_queries):
    held.sides.add(cast.norway)
    HeadcountFactory(activity=held, channel="room", attended=0)
    HeadcountFactory(activity=held, channel="remote", attended=8)
    bare = ActivityFactory(arena=cast.arena)

    with django_assert_num_queries(1):
        rows = {row.pk: row for row in queries.for_rows(Activity.objects.all())}

    assert set(rows[held.pk].side_codes.split(",")) == {"NO", "SE"}
    assert (rows[held.pk].people, rows[bare.pk].people, rows[bare.pk].side_codes) == (8, None, None)


def test_attended_is_unknown_without_a_count_and_zero_with_one(cast, held):
    assert queries.attended(held) is None

    HeadcountFactory(activity=held, attended=0)

    assert queries.attended(Activity.objects.get(pk=held.pk)) == 0


def test_period_holds_what_lies_wholly_inside(cast):
    spring = PeriodFactory(arena=cast.arena, starts_on=date(2024, 1, 1), ends_on=date(2024, 6, 30))
    autumn = PeriodFactory(arena=cast.arena, starts_on=date(2024, 7, 1), ends_on=date(2024, 12, 31))

    def dated(first, last, precision):
        return ActivityFactory(arena=cast.arena, first_on=first, last_on=last, precision=precision)

    first_day = dated(date(2024, 1, 1), date(2024, 1, 1), "day")
    last_month = dated(date(2024, 6, 1), date(2024, 6, 30), "month")
    year = dated(date(2024, 1, 1), date(2024, 12, 31), "year")
    never = dated(None, None, "unknown")
    outside = dated(date(2020, 1, 1), date(2020, 1, 1), "day")
    everything = Activity.objects.all()

    assert set(queries.in_period(everything, spring)) == {first_day, last_month}
    assert not queries.in_period(everything, autumn).exists()
    assert set(queries.of_unknown_period(everything, [spring, autumn])) == {year, never}
    assert outside not in queries.of_unknown_period(everything, [])


def test_own_teams_are_those_of_today(cast):
    left = TeamFactory(arena=cast.arena)
    MembershipFactory(team=left, user=cast.member, ended_on=date(2025, 1, 1))
    MembershipFactory(team=TeamFactory(arena=cast.other_arena), user=cast.member)

    assert queries.own_team_keys(cast.member, cast.arena, on=today()) == {cast.team.pk}
    assert queries.own_team_keys(cast.anonymous, cast.arena, on=today()) == set()


def test_last_logged_are_the_persons_own_in_this_arena(cast, held, draft):
    ActivityFactory(arena=cast.arena, logged_by=cast.lead)
    ActivityFactory(arena=cast.other_arena, logged_by=cast.member)

    assert queries.last_logged_by(cast.member, cast.arena) == [draft, held]
    assert queries.last_logged_by(cast.anonymous, cast.arena) == []


@pytest.mark.parametrize(
    ("name", "titles", "names"),
    [
        ("lead", True, True),
        ("funder", True, True),
        ("reference", True, True),
        ("member", True, True),
        ("former_member", False, False),
        ("outsider", False, False),
        ("anonymous", False, False),
    ],
)
def test_titles_of_evidence_and_names_of_people(cast, name, titles, names):
    person = cast.person(name)

    assert queries.sees_evidence_titles(person, cast.arena, on=today()) is titles
    assert queries.sees_names(person, cast.arena, on=today()) is names
