"""The one writer of files: the same columns and rows as CSV, here, and as a spreadsheet (core/workbook.py)."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from core.cells import (
    SUPPRESSED_CELL,
    UNKNOWN_CELL,
    Cell,
    CellStatus,
    CellValue,
    ExportColumn,
    headings,
    value_and_status,
)
from core.dates import PartialDate
from core.formulas import neutralised
from core.numbers import decimal_sign
from core.workbook import xlsx_file

__all__ = [
    "API_DELIMITER",
    "SUPPRESSED_CELL",
    "UNKNOWN_CELL",
    "Cell",
    "CellStatus",
    "CellValue",
    "ExportColumn",
    "csv_rows",
    "neutralised",
    "page_delimiter",
    "xlsx_file",
]

API_DELIMITER: Final = ","
_BYTE_ORDER_MARK: Final = "\ufeff"


def page_delimiter(language: str) -> str:
    """What separates the cells of a file fetched from a page: ";" where the comma is the decimal sign, else ","."""
    return ";" if decimal_sign(language) == "," else ","


def csv_rows(
    columns: Sequence[ExportColumn], rows: Iterable[Mapping[str, Cell | CellValue]], *, delimiter: str
) -> Iterator[bytes]:
    r"""The file piece by piece: UTF-8 with BOM, a heading line, one piece per row, lines ending in \r\n.

    A row holds a Cell or a plain value per column key; a plain None is unknown; a missing key raises KeyError.
    The decimal sign follows the delimiter: a point with "," (API, pages in en), a comma with ";" (pages in sv and
    nb). Numbers are written bare, without thousands or exponents; dates as ISO, as exact as they are known. Text
    that a spreadsheet could run gets an apostrophe in front (see neutralised). The cell of an unknown or suppressed
    value is empty.
    """
    line = io.StringIO()
    write = csv.writer(line, delimiter=delimiter, lineterminator="\r\n").writerow
    write([neutralised(heading) for heading in headings(columns)])
    yield _BYTE_ORDER_MARK.encode() + _taken(line)
    for row in rows:
        texts: list[str] = []
        for column in columns:
            value, status = value_and_status(row[column.key])
            texts.append(_printed(value, delimiter))
            if column.with_status:
                texts.append(status)
        write(texts)
        yield _taken(line)


def _taken(line: io.StringIO) -> bytes:
    """What was written, which is then empty again."""
    written = line.getvalue().encode()
    line.seek(0)
    line.truncate()
    return written


def _printed(value: CellValue, delimiter: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return neutralised(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return format(Decimal(value), "f").replace(".", "," if delimiter == ";" else ".")
    if isinstance(value, date | PartialDate):
        return value.isoformat()
    return neutralised(str(value))
