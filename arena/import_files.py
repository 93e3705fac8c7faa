"""The kept rows of an import: what is known of the table, its first values, every row, and those that go back."""

from collections.abc import Iterator
from contextlib import closing
from itertools import islice

from django.core.files import File
from django.utils.translation import gettext_lazy as _

from arena.import_cells import is_empty, text_of
from arena.models import ImportRun
from core.errors import RuleBroken
from core.files import open_kept
from core.sheets import MASK, SheetHead, SheetRefused, SheetRow, head_in, rows_in
from core.text import clean_line

# So many rows are looked at for a first value of every column; so much of it is shown.
_LOOKED_AT = 25
_SHOWN = 40


def head_of(run: ImportRun) -> SheetHead:
    """What the reader found out about the file. Refuses `import.file_gone`."""
    with closing(_opened(run)) as file:
        return head_in(file)


def rows_of(run: ImportRun, encoding: str | None = None) -> Iterator[SheetRow]:
    """The rows one at a time, read as was said. Refuses `import.file_gone` and `import.unreadable`."""
    with closing(_opened(run)) as file:
        try:
            yield from rows_in(file, run.encoding if encoding is None else encoding)
        except SheetRefused as refused:
            raise RuleBroken("import.unreadable", str(refused)) from refused


def first_values(run: ImportRun, encoding: str) -> list[str]:
    """What the first row with anything says, for every column."""
    found = [""] * len(run.headings)
    for row in islice(rows_of(run, encoding), _LOOKED_AT):
        for position, cell in enumerate(row.cells[: len(found)]):
            if not found[position] and row.width is None and not is_empty(cell) and cell != MASK:
                found[position] = clean_line(text_of(cell), _SHOWN)
    return found


def _opened(run: ImportRun) -> "File[bytes]":
    try:
        return open_kept(run.file)
    except OSError:
        message = _("The rows of this file are not there any more. Choose the file again.")
        raise RuleBroken("import.file_gone", message) from None
