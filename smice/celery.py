"""The task runner: Redis when REDIS_URL is set, else the same tasks in-process."""

import os
import resource
from typing import Any

from celery import Celery
from celery.signals import worker_process_init, worker_ready
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "smice.settings")

app = Celery("smice")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
def sweep_at_start(**_signal: Any) -> None:
    """A worker that comes back asks for what was left behind, and does not wait for the scheduler's next minute."""
    app.send_task("core.sweep", expires=60)


@worker_process_init.connect
def cap_memory(**_signal: Any) -> None:
    """Work that wants too much memory gets a MemoryError, is tried again and parked; the machine does not suffer."""
    megabytes = settings.WORKER_MEMORY_MB
    if megabytes:
        resource.setrlimit(resource.RLIMIT_DATA, (megabytes * 2**20, megabytes * 2**20))
