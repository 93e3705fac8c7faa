"""Schedulers: one that was away for a day, and two at once."""

from datetime import timedelta

import pytest

from core.background import WORK
from core.clock import now
from core.models import Job, JobState
from tests.broker.conftest import start_scheduler, wait_for
from tests.broker.work import marks

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


def old(number: int, **fields) -> Job:
    """Work from before the scheduler went away."""
    return Job.objects.create(name="tests.mark_and_mail", arguments={"number": number}, **fields)


def test_a_day_without_a_scheduler_is_made_up_for_and_two_of_them_double_nothing(db, worker, processes, tmp_path):
    wait_for(lambda: marks("tests.night") == [0])
    nights = sum(work.nightly is not None for work in WORK.values())
    # The worker's own sweep at its start has done the last night; now it is the night before that was done.
    for job in Job.objects.exclude(run=None):
        Job.objects.filter(pk=job.pk).update(run=f"{job.name} {now().date() - 3 * DAY}")
    yesterday = now() - DAY
    old(1, queued_at=yesterday)
    old(2, state=JobState.RUNNING, attempts=1, due_at=yesterday)
    old(3, error="TimeoutError", attempts=1, due_at=yesterday)

    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        processes(start_scheduler(tmp_path / name))

    wait_for(lambda: marks() == [1, 2, 3])
    wait_for(lambda: not Job.objects.exclude(state=JobState.DONE).exists())
    assert marks("tests.night") == [0, 0]
    assert Job.objects.exclude(run=None).count() == 2 * nights
