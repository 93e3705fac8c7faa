"""One row of a file examined: its cells read, its verdict given. The check, the import and the command all ask here."""

from collections.abc import Mapping
from dataclasses import dataclass

from arena.enums import RowOutcome
from arena.import_cells import is_empty, text_of
from arena.imports import Book, CellFault, ImportKind, Values, Verdict
from core.sheets import MASK, Cell, SheetRow
from core.text import clean_line

# So many faults of one row are told.
_MOST_FAULTS = 6


@dataclass(frozen=True, slots=True)
class Examined:
    """What a row says, what the list calls it, and what becomes of it."""

    label: str
    values: Values
    verdict: Verdict


def examine(kind: ImportKind, book: Book, mapping: Mapping[str, int], row: SheetRow, *, n_columns: int) -> Examined:
    """Reads a row by the columns that were meant, and judges it. Never raises."""
    label = label_of(kind, mapping, row)
    if row.width is not None:
        details = {"found": row.width, "expected": n_columns}
        return Examined(label, {}, Verdict(RowOutcome.ERROR, "row.ragged", details))
    values, faults = _read(kind, book, mapping, row)
    if not faults:
        try:
            values = book.complete(values)
            return Examined(label, values, book.classify(values))
        except CellFault as fault:
            faults = [{"code": fault.code, "field": fault.field, **fault.details}]
    first, *more = faults[:_MOST_FAULTS]
    code = first.pop("code")
    return Examined(label, values, Verdict(RowOutcome.ERROR, code, first | ({"more": more} if more else {})))


def label_of(kind: ImportKind, mapping: Mapping[str, int], row: SheetRow) -> str:
    """What the list calls a row: its name or title, as far as it can be read."""
    text = text_of(cell_of(mapping, row, kind.label_field.slug))
    return "" if text == MASK else clean_line(text, 200)


def cell_of(mapping: Mapping[str, int], row: SheetRow, field: str) -> Cell:
    """The cell of a field; an empty text where the file or the row has none."""
    position = mapping.get(field)
    return row.cells[position] if position is not None and position < len(row.cells) else ""


def _read(kind: ImportKind, book: Book, mapping: Mapping[str, int], row: SheetRow) -> tuple[Values, list[Values]]:
    values: Values = {}
    faults: list[Values] = []
    for field in kind.fields:
        cell = cell_of(mapping, row, field.slug)
        try:
            value = None if is_empty(cell) else field.read(cell, book)
            if field.is_required and value in {None, ""}:
                raise CellFault("cell.missing")
        except CellFault as fault:
            faults.append({"code": fault.code, "field": field.slug, **fault.details})
        else:
            if value is not None:
                values[field.slug] = value
    return values, faults
