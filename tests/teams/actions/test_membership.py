"""Joining, leaving, coming back; starting a team."""

import threading
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from accounts.models import User
from core.errors import RuleBroken
from core.models import Job, JobState, LogEntry, Mail, MailState
from teams.actions import join_team, leave_team, start_team, undo_leaving
from teams.enums import Joining, TeamRole
from teams.models import Membership, Team
from tests.factories import ThemeFactory, UserFactory

DAY = date(2024, 5, 2)


def test_starting_writes_the_team_with_its_countries_themes_and_log(cast):
    theme = ThemeFactory(arena=cast.arena)

    team = start_team(
        arena=cast.arena,
        actor=cast.lead,
        sides=[cast.norway],
        themes=[theme],
        slug="seed",
        name="Frø",
        language="nb",
        stage="seed",
    )

    assert list(team.sides.all()) == [cast.norway]
    assert list(team.themes.all()) == [theme]
    entry = LogEntry.objects.get(verb="start_team")
    assert (entry.actor, entry.tenant, entry.after) == (cast.lead, cast.arena.pk, {"stage": "seed"})


def test_joining_writes_an_open_interval_and_a_log_entry_without_names(cast):
    membership = join_team(team=cast.team, user=cast.outsider, on=DAY, actor=cast.outsider)

    assert (membership.role, membership.started_on, membership.ended_on) == (TeamRole.MEMBER, DAY, None)
    entry = LogEntry.objects.get(verb="join_team")
    assert entry.after == {"team": cast.team.pk, "role": "member"}
    assert (entry.actor, entry.object_key) == (cast.outsider, str(membership.pk))


def test_joining_twice_is_refused_and_writes_nothing(cast):
    before = Membership.objects.count()

    with pytest.raises(RuleBroken) as broken:
        join_team(team=cast.team, user=cast.member, on=DAY, actor=cast.member)

    assert broken.value.code == "team.already_member"
    assert Membership.objects.count() == before


def test_a_closed_team_takes_nobody(cast):
    Team.objects.filter(pk=cast.team.pk).update(joining=Joining.CLOSED)

    with pytest.raises(RuleBroken) as broken:
        join_team(team=cast.team, user=cast.outsider, on=DAY, actor=cast.outsider)

    assert broken.value.code == "team.closed"
    assert not cast.team.memberships.filter(user=cast.outsider).exists()


def test_leaving_ends_the_interval_and_keeps_it(cast):
    membership = leave_team(team=cast.team, user=cast.member, on=DAY, actor=cast.member)

    membership.refresh_from_db()
    assert (membership.ended_on, membership.is_hidden) == (DAY, False)
    assert cast.team.memberships.active_on(DAY - timedelta(days=1)).filter(user=cast.member).exists()
    assert not cast.team.memberships.active_on(DAY).filter(user=cast.member).exists()


def test_leaving_hidden_takes_the_name_out_of_the_history(cast):
    leave_team(team=cast.team, user=cast.member, on=DAY, actor=cast.member, is_hidden=True)

    assert cast.team.memberships.get(user=cast.member).is_hidden


def test_leaving_a_team_one_is_not_in_is_refused(cast):
    for person in (cast.outsider, cast.former_member):
        with pytest.raises(RuleBroken) as broken:
            leave_team(team=cast.team, user=person, on=DAY, actor=person)
        assert broken.value.code == "team.not_member"


def test_coming_back_is_a_new_interval(cast):
    before = cast.team.memberships.get(user=cast.former_member)

    join_team(team=cast.team, user=cast.former_member, on=date(2024, 9, 1), actor=cast.former_member)

    intervals = cast.team.memberships.filter(user=cast.former_member).values_list("started_on", "ended_on")
    assert list(intervals) == [(before.started_on, before.ended_on), (date(2024, 9, 1), None)]


def test_joining_and_leaving_on_one_day_leaves_an_empty_interval(cast):
    join_team(team=cast.team, user=cast.outsider, on=DAY, actor=cast.outsider)

    leave_team(team=cast.team, user=cast.outsider, on=DAY, actor=cast.outsider)

    assert not cast.team.memberships.active_on(DAY).filter(user=cast.outsider).exists()


def test_undoing_opens_the_same_interval_again_with_the_name(cast):
    left = leave_team(team=cast.team, user=cast.member, on=DAY, actor=cast.member, is_hidden=True)

    undo_leaving(membership=left, on=DAY, actor=cast.member)

    again = cast.team.memberships.get(user=cast.member)
    assert (again.pk, again.ended_on, again.is_hidden) == (left.pk, None, False)
    assert LogEntry.objects.filter(verb="undo_leaving").count() == 1


