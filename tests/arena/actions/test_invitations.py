"""Invitations: one address, one use, seven days, and never more than the sender could give today."""

import threading
from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from arena.actions.invitations import MOST_A_DAY, accept_invitation, invite, invite_again, take_back
from arena.actions.links import forget_over
from arena.models import ArenaRole, Invitation
from arena.people_queries import hash_of
from core.clock import now, today
from core.errors import RuleBroken
from core.models import Job, LogEntry, Mail
from tests.arena.links import last_link, last_token, prove
from tests.factories import ArenaRoleFactory, InvitationFactory, UserFactory


def sent(cast, **changes: object) -> str:
    """Invites Ny Person as a broker, or by `changes`; the token."""
    terms = {"email": "ny@example.org", "role": "broker", "side": None, "ends_on": None, "language": "en"}
    invite(**{"arena": cast.arena, "actor": cast.lead, "on": today(), "at": now()} | terms | changes)
    return last_token()


def newcomer(email: str = "ny@example.org"):
    return prove(UserFactory(email=email, name="Ny Person"))


def accept(token: str, user, at: datetime | None = None) -> Invitation:
    at = at or now()
    return accept_invitation(token=token, user=user, at=at, on=at.date())


def refusal(call, *args: object, **kwargs: object) -> str:
    with pytest.raises(RuleBroken) as refused:
        call(*args, **kwargs)
    return refused.value.code


def test_an_accepted_invitation_is_a_role_from_today(cast):
    token = sent(cast, role="coordinator", side=cast.sweden, ends_on=date(2031, 1, 1))
    person = newcomer()

    accept(token, person)

    row = cast.arena.roles.get(user=person)
    assert (row.role, row.side, row.starts_on, row.ends_on) == ("coordinator", cast.sweden, today(), date(2031, 1, 1))
    assert person.has_perm("arena.change_organisation", cast.arena)


def test_nothing_but_a_hash_of_the_link_is_kept(cast):
    token = sent(cast)

    row = Invitation.objects.get()
    assert token not in str(vars(row))
    assert len(row.token_hash) == 64
    assert token not in str(list(LogEntry.objects.values()))
    assert token not in str(list(Mail.objects.values()))


def test_the_address_is_forgotten_once_it_is_used_or_taken_back(cast):
    token = sent(cast)
    accept(token, newcomer())
    sent(cast, role="funder")
    take_back(arena=cast.arena, key=Invitation.objects.first().pk, actor=cast.lead, at=now())

    assert [row.email for row in Invitation.objects.all()] == ["", ""]
    assert "ny@" not in str(list(LogEntry.objects.values()))


def test_a_mail_whose_link_died_before_it_left_is_not_sent(cast):
    sent(cast)
    row = Invitation.objects.get()
    unsent = Mail.objects.get(purpose="arena.invitation")

    again = {"arena": cast.arena, "key": row.pk, "actor": cast.lead}
    invite_again(language="en", on=today(), at=now() + timedelta(minutes=6), **again)
    latest = Mail.objects.get(purpose="arena.invitation")
    take_back(at=now(), **again)

    assert latest.pk != unsent.pk
    assert not Mail.objects.exists()
    assert not Job.objects.filter(pk__in=[unsent.job_id, latest.job_id]).exists()


def test_the_night_forgets_who_did_not_answer_in_time(cast):
    sent(cast, email="late@example.org")
    sent(cast, email="fresh@example.org", at=now() + timedelta(days=1))

    n = forget_over(at=now() + timedelta(days=7, seconds=1))

    assert n == 1
    assert set(Invitation.objects.values_list("email", flat=True)) == {"", "fresh@example.org"}


def test_a_link_works_once_and_again_only_as_the_same_answer(cast):
    token, person = sent(cast), newcomer()
    first = accept(token, person)

    again = accept(token, person)

    assert again.pk == first.pk
    assert ArenaRole.objects.filter(user=person).count() == 1
    assert refusal(accept, token, prove(UserFactory(email="thief@example.org"))) == "invitation.dead"


@pytest.mark.parametrize(("age", "works"), [(timedelta(days=7, seconds=-1), True), (timedelta(days=7), False)])
def test_a_link_lives_for_seven_days(cast, age, works):
    at = now()
    token, person = sent(cast, at=at), newcomer()

    if works:
        accept(token, person, at + age)
    else:
        assert refusal(accept, token, person, at + age) == "invitation.dead"
    assert cast.arena.roles.filter(user=person).exists() is works


