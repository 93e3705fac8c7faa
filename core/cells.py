"""What a file is made of: columns, and cells that are a value and what is known about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise

from core.dates import PartialDate

type CellValue = Decimal | int | bool | str | date | PartialDate | Promise | None


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


def value_and_status(value: Cell | CellValue) -> tuple[CellValue, CellStatus]:
    """What a row holds, taken apart; a plain value is known, a plain None unknown."""
    if value is None:
        return None, CellStatus.UNKNOWN
    if isinstance(value, str):
        return value, CellStatus.KNOWN
    cell = value if isinstance(value, Cell) else Cell(value)
    return cell.value, cell.status


def headings(columns: Sequence[ExportColumn]) -> list[str]:
    """The first line of a file: every column, and its status where it has one."""
    found: list[str] = []
    for column in columns:
        heading = str(column.heading)
        found.append(heading)
        if column.with_status:
            found.append(str(column.status_heading) or f"{heading}_status")
    return found
