"""Background work: queued only after the commit, by task name, with a job row as the truth."""

import logging
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import wraps
from random import uniform
from typing import Any

from celery import current_app, shared_task
from django.conf import settings
from django.db import models, transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.clock import now
from core.errors import RuleBroken
from core.lease import LEASE, Lease, LeaseLostError
from core.models import Job, JobState

logger = logging.getLogger(__name__)
MAX_ATTEMPTS = 3
# Before the second attempt, before the third …: doubled each time, and a little more or less, so that jobs that
# failed together do not come back together.
FIRST_PAUSE = timedelta(seconds=20)
JITTER = 0.25


@dataclass(frozen=True)
class Work:
    """A kind of background work. `is_whole`: one transaction, so that all of it is kept or none."""

    name: str
    label: str | Promise
    is_whole: bool
    nightly: time | None


class TryLaterError(Exception):
    """The world outside is not ready (a mail server, another site): try again at `at`. Not counted as an attempt."""

    def __init__(self, reason: str, *, at: datetime) -> None:
        super().__init__(reason)
        self.reason = reason
        self.at = at


UNNAMED = _("Background work")
# Every kind of work of this process, by name.
WORK: dict[str, Work] = {}
_held: ContextVar[Lease | None] = ContextVar("held", default=None)


def enqueue(name: str, *, tenant: int | None = None, owner: Any = None, **arguments: Any) -> Job:
    """Writes a job and dispatches the task `name` when this transaction commits.

    `arguments` are primitives (keys, codes), never rows or personal values. `tenant` is the key of the arena the work
    is for: those who run the arena see it on its jobs page. `owner` is the person who asked for it and may follow it.
    With a broker a worker takes it; without one it runs in this process right after the commit. A rolled back
    transaction leaves no job.
    """
    return write_job(WORK[name], tenant=tenant, owner=owner, arguments=arguments)


def label_of(name: str) -> str | Promise:
    """What a kind of work is called in words; also of one that this version does not know any more."""
    return WORK[name].label if name in WORK else UNNAMED


def write_job(
    work: Work, *, tenant: int | None = None, owner: Any = None, run: str | None = None, arguments: Any
) -> Job:
    """As `enqueue`; `run` makes a timed run one."""
    job = Job.objects.create(name=work.name, arguments=arguments, tenant=tenant, owner=owner, run=run, queued_at=now())
    transaction.on_commit(lambda: dispatch(job.name, job.pk))
    return job


def dispatch(name: str, job_key: int) -> None:
    """Hands a job to the broker, or does it here when there is none."""
    try:
        current_app.tasks[name].apply_async((job_key,), retry=False)
    except Exception as error:  # The broker is away: the waiting job row is what the next sweep finds.
        logger.error("job %s waits: the broker did not answer (%s)", job_key, type(error).__name__)
        Job.objects.filter(pk=job_key).update(queued_at=None)


def task(
    name: str, *, label: str | Promise = UNNAMED, is_whole: bool = True, nightly: time | None = None
) -> Callable[[Callable[..., None]], Any]:
    """Makes a function of primitives a background task that is safe to deliver twice, too early or an hour late.

    `label` says in words what is done, for the jobs page. A task is one transaction together with "done": it is kept
    once or not at all. One that talks to the world outside or writes in steps says `is_whole=False`, and sees to it
    itself that a second attempt finds what the first has done. `RuleBroken` fails at once, `TryLaterError` waits,
    anything else is tried `MAX_ATTEMPTS` times in all and then parked. `nightly`: done once every night at that local
    time without arguments; a night that was missed is made up for, once.
    """
    work = WORK[name] = Work(name, label, is_whole, nightly)

    def decorate(function: Callable[..., None]) -> Any:
        @shared_task(name=name)
        @wraps(function)
        def run(job_key: int) -> None:
            job = _claimed(job_key)
            if job is not None:
                _attempt(work, function, job)

        return run

    return decorate


