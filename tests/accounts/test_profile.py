"""The person's own name and language."""

import pytest
from django.test import Client

from core.models import LogEntry
from tests.factories import UserFactory
from tests.letters import last_letter

pytestmark = pytest.mark.django_db
PROFILE = "/en/account/"


@pytest.fixture
def person():
    return UserFactory(email="kari@example.org", name="Kari", language="en")


@pytest.fixture
def signed_in(person, as_person):
    return as_person(person)


def test_profile_asks_the_anonymous_to_sign_in():
    response = Client().get(PROFILE)

    assert (response.status_code, response["Location"]) == (302, f"/en/account/login/?next={PROFILE}")


def test_profile_is_saved_and_answers_in_the_new_language(signed_in, person):
    response = signed_in.post(PROFILE, {"name": "Kari Nordmann", "language": "nb"})

    person.refresh_from_db()
    assert (response.status_code, response["Location"]) == (302, "/nb/account/")
    assert (person.name, person.language) == ("Kari Nordmann", "nb")


@pytest.mark.parametrize(("sent", "gets"), [({"gets_reminders": "on"}, True), ({}, False)])
def test_reminders_can_be_switched_off_and_on(signed_in, person, sent, gets):
    signed_in.post(PROFILE, {"name": "Kari", "language": "en"} | sent)

    person.refresh_from_db()
    assert person.gets_reminders is gets
    assert ("checked" in signed_in.get(PROFILE).content.decode().partition('name="gets_reminders"')[2][:80]) is gets


def test_log_holds_no_name(signed_in):
    signed_in.post(PROFILE, {"name": "Kari Nordmann", "language": "nb"})

    entry = LogEntry.objects.get(verb="change_profile")
    assert (entry.fields, entry.before, entry.after) == (["name", "language", "gets_reminders"], {}, {})


def test_missing_language_is_explained_and_nothing_saved(signed_in, person):
    response = signed_in.post(PROFILE, {"name": "Kari Nordmann"})

    person.refresh_from_db()
    assert response.status_code == 422
    assert "Choose an answer" in response.content.decode()
    assert "Kari Nordmann" in response.content.decode()
    assert person.name == "Kari"


def test_change_of_page_language_keeps_the_typed_name(signed_in, person):
    response = signed_in.post("/sv/account/", {"name": "Kari N", "keep_text": "1"})

    person.refresh_from_db()
    assert response.status_code == 200
    assert "Kari N" in response.content.decode()
    assert person.name == "Kari"


def test_another_address_is_added_and_waits_for_its_code(signed_in):
    response = signed_in.post("/en/account/email/", {"action_add": "", "email": "kari@work.example"})

    assert (response.status_code, response["Location"]) == (302, "/en/account/confirm-email/")
    assert (last_letter().to, last_letter().subject) == ("kari@work.example", "Confirm your address")


def test_address_that_is_none_is_explained(signed_in):
    response = signed_in.post("/en/account/email/", {"action_add": "", "email": "kari"})

    assert response.status_code == 422
    assert "Write an email address" in response.content.decode()
