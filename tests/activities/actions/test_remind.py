"""Reminders of checks: one mail to a person and week at most, in the person's language, with numbers alone."""

from datetime import date, timedelta

import pytest

from activities.actions.remind import remind_of_checks
from activities.models import NotKnownYet
from core.models import Mail
from core.secrets import decrypt
from tests.factories import ActivityFactory, ArenaRoleFactory, AssessmentFactory

MONDAY = date(2026, 11, 23)


@pytest.fixture
def due(cast):
    activity = ActivityFactory(arena=cast.arena, title="Räddade Bolaget AB", logged_by=cast.member)
    activity.sides.add(cast.sweden)
    AssessmentFactory(activity=activity, rated_on=date(2026, 1, 1))
    return activity


def told() -> set[str]:
    return {mail.address for mail in Mail.objects.filter(purpose="activities.checks")}


def test_those_who_can_answer_are_told(cast, due):
    assert remind_of_checks(on=MONDAY) == 2
    assert told() == {"lead@example.org", "member@example.org"}


def test_once_a_week_whatever_happens(due):
    for day in (0, 0, 1, 6):
        remind_of_checks(on=MONDAY + timedelta(days=day))
    assert Mail.objects.filter(purpose="activities.checks").count() == 2

    remind_of_checks(on=MONDAY + timedelta(days=7))

    assert Mail.objects.filter(purpose="activities.checks").count() == 4


@pytest.mark.parametrize("off", [{"gets_reminders": False}, {"is_active": False}, {"is_local": True}])
def test_who_does_not_want_or_cannot_get_mail_gets_none(cast, due, off):
    for name, value in off.items():
        setattr(cast.lead, name, value)
    cast.lead.save()

    remind_of_checks(on=MONDAY)

    assert told() == {"member@example.org"}


def test_roles_that_are_over_and_answers_of_late_count(cast, due):
    cast.lead.arena_roles.update(ends_on=MONDAY)
    remind_of_checks(on=MONDAY)
    assert told() == {"member@example.org"}

    NotKnownYet.objects.create(activity=due, said_on=MONDAY)

    assert remind_of_checks(on=MONDAY + timedelta(days=7)) == 0


def test_a_made_up_arena_tells_nobody(cast, due):
    cast.arena.is_sample = True
    cast.arena.save()

    assert remind_of_checks(on=MONDAY) == 0


def test_one_mail_for_all_arenas_in_the_persons_language_without_names(cast, due):
    other = ActivityFactory(arena=cast.other_arena, title="Hemliga AB")
    AssessmentFactory(activity=other, rated_on=date(2026, 1, 1))
    ArenaRoleFactory(arena=cast.other_arena, user=cast.lead, role="coordinator")
    cast.lead.language = "nb"
    cast.lead.save()

    remind_of_checks(on=MONDAY)

    mail = Mail.objects.get(address="lead@example.org")
    body = decrypt(mail.body)
    assert "/nb/a/one/checks/" in body
    assert "/nb/a/other/checks/" in body
    assert "/nb/account/" in body
    assert "AB" not in f"{mail.subject}{body}"
    assert mail.tenant is None
