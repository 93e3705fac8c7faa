"""The rows of a section of the settings as a file."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http.response import HttpResponseBase

from arena.models import Arena
from arena.sections import Column, Section
from core.downloads import ROWS_AT_ONCE, Download
from core.export import CellValue, ExportColumn


def file_of(section: Section, rows: QuerySet[Any], arena: Arena, *, form: str, on: date) -> HttpResponseBase:
    """Every row that the search leaves, in the columns of the page."""
    named = [(f"column-{place}", column) for place, column in enumerate(section.columns)]
    download = Download(
        columns=[ExportColumn(key, column.label) for key, column in named],
        name=section.slug,
        title=str(section.title),
        arena=arena.slug,
        on=on,
    )
    lines = ({key: _cell(column, row) for key, column in named} for row in rows.iterator(chunk_size=ROWS_AT_ONCE))
    return download.answer(lines, form)


def _cell(column: Column, row: Any) -> CellValue:
    """What the page shows, as text; nothing stays nothing."""
    if column.cell is not None:
        return column.cell(row)
    value = column.value(row)
    if column.kind == "link":
        return str(value[0])
    if column.kind == "sides":
        return ", ".join(side.code for side in value) or None
    if column.kind == "tags":
        return ", ".join(str(words) for _kind, words in value) or None
    if column.kind == "texts":
        return " | ".join(str(words) for words, _language in value) or None
    return str(value) or None
