"""A whole life on the platform, erased: not one planted mark of the person is left anywhere."""

import logging
from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from activities.models import Activity
from arena.actions.roles import give_role
from arena.models import Arena, Invitation, OrganisationRole
from core.background import enqueue
from core.clock import now, today
from core.mails import post
from core.models import Job, LogEntry
from core.writes import new_token
from teams.models import Membership
from tests.accounts.sessions import signed_in
from tests.factories import ArenaRoleFactory, OrganisationFactory
from tests.letters import last_letter
from tests.personal_traces import everything, found_in
from tests.portal.test_own_data import fill

MARKS = {
    "address": "kanarie.vogel@canary-one.example",
    "second address": "zweite.kanarie@canary-two.example",
    "name": "Kanariefågel Övergård",
    "name before": "Canari Premier-Nom",
    "calendar address": "Kanariens ficktelefon",
    "browser": "CanaryBrowser/77.31",
    "network address": "203.0.113.177",
    "passkey": "Kanariens nyckelring",
    "secret of the app": "CANARYTOTPSECRET",
    "subject": "Hälsning till Kanariefågeln",
    "body": "Bara kanariefågeln får läsa detta",
    "half sign-in": "halfway.kanarie@canary-two.example",
}
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"

INVITED = {"email": "somebody.else@example.org", "role": "reference", "language": "nb"}


def send(client: Client, address: str, fields: dict) -> None:
    """A form that is taken."""
    answer = client.post(f"/sv/{address}", {"token": new_token(), **fields})
    assert answer.status_code in {200, 302}, (
        address,
        answer.status_code,
        answer.content.decode().partition("error-summary")[2][:900],
    )


def sign_up(client: Client) -> User:
    """As a newcomer does it: address and name, then the code of the mail."""
    send(client, "account/signup/", {"email": MARKS["address"], "name": MARKS["name before"]})
    send(client, "account/confirm-email/", {"code": last_letter().code})
    return User.objects.get(email=MARKS["address"])


def live(cast, client: Client, person: User) -> None:
    """What people do, by the pages they do it on; then rows of every other kind by hand."""
    send(client, "account/", {"name": MARKS["name"], "language": "sv"})
    for step in ("join", "leave", "join"):
        send(client, f"a/one/teams/repair/{step}/", {})
    held = {"title": "Lagning", "when": "other", "date": "2024-03-01", "level": "1"}
    send(client, "a/one/log/", {**held, "file": SimpleUploadedFile("bild.pdf", PDF, "application/pdf")})
    activity = Activity.objects.get(logged_by=person)
    send(client, f"a/one/activities/{activity.pk}/rate/", {"level": "2", "reason": "Mer"})
    give_role(
        arena=cast.arena,
        email=person.email,
        role="lead",
        side=cast.sweden,
        starts_on=today(),
        ends_on=None,
        on=today(),
        actor=cast.lead,
    )
    send(client, "a/one/settings/keys/new/", {"name": "Kontor", "role": "funder", "months": "1"})
    send(client, "a/one/calendar/own/new/", {"name": MARKS["calendar address"], "scope": "own"})
    send(client, "a/one/settings/invitations/new/", INVITED)
    fill(cast, person, times=1)
    EmailAddress.objects.create(user=person, email=MARKS["second address"], verified=True)
    Authenticator.objects.create(user=person, type="webauthn", data={"name": MARKS["passkey"]})
    Authenticator.objects.create(user=person, type="totp", data={"secret": MARKS["secret of the app"]})
    until = now() + timedelta(days=7)
    address = MARKS["second address"].upper()
    Invitation.objects.create(arena=cast.arena, email=address, role="broker", token_hash="c" * 64, expires_at=until)
    Arena.objects.filter(pk=cast.arena.pk).update(contact_email=MARKS["address"])
    claim = {"state": "confirmed", "asked_on": date(2024, 1, 5), "starts_on": date(2024, 1, 6)}
    OrganisationRole.objects.create(organisation=OrganisationFactory(arena=cast.arena), user=person, **claim)
    words = {"subject": MARKS["subject"], "body": MARKS["body"]}
    post(key="to the person", purpose="test", user=person, **words)
    post(key="to the address", purpose="test", address=MARKS["second address"], **words)
    enqueue("teams.welcome", owner=person, membership_id=Membership.objects.filter(user=person).latest("pk").pk)
    EmailAddress.objects.create(user=person, email=MARKS["half sign-in"], verified=True)
    half = Client(HTTP_USER_AGENT=MARKS["browser"], REMOTE_ADDR=MARKS["network address"])
    send(half, "account/login/", {"login": MARKS["half sign-in"]})


@pytest.fixture
def written(caplog):
    """What this process logs, down to the smallest remark."""
    caplog.set_level(logging.DEBUG)
    return caplog


def test_no_mark_of_an_erased_person_is_left_anywhere(cast, written, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        person = sign_up(Client(HTTP_USER_AGENT=MARKS["browser"], REMOTE_ADDR=MARKS["network address"]))
        client = signed_in(person)
        live(cast, client, person)
    post(key="still waits", purpose="test", user=person, subject=MARKS["subject"], body=MARKS["body"])
    send(client, "a/one/settings/invitations/new/", INVITED | {"role": "broker"})
    key, keys_of_sessions = (
        person.pk,
        list(UserSession.objects.filter(user=person).values_list("session_key", flat=True)),
    )
    before = found_in(everything(), MARKS)
    n_before = {model: model.objects.count() for model in (Membership, Activity, Job)}

    answer = client.post("/sv/account/data/erase/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/sv/")
    never_kept = {"network address", "name before"}
    assert set(before) == set(MARKS) - never_kept, "a mark that was never there proves nothing"
    marks = MARKS | {
        f"session {number}": session for number, session in enumerate(keys_of_sessions) if len(session) > 20
    }
    assert len(marks) > len(MARKS)
    assert found_in(everything(written.text), marks) == {}
    assert pointing_to(key) == {}
    assert {model: model.objects.count() for model in (Membership, Activity)} == {
        model: n_before[model] for model in (Membership, Activity)
    }
    assert LogEntry.objects.filter(verb="erase_account", object_key=str(key)).count() == 1


def pointing_to(person: int) -> dict[str, int]:
    """Every column of every model that leads to the account, with how many rows still do."""
    columns = [
        (model, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.related_model is User
    ]
    assert len(columns) > 15
    counts = {f"{model._meta.label}.{name}": model.objects.filter(**{name: person}).count() for model, name in columns}
    return {column: count for column, count in counts.items() if count}


def test_the_net_catches_what_is_planted(cast):
    """The search itself can fail: a mark in any table, in a session, in a file is found."""
    OrganisationFactory(arena=cast.arena, note="Kanariefågel ÖVERGÅRD was here")
    ArenaRoleFactory(arena=cast.arena)

    assert found_in(everything(MARKS["browser"]), MARKS) == {
        "name": ["table arena_organisation"],
        "browser": ["log"],
    }