def test_sending_again_kills_the_first_link(cast):
    first = sent(cast)
    row = Invitation.objects.get()
    at = row.changed_at + timedelta(minutes=6)

    invite_again(arena=cast.arena, key=row.pk, language="en", actor=cast.lead, on=today(), at=at)

    second, person = last_token(), newcomer()
    assert second != first
    assert refusal(accept, first, person) == "invitation.dead"
    accept(second, person)
    assert cast.arena.roles.filter(user=person).exists()


def test_it_is_not_sent_twice_within_minutes(cast):
    sent(cast)
    row = Invitation.objects.get()
    again = {"arena": cast.arena, "key": row.pk, "language": "en", "actor": cast.lead, "on": today()}

    assert refusal(invite_again, **again, at=row.changed_at + timedelta(minutes=4)) == "invitation.sent_just_now"
    assert Mail.objects.count() == 1


def test_only_the_invited_address_accepts_and_only_when_it_is_proven(cast):
    token = sent(cast)
    unproven = UserFactory(email="ny@example.org")
    other = prove(UserFactory(email="other@example.org"))

    assert refusal(accept, token, unproven) == "invitation.other_address"
    assert refusal(accept, token, other) == "invitation.other_address"
    prove(other, "NY@example.org")
    accept(token, other)
    assert cast.arena.roles.filter(user=other).exists()


@pytest.mark.parametrize(
    ("sender", "role", "side", "code"),
    [
        ("lead", "lead", "sweden", None),
        ("lead", "auditor", None, None),
        ("lead", "lead", "norway", None),  # nobody leads Norway yet
        ("lead", "lead", None, "role.lead_needs_country"),
        ("coordinator", "coordinator", "norway", None),
        ("coordinator", "broker", "norway", None),
        ("coordinator", "reference", "norway", None),
        ("coordinator", "coordinator", "sweden", "role.above_own"),
        ("coordinator", "coordinator", None, "role.above_own"),
        ("coordinator", "lead", "norway", "role.above_own"),
        ("coordinator", "funder", "norway", "role.above_own"),
        ("coordinator", "auditor", "norway", "role.above_own"),
        ("broker", "broker", None, "role.above_own"),
        ("funder", "funder", None, "role.above_own"),
        ("team_lead", "reference", None, "role.above_own"),
    ],
)
def test_nobody_invites_above_the_own_role(cast, sender, role, side, code):
    terms = {"actor": cast.person(sender), "role": role, "side": getattr(cast, side) if side else None}

    if code is None:
        token = sent(cast, **terms)
        person = newcomer()
        accept(token, person)
        assert cast.arena.roles.get(user=person).role == role
    else:
        assert refusal(sent, cast, **terms) == code
        assert not Invitation.objects.exists()


def test_the_senders_right_is_asked_again_when_it_is_accepted(cast):
    token, person = sent(cast, actor=cast.coordinator, side=cast.norway), newcomer()
    held = cast.arena.roles.filter(user=cast.coordinator)
    held.update(ends_on=today())

    assert refusal(accept, token, person) == "invitation.dead"

    held.update(ends_on=None)
    accept(token, person)
    assert cast.arena.roles.filter(user=person).exists()


def test_a_sender_without_an_account_invites_nobody(cast):
    closed, erased = sent(cast), sent(cast, role="funder")
    Invitation.objects.filter(role="funder").update(invited_by=None)
    cast.lead.is_active = False
    cast.lead.save()
    person = newcomer()

    assert refusal(accept, closed, person) == "invitation.dead"
    assert refusal(accept, erased, person) == "invitation.dead"


def test_a_country_that_got_its_lead_meanwhile_takes_none_from_next_door(cast):
    token, person = sent(cast, role="lead", side=cast.norway), newcomer()
    ArenaRoleFactory(arena=cast.arena, user=cast.broker, role="lead", side=cast.norway)

    assert refusal(accept, token, person) == "invitation.dead"


