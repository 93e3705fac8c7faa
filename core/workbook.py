"""The same columns and rows as a spreadsheet: numbers and dates are what they are, text is never more than text."""

import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import IO, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from core.cells import Cell, CellValue, ExportColumn, headings, value_and_status
from core.dates import DatePrecision, PartialDate
from core.formulas import PLAIN, neutralised

# How a language writes a day in a table; others write it as ISO does.
_DAY_FORMATS: Final = {"nb": "dd.mm.yyyy", "nn": "dd.mm.yyyy", "en": "d mmm yyyy"}
_ISO_DAY: Final = "yyyy-mm-dd"
# The number under which every spreadsheet knows the form "text".
_TEXT: Final = 49
# Spreadsheets know no day before it (and take 1900 for a leap year).
_FIRST_DAY: Final = date(1900, 3, 1)
# Digits that a spreadsheet's number keeps; a longer one is written as text, because a changed figure is a wrong one.
_MAX_DIGITS: Final = 15
_MAX_ROWS: Final = 1_048_576
_MAX_TEXT: Final = 32_767
_NARROWEST, _DAY_WIDTH, _WIDEST = 8, 12, 60
# The same rows make the same bytes: the file says when its rows were fetched in its name, not inside.
_MADE_AT: Final = datetime(2000, 1, 1)  # noqa: DTZ001 -- a file's own clock has no zone
_UNWRITABLE: Final = re.compile("[\0\ud800-\udfff\ufffe\uffff]")
_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f]")
_SHEET_SIGNS: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_MAX_SHEET_NAME: Final = 31
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def xlsx_file(
    columns: Sequence[ExportColumn],
    rows: Iterable[Mapping[str, Cell | CellValue]],
    *,
    language: str,
    title: str = "",
) -> IO[bytes]:
    """A workbook of one sheet, open at its start; memory does not grow with the rows.

    Rows are as in `csv_rows`. Numbers are numbers, days are dates in the language's form; dates known to a month or
    year are text, as are figures of more than 15 digits. The cell of an unknown or suppressed value is empty and its
    status says why. No text is a formula, a link or a number, and none becomes one when somebody edits it. The same
    rows give the same bytes. `title` names the sheet and stands with the language in the file's properties.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 -- the caller reads and closes it
    try:
        with Workbook(file, dict(_OPTIONS)) as book:
            book.set_properties({"title": _CONTROLS.sub(" ", _UNWRITABLE.sub("", title)), "created": _MADE_AT})
            book.set_custom_property("Language", language)
            sheet = book.add_worksheet(_sheet_name(title))
            sheet.freeze_panes(1, 0)
            _Writer(book, sheet, language).write(columns, rows)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


class _Writer:
    """Puts one row after the other on a sheet and remembers how wide each column must be."""

    def __init__(self, book: Workbook, sheet: Worksheet, language: str) -> None:
        self.sheet = sheet
        self.heading: Format = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.day: Format = book.add_format({"num_format": _DAY_FORMATS.get(language, _ISO_DAY), "align": "left"})
        # Text that would become a formula, a number or a date if it were typed again.
        self.guarded: Format = book.add_format({"num_format": _TEXT})
        self.widths: list[int] = []

    def write(self, columns: Sequence[ExportColumn], rows: Iterable[Mapping[str, Cell | CellValue]]) -> None:
        titles = headings(columns)
        self.widths = [_NARROWEST] * len(titles)
        for place, title in enumerate(titles):
            self._text(0, place, title, self.heading)
        write_string = self.sheet.write_string
        for n_row, row in enumerate(rows, 1):
            if n_row >= _MAX_ROWS:
                raise ValueError(f"a sheet holds {_MAX_ROWS} rows")
            place = 0
            for column in columns:
                value, status = value_and_status(row[column.key])
                if value is not None:
                    self._value(n_row, place, value)
                place += 1
                if column.with_status:
                    write_string(n_row, place, status)
                    place += 1
        for place, width in enumerate(self.widths):
            self.sheet.set_column(place, place, min(width, _WIDEST) + 2)

    def _value(self, row: int, place: int, value: CellValue) -> None:
        if isinstance(value, str):
            self._text(row, place, value)
        elif isinstance(value, bool):
            self.sheet.write_boolean(row, place, value)
        elif isinstance(value, int | Decimal):
            self._number(row, place, value)
        elif (day := _day_of(value)) is not None and day >= _FIRST_DAY:
            self.sheet.write_datetime(row, place, datetime(day.year, day.month, day.day), self.day)  # noqa: DTZ001
            self.widths[place] = max(self.widths[place], _DAY_WIDTH)
        elif isinstance(value, date | PartialDate):
            self._text(row, place, value.isoformat())
        else:
            self._text(row, place, str(value))

    def _number(self, row: int, place: int, value: int | Decimal) -> None:
        exact = Decimal(value)
        if len(exact.as_tuple().digits) <= _MAX_DIGITS:
            self.sheet.write_number(row, place, float(value))
        else:
            self._text(row, place, format(exact, "f"))

    def _text(self, row: int, place: int, text: str, style: Format | None = None) -> None:
        text, is_guarded, width = _judged(text)
        if is_guarded and style is None:
            style = self.guarded
        if text.startswith("<r>") and text.endswith("</r>"):
            # The library takes such a text for its own finished markup, and would put it into the file unescaped.
            safe = _CONTROLS.sub("", text)[: _MAX_TEXT // 2]
            style = style or self.guarded
            self.sheet.write_rich_string(row, place, safe[:1], style, safe[1:], style)
        elif style is not None:
            self.sheet.write_string(row, place, text, style)
        elif text:
            self.sheet.write_string(row, place, text)
        if width > self.widths[place]:
            self.widths[place] = width


@lru_cache(maxsize=2048)
def _judged(text: str) -> tuple[str, bool, int]:
    """The text as it can be written, whether it must be marked as text, and its longest line."""
    if PLAIN.fullmatch(text):
        return text, False, len(text)
    text = _UNWRITABLE.sub("", text)[:_MAX_TEXT]
    is_guarded = text[:1].isdigit() or neutralised(text) != text
    return text, is_guarded, max(map(len, text.split("\n")))


def _day_of(value: CellValue) -> date | None:
    """The day, if the value is one and no moment, month or year."""
    if isinstance(value, PartialDate):
        return value.first if value.precision is DatePrecision.DAY else None
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def _sheet_name(title: str) -> str:
    """The title as a sheet may be called; without one, and for the one name that is taken, a plain word."""
    name = _SHEET_SIGNS.sub(" ", _UNWRITABLE.sub("", title))[:_MAX_SHEET_NAME].strip().strip("'").strip()
    return name if name and name.lower() != "history" else "Sheet1"
