"""Jobs: queued after the commit, done once, never lost."""

import threading
from datetime import UTC, datetime, timedelta
from time import sleep

import pytest
import time_machine
from celery import current_app
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _
from kombu.exceptions import OperationalError

from accounts.models import User
from core.background import MAX_ATTEMPTS, UNNAMED, WORK, TryLaterError, again, answer, enqueue, progress, task
from core.errors import RuleBroken
from core.lease import LEASE
from core.models import Job, JobState
from tests.factories import UserFactory

START = datetime(2024, 5, 2, 12, tzinfo=UTC)
done: list[int] = []


@task("tests.add")
def add(*, number: int) -> None:
    if number < 0:
        raise RuleBroken("test.negative", "no")
    if number == 13:
        raise ValueError("unlucky")
    done.append(number)


@task("tests.tell")
def tell(*, doing: str) -> None:
    progress(2, 5)
    answer("/en/a/one/found/")
    UserFactory(email="half@example.org")
    if doing == "refuse":
        raise RuleBroken("test.refused", _("Name"))
    if doing == "later":
        raise TryLaterError("busy", at=START + timedelta(hours=1))
    if doing == "lose":
        # What the sweeper and another worker do when they take this one for dead.
        Job.objects.filter(name="tests.tell").update(attempts=2)
    if doing == "crash":
        raise ValueError


@task("tests.steps", is_whole=False)
def steps(*, number: int) -> None:
    UserFactory(email=f"step{number}@example.org")
    raise RuleBroken("test.refused", "no")


@pytest.fixture(autouse=True)
def _nothing_done():
    done.clear()


