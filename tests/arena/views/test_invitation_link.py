"""The link in the mail: reading it changes nothing, one button accepts, and the address stays a secret."""

import logging
import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from arena.actions.invitations import invite
from arena.models import ArenaRole, Invitation
from core.clock import now, today
from core.log_lines import Masked
from core.models import LogEntry, Mail
from tests.arena.links import last_link, last_token, prove
from tests.factories import UserFactory
from tests.letters import last_letter


@pytest.fixture
def link(cast) -> str:
    """Ny Person is invited to coordinate Norway."""
    return send(cast)


def send(cast, **changes: object) -> str:
    terms = {"email": "ny@example.org", "role": "coordinator", "side": cast.norway, "ends_on": None, "language": "en"}
    invite(**{"arena": cast.arena, "actor": cast.lead, "on": today(), "at": now()} | terms | changes)
    return last_link()


def newcomer() -> User:
    return prove(UserFactory(email="ny@example.org", name="Ny Person"))


def rows() -> list[object]:
    return [list(model.objects.order_by("pk").values()) for model in (Invitation, ArenaRole, LogEntry, Mail, User)]


def test_anybody_with_the_link_reads_who_invites_to_what(closed_cast, as_person):
    link = send(closed_cast)

    page = as_person(None).get(link).content.decode()

    assert "You are invited to Arena One" in page
    assert "Lead invites you to take a role." in page
    assert "Coordinator" in page
    assert "Norway" in page
    assert "ny@example.org" not in page
    assert f"/en/account/login/?next=%2Fen%2Finvitation%2F{last_token()}%2F" in page
    assert "Accept the role" not in page


def test_reading_changes_nothing(cast, link, as_person):
    clients = [as_person(None), as_person(newcomer()), as_person(cast.lead)]
    before = rows()

    answers = [client.get(link).status_code for client in clients] + [as_person(None).head(link).status_code]

    assert answers == [200] * 4
    assert rows() == before


def test_accepting_gives_the_role_and_leads_into_the_arena(closed_cast, as_person):
    link, person = send(closed_cast, role="broker", side=None), newcomer()
    client = as_person(person)
    assert client.get("/en/a/one/").status_code == 404

    response = client.post(link)

    assert (response.status_code, response.url) == (302, "/en/a/one/")
    assert [row.role for row in closed_cast.arena.roles.filter(user=person)] == ["broker"]
    assert "Welcome. Your role holds from today." in client.get("/en/a/one/").content.decode()


def test_the_second_press_is_told_that_it_is_done(cast, link, as_person):
    client = as_person(newcomer())
    client.post(link)

    again = client.post(link)
    read = client.get(link)

    assert again.status_code == 302
    assert (read.status_code, "You have accepted this invitation" in read.content.decode()) == (200, True)
    assert cast.arena.roles.filter(user__email="ny@example.org").count() == 1


def but_for_secrets(response, link: str) -> str:
    """The page without the token of its own address and those of its forms."""
    page = response.content.decode().replace(link.split("/")[-2], "")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def test_all_dead_links_give_the_same_answer(cast, as_person):
    used, revoked = send(cast), send(cast, role="broker")
    as_person(newcomer()).post(used)
    Invitation.objects.filter(role="broker").update(revoked_at=now(), email="")
    over = send(cast, role="reference")
    Invitation.objects.filter(role="reference").update(expires_at=now() - timedelta(seconds=1))
    helpless = send(cast, role="funder", side=None)
    Invitation.objects.filter(role="funder").update(invited_by=cast.member)
    unknown = f"/en/invitation/{'x' * 43}/"
    misshapen = "/en/invitation/short/"
    client = as_person(cast.outsider)

    answers = [(link, client.get(link)) for link in (used, revoked, over, helpless, unknown, misshapen)]

    assert {response.status_code for _link, response in answers} == {404}
    assert len({but_for_secrets(response, link) for link, response in answers}) == 1
    assert "This invitation does not work" in answers[0][1].content.decode()
    assert {client.post(link).status_code for link, _response in answers} == {404}