def test_undoing_the_day_after_is_too_late(cast):
    left = leave_team(team=cast.team, user=cast.member, on=DAY, actor=cast.member)

    with pytest.raises(RuleBroken) as broken:
        undo_leaving(membership=left, on=DAY + timedelta(days=1), actor=cast.member)

    assert broken.value.code == "team.undo_too_late"


def test_a_stay_of_one_day_long_ago_cannot_be_undone(cast):
    join_team(team=cast.team, user=cast.outsider, on=DAY, actor=cast.outsider)
    left = leave_team(team=cast.team, user=cast.outsider, on=DAY, actor=cast.outsider)

    with pytest.raises(RuleBroken) as broken:
        undo_leaving(membership=left, on=DAY + timedelta(days=300), actor=cast.outsider)

    assert broken.value.code == "team.undo_too_late"


def test_undoing_after_coming_back_is_refused(cast):
    left = leave_team(team=cast.team, user=cast.member, on=DAY, actor=cast.member)
    join_team(team=cast.team, user=cast.member, on=DAY, actor=cast.member)

    with pytest.raises(RuleBroken) as broken:
        undo_leaving(membership=left, on=DAY, actor=cast.member)

    assert broken.value.code == "team.already_member"
    assert cast.team.memberships.filter(user=cast.member, ended_on__isnull=True).count() == 1


@pytest.mark.parametrize(("language", "words"), [("sv", "/sv/a/one/teams/repair/"), ("nb", "/nb/a/one/teams/repair/")])
def test_the_welcome_is_one_mail_in_the_language_of_the_person(
    cast, django_capture_on_commit_callbacks, language, words
):
    User.objects.filter(pk=cast.outsider.pk).update(language=language)

    with django_capture_on_commit_callbacks(execute=True):
        join_team(team=cast.team, user=cast.outsider, on=DAY, actor=cast.outsider)

    assert [message.to for message in mail.outbox] == [["outsider@example.org"]]
    assert words in mail.outbox[0].body
    assert cast.team.name in mail.outbox[0].body
    assert cast.team.name not in mail.outbox[0].subject
    assert Job.objects.get(name="teams.welcome").state == JobState.DONE


def test_a_name_with_a_line_end_cannot_reach_a_header(cast, django_capture_on_commit_callbacks):
    Team.objects.filter(pk=cast.team.pk).update(name="Repair\nBcc: everybody@example.org <b>&")

    with django_capture_on_commit_callbacks(execute=True):
        join_team(team=cast.team, user=cast.outsider, on=DAY, actor=cast.outsider)

    assert mail.outbox[0].recipients() == ["outsider@example.org"]
    assert "<b>&" in mail.outbox[0].body


def test_local_people_and_those_who_left_already_get_no_mail(cast, django_capture_on_commit_callbacks):
    local = UserFactory(is_local=True)
    with django_capture_on_commit_callbacks(execute=True):
        join_team(team=cast.team, user=local, on=DAY, actor=local)
        join_team(team=cast.team, user=cast.outsider, on=DAY, actor=cast.outsider)
        leave_team(team=cast.team, user=cast.outsider, on=DAY, actor=cast.outsider)

    assert mail.outbox == []


def test_a_mail_that_fails_does_not_undo_the_joining(cast, django_capture_on_commit_callbacks, monkeypatch):
    def refuse(self, messages):
        raise OSError("no mail today")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)

    with django_capture_on_commit_callbacks(execute=True):
        join_team(team=cast.team, user=cast.outsider, on=DAY, actor=cast.outsider)

    assert cast.team.memberships.active_on(DAY).filter(user=cast.outsider).exists()
    welcome = Mail.objects.get(purpose="teams.welcome")
    assert (welcome.state, welcome.error, welcome.tenant) == (MailState.WAITING, "OSError", cast.arena.pk)


def test_a_refused_joining_queues_no_mail(cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuleBroken):
        join_team(team=cast.team, user=cast.member, on=DAY, actor=cast.member)

    assert mail.outbox == []
    assert not Job.objects.filter(name="teams.welcome").exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite in memory has one connection: no race to lose")
def test_two_at_once_join_once(cast):
    start_together = threading.Barrier(4)
    answers: list[str] = []

    def join() -> None:
        start_together.wait()
        try:
            join_team(team=cast.team, user=cast.outsider, on=DAY, actor=cast.outsider)
            answers.append("joined")
        except RuleBroken as broken:
            answers.append(broken.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=join) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == ["joined", *["team.already_member"] * 3]
    assert cast.team.memberships.filter(user=cast.outsider, ended_on__isnull=True).count() == 1
