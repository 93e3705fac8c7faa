"""Finds work that nobody does any more, from the rows alone: no message, worker or scheduler has to be trusted."""

import logging
from datetime import datetime, timedelta

from celery import current_app
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from kombu.exceptions import ChannelError, OperationalError

from core.background import WORK, Work, dispatch, give_back, write_job
from core.models import Job, JobState

logger = logging.getLogger(__name__)
# A message that was not taken up in this time may be lost: one more does no harm, for a job is claimed only once.
QUEUED_AGAIN_AFTER = timedelta(seconds=45)
# So many jobs in one sweep, and none into a queue that is longer: while no worker lives, messages do not pile up.
BATCH = 500
LAST_SWEEP = "core.last_sweep"


def sweep(*, at: datetime) -> int:
    """Frees what dead workers held, writes the nightly runs that are due, and queues every job that waits too long.

    Safe to run twice at once: each step is an UPDATE or INSERT that only one of two can win. Gives the number of jobs
    it queued; without a broker they are done when it returns.
    """
    _free_lost_jobs(at)
    for work in WORK.values():
        _write_nightly_run(work, at)
    queued = _queue_due_jobs(at)
    _leave_mark(at)
    return queued


def last_sweep() -> datetime | None:
    """When the last sweep ended, as far as the cache remembers."""
    return cache.get(LAST_SWEEP)


def _free_lost_jobs(at: datetime) -> None:
    for job in Job.objects.filter(state=JobState.RUNNING, due_at__lt=at).order_by("pk")[:BATCH]:
        logger.warning("job %s (%s) lost its worker at attempt %s", job.pk, job.name, job.attempts)
        give_back(job, error="WorkerLost", is_lost=True)


def _write_nightly_run(work: Work, at: datetime) -> None:
    """The last night's run, unless it is written already: a scheduler that was away makes up for it, once."""
    if work.nightly is None:
        return
    local = timezone.localtime(at)
    night = local.date() if local.time() >= work.nightly else local.date() - timedelta(days=1)
    run = f"{work.name} {night}"
    if Job.objects.filter(run=run).exists():
        return
    try:
        with transaction.atomic():
            write_job(work, run=run, arguments={})
    except IntegrityError:
        logger.info("%s was written by another scheduler", run)


def _queue_due_jobs(at: datetime) -> int:
    if _is_queue_full():
        return 0
    is_due = Q(due_at__isnull=True) | Q(due_at__lte=at)
    is_lost = Q(queued_at__isnull=True) | Q(queued_at__lte=at - QUEUED_AGAIN_AFTER)
    queued = 0
    for job in Job.objects.filter(is_due, is_lost, state=JobState.WAITING).order_by("pk")[:BATCH]:
        same = Job.objects.filter(pk=job.pk, state=JobState.WAITING, queued_at=job.queued_at)
        if same.update(queued_at=at):
            dispatch(job.name, job.pk)
            queued += 1
    return queued


def _is_queue_full() -> bool:
    """Whether messages wait in plenty. A broker that is away is no reason to write to it either."""
    if current_app.conf.task_always_eager:
        return False
    try:
        with current_app.connection_for_read() as broker:
            queue = broker.default_channel.queue_declare(current_app.conf.task_default_queue, passive=True)
            return queue.message_count > BATCH
    except ChannelError:  # An empty queue is none.
        return False
    except OperationalError:
        logger.error("the broker does not answer: jobs wait")
        return True


def _leave_mark(at: datetime) -> None:
    try:
        cache.set(LAST_SWEEP, at, timeout=None)
    except Exception as error:  # The cache only tells about sweeps; they do not need it.
        logger.warning("the sweep is not noted (%s)", type(error).__name__)
