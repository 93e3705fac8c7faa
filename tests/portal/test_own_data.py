"""Everything kept about a person, to see and to take along."""

import json
from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.urls import reverse

from accounts.models import ApiKey, User
from activities.models import Hypothesis, NotKnownYet, PlanTurn, Revisit
from arena.models import ArenaRole, ImportRun, Invitation, KeyGrant, NotDuplicate, OrganisationRole
from core.clock import now
from core.log import log
from core.models import Job, Mail
from tests.factories import (
    ActivityFactory,
    ArenaRoleFactory,
    AssessmentFactory,
    CalendarFeedFactory,
    EvidenceFactory,
    MembershipFactory,
    OrganisationFactory,
    TeamFactory,
)

PAGE = "/en/account/data/"
FILE = "/en/account/data/download/"


def fill(cast, person: User, *, times: int) -> None:
    """So many rows of every kind about a person."""
    arena = cast.arena
    for number in range(times):
        EmailAddress.objects.create(user=person, email=f"more{number}@example.org")
        Authenticator.objects.create(user=person, type="webauthn", data={"name": f"Key {number}"})
        UserSession.objects.create(
            user=person, ip="192.0.2.7", user_agent="Vivaldi/7 Macintosh", session_key=f"s{number}"
        )
        MembershipFactory(team=TeamFactory(arena=arena), user=person)
        ArenaRoleFactory(arena=arena, user=person, role="auditor", ends_on=date(2024, 2, 1))
        first, second = OrganisationFactory(arena=arena), OrganisationFactory(arena=arena)
        OrganisationRole.objects.create(organisation=first, user=person, asked_on=date(2024, 1, 5))
        confirmed = {"state": "confirmed", "asked_on": date(2024, 1, 5), "starts_on": date(2024, 1, 6)}
        OrganisationRole.objects.create(organisation=second, confirmed_by=person, **confirmed)
        NotDuplicate.objects.create(first=first, second=second, decided_by=person, decided_on=date(2024, 3, 3))
        open_until = now() + timedelta(days=7)
        Invitation.objects.create(
            arena=arena, email=person.email, role="broker", token_hash=f"{number:064}", expires_at=open_until
        )
        ImportRun.objects.create(
            arena=arena, kind="teams", file_name=f"teams{number}.csv", sha256="0" * 64, size_bytes=1, started_by=person
        )
        key, _secret = ApiKey.objects.create_key(name=f"Office {number}", owner=person)
        KeyGrant.objects.create(key=key, arena=arena)
        activity = ActivityFactory(arena=arena, logged_by=person, title=f"Logged {number}")
        AssessmentFactory(activity=activity, rater=person, reason=f"Because {number}")
        EvidenceFactory(activity=activity, added_by=person, title=f"Picture {number}")
        PlanTurn.objects.create(
            activity=activity, turn="cancelled", reason=f"Snow {number}", noted_on=date(2024, 2, 1), noted_by=person
        )
        NotKnownYet.objects.create(activity=activity, said_by=person, said_on=date(2024, 9, 1))
        hypothesis = Hypothesis.objects.create(
            activity=activity, behaviour=f"Mend {number}", language="en", written_on=date(2024, 9, 1), written_by=person
        )
        Revisit.objects.create(
            hypothesis=hypothesis, seen=f"Seen {number}", language="en", seen_on=date(2024, 9, 2), seen_by=person
        )
        Mail.objects.create(key=f"k{number}", address=person.email, user=person, purpose="x", subject=f"Hello {number}")
        Job.objects.create(name="teams.welcome", owner=person)
        CalendarFeedFactory(arena=arena, user=person, name=f"Phone {number}")
        log("log_activity", activity, actor=person, tenant=arena.pk)


def test_page_names_everything_that_is_kept(cast, as_person):
    fill(cast, cast.member, times=1)

    page = as_person(cast.member).get(PAGE).content.decode()

    shown = ("member@example.org", "more0@example.org", "Key 0", "Folkverkstad", "Auditor", "Vivaldi, Mac", "Office 0")
    assert [text for text in shown if text not in page] == []
    assert [
        text
        for text in (
            "Logged 0",
            "Because 0",
            "Picture 0",
            "Snow 0",
            "Mend 0",
            "Seen 0",
            "Hello 0",
            "Phone 0",
            "Logged an activity",
        )
        if text not in page
    ] == []
    assert reverse("teams:page", args=["one", "repair"]) in page
    assert "Nothing kept" not in page


