"""What is read about teams, and by whom."""

from datetime import date

import pytest

from core.dates import DatePrecision, PartialDate
from teams import queries
from tests.conftest import PEOPLE
from tests.factories import MembershipFactory, OrganisationFactory, TeamFactory, UserFactory

DAY = date(2024, 9, 1)
HOLDERS = {"lead", "coordinator", "broker", "reference", "funder", "auditor"}


def sees(cast, person):
    return set(queries.teams_visible_to(person, cast.arena, on=DAY))


def test_everybody_sees_the_teams_of_a_public_arena_and_of_no_other(cast):
    assert all(sees(cast, cast.person(name)) == {cast.team} for name in PEOPLE)


def test_a_closed_arena_shows_its_teams_to_those_with_a_role(closed_cast):
    seeing = {name for name in PEOPLE if sees(closed_cast, closed_cast.person(name))}

    assert seeing == HOLDERS


def test_active_members_are_counted_on_a_day_once_each(cast):
    cast.team.sides.add(cast.norway)
    organisation = OrganisationFactory(arena=cast.arena)
    MembershipFactory(team=cast.team, user=None, organisation=organisation, started_on=date(2024, 8, 1))

    def count(day):
        return queries.teams_visible_to(cast.anonymous, cast.arena, on=day).get().n_active

    assert [count(date(2023, 12, 31)), count(date(2024, 1, 1)), count(date(2024, 5, 31))] == [0, 3, 3]
    assert [count(date(2024, 6, 1)), count(DAY)] == [2, 3]


def test_stages_are_counted_with_the_unknown_ones(cast):
    TeamFactory(arena=cast.arena, stage="")
    TeamFactory(arena=cast.arena, stage="resting")
    TeamFactory(arena=cast.other_arena, stage="seed")

    counts = queries.stage_counts(cast.arena)

    assert counts == {
        "seed": 0,
        "team": 1,
        "cluster": 0,
        "self_standing": 0,
        "resting": 1,
        "ended": 0,
        "unknown": 1,
        "all": 3,
    }


@pytest.mark.parametrize(
    ("language", "order"),
    [
        ("sv", ["Zon", "Åkern", "Ängen", "Ødegård", "Öppet hus"]),
        ("nb", ["Zon", "Ängen", "Ødegård", "Öppet hus", "Åkern"]),
        ("en", ["Åkern", "Ängen", "Ødegård", "Öppet hus", "Zon"]),
    ],
)
def test_names_sort_by_the_alphabet_of_the_page(cast, language, order):
    for name in ("Öppet hus", "Zon", "Ängen", "Åkern", "Ødegård"):
        TeamFactory(arena=cast.other_arena, name=name)
    teams = queries.teams_visible_to(cast.outsider, cast.other_arena, on=DAY).exclude(slug="elsewhere")

    assert [team.name for team in queries.for_list(cast.anonymous, teams, language)] == order


def test_the_latest_membership_is_the_open_one(cast):
    assert queries.latest_membership(cast.former_member, cast.team).ended_on == date(2024, 6, 1)

    again = MembershipFactory(team=cast.team, user=cast.former_member, started_on=date(2024, 7, 1))

    assert queries.latest_membership(cast.former_member, cast.team) == again
    assert queries.open_membership(cast.former_member, cast.team) == again
    assert queries.latest_membership(cast.outsider, cast.team) is None
    assert queries.open_membership(cast.anonymous, cast.team) is None


def test_the_roster_has_those_who_are_in_before_those_who_left(cast):
    people = [row.user for row in queries.roster(cast.member, cast.team)]

    assert people == [cast.team_lead, cast.member, cast.former_member]


def test_a_small_team_says_nothing_about_months(cast):
    MembershipFactory(team=cast.team)

    assert queries.flow_of(cast.anonymous, cast.team, on=DAY).months == ()
    assert queries.flow_of(cast.anonymous, cast.team, on=DAY).n_ever == 4

    MembershipFactory(team=cast.team, started_on=date(2024, 3, 20))
    flow = queries.flow_of(cast.anonymous, cast.team, on=DAY)

    assert flow.n_ever == 5
    assert flow.months == (
        (PartialDate(date(2024, 3, 1), DatePrecision.MONTH), 1),
        (PartialDate(date(2024, 1, 1), DatePrecision.MONTH), 4),
    )


def test_one_person_with_many_intervals_is_one_member(cast):
    for month in (7, 8, 9):
        MembershipFactory(
            team=cast.team, user=cast.former_member, started_on=date(2024, month, 1), ended_on=date(2024, month, 9)
        )

    assert queries.flow_of(cast.anonymous, cast.team, on=DAY).n_ever == 3


def test_a_team_knows_whether_it_has_a_lead(cast):
    assert queries.flow_of(cast.anonymous, cast.team, on=DAY).has_lead

    cast.team.memberships.filter(user=cast.team_lead).update(ended_on=date(2024, 8, 1))
    flow = queries.flow_of(cast.anonymous, cast.team, on=DAY)

    assert (flow.had_lead, flow.has_lead) == (True, False)


def test_the_people_of_a_local_start_count_for_one_another_only(cast):
    local = UserFactory(is_local=True)
    team = TeamFactory(arena=cast.arena)
    MembershipFactory(team=team, user=local)

    def counted(reader):
        found = queries.for_list(reader, queries.teams_visible_to(reader, cast.arena, on=DAY), "en").get(pk=team.pk)
        return found.n_active, found.has_members, queries.flow_of(reader, team, on=DAY).n_ever

    assert counted(cast.anonymous) == counted(cast.lead) == (0, False, 0)
    assert counted(local) == (1, True, 1)