def test_a_role_that_is_over_before_it_begins_is_not_offered(cast):
    assert refusal(sent, cast, ends_on=today()) == "invitation.ends_too_soon"
    token, person = sent(cast, ends_on=today() + timedelta(days=2)), newcomer()

    assert refusal(accept, token, person, now() + timedelta(days=2)) == "invitation.dead"


def test_the_same_invitation_waits_once(cast):
    sent(cast)

    assert refusal(sent, cast, email="NY@example.org") == "invitation.waits"
    sent(cast, role="funder")
    sent(cast, at=now() + timedelta(days=8))
    assert Invitation.objects.count() == 3


def test_who_holds_the_role_already_is_told_and_the_invitation_waits_on(cast):
    token, person = sent(cast), newcomer()
    held = ArenaRoleFactory(arena=cast.arena, user=person, role="broker")

    assert refusal(accept, token, person) == "invitation.role_held"

    held.ends_on = today()
    held.save()
    accept(token, person)
    assert cast.arena.roles.filter(user=person).count() == 2


def test_what_is_settled_stays_settled(cast):
    accept(sent(cast), newcomer())
    key = Invitation.objects.get().pk

    assert refusal(take_back, arena=cast.arena, key=key, actor=cast.lead, at=now()) == "invitation.settled"
    again = {"arena": cast.arena, "key": key, "language": "en", "actor": cast.lead, "on": today(), "at": now()}
    assert refusal(invite_again, **again) == "invitation.settled"


def test_nobody_floods_the_world(cast):
    for number in range(MOST_A_DAY):
        sent(cast, email=f"person{number}@elsewhere.example")

    assert refusal(sent, cast) == "invitation.too_many"
    assert sent(cast, at=now() + timedelta(days=1, hours=1))


def test_invitations_of_another_arena_are_out_of_reach(cast):
    sent(cast)

    with pytest.raises(Invitation.DoesNotExist):
        take_back(arena=cast.other_arena, key=Invitation.objects.get().pk, actor=cast.outsider, at=now())


def test_every_step_is_logged_without_personal_values(cast):
    sent(cast, side=cast.norway, ends_on=date(2031, 1, 1))
    row = Invitation.objects.get()
    at = row.changed_at + timedelta(minutes=6)
    invite_again(arena=cast.arena, key=row.pk, language="en", actor=cast.lead, on=today(), at=at)
    accept(last_token(), newcomer())

    entries = LogEntry.objects.filter(tenant=cast.arena.pk).order_by("pk")
    assert [entry.verb for entry in entries] == ["invite", "invite_again", "give_role", "accept_invitation"]
    assert entries[0].after == {"role": "broker", "side": "NO", "ends_on": "2031-01-01"}
    assert (entries[2].actor, entries[3].actor) == (cast.lead, Invitation.objects.get().accepted_by)


@pytest.mark.parametrize(
    ("own", "wanted", "greeting"),
    [("nb", "sv", "nb"), ("", "sv", "sv"), (None, "nb", "nb")],
)
def test_the_mail_is_in_the_language_of_the_reader(cast, own, wanted, greeting):
    if own is not None:
        UserFactory(email="ny@example.org", language=own)

    sent(cast, language=wanted)

    assert last_link().startswith(f"/{greeting}/invitation/")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite in memory has one connection: no race to lose")
def test_two_who_accept_at_once_get_one_role(cast):
    token, person = "t" * 43, newcomer()
    InvitationFactory(arena=cast.arena, email=person.email, invited_by=cast.lead, token_hash=hash_of(token))
    start_together = threading.Barrier(4)
    answers: list[int] = []

    def press() -> None:
        start_together.wait()
        try:
            answers.append(accept(token, person).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(answers)) == 1
    assert len(answers) == 4
    assert ArenaRole.objects.filter(user=person).count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite in memory has one connection: no race to lose")
def test_one_who_invites_twice_at_once_sends_one(cast):
    start_together = threading.Barrier(4)
    answers: list[str] = []

    def press() -> None:
        start_together.wait()
        try:
            terms = {"email": "ny@example.org", "role": "broker", "side": None, "ends_on": None, "language": "en"}
            invite(arena=cast.arena, actor=cast.lead, on=today(), at=now(), **terms)
            answers.append("sent")
        except RuleBroken as refused:
            answers.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [*["invitation.waits"] * 3, "sent"]
    assert Mail.objects.count() == 1
