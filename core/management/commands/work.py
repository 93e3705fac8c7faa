"""manage.py work: one sweep by hand or by cron, for machines without a broker and its scheduler."""

from typing import Any

from django.core.management.base import BaseCommand

from core.clock import now
from core.sweeper import sweep


class Command(BaseCommand):
    help = (
        "Does the background work that is due (with REDIS_URL: queues it) and ends. Without Redis, run it each minute."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        queued = sweep(at=now())
        if queued or options["verbosity"] > 1:
            self.stdout.write(f"{queued} jobs")
