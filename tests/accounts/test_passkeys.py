"""Passkeys: added, used to sign in alone, as a second step and as proof; hostile answers change nothing."""

import html
import json
import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from core.writes import new_token
from tests.accounts.sessions import signed_in, with_address
from tests.accounts.soft_key import SoftKey
from tests.factories import UserFactory
from tests.letters import last_letter

pytestmark = pytest.mark.django_db
ADD = "/en/account/security/passkeys/"
ALONE = "/en/account/login/passkey/"
HOSTILE = [
    "",
    "null",
    "[]",
    "{}",
    "1",
    '"text"',
    "{",
    '{"id": 1}',
    '{"id": "a", "rawId": "a", "type": "public-key", "response": {}}',
    '{"id": "a", "rawId": "a", "type": "public-key", "response": []}',
    '{"id": "a", "rawId": "a", "type": "public-key", "response": null, "clientExtensionResults": {}}',
    '{"id": "é", "rawId": "é", "type": "public-key", "response": {"clientDataJSON": "é"}}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "AA", "attestationObject": "AA",'
    ' "authenticatorData": "AA", "signature": "AA", "userHandle": "AA"}, "clientExtensionResults": {}}',
    '{"response": {"userHandle": "/////w", "clientDataJSON": "e30", "authenticatorData": "AA", "signature": ""}}',
    "[" * 3000,
]


def options_on(page: str) -> dict:
    """What the page asks the device for."""
    return json.loads(html.unescape(re.search(r'data-options="([^"]+)"', page)[1]))


def add_passkey(client: Client, key: SoftKey, name: str = "Phone"):
    """Registers `key` through the page."""
    options = options_on(client.get(ADD).content.decode())
    return client.post(ADD, {"name": name, "credential": json.dumps(key.create(options)), "token": new_token()})


def sign_in_alone(client: Client, key: SoftKey, **fields: str):
    """Signs in with nothing but `key`."""
    answer = key.get(client.post(ALONE).json())
    return client.post(ALONE, {"credential": json.dumps(answer)} | fields)


@pytest.fixture
def kari():
    return with_address(UserFactory(email="kari@example.org"))


@pytest.fixture
def key(kari):
    """Kari's passkey."""
    made = SoftKey()
    assert add_passkey(signed_in(kari, method="code"), made).status_code == 200
    return made


def test_the_first_passkey_comes_with_recovery_codes_and_a_mail(kari):
    response = add_passkey(signed_in(kari, method="code"), SoftKey())

    assert len(re.findall(r"<li><code>\d{10}</code>", response.content.decode())) == 10
    assert Authenticator.objects.get(type="webauthn").data["name"] == "Phone"
    assert (last_letter().to, last_letter().subject) == ("kari@example.org", "A passkey was added to your account")


def test_a_passkey_signs_in_alone(kari, key):
    client = Client()

    response = sign_in_alone(client, key)

    assert (response.status_code, response["Location"]) == (302, "/en/")
    assert client.session["_auth_user_id"] == str(kari.pk)


def test_a_passkey_leads_back_to_where_the_person_came_from(key):
    assert sign_in_alone(Client(), key, next="/en/privacy/")["Location"] == "/en/privacy/"


def test_sign_in_by_passkey_changes_the_key_of_the_session(key):
    client = Client()
    client.post(ALONE)
    before = client.session.session_key

    sign_in_alone(client, key)

    assert client.session.session_key != before


def test_an_answer_is_good_once(key):
    client, other = Client(), Client()
    answer = {"credential": json.dumps(key.get(client.post(ALONE).json()))}
    client.post(ALONE, answer)
    client.post("/en/account/logout/")
    other.post(ALONE)

    client.post(ALONE, answer)
    other.post(ALONE, answer)

    assert "_auth_user_id" not in client.session
    assert "_auth_user_id" not in other.session


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "http://localhost.elsewhere.example", "null", ""])
def test_a_passkey_answers_to_no_other_site(kari, key, origin):
    key.origin = origin
    client = Client()

    response = sign_in_alone(client, key)

    assert response["Location"] == "/en/account/login/"
    assert "_auth_user_id" not in client.session


def test_the_question_names_our_own_host_whatever_name_the_request_came_by(key, settings):
    settings.ALLOWED_HOSTS = ["*"]

    asked = Client(headers={"Host": "elsewhere.example"}).post(ALONE).json()

    assert asked["publicKey"]["rpId"] == "localhost"


def test_a_device_that_recognises_nobody_is_refused(kari):
    response = add_passkey(signed_in(kari, method="code"), SoftKey(is_verifying=False))

    assert response.status_code == 422
    assert not Authenticator.objects.exists()


def test_a_passkey_is_the_second_step_too(kari, key):
    client = Client()
    client.post("/en/account/login/", {"login": "kari@example.org"})
    response = client.post("/en/account/login/code/confirm/", {"code": last_letter().code})
    assert response["Location"] == "/en/account/2fa/authenticate/"
    page = client.get("/en/account/2fa/authenticate/").content.decode()

    answer = json.dumps(key.get(options_on(page)))
    client.post("/en/account/2fa/authenticate/", {"credential": answer})

    assert client.session["_auth_user_id"] == str(kari.pk)


def test_a_passkey_answers_the_question_whether_it_is_still_you(kari, key):
    client = signed_in(kari, minutes_ago=31)
    asked = client.get(ADD)["Location"]
    page = client.get(asked).content.decode()

    response = client.post(asked, {"credential": json.dumps(key.get(options_on(page))), "next": ADD})

    assert response["Location"] == ADD
    assert client.get(ADD).status_code == 200


def test_somebody_elses_passkey_does_not_answer_for_me(kari, key):
    other = UserFactory(email="ola@example.org")
    foreign = SoftKey()
    add_passkey(signed_in(other, method="code"), foreign)
    client = signed_in(kari, minutes_ago=31)
    asked = client.get(ADD)["Location"]
    page = client.get(asked).content.decode()

    response = client.post(asked, {"credential": json.dumps(foreign.get(options_on(page)))})

    assert response.status_code == 422
    assert client.get(ADD).status_code == 302


@pytest.mark.parametrize("answer", HOSTILE)
def test_hostile_answers_are_refused_everywhere(kari, key, answer):
    alone, half, fresh = Client(), Client(), signed_in(kari)
    alone.post(ALONE)
    half.post("/en/account/login/", {"login": "kari@example.org"})
    half.post("/en/account/login/code/confirm/", {"code": last_letter().code})
    fresh.get(ADD)

    statuses = [
        alone.post(ALONE, {"credential": answer}).status_code,
        half.post("/en/account/2fa/authenticate/", {"credential": answer}).status_code,
        fresh.post(ADD, {"name": "x", "credential": answer, "token": new_token()}).status_code,
    ]

    assert statuses == [302, 422, 422]
    assert "_auth_user_id" not in alone.session
    assert "_auth_user_id" not in half.session
    assert Authenticator.objects.filter(type="webauthn").count() == 1


def test_a_closed_account_is_not_opened_by_its_passkey(kari, key):
    kari.is_active = False
    kari.save()
    client = Client()

    sign_in_alone(client, key)

    assert "_auth_user_id" not in client.session


def test_a_passkey_is_renamed_by_its_owner_alone(kari, key):
    passkey = Authenticator.objects.get(type="webauthn")
    address = f"{ADD}{passkey.pk}/"

    signed_in(kari).post(address, {"name": "Blue  phone"})

    passkey.refresh_from_db()
    assert passkey.data["name"] == "Blue phone"
    assert signed_in(UserFactory()).post(address, {"name": "Mine"}).status_code == 404
