"""Asked again before what matters: when, by what, and that nothing typed is lost."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from core.clock import now
from tests.accounts.sessions import signed_in
from tests.letters import last_letter, letters

pytestmark = pytest.mark.django_db
STEP_UP = "/en/account/confirm-person/"
NEW_KEY = "/en/a/one/settings/keys/new/"
CAREFUL = [
    NEW_KEY,
    "/en/a/one/settings/roles/new/",
    "/en/account/email/",
    "/en/account/security/app/",
    "/en/account/security/passkeys/",
]


@pytest.mark.parametrize("page", CAREFUL)
def test_a_careful_page_opens_within_half_an_hour(cast, page):
    assert signed_in(cast.lead, minutes_ago=29).get(page).status_code == 200


@pytest.mark.parametrize("page", CAREFUL)
def test_a_careful_page_asks_after_half_an_hour_before_anything_is_typed(cast, page):
    response = signed_in(cast.lead, minutes_ago=31).get(page)

    assert (response.status_code, response["Location"]) == (302, f"{STEP_UP}?next={page.replace('/', '%2F')}")


def test_other_settings_ask_nothing(cast):
    assert signed_in(cast.lead, minutes_ago=31).get("/en/a/one/settings/themes/new/").status_code == 200


def test_outsiders_learn_nothing_of_a_careful_page(closed_cast):
    assert signed_in(closed_cast.outsider, minutes_ago=31).get(NEW_KEY).status_code == 404


def test_a_mailed_code_answers_where_there_is_no_factor(cast, settings):
    settings.SECOND_FACTOR_ROLES = []
    client = signed_in(cast.lead, method="code", minutes_ago=31)
    asked = client.get(NEW_KEY)["Location"]

    client.post(asked, {"action": "send"})
    response = client.post(asked, {"code": last_letter().code})

    assert last_letter().to == cast.lead.email
    assert (response.status_code, response["Location"]) == (302, NEW_KEY)
    assert client.get(NEW_KEY).status_code == 200


def test_opening_the_question_mails_nothing(cast, settings):
    settings.SECOND_FACTOR_ROLES = []

    signed_in(cast.lead, method="code", minutes_ago=31).get(STEP_UP)

    assert letters() == []


def test_a_wrong_code_is_explained_and_opens_nothing(cast, settings):
    settings.SECOND_FACTOR_ROLES = []
    client = signed_in(cast.lead, method="code", minutes_ago=31)
    client.post(STEP_UP, {"action": "send"})

    response = client.post(STEP_UP, {"code": "wrong"})

    assert response.status_code == 422
    assert "The code is not right" in response.content.decode()
    assert client.get(NEW_KEY).status_code == 302


def test_the_code_works_once(cast, settings):
    settings.SECOND_FACTOR_ROLES = []
    client = signed_in(cast.lead, method="code", minutes_ago=31)
    client.post(STEP_UP, {"action": "send"})
    code = last_letter().code
    client.post(STEP_UP, {"code": code})
    session = client.session
    session["account_authentication_methods"][-1]["at"] -= 1900
    session.save()

    assert client.post(STEP_UP, {"code": code}).status_code == 422


def test_what_was_sent_too_late_is_kept_and_sent_again_by_one_press(cast, settings):
    settings.SECOND_FACTOR_ROLES = []
    client = signed_in(cast.lead, method="code", minutes_ago=31)

    asked = client.post(NEW_KEY, {"name": "Programme <office>", "token": "x" * 22})["Location"]
    client.post(asked, {"action": "send"})
    response = client.post(asked, {"code": last_letter().code, "next": NEW_KEY})

    page = response.content.decode()
    assert 'name="name" value="Programme &lt;office&gt;"' in page
    assert f'action="{NEW_KEY}"' in page


def test_a_proof_gives_the_session_a_new_key(cast, settings):
    settings.SECOND_FACTOR_ROLES = []
    client = signed_in(cast.lead, method="code", minutes_ago=31)
    seen = Client()
    seen.cookies["session"] = client.cookies["session"].value
    client.post(STEP_UP, {"action": "send"})

    client.post(STEP_UP, {"code": last_letter().code})

    assert (client.get(NEW_KEY).status_code, seen.get("/en/account/").status_code) == (200, 302)
    assert [place["is_here"] for place in client.get("/en/account/security/").context["sessions"]] == [True]


def test_the_code_of_another_mailbox_is_no_proof(cast):
    client = signed_in(cast.member, minutes_ago=25)
    client.post("/en/account/email/", {"action_add": "", "email": "other@example.org"})

    with time_machine.travel(now() + timedelta(minutes=6)):
        client.post("/en/account/confirm-email/", {"code": last_letter().code})
        response = client.get("/en/account/email/")

    assert cast.member.emailaddress_set.filter(email="other@example.org", verified=True).exists()
    assert response["Location"].startswith(STEP_UP)


def test_an_address_elsewhere_leads_nowhere(cast):
    response = signed_in(cast.lead).get(STEP_UP, {"next": "https://elsewhere.example/"})

    assert response["Location"] == "/en/account/"
