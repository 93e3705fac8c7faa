"""Who sees which arena, and what of it."""

from datetime import date

import pytest
from django.http import Http404

from accounts.models import ApiKey
from accounts.principal import KeyHolder
from arena import queries
from arena.access import enter
from arena.models import KeyGrant
from tests.conftest import PEOPLE
from tests.factories import ArenaFactory, ArenaRoleFactory, UserFactory

DAY = date(2026, 5, 1)
WITH_ROLE = {"lead", "coordinator", "broker", "reference", "funder", "auditor"}
MEMBERS = {"team_lead", "member"}


@pytest.mark.parametrize(
    ("visibility", "seen_by"),
    [("public", set(PEOPLE)), ("members", WITH_ROLE | MEMBERS), ("closed", WITH_ROLE)],
)
def test_arenas_by_visibility(cast, visibility, seen_by):
    cast.arena.visibility = visibility
    cast.arena.save()

    sees = {name for name in PEOPLE if cast.arena in queries.arenas_visible_to(cast.person(name), on=DAY)}

    assert sees == seen_by


def test_a_role_holds_from_its_first_day_until_its_last(closed_cast):
    person = UserFactory()
    ArenaRoleFactory(
        arena=closed_cast.arena, user=person, role="auditor", starts_on=date(2026, 2, 1), ends_on=date(2026, 3, 1)
    )

    days = [date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 1)]

    assert [queries.arenas_visible_to(person, on=day).filter(pk=closed_cast.arena.pk).exists() for day in days] == [
        False,
        True,
        True,
        False,
    ]
    assert [queries.has_role(person, closed_cast.arena, "auditor", on=day) for day in days] == [
        False,
        True,
        True,
        False,
    ]


def test_several_roles_show_an_arena_once_with_its_sides(closed_cast, django_assert_num_queries):
    ArenaRoleFactory(arena=closed_cast.arena, user=closed_cast.lead, role="broker")

    with django_assert_num_queries(2):
        arenas = list(queries.arenas_visible_to(closed_cast.lead, on=DAY).filter(slug="one"))
        assert [[side.code for side in arena.sides.all()] for arena in arenas] == [["NO", "SE"]]


def test_a_key_opens_the_arena_of_its_grant_alone(closed_cast):
    other = ArenaFactory(slug="third", visibility="closed")
    key, _secret = ApiKey.objects.create_key(name="Programme", owner=closed_cast.lead)
    KeyGrant.objects.create(key=key, arena=closed_cast.arena, role="funder")
    holder = KeyHolder(key)

    seen = set(queries.arenas_visible_to(holder, on=DAY).values_list("slug", flat=True))

    assert seen == {"one", "other"}
    assert queries.sees_firm_names(holder, closed_cast.arena, on=DAY)
    assert not queries.sees_firm_names(holder, other, on=DAY)
    assert not queries.sees_working_figures(holder, closed_cast.arena, on=DAY)
    assert not queries.is_member(holder, closed_cast.arena, on=DAY)


@pytest.mark.parametrize(
    ("right", "held_by"),
    [
        (queries.sees_working_figures, {"lead", "coordinator", "broker", "reference", "auditor"} | MEMBERS),
        (queries.sees_firm_names, {"lead", "coordinator", "broker", "funder", "auditor"}),
        (queries.sees_evidence_files, {"lead", "coordinator", "auditor"}),
    ],
)
def test_rights_to_see(cast, right, held_by):
    assert {name for name in PEOPLE if right(cast.person(name), cast.arena, on=DAY)} == held_by
    assert not any(right(cast.person(name), cast.other_arena, on=DAY) for name in PEOPLE if name != "outsider")


def test_open_working_figures_are_everybodys(cast):
    cast.arena.open_working_figures = True

    assert all(queries.sees_working_figures(cast.person(name), cast.arena, on=DAY) for name in PEOPLE)


def test_roles_are_asked_for_once(cast, django_assert_num_queries):
    lead = type(cast.lead).objects.get(pk=cast.lead.pk)

    with django_assert_num_queries(1):
        for right in (queries.sees_firm_names, queries.sees_evidence_files, queries.sees_working_figures):
            assert right(lead, cast.arena, on=DAY)


def test_the_door_sets_arena_and_visitor_or_does_not_exist(closed_cast, rf):
    request = rf.get("/")
    request.user = closed_cast.coordinator

    arena = enter(request, "one")

    assert (arena, request.arena) == (closed_cast.arena, closed_cast.arena)
    visitor = request.visitor
    assert (visitor.may_log, visitor.may_manage) == (True, False)
    assert (visitor.sees_firm_names, visitor.sees_evidence_files, visitor.sees_working_figures) == (True, True, True)
    for person, slug in ((closed_cast.outsider, "one"), (closed_cast.anonymous, "one"), (closed_cast.lead, "nowhere")):
        request.user = person
        with pytest.raises(Http404):
            enter(request, slug)


def test_the_visitor_of_a_public_arena(cast, rf):
    request = rf.get("/")
    request.user = cast.anonymous

    enter(request, "one")

    assert not request.visitor.may_log
    assert not request.visitor.may_manage
    assert not request.visitor.sees_firm_names
