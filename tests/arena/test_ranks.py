"""The table of who gives which role, held cell by cell against docs/permissions.md."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.enums import Role
from arena.ranks import may_give, reaches_everywhere, roles_to_give

NORWAY, SWEDEN = 1, 2
COUNTRIES = (None, NORWAY, SWEDEN)
EVERY_ROLE = {(role, country) for role in Role for country in COUNTRIES}
OF_ONE = {(role, country) for role in (Role.LEAD, Role.COORDINATOR) for country in (NORWAY, SWEDEN)}


def given_by(*held: tuple[str, int | None], led: set[int | None] = frozenset({NORWAY, SWEDEN})):
    return {(role, country) for role, country in EVERY_ROLE if may_give(held, role, country, led=led)}


def test_a_lead_gives_everything_but_the_other_countrys_own_roles():
    assert given_by(("lead", SWEDEN)) == EVERY_ROLE - {("lead", NORWAY), ("coordinator", NORWAY)}


def test_a_country_that_nobody_leads_gets_its_first_roles_from_the_other():
    assert given_by(("lead", SWEDEN), led={SWEDEN}) == EVERY_ROLE


def test_leading_both_gives_for_both():
    assert given_by(("lead", SWEDEN), ("lead", NORWAY)) == EVERY_ROLE


def test_a_coordinator_gives_three_roles_for_the_own_country():
    assert given_by(("coordinator", NORWAY)) == {
        ("coordinator", NORWAY),
        ("broker", NORWAY),
        ("reference", NORWAY),
    }


def test_a_coordinator_of_the_whole_arena_gives_them_everywhere():
    assert given_by(("coordinator", None)) == {
        (role, country) for role in ("coordinator", "broker", "reference") for country in COUNTRIES
    }


def test_a_coordinator_gives_no_first_lead():
    assert ("lead", NORWAY) not in given_by(("coordinator", NORWAY), ("coordinator", None), led=set())


@pytest.mark.parametrize("role", ["broker", "reference", "funder", "auditor"])
def test_nobody_else_gives_anything(role):
    assert given_by((role, None), (role, NORWAY), led=set()) == set()
    assert given_by(led=set()) == set()
    assert roles_to_give([(role, None)]) == []


def test_a_lead_who_also_coordinates_the_neighbour_keeps_both_rights():
    assert given_by(("lead", SWEDEN), ("coordinator", NORWAY)) == EVERY_ROLE - {("lead", NORWAY)}


@given(
    st.sets(st.tuples(st.sampled_from(list(Role)), st.sampled_from(COUNTRIES)), max_size=4),
    st.sampled_from(list(Role)),
    st.sampled_from(COUNTRIES),
    st.sets(st.sampled_from((NORWAY, SWEDEN))),
)
def test_the_form_offers_all_that_can_be_given(held, role, country, led):
    if may_give(held, role, country, led=led):
        assert role in roles_to_give(held)
        assert country is not None or reaches_everywhere(held)