def test_a_job_runs_after_the_commit(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = enqueue("tests.add", number=1)
        assert not done

    job.refresh_from_db()
    assert done == [1]
    assert (job.state, job.attempts) == (JobState.DONE, 1)
    assert job.finished_at


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_transaction_leaves_no_job():
    def queue_and_fail() -> None:
        with transaction.atomic():
            enqueue("tests.add", number=1)
            raise KeyError

    with pytest.raises(KeyError):
        queue_and_fail()

    assert not Job.objects.exists()
    assert not done


def test_a_job_that_is_done_is_not_done_again(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = enqueue("tests.add", number=1)

    current_app.tasks["tests.add"].delay(job.pk)

    assert done == [1]


def test_a_broken_rule_is_not_tried_again(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = enqueue("tests.add", number=-1)

    job.refresh_from_db()
    assert (job.state, job.error, job.attempts) == (JobState.FAILED, "test.negative", 1)


def test_a_failing_job_waits_and_is_parked_after_its_last_attempt(db, caplog):
    job = Job.objects.create(name="tests.add", arguments={"number": 13})

    states = []
    with time_machine.travel(START, tick=False) as clock:
        for _attempt in range(MAX_ATTEMPTS):
            current_app.tasks["tests.add"].delay(job.pk)
            job.refresh_from_db()
            states.append(job.state)
            clock.shift(timedelta(minutes=2))

    assert states == [JobState.WAITING] * (MAX_ATTEMPTS - 1) + [JobState.PARKED]
    assert (job.attempts, job.error) == (MAX_ATTEMPTS, "ValueError")
    assert f"ALERT job {job.pk} (tests.add) is parked after 3 attempts: ValueError" in caplog.text
    assert not done


@pytest.fixture
def told(db, django_capture_on_commit_callbacks):
    """What becomes of a job that reports and then does something."""

    def run(doing: str, **fields) -> Job:
        with django_capture_on_commit_callbacks(execute=True):
            job = enqueue("tests.tell", doing=doing, **fields)
        return Job.objects.get(pk=job.pk)

    return run


def test_a_job_tells_how_far_it_is_and_where_its_answer_is(told):
    job = told("finish", tenant=4)

    assert (job.state, job.steps_done, job.steps, job.answer) == (JobState.DONE, 2, 5, "/en/a/one/found/")
    assert (job.tenant, job.due_at) == (4, None)


@pytest.mark.parametrize("doing", ["refuse", "later", "crash", "lose"])
def test_a_job_that_is_not_done_leaves_nothing_half_done(told, doing):
    told(doing)

    assert not User.objects.filter(email="half@example.org").exists()


def test_a_refusal_is_told_in_the_language_of_who_asked(told):
    job = told("refuse", owner=UserFactory(language="sv"))

    assert (job.error, job.reason) == ("test.refused", "Namn")


def test_waiting_for_the_world_outside_counts_as_no_attempt(told):
    job = told("later")

    assert (job.state, job.attempts, job.error) == (JobState.WAITING, 0, "busy")
    assert job.due_at == START + timedelta(hours=1)


def test_a_worker_taken_for_dead_cannot_write_over_its_successor(told):
    job = told("lose")

    assert (job.state, job.steps_done) == (JobState.RUNNING, 0)


def test_a_task_of_steps_keeps_what_it_did(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        enqueue("tests.steps", number=1)

    assert User.objects.filter(email="step1@example.org").exists()
    assert Job.objects.get().state == JobState.FAILED


def test_outside_a_job_progress_goes_nowhere(db):
    progress(1, 2)
    answer("/somewhere/")

    assert not Job.objects.exists()


@pytest.mark.parametrize("state", [JobState.FAILED, JobState.PARKED])
def test_work_that_ended_badly_is_done_again_by_hand_once(db, django_capture_on_commit_callbacks, state):
    job = Job.objects.create(
        name="tests.add", arguments={"number": 1}, state=state, attempts=3, error="ValueError", finished_at=START
    )

    with django_capture_on_commit_callbacks(execute=True):
        answers = [again(job), again(job)]

    job.refresh_from_db()
    assert answers == [True, False]
    assert done == [1]
    assert (job.state, job.attempts, job.error) == (JobState.DONE, 1, "")


def test_a_broker_that_is_away_leaves_the_job_for_the_sweeper(
    db, django_capture_on_commit_callbacks, monkeypatch, caplog
):
    def fail(*args, **kwargs):
        raise OperationalError("redis://:secret@broker")

    monkeypatch.setattr(type(current_app.tasks["tests.add"]), "apply_async", fail)

    with django_capture_on_commit_callbacks(execute=True):
        job = enqueue("tests.add", number=1)

    waiting = Job.objects.get(pk=job.pk)
    assert (waiting.state, waiting.queued_at) == (JobState.WAITING, None)
    assert "secret" not in caplog.text


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer: the task itself")
def test_a_long_job_shows_its_progress_and_keeps_its_lease_while_it_runs(monkeypatch):
    monkeypatch.setattr("core.lease.LOOKS_EVERY_SECONDS", 0.01)
    monkeypatch.setattr("core.lease.RENEWED_EVERY_SECONDS", 0.01)
    Job.objects.update_or_create(name="tests.watched")
    seen = []

    def look():
        seen.append(Job.objects.values("steps_done", "steps", "due_at").get(name="tests.watched"))
        connection.close()

    def watched() -> None:
        progress(3, 9)
        sleep(0.3)
        watcher = threading.Thread(target=look)
        watcher.start()
        watcher.join()

    task("tests.watched")(watched)
    claimed_at = datetime.now(UTC)
    current_app.tasks["tests.watched"].delay(Job.objects.get().pk)

    assert (seen[0]["steps_done"], seen[0]["steps"]) == (3, 9)
    assert seen[0]["due_at"] > claimed_at + LEASE + timedelta(seconds=0.1)
    WORK.pop("tests.watched")


def test_every_kind_of_work_has_a_name_in_words():
    unnamed = [name for name, work in WORK.items() if work.label is UNNAMED and not name.startswith("tests.")]

    assert unnamed == []


def test_every_task_is_known_to_every_process():
    assert "teams.welcome" in current_app.tasks
