"""Joining by the page."""

import re

import pytest
from django.core import mail

from core.models import OneTimeToken
from core.writes import new_token
from teams.models import Membership, Team
from tests.letters import last_letter

URL = "/en/a/one/teams/repair/join/"
PAGE = "/en/a/one/teams/repair/"


def open_memberships(cast, person):
    return cast.team.memberships.filter(user=person, ended_on__isnull=True).count()


def token_of(response):
    return re.search(r'name="token" value="([\w-]+)"', response.content.decode())[1]


def test_the_page_says_what_joining_means_and_writes_nothing(cast, as_person):
    response = as_person(cast.outsider).get(URL)

    page = response.content.decode()
    assert response.status_code == 200
    for words in ("Join Folkverkstad", "no fee", "are kept", "You can leave whenever you want", 'name="token"'):
        assert words in page
    assert open_memberships(cast, cast.outsider) == 0


def test_posting_joins_and_leads_to_the_team(cast, as_person, django_capture_on_commit_callbacks):
    client = as_person(cast.outsider)
    token = token_of(client.get(URL))

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(URL, {"token": token}, follow=True)

    assert response.redirect_chain == [(PAGE, 302)]
    page = response.content.decode()
    assert "You are now a member of Folkverkstad." in page
    assert "You are a member since" in page
    assert "3 active members" in page
    assert open_memberships(cast, cast.outsider) == 1
    assert [message.to for message in mail.outbox] == [["outsider@example.org"]]


def test_a_double_click_joins_once(cast, as_person, django_capture_on_commit_callbacks):
    client = as_person(cast.outsider)
    token = token_of(client.get(URL))

    with django_capture_on_commit_callbacks(execute=True):
        answers = [client.post(URL, {"token": token}) for _click in range(2)]

    assert [(answer.status_code, answer.url) for answer in answers] == [(302, PAGE)] * 2
    assert Membership.objects.filter(team=cast.team, user=cast.outsider).count() == 1
    assert len(mail.outbox) == 1


def test_two_tabs_join_once_and_the_second_says_so(cast, as_person):
    client = as_person(cast.outsider)
    first, second = token_of(client.get(URL)), token_of(client.get(URL))
    client.post(URL, {"token": first})

    response = client.post(URL, {"token": second}, follow=True)

    assert "You are already a member of this team." in response.content.decode()
    assert open_memberships(cast, cast.outsider) == 1


def test_a_token_of_somebody_else_is_worth_nothing(cast, as_person):
    token = token_of(as_person(cast.outsider).get(URL))
    as_person(cast.outsider).post(URL, {"token": token})

    response = as_person(cast.broker).post(URL, {"token": token})

    assert response.status_code == 422
    assert open_memberships(cast, cast.broker) == 0


@pytest.mark.parametrize("token", ["", "short", "x" * 65, "<script>"])
def test_without_a_token_nothing_is_written_and_the_page_says_so(cast, as_person, token):
    response = as_person(cast.outsider).post(URL, {"token": token})

    assert response.status_code == 422
    assert "This form has expired" in response.content.decode()
    assert open_memberships(cast, cast.outsider) == 0
    assert token_of(response)


def test_a_team_that_closed_meanwhile_is_said_kindly(cast, as_person):
    client = as_person(cast.outsider)
    token = token_of(client.get(URL))
    Team.objects.filter(pk=cast.team.pk).update(joining="closed")

    response = client.post(URL, {"token": token})

    assert response.status_code == 422
    assert "This team is not taking new members now." in response.content.decode()
    assert open_memberships(cast, cast.outsider) == 0
    assert not OneTimeToken.objects.exists()
    assert "not taking new members" in client.get(URL, follow=True).content.decode()


def test_a_member_is_led_to_the_team(cast, as_person):
    response = as_person(cast.member).get(URL, follow=True)

    assert response.redirect_chain == [(PAGE, 302)]
    assert "You are already a member of this team." in response.content.decode()


def test_somebody_who_left_comes_back_in_a_new_interval(cast, as_person):
    client = as_person(cast.former_member)

    client.post(URL, {"token": token_of(client.get(URL))})

    assert cast.team.memberships.filter(user=cast.former_member).count() == 2


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_is_not_signed_in_is_sent_there_and_back(cast, client, method):
    response = getattr(client, method)(URL)

    assert response.status_code == 302
    assert response.url == f"/en/account/login/?next={URL}"


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_closed_arena_hides_it(closed_cast, as_person, method):
    for person in (closed_cast.anonymous, closed_cast.outsider):
        assert getattr(as_person(person), method)(URL, {"token": new_token()}).status_code == 404
    assert open_memberships(closed_cast, closed_cast.outsider) == 0


def test_other_methods_are_refused(cast, as_person):
    assert as_person(cast.outsider).put(URL).status_code == 405


def test_another_language_keeps_the_page_and_writes_nothing(cast, as_person):
    response = as_person(cast.outsider).post("/nb/a/one/teams/repair/join/", {"keep_text": "1", "token": new_token()})

    assert response.status_code == 200
    assert open_memberships(cast, cast.outsider) == 0


def test_signing_in_by_code_comes_back_to_exactly_this_page(cast, client):
    entrance = client.get(URL).url
    form = client.get(entrance)
    assert f'name="next" value="{URL}"' in form.content.decode()

    asked = client.post("/en/account/login/", {"login": "outsider@example.org", "next": URL})
    confirmed = client.post(asked.url, {"code": last_letter().code}, follow=True)

    assert confirmed.redirect_chain[-1][0] == URL
    assert "Join Folkverkstad" in confirmed.content.decode()


def test_signing_up_by_code_comes_back_to_exactly_this_page(cast, client):
    entrance = client.get(client.get(URL).url).content.decode()
    sign_up = re.search(r'href="(/en/account/signup/[^"]*)"', entrance)[1]
    assert URL in sign_up.replace("%2F", "/")
    assert f'name="next" value="{URL}"' in client.get(sign_up).content.decode()

    asked = client.post("/en/account/signup/", {"email": "new@example.org", "name": "New", "next": URL})
    confirmed = client.post(asked.url, {"code": last_letter().code}, follow=True)

    assert confirmed.redirect_chain[-1][0] == URL
    assert "Join Folkverkstad" in confirmed.content.decode()


def test_another_site_is_never_the_way_back(cast, client):
    asked = client.post("/en/account/login/", {"login": "outsider@example.org", "next": "https://evil.example/"})
    confirmed = client.post(asked.url, {"code": last_letter().code})

    assert "evil" not in confirmed.url