def test_another_address_is_told_kindly_and_gets_nothing(cast, link, as_person):
    client = as_person(prove(cast.outsider))

    read = client.get(link)
    pressed = client.post(link)

    page = read.content.decode()
    assert read.status_code == 200
    assert "The invitation is for another address" in page
    assert "You are signed in as outsider@example.org." in page
    assert "Accept the role" not in page
    assert "ny@example.org" not in page
    assert pressed.status_code == 422
    assert "sent to another address than those you have confirmed" in pressed.content.decode()
    assert not cast.arena.roles.filter(user=cast.outsider).exists()


def test_without_an_account_the_way_leads_through_sign_up_and_back(cast, link):
    client = Client()

    to_sign_up = f"/en/account/signup/?next={link.replace('/', '%2F')}"
    assert to_sign_up in client.get(link).content.decode()
    client.post("/en/account/signup/", {"email": "ny@example.org", "name": "Ny Person", "next": link})
    confirmed = client.post("/en/account/confirm-email/", {"code": last_letter().code, "next": link})
    accepted = client.post(link)

    assert confirmed.url == link
    assert accepted.url == "/en/a/one/"
    assert cast.arena.roles.get(user__email="ny@example.org").role == "coordinator"


def test_the_anonymous_who_presses_signs_in_and_comes_back(cast, link):
    UserFactory(email="ny@example.org")
    client = Client()

    pressed = client.post(link)
    client.post("/en/account/login/", {"login": "ny@example.org", "next": link})
    back = client.post("/en/account/login/code/confirm/", {"code": last_letter().code, "next": link})

    assert pressed.url == f"/en/account/login/?next={link}"
    assert back.url == link
    assert "Accept the role" in client.get(link).content.decode()


def test_the_page_goes_into_no_cache_and_tells_no_other_site(cast, link, as_person):
    dead = "/en/invitation/" + "x" * 43 + "/"

    for response in (Client().get(link), as_person(newcomer()).post(link), Client().get(dead), Client().post(link)):
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Cache-Control"] == "private, no-store"


def test_no_token_stands_in_the_servers_log(cast, link, as_person, caplog):
    token = last_token()
    with caplog.at_level(logging.DEBUG):
        as_person(cast.outsider).post(link)
        Client().get(f"/sv/a/one/settings/?next=%2Fsv%2Finvitation%2F{token}%2F")
        Client(enforce_csrf_checks=True).post(link)
        try:
            raise ValueError(f"no page at /en/invitation/{token}/")
        except ValueError:
            logging.getLogger("arena").exception("a fault at %s", link)

    raw = "\n".join(logging.Formatter().format(record) for record in caplog.records)
    written = "\n".join(Masked("%(message)s").format(record) for record in caplog.records)

    assert raw.count(token) > 2
    assert token not in written
    assert "/en/invitation/…/" in written


def test_wrong_methods_are_refused(link):
    assert [Client().put(link).status_code, Client().delete(link).status_code] == [405, 405]


def test_a_week_later_the_link_is_dead(cast, link):
    person = newcomer()

    with time_machine.travel(now() + timedelta(days=7, minutes=1)):
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        answers = [client.get(link).status_code, client.post(link).status_code]

    assert answers == [404, 404]
    assert not cast.arena.roles.filter(user=person).exists()


def test_the_page_says_when_a_second_step_follows(cast, as_person, settings):
    settings.SECOND_FACTOR_ROLES = ["lead", "coordinator"]
    trusted, other = send(cast), send(cast, role="reference")

    assert "takes a second step" in as_person(None).get(trusted).content.decode()
    assert "takes a second step" not in as_person(None).get(other).content.decode()


@pytest.mark.parametrize("n", [0, 2])
def test_the_page_asks_few_questions(cast, link, as_person, django_assert_num_queries, n):
    client, person = as_person(newcomer()), User.objects.get(email="ny@example.org")
    for number in range(n):
        prove(person, f"more{number}@example.org")

    with django_assert_num_queries(7):
        client.get(link)
