"""Rows of a text file: one sign between the cells, quotation marks around what holds that sign or a line end."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from core.sheet_reading.limits import MAX_CELL_SIGNS, MAX_COLUMNS, MAX_ROWS, Refused

DELIMITERS: Final = (";", ",", "\t", "|")
# So many rows show which sign separates.
_LOOKED_AT: Final = 200
# Excel's own first line that names the sign.
_NAMED: Final = "sep="


@dataclass(frozen=True, slots=True)
class Record:
    """A row as a spreadsheet numbers it; blank lines count."""

    number: int
    cells: list[str]


def rows_of(text: str) -> tuple[str, Iterator[Record]]:
    """The sign that separates (none in a file of one column), and the rows that hold anything.

    Raises Refused, now or while the rows are read: `sheet.delimiter`, `sheet.quote_open`, `sheet.quote_stray`,
    `sheet.line_ends`, `sheet.cell_too_long`, `sheet.too_many_rows`, `sheet.too_many_columns`.
    """
    csv.field_size_limit(MAX_CELL_SIGNS)
    start = 0
    if text[: len(_NAMED)].lower() == _NAMED:
        start = text.find("\n") + 1 or len(text)
        named = text[len(_NAMED) : start].strip("\r\n")
        delimiter = named if named in DELIMITERS else _delimiter(text, start)
    else:
        delimiter = _delimiter(text, start)
    return delimiter, _records(text, start, delimiter)


def _records(text: str, start: int, delimiter: str) -> Iterator[Record]:
    lines = _lines(text, start)
    # A sign that no file holds stands in where there is nothing to separate.
    reader = csv.reader(lines, delimiter=delimiter or "\x1f", strict=True)
    number = 2 if start else 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise _refusal(str(error), number) from None
        if cells is None:
            return
        if any(cell.strip(" \t") for cell in cells):
            if number > MAX_ROWS + 1:
                raise Refused("sheet.too_many_rows", row=number, limit=MAX_ROWS)
            if len(cells) > MAX_COLUMNS and any(cells[MAX_COLUMNS:]):
                raise Refused("sheet.too_many_columns", row=number, limit=MAX_COLUMNS)
            yield Record(number, cells)
        number += 1


def _refusal(said: str, number: int) -> Refused:
    """What the csv module found, as a code. Its words are the only thing it tells."""
    if "field larger" in said:
        return Refused("sheet.cell_too_long", row=number, limit=MAX_CELL_SIGNS)
    if "unexpected end" in said:
        return Refused("sheet.quote_open", row=number)
    return Refused("sheet.line_ends" if "new-line" in said else "sheet.quote_stray", row=number)


def _lines(text: str, start: int) -> Iterator[str]:
    """Lines with their ends. A file without any newline is an old Mac's, whose lines end in a carriage return."""
    end = "\n" if "\n" in text else "\r"
    while start < len(text):
        found = text.find(end, start) + 1 or len(text)
        yield text[start:found]
        start = found


def _delimiter(text: str, start: int) -> str:
    """The sign by which most rows have as many cells as the headings; between equals the one with more columns."""
    scores: Counter[str] = Counter()
    for delimiter in DELIMITERS:
        widths = list(_widths(text, start, delimiter))
        if widths and widths[0] > 1:
            alike = sum(width == widths[0] for width in widths) * 1000 // len(widths)
            scores[delimiter] = alike * 1000 + min(widths[0], 999)
    best = scores.most_common(2)
    if not best:
        return ""
    if len(best) == 2 and best[0][1] == best[1][1]:
        raise Refused("sheet.delimiter", row=1, first=best[0][0], second=best[1][0])
    return best[0][0]


def _widths(text: str, start: int, delimiter: str) -> Iterator[int]:
    """How many cells the first rows have, up to one that cannot be read."""
    reader = csv.reader(_lines(text, start), delimiter=delimiter, strict=True)
    try:
        yield from (len(cells) for cells in islice(reader, _LOOKED_AT) if cells)
    except csv.Error:
        return
