"""Verb by person, as docs/permissions.md says."""

import pytest

from tests.conftest import PEOPLE
from tests.factories import ArenaRoleFactory, UserFactory

VERBS = {
    "arena.change_arena": {"lead"},
    "arena.manage_roles": {"lead"},
    "arena.manage_keys": {"lead"},
    "arena.change_organisation": {"lead", "coordinator"},
    "arena.invite": {"lead", "coordinator"},
    "arena.manage_organisation_roles": {"lead", "coordinator"},
}


@pytest.mark.parametrize("verb", VERBS)
def test_who_may(cast, verb):
    may = {name for name in PEOPLE if cast.person(name).has_perm(verb, cast.arena)}

    assert may == VERBS[verb]
    assert not any(cast.person(name).has_perm(verb, cast.other_arena) for name in PEOPLE)
    assert not cast.staff.has_perm(verb, cast.arena)


@pytest.mark.parametrize("verb", VERBS)
def test_nobody_may_once_the_role_is_over(cast, verb):
    person = UserFactory()
    for side in (cast.norway, cast.sweden):
        ArenaRoleFactory(arena=cast.arena, user=person, role="lead", side=side, ends_on="2024-06-01")

    assert not person.has_perm(verb, cast.arena)


def test_everybody_with_an_account_may_ask_to_act_for_an_organisation(cast):
    may = {name for name in PEOPLE if cast.person(name).has_perm("arena.ask_to_act", cast.arena)}

    assert may == set(PEOPLE) - {"anonymous"}
