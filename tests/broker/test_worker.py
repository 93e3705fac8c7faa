"""A real worker on a real broker: what is queued is done once, also when it is delivered twice or a worker dies."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from celery import current_app
from django.conf import settings
from django.db import connection

from core.background import enqueue
from core.clock import today
from core.models import Job, JobState
from teams.actions import join_team
from tests.factories import UserFactory

pytestmark = [pytest.mark.broker, pytest.mark.django_db(transaction=True)]
PATIENCE_SECONDS = 20


class Mailbox(Message):
    """Keeps every mail it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.mails: list = []

    def handle_message(self, message) -> None:
        self.mails.append(message)


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    """A real mail server on a free port."""
    box = Mailbox()
    server = Controller(box, hostname="127.0.0.1", port=28025)
    server.start()
    yield box, 28025
    server.stop()


@pytest.fixture
def queue(settings) -> Iterator[None]:
    """Tasks go to the broker, which is empty."""
    current_app.conf.task_always_eager = False
    current_app.control.purge()
    yield
    current_app.conf.task_always_eager = True


def start_worker(mail_port: int) -> subprocess.Popen:
    """A worker process on the test database."""
    test_database = settings.DATABASE_URL.rpartition("/")[0] + "/" + connection.settings_dict["NAME"]
    environment = os.environ | {
        "DATABASE_URL": test_database,
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "DJANGO_SETTINGS_MODULE": "smice.settings",
        "LOCAL": "1",
    }
    command = [sys.executable, "-m", "celery", "-A", "smice", "worker", "--pool=solo", "--loglevel=ERROR"]
    return subprocess.Popen(command, env=environment)


@pytest.fixture
def worker(mailbox) -> Iterator[subprocess.Popen]:
    process = start_worker(mailbox[1])
    yield process
    process.kill()
    process.wait()


def wait_for(condition: Callable[[], bool]) -> None:
    """Looks again and again until the condition holds."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "nothing happened in time"
        time.sleep(0.1)


def test_joining_mails_a_welcome_through_the_worker(cast, queue, mailbox, worker):
    newcomer = UserFactory(email="new@example.org", language="sv")

    join_team(team=cast.team, user=newcomer, on=today(), actor=newcomer)

    wait_for(lambda: Job.objects.filter(name="teams.welcome", state=JobState.DONE).exists())
    assert [mail["To"] for mail in mailbox[0].mails] == ["new@example.org"]


def test_a_job_delivered_three_times_is_done_once(cast, queue, mailbox, worker):
    newcomer = UserFactory(email="new@example.org")
    membership = join_team(team=cast.team, user=newcomer, on=today(), actor=newcomer)
    job = Job.objects.get(name="teams.welcome", arguments={"membership_id": membership.pk})

    for _again in range(2):
        current_app.tasks["teams.welcome"].delay(job.pk)
    marker = enqueue("teams.welcome", membership_id=0)

    wait_for(lambda: Job.objects.get(pk=marker.pk).attempts > 0)
    assert len(mailbox[0].mails) == 1


def test_a_job_waits_while_no_worker_lives(cast, queue, mailbox):
    first = start_worker(mailbox[1])
    first.send_signal(signal.SIGKILL)
    first.wait()
    newcomer = UserFactory(email="late@example.org")

    join_team(team=cast.team, user=newcomer, on=today(), actor=newcomer)

    assert Job.objects.get(name="teams.welcome").state == JobState.WAITING
    second = start_worker(mailbox[1])
    try:
        wait_for(lambda: Job.objects.filter(name="teams.welcome", state=JobState.DONE).exists())
    finally:
        second.kill()
        second.wait()
    assert len(mailbox[0].mails) == 1
