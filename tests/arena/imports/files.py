"""Files to import and the way they go, for tests."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime

from arena.actions.import_work import check_rows, write_rows
from arena.actions.imports import choose_columns, confirm_import, start_import
from arena.imports import find
from arena.models import Arena, ImportRun, Municipality, Region
from core.sheets import read_sheet

AT = datetime(2024, 6, 3, 12, tzinfo=UTC)


def table(headings: Sequence[str], *rows: Sequence[object]) -> bytes:
    """A CSV file as a spreadsheet program of the Nordic countries writes it."""
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows([headings, *rows])
    return text.getvalue().encode()


def checked(
    arena: Arena,
    content: bytes,
    *,
    kind: str = "organisations",
    language: str = "sv",
    actor=None,
    **mapping: int | None,
) -> ImportRun:
    """An import whose rows are judged; `mapping` says columns that the headings do not, None leaves one out."""
    sheet = read_sheet(io.BytesIO(content))
    run = start_import(
        arena=arena, kind=find(kind), sheet=sheet, file_name="register.csv", language=language, actor=actor
    )
    choose_columns(
        arena=arena,
        key=run.pk,
        version=run.version,
        mapping={field: place for field, place in (run.mapping | mapping).items() if place is not None},
        headings=run.headings,
        encoding=run.encoding,
        language=language,
        actor=actor,
        is_queued=False,
    )
    check_rows(run_id=run.pk)
    run.refresh_from_db()
    return run


def written(run: ImportRun, *, actor=None) -> ImportRun:
    """A checked import, written."""
    confirm_import(arena=run.arena, key=run.pk, version=run.version, actor=actor, is_queued=False)
    write_rows(run_id=run.pk, actor=actor, on=AT.date(), at=AT)
    run.refresh_from_db()
    return run


def verdicts(run: ImportRun) -> list[tuple[int, str, str]]:
    """Number, outcome and reason of every row."""
    return list(run.rows.order_by("number").values_list("number", "outcome", "reason"))


def geography() -> None:
    """Two counties and three municipalities."""
    jamtland = Region.objects.create(code="SE322", version=2024, name="Jämtlands län", country="SE")
    trondelag = Region.objects.create(code="NO060", version=2024, name="Trøndelag", country="NO")
    Region.objects.create(code="NO06", version=2021, name="Trøndelag", country="NO")
    Municipality.objects.create(country="SE", code="2321", name="Åre", region=jamtland)
    Municipality.objects.create(country="SE", code="2380", name="Östersund", region=jamtland)
    Municipality.objects.create(country="NO", code="5001", name="Trondheim", region=trondelag)
    Municipality.objects.create(country="NO", code="0301", name="Oslo", region=trondelag)