def progress(done: int, of: int | None = None) -> None:
    """Tells those who wait how far the running job is. Costs no query: say it as often as you like."""
    lease = _held.get()
    if lease is not None:
        lease.report(done, of)


def answer(address: str) -> None:
    """Says where the outcome of the running job is shown, as a local address. Kept when this attempt ends."""
    lease = _held.get()
    if lease is not None:
        lease.answer = address


def _claimed(job_key: int) -> Job | None:
    """The job, taken by this worker with one UPDATE; None when it is done, held by another or not due yet."""
    at = now()
    is_due = models.Q(due_at__isnull=True) | models.Q(due_at__lte=at)
    taken = Job.objects.filter(is_due, pk=job_key, state=JobState.WAITING).update(
        state=JobState.RUNNING, attempts=models.F("attempts") + 1, due_at=at + LEASE
    )
    return Job.objects.select_related("owner").get(pk=job_key) if taken else None


def _attempt(work: Work, function: Callable[..., None], job: Job) -> None:
    language = getattr(job.owner, "language", "") or settings.LANGUAGE_CODE
    with Lease(job) as lease, translation.override(language):
        remembered = _held.set(lease)
        try:
            _do(work, function, lease)
        except LeaseLostError:
            logger.warning("job %s was taken over by another worker", job.pk)
        except TryLaterError as later:
            _close(lease, JobState.WAITING, error=later.reason, due_at=later.at, attempts=job.attempts - 1)
        except RuleBroken as broken:
            logger.warning("job %s refused: %s", job.pk, broken.code)
            _close(lease, JobState.FAILED, error=broken.code, reason=str(broken.message)[:300])
        except Exception as error:
            logger.exception("job %s failed", job.pk)
            give_back(job, error=type(error).__name__)
        finally:
            _held.reset(remembered)


def _do(work: Work, function: Callable[..., None], lease: Lease) -> None:
    if not work.is_whole:
        function(**lease.job.arguments)
        _close(lease, JobState.DONE)
        return
    with transaction.atomic():
        function(**lease.job.arguments)
        if not _close(lease, JobState.DONE):
            raise LeaseLostError


def _close(lease: Lease, state: str, *, error: str = "", **fields: Any) -> bool:
    """Ends this attempt, if it still holds the job."""
    values = {"due_at": None, "queued_at": None, "reason": "", "steps_done": lease.done, "steps": lease.of} | fields
    if state != JobState.WAITING:
        values["finished_at"] = now()
    return bool(lease.rows().update(state=state, error=error[:300], answer=lease.answer, **values))


def give_back(job: Job, *, error: str, is_lost: bool = False) -> None:
    """Ends an attempt that failed: the job waits for the next one, or is parked after the last.

    `is_lost`: its worker died, which says little about the job, so the next attempt need not wait.
    """
    held = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)
    error = error[:300]
    if job.attempts < MAX_ATTEMPTS:
        pause = FIRST_PAUSE * 2 ** (job.attempts - 1) * uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 -- no secret
        held.update(state=JobState.WAITING, error=error, due_at=None if is_lost else now() + pause, queued_at=None)
    elif held.update(state=JobState.PARKED, error=error, due_at=None, finished_at=now()):
        logger.error("ALERT job %s (%s) is parked after %s attempts: %s", job.pk, job.name, job.attempts, error)


@transaction.atomic
def again(job: Job) -> bool:
    """Gives a job that failed or was parked its attempts back and queues it; False when it is neither any more."""
    ended = Job.objects.filter(pk=job.pk, state__in=[JobState.FAILED, JobState.PARKED])
    fresh = {"attempts": 0, "error": "", "reason": "", "due_at": None, "queued_at": now(), "finished_at": None}
    if not ended.update(state=JobState.WAITING, **fresh):
        return False
    transaction.on_commit(lambda: dispatch(job.name, job.pk))
    return True
