"""Verb × cast, one table."""

import pytest

from teams.enums import Joining
from teams.models import Team
from tests.conftest import PEOPLE

EVERYBODY = set(PEOPLE)
PERSONS = EVERYBODY - {"anonymous"}
ALLOWED = {
    "teams.join_team": PERSONS,
    "teams.leave_team": PERSONS,
    "teams.change_team": {"lead", "coordinator", "team_lead"},
    "teams.see_members": {"lead", "coordinator", "team_lead", "member"},
}


@pytest.mark.parametrize("verb", sorted(ALLOWED))
def test_who_may(cast, verb):
    may = {name for name in PEOPLE if cast.person(name).has_perm(verb, cast.team)}

    assert may == ALLOWED[verb]


def test_nobody_joins_a_closed_team(cast):
    Team.objects.filter(pk=cast.team.pk).update(joining=Joining.CLOSED)

    closed = Team.objects.get(pk=cast.team.pk)

    assert not any(cast.person(name).has_perm("teams.join_team", closed) for name in PEOPLE)


def test_a_key_may_nothing(cast, funder_key):
    _secret, holder = funder_key

    assert not any(holder.has_perm(verb, cast.team) for verb in ALLOWED)
