"""Sign-in and sign-up by code, through the real pages and mails."""

import pytest
from django.test import Client

from accounts.models import User
from tests.factories import UserFactory
from tests.letters import last_letter, letters

pytestmark = pytest.mark.django_db

LOGIN = "/en/account/login/"
CONFIRM = "/en/account/login/code/confirm/"


def ask_for_code(client: Client, email: str) -> None:
    response = client.post(LOGIN, {"login": email})
    assert (response.status_code, response["Location"]) == (302, CONFIRM)


def test_code_signs_in():
    person = UserFactory(email="kari@example.org")
    client = Client()

    ask_for_code(client, "kari@example.org")
    response = client.post(CONFIRM, {"code": last_letter().code})

    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)


def test_code_works_once():
    UserFactory(email="kari@example.org")
    client = Client()
    ask_for_code(client, "kari@example.org")
    code = last_letter().code
    client.post(CONFIRM, {"code": code})
    client.post("/en/account/logout/")

    client.post(CONFIRM, {"code": code})

    assert "_auth_user_id" not in client.session


def test_wrong_code_is_said_beside_the_field():
    UserFactory(email="kari@example.org")
    client = Client()
    ask_for_code(client, "kari@example.org")

    response = client.post(CONFIRM, {"code": "wrong"})

    page = response.content.decode()
    assert response.status_code == 422
    assert page.count("The code is not right") == 2
    assert 'href="#id_code"' in page
    assert 'aria-describedby="id_code_error"' in page
    assert "_auth_user_id" not in client.session


def test_fourth_try_needs_a_new_code():
    UserFactory(email="kari@example.org")
    client = Client()
    ask_for_code(client, "kari@example.org")
    code = last_letter().code
    for _try in range(3):
        client.post(CONFIRM, {"code": "wrong"})

    client.post(CONFIRM, {"code": code})

    assert "_auth_user_id" not in client.session


def test_link_in_mail_only_fills_the_code_in():
    UserFactory(email="kari@example.org")
    client = Client()
    ask_for_code(client, "kari@example.org")
    code = last_letter().code

    for _prefetch in range(3):
        response = client.get(CONFIRM, {"code": code})

    assert f'value="{code}"' in response.content.decode()
    assert "_auth_user_id" not in client.session
    assert client.post(CONFIRM, {"code": code}).status_code == 302
    assert "_auth_user_id" in client.session


def test_sign_in_leads_back_to_where_the_person_came_from():
    UserFactory(email="kari@example.org")
    client = Client()

    client.post(LOGIN, {"login": "kari@example.org", "next": "/en/privacy/"})
    response = client.post(CONFIRM, {"code": last_letter().code, "next": "/en/privacy/"})

    assert "&next=%2Fen%2Fprivacy%2F" in last_letter().body
    assert response["Location"] == "/en/privacy/"


def test_sign_in_leads_to_no_other_site():
    UserFactory(email="kari@example.org")
    client = Client()

    client.post(LOGIN, {"login": "kari@example.org", "next": "https://elsewhere.example/"})
    response = client.post(CONFIRM, {"code": last_letter().code, "next": "https://elsewhere.example/"})

    assert "elsewhere" not in last_letter().body
    assert response["Location"] == "/en/"


def test_mail_is_in_the_language_of_the_person():
    UserFactory(email="kari@example.org", language="nb")

    ask_for_code(Client(), "kari@example.org")

    assert "/nb/account/login/code/confirm/?code=" in last_letter().body


def test_unknown_address_looks_the_same_and_gets_a_mail():
    client = Client()

    ask_for_code(client, "nobody@example.org")

    assert client.get(CONFIRM).status_code == 200
    assert "nobody@example.org" in last_letter().body
    assert "code=" not in last_letter().body


def test_address_that_is_none_is_kept_and_explained():
    response = Client().post(LOGIN, {"login": "kari at example"})

    page = response.content.decode()
    assert response.status_code == 422
    assert page.count("Write an email address, such as name@example.org") == 2
    assert 'value="kari at example"' in page
    assert "<title>Error:" in page


def test_change_of_language_keeps_the_address_and_sends_nothing():
    response = Client().post("/sv/account/login/", {"login": "kari@exam", "keep_text": "1"})

    page = response.content.decode()
    assert response.status_code == 200
    assert 'value="kari@exam"' in page
    assert "error-summary" not in page
    assert letters() == []


def test_sign_up_keeps_name_and_language():
    client = Client()
    sent = client.post("/nb/account/signup/", {"email": "Ny@example.org", "name": "  Åse   Ødegård "})
    assert (sent.status_code, sent["Location"]) == (302, "/nb/account/confirm-email/")

    client.post("/nb/account/confirm-email/", {"code": last_letter().code})

    person = User.objects.get(email="ny@example.org")
    assert (person.name, person.language) == ("Åse Ødegård", "nb")
    assert not person.has_usable_password()
    assert client.session["_auth_user_id"] == str(person.pk)


def test_sign_up_asks_no_name():
    assert Client().post("/en/account/signup/", {"email": "ny@example.org"}).status_code == 302


def test_sign_up_with_a_known_address_says_so_only_by_mail():
    UserFactory(email="kari@example.org")

    response = Client().post("/en/account/signup/", {"email": "kari@example.org"})

    assert response.status_code == 302
    assert User.objects.count() == 1
    assert "You already have one" in last_letter().body


@pytest.mark.parametrize("path", ["password/reset/", "password/change/", "password/set/", "reauthenticate/"])
def test_pages_for_passwords_are_closed(path):
    assert Client().get(f"/en/account/{path}").status_code == 404


def test_sign_out_asks_first():
    client = Client()
    client.force_login(UserFactory())

    assert client.get("/en/account/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    client.post("/en/account/logout/")
    assert "_auth_user_id" not in client.session
