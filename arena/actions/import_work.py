"""The long work of an import: checking every row, writing the new ones. Begun again, neither does anything twice."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from arena.actions.imports import kind_of
from arena.actions.sections import lock_arena
from arena.enums import ImportState, RowOutcome
from arena.import_files import rows_of
from arena.import_rows import Examined, examine
from arena.imports import Book, ImportKind, Verdict, Write
from arena.models import ImportRow, ImportRun
from core.background import progress
from core.errors import RuleBroken
from core.log import log
from core.sheets import SheetRow

# Rows that are noted at once while a file is checked; rows that are written in one transaction.
CHECKED_AT_ONCE = 500
WRITTEN_AT_ONCE = 50
_SAID = 200


def check_rows(*, run_id: int) -> None:
    """Says of every row of a file what it becomes, and makes the import ready.

    Does nothing for an import that is not being checked. Refuses `import.file_gone`.
    """
    run = _begun(run_id)
    if run is None:
        return
    kind = kind_of(run)
    book = kind.book(run.arena, language=run.language, actor=run.started_by)
    waiting: list[ImportRow] = []
    for done, row in enumerate(rows_of(run), 1):
        examined = examine(kind, book, run.mapping, row, n_columns=len(run.headings))
        if examined.verdict.outcome == RowOutcome.NEW:
            book.note(-row.number, examined.values)
        waiting.append(_noted(run, row, examined))
        if len(waiting) == CHECKED_AT_ONCE:
            _write_down(waiting)
            progress(done, run.n_rows)
    _write_down(waiting)
    _ask_about(run, book.alike())
    _end_check(run_id)


def write_rows(*, run_id: int, actor: User | None, on: date, at: datetime) -> None:
    """Writes the new rows of an import in batches, each row once: begun again, it goes on where it stopped.

    Each row is judged once more as the arena stands then, so that two imports at a time add nothing twice. A row that
    the arena refuses becomes an error. Refuses `import.file_gone`.
    """
    run = ImportRun.objects.select_related("arena").get(pk=run_id)
    if run.state != ImportState.WRITING:
        return
    writer = _Writer(run, actor, on, at)
    while writer.write_batch():
        progress(writer.done, writer.of)


class _Writer:
    """Goes through the file and the rows side by side."""

    def __init__(self, run: ImportRun, actor: User | None, on: date, at: datetime) -> None:
        self.run, self.actor, self.on, self.at = run, actor, on, at
        self.kind: ImportKind = kind_of(run)
        self.rows = rows_of(run)
        self.book: Book | None = None
        self.book_state: object = None
        new = run.rows.filter(outcome=RowOutcome.NEW)
        self.of = new.count()
        self.done = new.filter(is_written=True).count()

    @transaction.atomic
    def write_batch(self) -> bool:
        """Writes the next rows; False when none is left and the import is done."""
        lock_arena(self.run.arena)
        run = ImportRun.objects.select_for_update(of=("self",)).get(pk=self.run.pk)
        if run.state != ImportState.WRITING:
            return False
        waiting = run.rows.filter(outcome=RowOutcome.NEW, is_written=False).order_by("number")
        batch = list(waiting[:WRITTEN_AT_ONCE])
        if not batch:
            _end_writing(run, self.actor, self.at)
            return False
        self._open_book()
        for row in batch:
            self._write_row(row)
            self.done += 1
        self.book_state = self.kind.state(run.arena)
        return True

    def _open_book(self) -> None:
        """The arena as it stands. While only this import writes, the book it keeps itself is as good."""
        if self.book is None or self.book_state != self.kind.state(self.run.arena):
            self.book = self.kind.book(self.run.arena, language=self.run.language, actor=self.actor)

    def _write_row(self, row: ImportRow) -> None:
        source = next((found for found in self.rows if found.number == row.number), None)
        if source is None:
            raise RuntimeError(f"row {row.number} is not in its file")
        assert self.book is not None  # noqa: S101 -- for the type checker: a batch opens it
        examined = examine(self.kind, self.book, self.run.mapping, source, n_columns=len(self.run.headings))
        is_decided = row.reason == "new.decided" and examined.verdict.outcome == RowOutcome.AMBIGUOUS
        if examined.verdict.outcome != RowOutcome.NEW and not is_decided:
            _judge(row, examined.verdict)
            return
        try:
            with transaction.atomic():
                write = Write(
                    arena=self.run.arena, book=self.book, values=examined.values, actor=self.actor, on=self.on
                )
                row.object_key = self.kind.write(write).pk
                row.is_written = True
                row.save(update_fields=["object_key", "is_written"])
        except (RuleBroken, ValidationError, IntegrityError) as refused:
            _judge(row, Verdict(RowOutcome.ERROR, "row.refused", {"said": _said(refused)}))
        else:
            self.book.note(row.object_key, examined.values)


@transaction.atomic
def _begun(run_id: int) -> ImportRun | None:
    """The import to check, emptied of what an attempt before left; None when it has gone on."""
    run = ImportRun.objects.select_for_update(of=("self",)).select_related("arena").get(pk=run_id)
    if run.state != ImportState.CHECKING:
        return None
    run.rows.all().delete()
    return run


@transaction.atomic
def _end_check(run_id: int) -> None:
    """Makes the import ready once every row is judged; of two that check at a time the last one does."""
    run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run_id)
    if run.state != ImportState.CHECKING or run.rows.count() != run.n_rows:
        return
    run.state, run.version = ImportState.READY, run.version + 1
    run.save(update_fields=["state", "version", "changed_at"])
    log("check_import", run, actor=None, tenant=run.arena_id, after={"state": run.state})


def _end_writing(run: ImportRun, actor: User | None, at: datetime) -> None:
    run.state, run.version, run.finished_at = ImportState.DONE, run.version + 1, at
    written = run.rows.filter(is_written=True).count()
    log("write_import", run, actor=actor, tenant=run.arena_id, after={"state": run.state, "rows": written})
    run.save(update_fields=["state", "version", "finished_at", "changed_at"])


def _noted(run: ImportRun, row: SheetRow, examined: Examined) -> ImportRow:
    noted = ImportRow(run=run, number=row.number, label=examined.label)
    _give(noted, examined.verdict)
    return noted


def _judge(row: ImportRow, verdict: Verdict) -> None:
    _give(row, verdict)
    row.save(update_fields=["outcome", "reason", "details", "object_key"])


def _give(row: ImportRow, verdict: Verdict) -> None:
    row.outcome, row.reason, row.details = verdict.outcome, verdict.reason, dict(verdict.details)
    if verdict.key is not None and verdict.key < 0:
        row.details["row"] = -verdict.key
    row.object_key = verdict.key if verdict.key is not None and verdict.key > 0 else None


@transaction.atomic
def _write_down(waiting: list[ImportRow]) -> None:
    """Writes judged rows. Another worker that checks the same file may have written them: they say the same."""
    ImportRow.objects.bulk_create(waiting, ignore_conflicts=True)
    waiting.clear()


@transaction.atomic
def _ask_about(run: ImportRun, verdicts: dict[int, Verdict]) -> None:
    """Makes new rows ambiguous that look like something else."""
    rows = list(run.rows.filter(number__in=verdicts, outcome=RowOutcome.NEW))
    for row in rows:
        _give(row, verdicts[row.number])
    ImportRow.objects.bulk_update(rows, ["outcome", "reason", "details", "object_key"], batch_size=CHECKED_AT_ONCE)


def _said(refused: Exception) -> str:
    """A refusal in words, as far as it has any."""
    if isinstance(refused, RuleBroken):
        return str(refused.message)[:_SAID]
    if isinstance(refused, ValidationError):
        return " ".join(refused.messages)[:_SAID]
    return str(_("Somebody wrote the same at the same time. Import the row again."))
