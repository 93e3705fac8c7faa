"""A real worker on a real broker: what is queued is done once, however often and late it is delivered."""

import random

import pytest
from celery import current_app

from core.background import enqueue
from core.clock import today
from core.models import Job, JobState, Mail, MailState
from teams.actions import join_team
from tests.broker.conftest import kill, start_worker, wait_for
from tests.broker.work import marks
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def is_sent(purpose: str) -> bool:
    return Mail.objects.filter(purpose=purpose, state=MailState.SENT).exists()


def test_joining_mails_a_welcome_through_the_worker(cast, worker, mailbox):
    newcomer = UserFactory(email="new@example.org", language="sv")

    join_team(team=cast.team, user=newcomer, on=today(), actor=newcomer)

    wait_for(lambda: is_sent("teams.welcome"))
    assert [mail["To"] for mail in mailbox.mails] == ["new@example.org"]
    assert Job.objects.get(name="teams.welcome").state == JobState.DONE


def test_jobs_delivered_three_times_in_any_order_are_done_once(db, worker, mailbox):
    jobs = [enqueue("tests.mark_and_mail", number=number) for number in range(10)]
    messages = [job.pk for job in jobs] * 2
    random.Random(3).shuffle(messages)

    for key in messages:
        current_app.tasks["tests.mark_and_mail"].delay(key)
    last = enqueue("tests.mark_and_mail", number=10)

    wait_for(lambda: Mail.objects.filter(state=MailState.SENT).count() == 11)
    assert Job.objects.get(pk=last.pk).state == JobState.DONE
    assert marks() == list(range(11))
    assert len(mailbox.ids) == len(set(mailbox.ids)) == 11


def test_a_job_waits_while_no_worker_lives(cast, queue, mailbox, processes):
    kill(start_worker())
    newcomer = UserFactory(email="late@example.org")

    join_team(team=cast.team, user=newcomer, on=today(), actor=newcomer)

    assert Job.objects.get(name="teams.welcome").state == JobState.WAITING
    processes(start_worker())
    wait_for(lambda: is_sent("teams.welcome"))
    assert len(mailbox.mails) == 1
