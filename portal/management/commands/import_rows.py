"""manage.py import_rows KIND FILE --arena SLUG: rows of a CSV or Excel file, by the same way as the import pages."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from arena import imports
from arena.actions.import_work import check_rows, write_rows
from arena.actions.imports import choose_columns, confirm_import, drop_import, start_import
from arena.enums import RowOutcome
from arena.imports import ImportKind, plain_heading
from arena.models import Arena, ImportRun
from arena.queries import outcomes_of
from core.clock import now, today
from core.errors import RuleBroken
from core.sheets import SheetHead, SheetRefused, read_sheet

REFUSED = 2


class Command(BaseCommand):
    help = (
        "Brings the rows of a CSV or Excel file into an arena (docs/recipes.md, Importing rows). Rows that are there "
        "already, ambiguous or wrong stay out; a second run writes nothing. The last line is a summary in JSON. Ends "
        "with 2, having written nothing, when the file is refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", help="what the rows are: organisations, teams or activities")
        parser.add_argument("file", type=Path)
        parser.add_argument("--arena", required=True, help="address of the arena")
        parser.add_argument("--map", type=Path, help='a JSON file {"field": "heading"}; null leaves a field out')
        parser.add_argument("--encoding", default="", help="how the letters read, where the file leaves it in doubt")
        parser.add_argument(
            "--language",
            default=settings.LANGUAGE_CODE,
            choices=[code for code, _name in settings.LANGUAGES],
            help="of the texts in the file",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would come in, and write nothing")

    def handle(self, *args: Any, kind: str, file: Path, arena: str, dry_run: bool, **options: Any) -> None:
        # What is told here is English, whatever the language of the rows.
        with translation.override("en"):
            found, target = self._kind(kind), self._arena(arena)
            try:
                run = self._checked(found, target, file, **options)
                if not dry_run:
                    confirm_import(arena=target, key=run.pk, version=run.version, actor=None, is_queued=False)
                    write_rows(run_id=run.pk, actor=None, on=today(), at=now())
                self._tell(run, dry_run=dry_run)
                if dry_run:
                    drop_import(arena=target, key=run.pk, actor=None)
                    run.delete()
            except (SheetRefused, RuleBroken) as refused:
                reason = refused.message if isinstance(refused, RuleBroken) else refused
                raise CommandError(f"{file}: {reason}", returncode=REFUSED) from refused

    def _kind(self, slug: str) -> ImportKind:
        kind = imports.find(slug)
        if kind is None:
            known = ", ".join(one.slug for one in imports.in_order())
            raise CommandError(f"There is no kind of row called {slug}. Known are: {known}.", returncode=REFUSED)
        return kind

    def _arena(self, slug: str) -> Arena:
        arena = Arena.objects.filter(slug=slug).first()
        if arena is None:
            raise CommandError(f"There is no arena {slug}.", returncode=REFUSED)
        return arena

    def _checked(self, kind: ImportKind, arena: Arena, file: Path, **options: Any) -> ImportRun:
        """The file read, its columns said, every row judged. A file that does not come so far leaves nothing."""
        wanted = self._wanted(kind, options["map"])
        try:
            with file.open("rb") as opened:
                sheet = read_sheet(opened)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}", returncode=REFUSED) from error
        encoding = self._encoding(file, sheet.head, options["encoding"])
        headings = sheet.head.headings_in(encoding)
        said = {field: self._position(file, headings, heading) for field, heading in wanted.items() if heading}
        # What was said counts before what the headings say, for its field and for its column.
        found = imports.recognised(kind, headings)
        free = {field: place for field, place in found.items() if field not in wanted and place not in said.values()}
        run = start_import(
            arena=arena, kind=kind, sheet=sheet, file_name=file.name, language=options["language"], actor=None
        )
        try:
            choose_columns(
                arena=arena,
                key=run.pk,
                version=run.version,
                mapping=free | said,
                headings=headings,
                encoding=encoding,
                language=options["language"],
                actor=None,
                is_queued=False,
            )
            check_rows(run_id=run.pk)
        except RuleBroken:
            drop_import(arena=arena, key=run.pk, actor=None)
            run.delete()
            raise
        run.refresh_from_db()
        return run

    def _wanted(self, kind: ImportKind, path: Path | None) -> dict[str, str | None]:
        """Field -> heading, as the file of --map says; nothing = the field is left out."""
        if path is None:
            return {}
        try:
            wanted = json.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}", returncode=REFUSED) from error
        except ValueError as error:
            raise CommandError(f"{path}: is no readable JSON ({error})", returncode=REFUSED) from error
        if not isinstance(wanted, dict) or not all(isinstance(text, str | None) for text in wanted.values()):
            raise CommandError(f'{path}: must hold one object {{"field": "heading"}}', returncode=REFUSED)
        if unknown := [field for field in wanted if kind.field_of(field) is None]:
            known = ", ".join(field.slug for field in kind.fields)
            message = f"{path}: {kind.slug} have no field {', '.join(unknown)}. Known are: {known}."
            raise CommandError(message, returncode=REFUSED)
        return wanted

    def _encoding(self, file: Path, head: SheetHead, said: str) -> str:
        if not head.candidates:
            return head.encoding
        if said in head.candidates:
            return said
        readings = "; ".join(f"{code}: {' · '.join(head.samples_in(code))}" for code in head.candidates)
        message = f"{file}: it is not certain how the letters read. Say --encoding with one of these: {readings}"
        raise CommandError(message, returncode=REFUSED)

    def _position(self, file: Path, headings: tuple[str, ...], heading: str) -> int:
        found = [place for place, name in enumerate(headings) if name == heading]
        found = found or [place for place, name in enumerate(headings) if plain_heading(name) == plain_heading(heading)]
        if len(found) != 1:
            reason = "stands several times" if found else "is not there"
            raise CommandError(f"{file}: the heading “{heading}” {reason}.", returncode=REFUSED)
        return found[0]

    def _tell(self, run: ImportRun, *, dry_run: bool) -> None:
        counts = outcomes_of(run)
        summary = {
            "arena": run.arena.slug,
            "kind": run.kind,
            "rows": run.n_rows,
            "new": counts.get(RowOutcome.NEW, 0),
            "matched": counts.get(RowOutcome.MATCH, 0),
            "ambiguous": counts.get(RowOutcome.AMBIGUOUS, 0),
            "errors": counts.get(RowOutcome.ERROR, 0),
            "written": run.rows.filter(is_written=True).count(),
            "dry_run": dry_run,
        }
        self.stdout.write(json.dumps(summary, ensure_ascii=False, sort_keys=True))
