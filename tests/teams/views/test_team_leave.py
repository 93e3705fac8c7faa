"""Leaving by the page, and taking it back."""

from datetime import date

import pytest

from core.clock import today
from core.writes import new_token

URL = "/en/a/one/teams/repair/leave/"
UNDO = "/en/a/one/teams/repair/undo/"
PAGE = "/en/a/one/teams/repair/"


def test_the_page_says_what_leaving_means_and_writes_nothing(cast, as_person):
    response = as_person(cast.member).get(URL)

    page = response.content.decode()
    assert response.status_code == 200
    assert "Leave Folkverkstad" in page
    assert "You can come back whenever you want" in page
    assert "only lead" not in page
    assert cast.team.memberships.get(user=cast.member).ended_on is None


def test_posting_leaves_today_and_offers_to_undo(cast, as_person):
    response = as_person(cast.member).post(URL, follow=True)

    membership = cast.team.memberships.get(user=cast.member)
    assert (membership.ended_on, membership.is_hidden) == (today(), False)
    assert response.redirect_chain == [(PAGE, 302)]
    page = response.content.decode()
    assert "You have left the team" in page
    assert f'action="{UNDO}"' in page
    assert "1 active member<" in page
    assert "no lead now" not in page


def test_the_name_can_leave_the_history_too(cast, as_person):
    as_person(cast.member).post(URL, {"is_hidden": "on"})

    assert cast.team.memberships.get(user=cast.member).is_hidden
    page = as_person(cast.lead).get(PAGE).content.decode()
    assert ">Member<" not in page
    assert ">A member<" in page


def test_leaving_twice_leaves_once(cast, as_person):
    client = as_person(cast.member)
    client.post(URL)

    response = client.post(URL, follow=True)

    assert response.status_code == 200
    assert "You have left the team" in response.content.decode()
    assert cast.team.memberships.filter(user=cast.member).count() == 1


def test_the_last_lead_is_told_before_and_after(cast, as_person):
    client = as_person(cast.team_lead)
    assert "You are the only lead." in client.get(URL).content.decode()

    page = client.post(URL, follow=True).content.decode()

    assert "The team has no lead now." in page


def test_one_of_two_leads_is_not_told(cast, as_person):
    cast.team.memberships.filter(user=cast.member).update(role="lead")
    client = as_person(cast.team_lead)
    assert "only lead" not in client.get(URL).content.decode()

    assert "no lead now" not in client.post(URL, follow=True).content.decode()


def test_undoing_makes_a_member_again(cast, as_person):
    client = as_person(cast.member)
    client.post(URL, {"is_hidden": "on"})

    response = client.post(UNDO, follow=True)

    membership = cast.team.memberships.get(user=cast.member)
    assert (membership.ended_on, membership.is_hidden) == (None, False)
    page = response.content.decode()
    assert "You are a member again" in page
    assert f'action="{UNDO}"' not in page


def test_undoing_what_is_long_ago_is_refused_kindly(cast, as_person):
    response = as_person(cast.former_member).post(UNDO, follow=True)

    assert "It is too late to undo." in response.content.decode()
    assert cast.team.memberships.get(user=cast.former_member).ended_on == date(2024, 6, 1)


@pytest.mark.parametrize("name", ["outsider", "former_member"])
def test_who_is_not_a_member_is_led_to_the_team(cast, as_person, name):
    for method in ("get", "post"):
        response = getattr(as_person(cast.person(name)), method)(URL, follow=True)
        assert response.redirect_chain == [(PAGE, 302)]
        assert "You are not a member of this team." in response.content.decode()


def test_undoing_without_having_been_there(cast, as_person):
    response = as_person(cast.outsider).post(UNDO, follow=True)

    assert "You are not a member of this team." in response.content.decode()
    assert not cast.team.memberships.filter(user=cast.outsider).exists()


def test_nobody_undoes_or_leaves_for_somebody_else(cast, as_person):
    as_person(cast.member).post(URL)

    as_person(cast.lead).post(UNDO)
    as_person(cast.lead).post(URL)

    assert cast.team.memberships.get(user=cast.member).ended_on == today()
    assert cast.team.memberships.get(user=cast.team_lead).ended_on is None


def test_who_is_not_signed_in_is_sent_to_sign_in(cast, client):
    assert client.get(URL).url == f"/en/account/login/?next={URL}"
    assert client.post(UNDO).url == f"/en/account/login/?next={PAGE}"


def test_a_closed_arena_hides_it(closed_cast, as_person):
    for person in (closed_cast.anonymous, closed_cast.outsider):
        client = as_person(person)
        assert [client.get(URL).status_code, client.post(URL).status_code, client.post(UNDO).status_code] == [404] * 3


def test_wrong_methods_are_refused(cast, as_person):
    client = as_person(cast.member)

    assert [client.put(URL).status_code, client.get(UNDO).status_code] == [405, 405]


def test_another_language_keeps_what_was_ticked_and_writes_nothing(cast, as_person):
    response = as_person(cast.member).post(
        "/sv/a/one/teams/repair/leave/", {"keep_text": "1", "is_hidden": "on", "token": new_token()}
    )

    assert response.status_code == 200
    assert "checked" in response.content.decode()
    assert cast.team.memberships.get(user=cast.member).ended_on is None
