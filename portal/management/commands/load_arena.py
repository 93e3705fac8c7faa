"""manage.py load_arena DIR: an arena from a folder of CSV and JSON files."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from arena.models import Arena
from portal.loading.geography import load_geography
from portal.loading.plan import ArenaPlan
from portal.loading.read import read_folder, slug_of
from portal.loading.rows import Ledger
from portal.loading.tables import NotLoadable
from portal.loading.write import write_plan

DATA = settings.BASE_DIR / "data"


class Command(BaseCommand):
    help = (
        "Loads an arena from a folder (docs/recipes.md, Loading an arena). Running it again writes only what changed "
        "in the files. The last line is a summary in JSON. Ends with 2, having written nothing, when a row is wrong."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--if-missing", action="store_true", help="do nothing when the arena is there")

    def handle(self, *args: Any, folder: Path, if_missing: bool, **options: Any) -> None:
        try:
            slug = slug_of(folder)
            if if_missing and Arena.objects.filter(slug=slug).exists():
                self.stdout.write(f"The arena {slug} is there already.")
                self._summarise({"arena": slug, "skipped": True})
                return
            plan, ledger = self._load(folder)
        except NotLoadable as refused:
            for problem in refused.problems:
                self.stderr.write(str(problem))
            self._summarise({"loaded": False, "problems": len(refused.problems)})
            raise CommandError("Nothing was written.", returncode=2) from refused
        self._tell(plan, ledger)

    @transaction.atomic
    def _load(self, folder: Path) -> tuple[ArenaPlan, Ledger]:
        plan = read_folder(folder, DATA / "defaults")
        load_geography(DATA / "geography")
        return plan, write_plan(plan)

    def _tell(self, plan: ArenaPlan, ledger: Ledger) -> None:
        if ledger.n_written:
            self.stdout.write(f"Loaded the arena {plan.slug}: {ledger.n_written} rows written.")
        else:
            self.stdout.write(f"The arena {plan.slug} already stands as in the files. Nothing was written.")
        self._summarise(
            {
                "arena": plan.slug,
                "loaded": True,
                "files": plan.files,
                "added": dict(ledger.added),
                "changed": dict(ledger.changed),
                "same": dict(ledger.same),
            }
        )

    def _summarise(self, summary: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(summary, ensure_ascii=False, sort_keys=True))
