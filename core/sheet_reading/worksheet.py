"""What stands where in a sheet, read off its XML: how far the cells reach, which hold an error or no value."""

import re
from typing import Final

from core.sheet_reading.limits import MAX_COLUMNS, MAX_ROWS, Refused, column_letters

_REFERENCE: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,10})")
# A formula whose result was never computed: text that no spreadsheet shows.
NO_RESULT: Final = "#NO_RESULT"
# So many faults are kept by place; with more, the file is not worth reading.
_MOST_FAULTS: Final = 1_000


class Positions:
    """The target of an XML parser. Refuses a cell with contents beyond the limits before a range is built as high."""

    def __init__(self, entry: str) -> None:
        self.entry = entry
        self.is_worksheet = False
        # Row -> column, both from 0 -> what stands in a cell without a value.
        self.faults: dict[int, dict[int, str]] = {}
        self._n_faults = 0
        self._depth = 0
        self._row, self._column = -1, -1
        self._cell_type = ""
        self._has_formula = self._has_value = False
        self._value: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        name = tag.rpartition("}")[2]
        if not self._depth:
            self.is_worksheet = name == "worksheet"
        self._depth += 1
        if not self.is_worksheet:
            return
        if name == "row":
            self._row = self._number(attributes["r"]) if "r" in attributes else self._row + 1
            self._column = -1
        elif name == "c":
            self._begin_cell(attributes)
        elif name == "f":
            self._has_formula = True
        elif name in {"v", "is"}:
            self._has_value, self._value = True, []

    def data(self, text: str) -> None:
        """Text between tags."""
        if self._value is not None:
            self._value.append(text)

    def end(self, tag: str) -> None:
        """An element closes."""
        self._depth -= 1
        if self.is_worksheet and tag.rpartition("}")[2] == "c":
            self._end_cell()

    def close(self) -> None:
        """The document ends."""

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        if "r" in attributes:
            found = _REFERENCE.fullmatch(attributes["r"])
            if found is None:
                raise Refused("sheet.broken", entry=self.entry)
            self._column, row = _position_of(found[1]), int(found[2]) - 1
        else:
            self._column, row = self._column + 1, max(self._row, 0)
        if row > MAX_ROWS or row < 0:
            raise Refused("sheet.too_many_rows", row=row + 1, sheet=self.entry, limit=MAX_ROWS)
        if self._column >= MAX_COLUMNS:
            column = column_letters(self._column)
            raise Refused("sheet.too_many_columns", row=row + 1, column=column, sheet=self.entry, limit=MAX_COLUMNS)
        self._row = row
        self._cell_type = attributes.get("t", "")
        self._has_formula, self._has_value, self._value = False, False, None

    def _end_cell(self) -> None:
        value = "".join(self._value or ())
        if self._cell_type == "e":
            self._fault(value or NO_RESULT)
        elif self._has_formula and not value and self._cell_type != "str":
            self._fault(NO_RESULT)
        self._value = None

    def _fault(self, text: str) -> None:
        self._n_faults += 1
        if self._n_faults > _MOST_FAULTS:
            raise Refused("sheet.formulas", row=self._row + 1, sheet=self.entry, limit=_MOST_FAULTS)
        self.faults.setdefault(self._row, {})[self._column] = text[:20]

    def _number(self, text: str) -> int:
        if not (text.isascii() and text.isdigit()):
            raise Refused("sheet.broken", entry=self.entry)
        return int(text[:12]) - 1


def _position_of(letters: str) -> int:
    position = 0
    for letter in letters.upper():
        position = position * 26 + ord(letter) - ord("A") + 1
    return position - 1
