"""Background work: queued only after the commit, by task name, with a job row as the truth."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from celery import current_app, shared_task
from django.db import models, transaction
from django.utils import timezone

from core.errors import RuleBroken
from core.models import Job, JobState

logger = logging.getLogger(__name__)
MAX_ATTEMPTS = 3


def enqueue(name: str, **arguments: Any) -> Job:
    """Writes a job and dispatches the task `name` when this transaction commits.

    `arguments` are primitives (keys, codes), never rows or personal values. With a broker a worker takes it;
    without one it runs in this process right after the commit. A rolled back transaction leaves no job.
    """
    job = Job.objects.create(name=name, arguments=arguments)
    transaction.on_commit(lambda: _dispatch(name, job.pk))
    return job


def _dispatch(name: str, job_key: int) -> None:
    try:
        current_app.tasks[name].delay(job_key)
    except Exception:  # The broker is away: the waiting job row is what a sweeper finds later.
        logger.exception("job %s waits: the broker did not answer", job_key)


def task(name: str) -> Callable[[Callable[..., None]], Any]:
    """Makes a function of primitives a background task that is safe to deliver twice.

    The job row is claimed first; a job that is done is not done again. `RuleBroken` fails at once,
    anything else is tried `MAX_ATTEMPTS` times in all.
    """

    def decorate(function: Callable[..., None]) -> Any:
        @shared_task(name=name, bind=True, max_retries=MAX_ATTEMPTS - 1)
        @wraps(function)
        def run(self: Any, job_key: int) -> None:
            claimed = (
                Job.objects.filter(pk=job_key)
                .exclude(state__in=[JobState.DONE, JobState.FAILED])
                .update(state=JobState.RUNNING, attempts=models.F("attempts") + 1)
            )
            if not claimed:
                return
            job = Job.objects.get(pk=job_key)
            try:
                with transaction.atomic():
                    function(**job.arguments)
                    _finish(job_key, JobState.DONE)
            except RuleBroken as broken:
                logger.warning("job %s refused: %s", job_key, broken.code)
                _finish(job_key, JobState.FAILED, broken.code)
            except Exception as error:
                logger.exception("job %s failed", job_key)
                last = job.attempts >= MAX_ATTEMPTS
                _finish(job_key, JobState.FAILED if last else JobState.WAITING, type(error).__name__)
                if not last and not self.request.is_eager:
                    raise self.retry(exc=error, countdown=2**job.attempts) from error

        return run

    return decorate


def _finish(job_key: int, state: str, error: str = "") -> None:
    finished = timezone.now() if state in (JobState.DONE, JobState.FAILED) else None
    Job.objects.filter(pk=job_key).update(state=state, error=error[:300], finished_at=finished)