def test_page_says_what_there_is_nothing_of(cast, as_person):
    page = as_person(cast.outsider).get(PAGE).content.decode()

    assert "Nothing kept" in page
    assert "· API keys you issued ·" in page


def test_page_holds_nothing_of_others(cast, as_person):
    fill(cast, cast.lead, times=1)

    page = as_person(cast.outsider).get(PAGE).content.decode()

    assert [text for text in ("lead@example.org", "Office 0", "Logged 0", "Hello 0", "Key 0") if text in page] == []


@pytest.mark.parametrize("times", [1, 12])
def test_page_asks_as_often_whatever_is_kept(cast, as_person, django_assert_num_queries, times):
    fill(cast, cast.member, times=times)
    client = as_person(cast.member)

    with django_assert_num_queries(25):
        page = client.get(PAGE)

    assert len(page.content) < 100_000
    assert ("The newest 10 are shown" in page.content.decode()) is (times == 12)


def test_file_holds_every_row_by_its_key(cast, as_person):
    fill(cast, cast.member, times=12)

    answer = as_person(cast.member).get(FILE)
    data = json.loads(answer.getvalue())

    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="own-data-')
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert data["format"] == "arena-own-data-1"
    assert data["account"][0]["email"] == "member@example.org"
    kinds = {key: len(rows) for key, rows in data.items() if isinstance(rows, list)}
    # One session more is the one that reads the file.
    assert kinds | {"account": 1, "memberships": 13, "sessions": 13} == kinds
    assert {key for key, n in kinds.items() if n != 12} == {"account", "memberships", "sessions"}


def test_file_gives_codes_dates_and_addresses_of_pages(cast, as_person):
    activity = ActivityFactory(arena=cast.arena, logged_by=cast.member, title='Quotes " and å')

    data = json.loads(as_person(cast.member).get(FILE).getvalue())

    (membership,), (logged,) = data["memberships"], data["activities"]
    assert (membership["role"], membership["started_on"], membership["ended_on"]) == ("member", "2024-01-01", None)
    assert logged["title"] == 'Quotes " and å'
    assert logged["page"].endswith(f"/en/a/one/activities/{activity.pk}/")


def test_secrets_of_second_steps_stand_nowhere(cast, as_person):
    Authenticator.objects.create(user=cast.member, type="totp", data={"secret": "CANARYSECRET"})
    client = as_person(cast.member)

    page, file = client.get(PAGE).content.decode(), client.get(FILE).getvalue().decode()

    assert "Authenticator app" in page
    assert "CANARYSECRET" not in page + file


def test_invitation_to_any_of_the_addresses_is_found(cast, as_person):
    EmailAddress.objects.create(user=cast.outsider, email="other.address@example.org")
    Invitation.objects.create(
        arena=cast.arena,
        email="Other.Address@example.org",
        role="broker",
        token_hash="1" * 64,
        expires_at=now() + timedelta(days=7),
    )

    data = json.loads(as_person(cast.outsider).get(FILE).getvalue())

    assert [row["to"] for row in data["invitations"]] == ["innovation broker"]


def test_mails_older_than_thirty_days_are_not_spoken_of(cast, as_person):
    mail = Mail.objects.create(key="old", address=cast.member.email, purpose="x", subject="Long ago")
    Mail.objects.filter(pk=mail.pk).update(created_at=now() - timedelta(days=31))

    assert "Long ago" not in as_person(cast.member).get(PAGE).content.decode()


def test_account_page_leads_here(cast, as_person):
    assert f'href="{PAGE}"' in as_person(cast.member).get("/en/account/").content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_page_and_file_are_only_read(cast, as_person, method):
    client = as_person(cast.member)

    assert {getattr(client, method)(address).status_code for address in (PAGE, FILE)} == {405}
    assert ArenaRole.objects.filter(user=cast.member).count() == 0
