"""Jobs: queued after the commit, done once, never lost."""

import pytest
from celery import current_app
from django.db import transaction

from core.background import MAX_ATTEMPTS, enqueue, task
from core.errors import RuleBroken
from core.models import Job, JobState

done: list[int] = []


@task("tests.add")
def add(*, number: int) -> None:
    if number < 0:
        raise RuleBroken("test.negative", "no")
    if number == 13:
        raise ValueError("unlucky")
    done.append(number)


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


def test_a_failing_job_waits_and_is_parked_after_its_last_attempt(db):
    job = Job.objects.create(name="tests.add", arguments={"number": 13})

    states = []
    for _attempt in range(MAX_ATTEMPTS):
        current_app.tasks["tests.add"].delay(job.pk)
        job.refresh_from_db()
        states.append(job.state)

    assert states == [JobState.WAITING] * (MAX_ATTEMPTS - 1) + [JobState.FAILED]
    assert job.error == "ValueError"
    assert not done


def test_every_task_is_known_to_every_process():
    assert "teams.welcome" in current_app.tasks
