"""An import from its file to its end: columns said, rows decided, begun, dropped, forgotten."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from arena.enums import ImportState, RowOutcome
from arena.imports import ImportKind, find, plain_heading, recognised
from arena.models import Arena, ImportMapping, ImportRow, ImportRun
from core.background import enqueue
from core.errors import RuleBroken
from core.files import drop, keep
from core.log import log
from core.models import JobState
from core.sheets import ReadSheet
from core.text import clean_line
from core.writes import lock_version

KEPT = timedelta(days=30)
# While nothing is under way and nothing is written.
OPEN = frozenset({ImportState.MAPPING, ImportState.READY})
_DECIDED_NEW = "new"


@transaction.atomic
def start_import(
    *, arena: Arena, kind: ImportKind, sheet: ReadSheet, file_name: str, language: str, actor: User | None
) -> ImportRun:
    """Keeps the rows of a file that the reader let through; its columns are those the headings or a person last said.

    Refuses `file.no_room` when the disk has none.
    """
    head = sheet.head
    run = ImportRun(
        arena=arena,
        kind=kind.slug,
        file_name=clean_line(file_name, 120) or kind.slug,
        file=keep(sheet.content, folder=f"imports/{arena.pk}", extension=".jsonl"),
        sha256=sheet.sha256,
        size_bytes=sheet.size,
        sheet=clean_line(head.sheet, 120),
        encoding=head.encoding,
        delimiter=head.delimiter,
        # Where the letters are in doubt, the likeliest reading stands until somebody says which.
        headings=list(head.headings_in(head.candidates[0] if head.candidates else "")),
        n_rows=head.n_rows,
        language=language,
        started_by=actor,
    )
    run.mapping = _remembered(run) or recognised(kind, run.headings)
    run.full_clean(exclude=["file", "mapping", "headings"])
    run.save()
    log("start_import", run, actor=actor, tenant=arena.pk, after={"kind": kind.slug, "rows": run.n_rows})
    return run


@transaction.atomic
def choose_columns(
    *,
    arena: Arena,
    key: int,
    version: int,
    mapping: Mapping[str, int],
    headings: Sequence[str],
    encoding: str,
    language: str,
    actor: User | None,
    is_queued: bool = True,
) -> ImportRun:
    """Says which column is meant for which field, remembers it for files with these headings, and checks every row.

    `headings` are the file's, read in `encoding`. The check is queued, or left to the caller. Refuses a stale version,
    `import.not_open`, `import.column_missing`, `import.column_twice` and `import.column_unknown`.
    """
    run = _lock_open(arena, key, version, stuck_in=ImportState.CHECKING)
    kind = kind_of(run)
    run.mapping = {field.slug: mapping[field.slug] for field in kind.fields if field.slug in mapping}
    run.headings, run.encoding, run.language = list(headings), encoding, language
    _check_columns(kind, run)
    run.state = ImportState.CHECKING
    _remember(run)
    if is_queued:
        run.job = enqueue("arena.check_import", tenant=arena.pk, owner=actor, run_id=run.pk)
    run.save()
    log("choose_columns", run, actor=actor, tenant=arena.pk, fields=sorted(run.mapping), after={"state": run.state})
    return run


@transaction.atomic
def decide_rows(*, arena: Arena, key: int, version: int, decisions: Mapping[int, str], actor: User | None) -> ImportRun:
    """Says of ambiguous rows, by number, that they are one of their candidates (its key) or new (`new`).

    What is no candidate decides nothing. Refuses a stale version and `import.not_open`.
    """
    run = _lock_open(arena, key, version)
    rows = run.rows.filter(outcome=RowOutcome.AMBIGUOUS, number__in=decisions)
    decided = [row for row in rows if _decide(row, decisions[row.number])]
    ImportRow.objects.bulk_update(decided, ["outcome", "reason", "details", "object_key"])
    run.save(update_fields=["version", "changed_at"])
    log("decide_rows", run, actor=actor, tenant=arena.pk, after={"rows": len(decided)})
    return run


@transaction.atomic
def confirm_import(*, arena: Arena, key: int, version: int, actor: User | None, is_queued: bool = True) -> ImportRun:
    """Begins to write the new rows of a checked import; nothing of it was in the arena before.

    The writing is queued, or left to the caller. Refuses a stale version and `import.not_open`.
    """
    run = _lock_open(arena, key, version, stuck_in=ImportState.WRITING)
    if run.state == ImportState.MAPPING:
        raise _not_open()
    run.state = ImportState.WRITING
    if is_queued:
        actor_id = actor.pk if actor else None
        run.job = enqueue("arena.write_import", tenant=arena.pk, owner=actor, run_id=run.pk, actor_id=actor_id)
    run.save()
    log("confirm_import", run, actor=actor, tenant=arena.pk, after={"state": run.state})
    return run


@transaction.atomic
def drop_import(*, arena: Arena, key: int, actor: User | None) -> ImportRun:
    """Ends an import before anything is written; its rows and its file go. Refuses `import.not_open`."""
    run = ImportRun.objects.select_for_update(of=("self",)).get(arena=arena, pk=key)
    if run.state not in OPEN | {ImportState.CHECKING}:
        raise _not_open()
    _empty(run)
    run.state, run.file, run.version = ImportState.DROPPED, "", run.version + 1
    run.save()
    log("drop_import", run, actor=actor, tenant=arena.pk, after={"state": run.state})
    return run


@transaction.atomic
def forget_imports(*, at: datetime) -> int:
    """Deletes imports that nobody touched for a month, with their rows and files; gives how many went.

    What they brought stays, and so does the log.
    """
    old = list(ImportRun.objects.filter(changed_at__lt=at - KEPT))
    for run in old:
        _empty(run)
        log("forget_import", run, actor=None, tenant=run.arena_id)
        run.delete()
    return len(old)


def is_stuck(run: ImportRun) -> bool:
    """Whether the work of an import was refused or given up: nothing goes on by itself."""
    return run.job is not None and run.job.state in {JobState.FAILED, JobState.PARKED}


def kind_of(run: ImportRun) -> ImportKind:
    """The kind of an import. Refuses `import.kind_unknown` for one that this version does not know any more."""
    kind = find(run.kind)
    if kind is None:
        raise RuleBroken("import.kind_unknown", _("This kind of row cannot be imported any more."))
    return kind


def _lock_open(arena: Arena, key: int, version: int, *, stuck_in: str = "") -> ImportRun:
    """The import, if nothing is under way; `stuck_in`: or if it was, and its job was given up."""
    run = lock_version(ImportRun.objects.filter(arena=arena), key=key, version=version)
    if run.state not in OPEN and not (run.state == stuck_in and is_stuck(run)):
        raise _not_open()
    return run


def _not_open() -> RuleBroken:
    return RuleBroken("import.not_open", _("This import has gone on already. Look at where it stands now."))


def _check_columns(kind: ImportKind, run: ImportRun) -> None:
    for field in kind.fields:
        if field.is_required and field.slug not in run.mapping:
            message = _("Choose the column for “%(field)s”: no row comes in without it.") % {"field": field.label}
            raise RuleBroken("import.column_missing", message, field=field.slug)
    for slug, position in run.mapping.items():
        if not 0 <= position < len(run.headings):
            raise RuleBroken("import.column_unknown", _("Choose an answer"), field=slug)
        if list(run.mapping.values()).count(position) > 1:
            raise RuleBroken("import.column_twice", _("Choose each column only once"), field=slug)


def _decide(row: ImportRow, decision: str) -> bool:
    """Makes an ambiguous row what was said, if that can be said of it."""
    candidates = {str(key): key for key in row.details.get("candidates", ())}
    if decision == _DECIDED_NEW:
        row.outcome, row.reason = RowOutcome.NEW, "new.decided"
        return True
    if decision not in candidates:
        return False
    key = candidates[decision]
    row.outcome, row.reason = RowOutcome.MATCH, "match.decided" if key > 0 else "match.row"
    row.object_key = key if key > 0 else None
    row.details = row.details | ({"row": -key} if key < 0 else {})
    return True


def _empty(run: ImportRun) -> None:
    """Removes rows and file; the file once nothing can take the removal back."""
    run.rows.all().delete()
    name = run.file
    transaction.on_commit(lambda: drop(name))


def _headings_hash(run: ImportRun) -> str:
    plain = [plain_heading(heading) for heading in run.headings]
    return hashlib.sha256(json.dumps(plain).encode()).hexdigest()


def _remember(run: ImportRun) -> None:
    ImportMapping.objects.update_or_create(
        arena=run.arena, kind=run.kind, headings_hash=_headings_hash(run), defaults={"mapping": run.mapping}
    )


def _remembered(run: ImportRun) -> dict[str, int]:
    known = ImportMapping.objects.filter(arena=run.arena, kind=run.kind, headings_hash=_headings_hash(run)).first()
    return known.mapping if known else {}
