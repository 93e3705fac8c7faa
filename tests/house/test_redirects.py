"""No address in a link or a form leads away from this site: every place that takes one, 27 forms of trying."""

import re
from datetime import date
from urllib.parse import quote, urlsplit

import pytest
from django.test import Client

from core.addresses import is_own
from tests.accounts.sessions import signed_in, with_address
from tests.accounts.soft_key import SoftKey
from tests.accounts.test_passkeys import add_passkey, sign_in_alone
from tests.factories import ActivityFactory, UserFactory
from tests.letters import last_letter, letters

pytestmark = pytest.mark.django_db
ACCOUNT = "/en/account/"
ELSEWHERE = [
    "//elsewhere.example",
    "///elsewhere.example",
    "////elsewhere.example/",
    "/\\elsewhere.example",
    "\\\\elsewhere.example",
    "\\/elsewhere.example",
    "/\t/elsewhere.example",
    "/\n/elsewhere.example",
    "\t//elsewhere.example",
    " //elsewhere.example",
    "https://elsewhere.example/",
    "http://elsewhere.example/",
    "HTTPS://ELSEWHERE.EXAMPLE",
    "https:elsewhere.example",
    "https:/elsewhere.example",
    "https:///elsewhere.example",
    "https://testserver@elsewhere.example/",
    "https://testserver.elsewhere.example/",
    "//testserver@elsewhere.example",
    "%2f%2felsewhere.example",
    "%5c%5celsewhere.example",
    "javascript:alert(1)//elsewhere.example",
    "java\tscript:alert(1)//elsewhere.example",
    "data:text/html,elsewhere.example",
    "ftp://elsewhere.example",
    "//elsewhere.example/%2e%2e",
    "\x00//elsewhere.example",
    "elsewhere.example",
]


def as_a_browser_reads(location: str) -> str:
    """The host an answer leads to, after the browser has dropped tabs and turned the slashes; empty on this site."""
    cleaned = re.sub(r"[\t\r\n]", "", location).strip().replace("\\", "/")
    parts = urlsplit(cleaned)
    return parts.netloc or (parts.scheme and f"{parts.scheme}:")


def stays_here(response) -> bool:
    """Whether the answer leads nowhere or to a path of this site."""
    location = response.get("Location", "/")
    return location.startswith("/") and not as_a_browser_reads(location)


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_an_address_elsewhere_is_none_of_ours(wanted):
    assert not is_own(wanted)


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_no_place_that_takes_an_address_leads_away(cast, wanted):
    person = with_address(UserFactory(email="kari@example.org"))
    key, client, new = SoftKey(), Client(), Client()
    add_passkey(signed_in(cast.member, method="code"), key)
    with_address(cast.member)
    answers = [client.post(f"{ACCOUNT}login/", {"login": person.email, "next": wanted})]
    answers += [client.post(f"{ACCOUNT}login/code/confirm/?next={quote(wanted)}", {"action": "resend", "next": wanted})]
    answers += [client.post(f"{ACCOUNT}login/code/confirm/", {"code": last_letter().code, "next": wanted})]
    answers += [client.get(f"{ACCOUNT}login/", {"next": wanted}), client.get(f"{ACCOUNT}signup/", {"next": wanted})]
    answers += [client.get(f"{ACCOUNT}confirm-person/", {"next": wanted})]
    answers += [client.post(f"{ACCOUNT}logout/", {"next": wanted})]
    answers += [new.post(f"{ACCOUNT}signup/", {"email": "ny@example.org", "next": wanted})]
    answers += [new.post(f"{ACCOUNT}confirm-email/", {"code": last_letter().code, "next": wanted})]
    answers += [sign_in_alone(Client(), key, next=wanted)]
    answers += [Client().post(f"{ACCOUNT}login/passkey/", {"credential": "{}", "next": wanted})]
    answers += [Client().post("/en/look/", {"look": "dark", "next": wanted})]
    plan = ActivityFactory(arena=cast.arena, status="planned", first_on=date(2024, 3, 1), logged_by=cast.member)
    held = {"version": "1", "status": "held", "next": wanted}
    answers += [signed_in(cast.member).post(f"/en/a/one/activities/{plan.pk}/quick/", held)]

    assert [answer.status_code for answer in answers] == [302] * len(answers)
    assert [answer["Location"] for answer in answers if not stays_here(answer)] == []
    assert [letter.body for letter in letters() if "elsewhere" in letter.body.lower()] == []


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_sign_in_sends_nobody_on_to_another_site(wanted):
    person = with_address(UserFactory())
    client = Client()
    client.post(f"{ACCOUNT}login/", {"login": person.email, "next": wanted})

    response = client.post(f"{ACCOUNT}login/code/confirm/", {"code": last_letter().code, "next": wanted})

    assert response["Location"] == "/en/"


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_a_late_proof_sends_nobody_on_to_another_site(cast, settings, wanted):
    settings.SECOND_FACTOR_ROLES = []
    client = signed_in(cast.lead, method="code", minutes_ago=31)
    client.post(f"{ACCOUNT}confirm-person/", {"action": "send"})

    response = client.post(f"{ACCOUNT}confirm-person/", {"code": last_letter().code, "next": wanted})

    assert response["Location"] == ACCOUNT


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_paths_and_the_language_switch_lead_to_pages_of_this_site(client, db, wanted):
    for path in (f"/{quote(wanted)}", f"/en/{quote(wanted)}", f"/en/privacy/?next={quote(wanted)}", quote(wanted)):
        response = client.get(path if path.startswith("/") else f"/{path}")
        links = re.findall(r'<a href="([^"]*)" lang=', response.content.decode())

        assert stays_here(response)
        assert [link for link in links if not re.match(r"/(sv|nb|en)/", link)] == []


def test_a_page_of_ours_is_still_found_again(cast):
    client = signed_in(cast.lead)

    assert client.get(f"{ACCOUNT}confirm-person/", {"next": "/en/a/one/settings/"})["Location"] == "/en/a/one/settings/"
