"""The hold a worker has on a job while it runs: renewed as long as the worker lives, over soon after it died."""

import logging
import threading
from contextlib import closing
from datetime import timedelta
from time import monotonic

from django.db import DatabaseError, connection
from django.db.models import QuerySet

from core.clock import now
from core.models import Job, JobState

logger = logging.getLogger(__name__)
# A dead worker's job is free again after this: long enough for a slow database, short enough for "in two minutes".
LEASE = timedelta(seconds=30)
RENEWED_EVERY_SECONDS = 8.0
LOOKS_EVERY_SECONDS = 1.0


class LeaseLostError(Exception):
    """Another worker was given the job meanwhile: what this one did for it must not be kept."""


class Lease:
    """One attempt at one job.

    A thread with a connection of its own renews the lease and writes progress, so that both are seen outside the
    task's transaction. It writes nothing in the first second: short jobs cost no connection.
    """

    def __init__(self, job: Job) -> None:
        self.job = job
        self.done, self.of = job.steps_done, job.steps
        self.answer = job.answer
        self._is_news = False
        self._over = threading.Event()
        self._keeper = threading.Thread(target=self._keep, name=f"lease of job {job.pk}", daemon=True)

    def __enter__(self) -> "Lease":
        self._keeper.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._keeper.join()

    def report(self, done: int, of: int | None) -> None:
        """Notes progress; it is written within a second."""
        self.done, self.of, self._is_news = done, of, True

    def rows(self) -> QuerySet[Job]:
        """The job's row as long as this attempt holds it: the number of the attempt tells workers apart."""
        return Job.objects.filter(pk=self.job.pk, state=JobState.RUNNING, attempts=self.job.attempts)

    def _keep(self) -> None:
        renewed = monotonic()
        with closing(connection):
            while not self._over.wait(LOOKS_EVERY_SECONDS):
                if not self._is_news and monotonic() - renewed < RENEWED_EVERY_SECONDS:
                    continue
                self._is_news = False
                try:
                    self.rows().update(due_at=now() + LEASE, steps_done=self.done, steps=self.of)
                    renewed = monotonic()
                except DatabaseError as error:
                    # SQLite's one writer may be the task itself; a server may be away. The next look tries again.
                    logger.warning("lease of job %s not renewed (%s)", self.job.pk, type(error).__name__)
                    connection.close_if_unusable_or_obsolete()
