"""Workers that die: at any point, twenty times, and through their own work."""

import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from core.background import enqueue
from core.clock import now
from core.models import Job, JobState, Mail, MailState
from tests.broker.conftest import kill, start_scheduler, start_worker, wait_for
from tests.broker.work import marks

pytestmark = pytest.mark.django_db(transaction=True)
KILLS = 20
JOBS = 120
# From the last kill until all is done, with nobody helping (a dead worker's lease, then a sweep).
RECOVERY_SECONDS = 120
POOL = ("--pool=prefork", "--concurrency=2")


def children_of(process: subprocess.Popen) -> list[int]:
    """The processes of a worker that do the work."""
    found = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(key) for key in found.read_text().split()] if found.exists() else []


def work_that(state: str) -> int:
    return Job.objects.filter(name="tests.mark_and_mail", state=state).count()


def kill_in_the_middle(worker: subprocess.Popen, chance: random.Random) -> None:
    """Lets the worker work for a moment; then one of its processes, or all of it, is gone."""
    before = Job.objects.filter(state=JobState.DONE).count()
    wait_for(lambda: Job.objects.filter(state=JobState.DONE).count() > before)
    time.sleep(chance.uniform(0, 0.4))
    children = children_of(worker)
    if children and chance.random() < 0.7:
        os.kill(chance.choice(children), signal.SIGKILL)
    else:
        kill(worker)


def test_twenty_kills_at_random_points_lose_nothing_and_do_nothing_twice(
    db, queue, mailbox, processes, tmp_path, report
):
    chance = random.Random()
    processes(start_scheduler(tmp_path))
    jobs = [enqueue("tests.mark_and_mail", number=number) for number in range(JOBS)]

    worker = processes(start_worker(*POOL))
    for number in range(KILLS):
        if work_that(JobState.WAITING) < 10:
            jobs.extend(enqueue("tests.mark_and_mail", number=len(jobs) + more) for more in range(20))
        kill_in_the_middle(worker, chance)
        if worker.poll() is not None and number < KILLS - 1:
            worker = processes(start_worker(*POOL))
    if worker.poll() is not None:
        processes(start_worker(*POOL))

    sent = Mail.objects.filter(state=MailState.SENT)
    took = wait_for(lambda: sent.count() == len(jobs), RECOVERY_SECONDS)
    wait_for(lambda: not Job.objects.exclude(state=JobState.DONE).exists(), RECOVERY_SECONDS - took)
    report(
        f"{len(jobs)} jobs, {took:.0f} s after {KILLS} kills, {len(mailbox.ids) - len(set(mailbox.ids))} mails twice"
    )
    assert marks() == list(range(len(jobs)))
    assert len(set(mailbox.ids)) == len(jobs)
    assert Job.objects.filter(attempts__gt=1).count() >= KILLS / 4


def test_work_that_kills_its_worker_is_parked_after_three_times_and_the_queue_moves_on(
    db, queue, mailbox, processes, tmp_path
):
    killer = enqueue("tests.kill_worker")
    processes(start_worker("--pool=prefork", "--concurrency=1"))
    processes(start_scheduler(tmp_path))

    for attempt in (1, 2, 3):
        wait_for(lambda n=attempt: len(marks("tests.kill")) == n)
        other = enqueue("tests.mark_and_mail", number=attempt)
        wait_for(lambda key=other.pk: Job.objects.get(pk=key).state == JobState.DONE)
        # Half a minute later.
        Job.objects.filter(pk=killer.pk).update(due_at=now())

    wait_for(lambda: Job.objects.get(pk=killer.pk).state == JobState.PARKED)
    assert Job.objects.get(pk=killer.pk).error == "WorkerLost"
    assert len(marks("tests.kill")) == 3


def test_work_that_eats_memory_fails_alone(db, queue, mailbox, processes, tmp_path):
    hungry = enqueue("tests.eat_memory")
    other = enqueue("tests.mark_and_mail", number=1)
    worker = processes(start_worker("--pool=prefork", "--concurrency=1"))

    wait_for(lambda: Job.objects.get(pk=other.pk).state == JobState.DONE)

    hungry.refresh_from_db()
    assert (hungry.state, hungry.attempts, hungry.error) == (JobState.WAITING, 1, "MemoryError")
    assert worker.poll() is None
