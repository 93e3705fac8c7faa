"""Erasing an account: the person is gone, what was done stays, and nothing breaks where the name stood."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db.models import signals
from django.test import Client

from accounts.models import ApiKey, SignInLink, User
from activities.actions.calendar_feeds import make_feed
from activities.models import CalendarFeed
from arena.actions.keys import issue_key
from arena.models import ArenaRole, Invitation, OrganisationRole
from core.clock import now, today
from core.errors import RuleBroken
from core.models import Job, LogEntry, Mail, OneTimeToken
from core.writes import new_token
from portal.own_data.erase import erase_person
from teams.models import Membership
from teams.queries import teams_visible_to
from tests.factories import (
    ActivityFactory,
    ArenaFactory,
    ArenaRoleFactory,
    AssessmentFactory,
    CalendarFeedFactory,
    EvidenceFactory,
    MembershipFactory,
    OrganisationFactory,
    SideFactory,
    UserFactory,
)

PAGE = "/en/account/data/erase/"


def erase(person: User) -> None:
    erase_person(user=person, on=today(), at=now())


def second_lead(cast) -> User:
    return ArenaRoleFactory(arena=cast.arena, role="lead", side=cast.sweden).user


def test_page_says_in_numbers_what_follows(cast, as_person):
    second_lead(cast)
    MembershipFactory(team=cast.team, user=cast.lead, ended_on=date(2024, 5, 1))
    MembershipFactory(team=cast.team, user=cast.lead, started_on=date(2024, 6, 1))
    ArenaRoleFactory(arena=cast.arena, user=cast.lead, role="auditor", ends_on=date(2024, 2, 1))
    AssessmentFactory(activity=ActivityFactory(arena=cast.arena, logged_by=cast.lead), rater=cast.lead)
    ApiKey.objects.create_key(name="Office", owner=cast.lead)
    CalendarFeedFactory(arena=cast.arena, user=cast.lead)

    page = as_person(cast.lead).get(PAGE).content.decode()

    assert "The dates of your 2 stays in teams remain, without you." in page
    assert "Your role ends today." in page
    assert "2 activities, ratings and pieces of evidence from you remain" in page
    assert "1 API key that you issued is revoked at once." in page
    assert "Your own calendar address shows nothing more." in page
    assert "This cannot be undone." in page
    assert User.objects.filter(pk=cast.lead.pk).exists()


def test_erasing_ends_every_session_at_once(cast, as_person):
    here, there = as_person(cast.member), as_person(cast.member)

    answer = here.post(PAGE)

    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/")
    assert "Your account is erased." in here.get("/en/").content.decode()
    assert {client.get("/en/account/").status_code for client in (here, there)} == {302}
    assert not User.objects.filter(pk=cast.member.pk).exists()


def test_asking_twice_is_harmless(cast, as_person):
    client = as_person(cast.member)
    client.post(PAGE)

    answer = client.post(PAGE)

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/en/account/login/")


def test_teams_had_as_many_members_on_every_past_day(cast):
    MembershipFactory(team=cast.team, user=cast.member, started_on=date(2023, 1, 1), ended_on=date(2023, 5, 1))
    days = [date(2023, 1, 1) + timedelta(days=days) for days in range(0, (today() - date(2023, 1, 1)).days, 17)]

    def counts() -> list[int]:
        return [teams_visible_to(cast.lead, cast.arena, on=day).get(pk=cast.team.pk).n_active for day in days]

    before = counts()
    erase(cast.member)

    assert counts() == before
    assert teams_visible_to(cast.lead, cast.arena, on=today()).get(pk=cast.team.pk).n_active == before[-1] - 1
    assert list(Membership.objects.filter(is_erased=True).values_list("user", "ended_on").order_by("started_on")) == [
        (None, date(2023, 5, 1)),
        (None, today()),
    ]


def test_pages_show_that_somebody_was_there(cast, as_person):
    second_lead(cast)
    MembershipFactory(team=cast.team, user=cast.lead)
    activity = ActivityFactory(arena=cast.arena, logged_by=cast.lead)
    AssessmentFactory(activity=activity, rater=cast.lead)
    EvidenceFactory(activity=activity, added_by=cast.lead)
    issue_key(arena=cast.arena, actor=cast.lead, name="Office", role="funder", organisation=None, months=1, at=now())

    erase(cast.lead)

    other = as_person(ArenaRole.objects.get(role="lead", user__isnull=False).user)
    answers = {
        address: other.get(f"/en/a/one/{address}")
        for address in (
            "teams/",
            "teams/repair/",
            f"activities/{activity.pk}/",
            "settings/roles/",
            "settings/keys/",
            "",
        )
    }
    pages = {address: answer.content.decode() for address, answer in answers.items()}
    assert {answer.status_code for answer in answers.values()} == {200}
    assert "A person who has left" in pages["teams/repair/"]
    assert "A person who has left" in pages["settings/roles/"]
    assert "by a person who has left" in pages["settings/keys/"]
    assert [address for address, page in pages.items() if ">None<" in page or ">Lead<" in page] == []
    assert {Client().get(f"/api/v1/arenas/one/{name}/").status_code for name in ("teams", "activities", "map")} == {200}


def test_months_stay_hidden_while_stays_may_be_of_one_person(cast, client):
    for month in range(2, 7):
        stay = {"started_on": date(2025, month, 1), "ended_on": date(2025, month, 9)}
        MembershipFactory(team=cast.team, user=cast.member, **stay)
    page = client.get("/en/a/one/teams/repair/").content.decode()

    erase(cast.member)

    assert "When they joined" not in page
    assert "When they joined" not in client.get("/en/a/one/teams/repair/").content.decode()


def test_roles_end_today_and_what_had_not_begun_never_does(cast):
    later = today() + timedelta(days=30)
    ArenaRoleFactory(arena=cast.arena, user=cast.coordinator, role="broker", starts_on=later)
    ended = ArenaRoleFactory(arena=cast.arena, user=cast.coordinator, role="auditor", ends_on=date(2024, 2, 1))
    rows = set(ArenaRole.objects.filter(user=cast.coordinator).values_list("pk", flat=True))

    erase(cast.coordinator)

    roles = {role.pk: role for role in ArenaRole.objects.filter(pk__in=rows)}
    assert set(roles) == rows
    assert {role.user_id for role in roles.values()} == {None}
    assert {role.ends_on for role in roles.values() if role.pk != ended.pk} == {today()}
    assert roles[ended.pk].ends_on == date(2024, 2, 1)


def test_roles_for_organisations_end_or_are_not_asked_any_more(cast):
    asked, confirmed = (
        OrganisationRole.objects.create(
            organisation=OrganisationFactory(arena=cast.arena), user=cast.member, asked_on=date(2024, 1, 5), **fields
        )
        for fields in ({}, {"state": "confirmed", "starts_on": date(2024, 1, 6)})
    )

    erase(cast.member)

    asked.refresh_from_db()
    confirmed.refresh_from_db()
    assert (asked.user, asked.state, asked.ends_on) == (None, "declined", None)
    assert (confirmed.user, confirmed.state, confirmed.ends_on) == (None, "confirmed", today())


def test_invitations_lose_the_address_and_open_ones_are_taken_back(cast):
    EmailAddress.objects.create(user=cast.member, email="second@example.org")
    until, later = now() + timedelta(days=7), {"arena": cast.arena, "role": "broker"}
    to_person = Invitation.objects.create(email="SECOND@example.org", token_hash="1" * 64, expires_at=until, **later)
    by_person = Invitation.objects.create(
        email="friend@example.org", token_hash="2" * 64, expires_at=until, invited_by=cast.member, **later
    )
    of_others = Invitation.objects.create(email="else@example.org", token_hash="3" * 64, expires_at=until, **later)

    erase(cast.member)

    rows = {row.pk: row for row in Invitation.objects.all()}
    assert [(rows[row.pk].email, rows[row.pk].revoked_at is None) for row in (to_person, by_person, of_others)] == [
        ("", False),
        ("", False),
        ("else@example.org", True),
    ]


def test_keys_the_person_issued_open_nothing_any_more(cast):
    second_lead(cast)
    _grant, secret = issue_key(
        arena=cast.arena, actor=cast.lead, name="Office", role="funder", organisation=None, months=1, at=now()
    )
    key = {"Authorization": f"Bearer {secret}"}
    assert Client().get("/api/v1/arenas/one/", headers=key).status_code == 200

    erase(cast.lead)

    assert Client().get("/api/v1/arenas/one/", headers=key).status_code == 401
    assert (ApiKey.objects.get().owner, ApiKey.objects.get().revoked) == (None, True)


def test_mails_links_tokens_and_jobs_that_wait_go(cast, as_person):
    job = Job.objects.create(name="core.send_mail", owner=cast.member)
    Mail.objects.create(key="1", address=cast.member.email, user=cast.member, purpose="x", subject="x", job=job)
    Mail.objects.create(key="2", address=cast.member.email.upper(), purpose="x", subject="x")
    others = Mail.objects.create(key="3", address=cast.lead.email, purpose="x", subject="x")
    SignInLink.objects.create(token_hash="0" * 64, user=cast.member)
    as_person(cast.member).post("/en/a/one/teams/repair/join/", {"token": new_token()})

    erase(cast.member)

    assert list(Mail.objects.all()) == [others]
    assert not Job.objects.filter(pk=job.pk).exists()
    assert SignInLink.objects.count() == OneTimeToken.objects.filter(owner=str(cast.member.pk)).count() == 0


def test_log_stays_without_the_person(cast, as_person):
    as_person(cast.member).post("/en/account/", {"name": "New name", "language": "sv"})
    written = LogEntry.objects.get(verb="change_profile")
    n_entries = LogEntry.objects.count()

    erase(cast.member)

    assert LogEntry.objects.get(pk=written.pk).actor is None
    entry = LogEntry.objects.get(verb="erase_account")
    assert (entry.actor, entry.object_key) == (None, str(cast.member.pk))
    assert entry.after == {"memberships": 1, "roles": 0, "keys": 0}
    assert LogEntry.objects.filter(tenant=cast.arena.pk, pk__gt=written.pk, verb="leave_team").count() == 1
    assert LogEntry.objects.count() == n_entries + 2


def test_only_lead_of_a_country_hands_over_first(cast, as_person):
    client = as_person(cast.lead)

    shown, refused = client.get(PAGE), client.post(PAGE)

    assert (shown.status_code, refused.status_code) == (200, 422)
    for answer in (shown, refused):
        assert "You are the only project lead here: Arena One (Sweden)." in answer.content.decode()
    assert ArenaRole.objects.get(role="lead").user == cast.lead
    with pytest.raises(RuleBroken, match=r"account\.only_lead"):
        erase(cast.lead)


@pytest.mark.parametrize("who_else", ["another lead", "a lead without account", "a lead of the other country"])
def test_another_lead_of_the_same_country_frees_the_first(cast, who_else):
    side = cast.norway if "country" in who_else else cast.sweden
    other = UserFactory(is_active=who_else != "a lead without account")
    ArenaRoleFactory(arena=cast.arena, role="lead", side=side, user=other)

    if who_else == "another lead":
        erase(cast.lead)
    else:
        with pytest.raises(RuleBroken, match=r"account\.only_lead"):
            erase(cast.lead)

    assert User.objects.filter(pk=cast.lead.pk).exists() is (who_else != "another lead")


@pytest.mark.parametrize(("ended_on", "is_free"), [(date(2024, 12, 31), True), (None, False)])
def test_an_arena_that_has_ended_holds_nobody(cast, ended_on, is_free):
    arena = ArenaFactory(ended_on=ended_on)
    ArenaRoleFactory(arena=arena, role="lead", side=SideFactory(arena=arena), user=cast.member)

    if is_free:
        erase(cast.member)
    else:
        with pytest.raises(RuleBroken):
            erase(cast.member)

    assert User.objects.filter(pk=cast.member.pk).exists() is not is_free


def test_people_of_the_local_start_leave_no_trace_in_counts(cast):
    newcomer = UserFactory(is_local=True)
    MembershipFactory(team=cast.team, user=newcomer)
    before = teams_visible_to(cast.lead, cast.arena, on=today()).get(pk=cast.team.pk).n_active

    erase(newcomer)

    assert teams_visible_to(cast.lead, cast.arena, on=today()).get(pk=cast.team.pk).n_active == before
    assert Membership.objects.filter(is_erased=True).count() == 0


def test_all_of_it_happens_or_nothing(cast):
    def break_down(**_kwargs):
        raise OSError("power cut")

    signals.post_delete.connect(break_down, sender=User)
    try:
        with pytest.raises(OSError, match="power cut"):
            erase(cast.member)
    finally:
        signals.post_delete.disconnect(break_down, sender=User)

    assert Membership.objects.filter(user=cast.member, is_erased=False, ended_on=None).count() == 1
    assert not LogEntry.objects.filter(verb="erase_account").exists()


def test_own_calendar_addresses_go_with_the_account(cast):
    _feed, token = make_feed(arena=cast.arena, owner=cast.member, name="Phone", scope="own")
    address = f"/en/a/one/calendar/link/{token}.ics"
    assert Client().get(address).status_code == 200

    erase(cast.member)

    assert Client().get(address).status_code == 404
    assert not CalendarFeed.objects.exists()
