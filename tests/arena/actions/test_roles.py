"""Giving and ending roles below their pages."""

import pytest

from arena.actions.roles import end_role, give_role
from core.clock import today
from core.errors import RuleBroken
from core.writes import mark_of
from tests.factories import ArenaRoleFactory

pytestmark = pytest.mark.django_db


def test_of_two_leads_who_end_each_other_the_first_one_stays(cast):
    first = cast.arena.roles.get(user=cast.lead)
    second = ArenaRoleFactory(arena=cast.arena, user=cast.broker, role="lead", side=cast.sweden)
    day, marks = today(), {row.pk: mark_of(row, ("ends_on",)) for row in (first, second)}

    end_role(arena=cast.arena, key=second.pk, mark=marks[second.pk], ends_on=day, actor=cast.lead, on=day)
    with pytest.raises(RuleBroken) as refused:
        end_role(arena=cast.arena, key=first.pk, mark=marks[first.pk], ends_on=day, actor=cast.broker, on=day)

    assert refused.value.code == "role.above_own"
    first.refresh_from_db()
    assert first.ends_on is None


def test_a_role_finds_its_person_by_every_confirmed_address(cast):
    cast.outsider.emailaddress_set.create(email="outsider@work.example", verified=True)
    who = {"arena": cast.arena, "role": "reference", "side": None, "starts_on": today(), "ends_on": None}

    row = give_role(email="Outsider@Work.example", actor=cast.lead, on=today(), **who)

    assert row.user == cast.outsider
