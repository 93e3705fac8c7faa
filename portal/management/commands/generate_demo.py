"""manage.py generate_demo: the made-up arena."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from arena.models import Arena
from core.clock import today
from portal.demo.generate import SLUG, AlreadyThere, content_hash, generate_demo

SEED = 2017


class Command(BaseCommand):
    help = "Makes the arena demo: three made-up years around today. The same seed and day give the same content."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-missing", action="store_true", help="do nothing when the arena is there")
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument("--on", type=date.fromisoformat, help="the day it is told on, such as 2026-11-22")

    def handle(self, *args: Any, if_missing: bool, seed: int, on: date | None, **options: Any) -> None:
        if if_missing and Arena.objects.filter(slug=SLUG).exists():
            self.stdout.write(f"The arena {SLUG} is there already.")
            return
        try:
            arena = generate_demo(data=settings.BASE_DIR / "data", seed=seed, on=on or today())
        except AlreadyThere as there:
            raise CommandError(f"The arena {SLUG} is there already. Nothing was written.") from there
        activities, teams = arena.activities.count(), arena.teams.count()
        self.stdout.write(f"Made up the arena {SLUG}: {activities} activities, {teams} teams.")
        summary = {"arena": SLUG, "activities": activities, "teams": teams, "content": content_hash(arena)}
        self.stdout.write(json.dumps(summary))
