"""The one CSV writer: a cell is a value and what is known about it."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise

from core.dates import PartialDate
from core.numbers import decimal_sign

type CellValue = Decimal | int | bool | str | date | PartialDate | Promise | None

API_DELIMITER: Final = ","
_BYTE_ORDER_MARK: Final = "\ufeff"

_FORMULA_SIGNS: Final = frozenset("=+-@\u2212")
_FORMULA_CONTROLS: Final = frozenset("\t\r\n\0")
# A number as text, and a phone number in international groups ("+46 70 123"): no spreadsheet reads either as a formula.
_HARMLESS: Final = re.compile(r"-?[0-9]{1,15}(?:[.,][0-9]{1,15})?|\+[0-9]{1,4}(?: [0-9]{1,12})+")
# A formula behind separators: it becomes a cell of its own when a program splits the file at another sign than ours.
# The run of separators is taken whole, so that the search stays linear.
_INNER_FORMULA: Final = re.compile(r"[,;|\t\r\n][\s,;|\"']*+((?=[=\uff1d]|[@+\-\uff20\uff0b\uff0d][^\s,;|(!]*[(|!]))?")
_UNWRITABLE: Final = re.compile("[\0\ud800-\udfff]")


class CellStatus(StrEnum):
    """What is known about a value. The codes stand in every language's file."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    SUPPRESSED = "suppressed"
    ROUNDED = "rounded"


@dataclass(frozen=True, slots=True)
class Cell:
    """A value and its status. Unknown and suppressed cells hold no value: nothing can slip out, and none reads as 0.

    Raises ValueError when value and status contradict each other, TypeError for a float, whose decimals are no facts.
    """

    value: CellValue = None
    status: CellStatus = CellStatus.KNOWN

    def __post_init__(self) -> None:
        if isinstance(self.value, float):
            raise TypeError("a figure is a Decimal or an int")
        if isinstance(self.value, Decimal) and not self.value.is_finite():
            raise ValueError("a figure is a finite number")
        if (self.value is None) != (self.status in {CellStatus.UNKNOWN, CellStatus.SUPPRESSED}):
            raise ValueError(f"a cell that is {self.status} does not fit its value")


UNKNOWN_CELL: Final = Cell(None, CellStatus.UNKNOWN)
SUPPRESSED_CELL: Final = Cell(None, CellStatus.SUPPRESSED)


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """One column: the row's key, its heading, and whether a status column follows (headed `<heading>_status`)."""

    key: str
    heading: str | Promise
    with_status: bool = False
    status_heading: str | Promise = ""


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
    yield _BYTE_ORDER_MARK.encode() + _line(_headings(columns), delimiter)
    for row in rows:
        texts: list[str] = []
        for column in columns:
            cell = _as_cell(row[column.key])
            texts.append(_printed(cell.value, delimiter))
            if column.with_status:
                texts.append(cell.status.value)
        yield _line(texts, delimiter)


def neutralised(text: str) -> str:
    """The text as no spreadsheet will run it.

    An apostrophe goes in front when the text starts with tab, CR, LF or NUL, or when its first visible sign is one of
    = + - @, a true minus, or a full-width, small or raised form of them. Left alone: a plain negative number, and an
    international phone number in groups ("+46 70 123"), which no program computes. Without groups, or with hyphens,
    a phone number gets the apostrophe, because a spreadsheet would drop its plus or subtract its parts; it stays
    readable. Inside a text the apostrophe also goes before a formula that follows a separator. NUL and lone
    surrogates, which no file of text can hold, are dropped.
    """
    writable = _UNWRITABLE.sub("", text)
    inside = _INNER_FORMULA.sub(lambda found: found[0] if found[1] is None else found[0] + "'", writable)
    if text[:1] in _FORMULA_CONTROLS:
        return "'" + inside
    is_guarded = _starts_formula(writable) and _HARMLESS.fullmatch(writable.strip()) is None
    return "'" + inside if is_guarded else inside


def _starts_formula(text: str) -> bool:
    for sign in text:
        # White space, controls and invisible format signs are trimmed by some programs, and skipped here.
        if sign.isspace() or unicodedata.category(sign)[0] == "C":
            continue
        return unicodedata.normalize("NFKC", sign)[0] in _FORMULA_SIGNS
    return False


def _as_cell(value: Cell | CellValue) -> Cell:
    if isinstance(value, Cell):
        return value
    return UNKNOWN_CELL if value is None else Cell(value)


def _printed(value: CellValue, delimiter: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return format(Decimal(value), "f").replace(".", "," if delimiter == ";" else ".")
    if isinstance(value, date | PartialDate):
        return value.isoformat()
    return neutralised(str(value))


def _headings(columns: Sequence[ExportColumn]) -> list[str]:
    headings: list[str] = []
    for column in columns:
        heading = neutralised(str(column.heading))
        headings.append(heading)
        if column.with_status:
            headings.append(neutralised(str(column.status_heading)) or f"{heading}_status")
    return headings


def _line(texts: Iterable[str], delimiter: str) -> bytes:
    line = io.StringIO()
    csv.writer(line, delimiter=delimiter, lineterminator="\r\n").writerow(texts)
    return line.getvalue().encode()
