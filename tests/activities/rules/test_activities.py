"""Verb by verb: who may do what with an activity."""

import pytest

from activities.enums import Status
from activities.rules import may_only_draft
from tests.conftest import PEOPLE
from tests.factories import ActivityFactory, ArenaRoleFactory, MembershipFactory

LOG = {"lead", "coordinator", "broker", "team_lead", "member"}
# The member logged it; the lead leads the Swedish side, the coordinator coordinates the Norwegian one.
CHANGE = {
    ("SE", Status.HELD): {"member", "lead"},
    ("NO", Status.HELD): {"member", "coordinator"},
    ("NO SE", Status.HELD): {"member", "lead", "coordinator"},
    ("", Status.HELD): {"member", "lead", "coordinator"},
    ("SE", Status.DRAFT): {"member", "lead", "coordinator"},
}


@pytest.mark.parametrize("name", [*PEOPLE, "staff"])
def test_who_may_log(cast, name):
    assert cast.person(name).has_perm("activities.log_activity", cast.arena) is (name in LOG)


@pytest.mark.parametrize("name", sorted(LOG))
def test_nobody_logs_in_another_arena(cast, name):
    assert not cast.person(name).has_perm("activities.log_activity", cast.other_arena)


@pytest.mark.parametrize("permission", ["activities.change_activity", "activities.rate_activity"])
@pytest.mark.parametrize("case", CHANGE)
@pytest.mark.parametrize("name", PEOPLE)
def test_who_may_change_and_rate(cast, permission, case, name):
    sides, status = case
    activity = ActivityFactory(arena=cast.arena, status=status, logged_by=cast.member)
    activity.sides.set([side for side in (cast.norway, cast.sweden) if side.code in sides.split()])

    assert cast.person(name).has_perm(permission, activity) is (name in CHANGE[case])


def test_who_logged_it_and_left_may_not_change_it(cast):
    activity = ActivityFactory(arena=cast.arena, logged_by=cast.former_member)

    assert not cast.former_member.has_perm("activities.change_activity", activity)


def test_who_drafted_for_the_other_side_may_not_change_it_once_it_is_out(cast):
    activity = ActivityFactory(arena=cast.arena, logged_by=cast.coordinator)
    activity.sides.add(cast.sweden)

    assert not cast.coordinator.has_perm("activities.change_activity", activity)


@pytest.mark.parametrize(
    ("name", "sides", "expected"),
    [
        ("lead", "NO", True),
        ("lead", "SE", False),
        ("lead", "NO SE", False),
        ("lead", "", False),
        ("coordinator", "SE", True),
        ("coordinator", "NO", False),
        ("broker", "NO", False),
        ("member", "NO", False),
    ],
)
def test_who_may_only_draft(cast, name, sides, expected):
    chosen = [side for side in (cast.norway, cast.sweden) if side.code in sides.split()]

    assert may_only_draft(cast.person(name), cast.arena, sides=chosen, team=None) is expected


def test_role_for_all_sides_and_own_team_free_from_it(cast):
    MembershipFactory(team=cast.team, user=cast.coordinator)
    ArenaRoleFactory(arena=cast.arena, user=cast.broker, role="coordinator", side=None)

    assert not may_only_draft(cast.coordinator, cast.arena, sides=[cast.sweden], team=cast.team)
    assert may_only_draft(cast.coordinator, cast.arena, sides=[cast.sweden], team=None)
    assert not may_only_draft(cast.broker, cast.arena, sides=[cast.sweden], team=None)
