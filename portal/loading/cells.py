"""Reads single cells: dates as exact as they are, sides, languages, aliases in notes."""

import re
from datetime import date

from core.dates import FIRST_YEAR, LAST_YEAR, DatePrecision, PartialDate
from portal.loading.tables import Misread, Row

UNKNOWN_DATE = PartialDate(None, DatePrecision.UNKNOWN)
# What the preparer of the data writes about other spellings; nothing else in a note is a name.
_ALIASES = (
    re.compile(r"source also writes ([^;]+)"),
    re.compile(r"abbreviated (\S+) in the source"),
    re.compile(r"source abbreviates (\S+)"),
    re.compile(r"spelled (\S+) in"),
)
_LABEL = re.compile(r"label (\S+) in the source")


def read_year_and_month(row: Row) -> PartialDate:
    """The columns year and month as a date of that precision; nothing is added to what is known."""
    year, month = row["year"], row["month"]
    if not year:
        if month:
            raise Misread("month", "stands without a year")
        return UNKNOWN_DATE
    if not re.fullmatch(r"[0-9]{4}", year) or not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise Misread("year", f"“{year}” is no year")
    if not month:
        return PartialDate(date(int(year), 1, 1), DatePrecision.YEAR)
    if not re.fullmatch(r"0[1-9]|1[0-2]", month):
        raise Misread("month", f"“{month}” is no month")
    return PartialDate(date(int(year), int(month), 1), DatePrecision.MONTH)


def read_day(row: Row, column: str) -> PartialDate:
    """An ISO date to the day or the month."""
    text = row[column]
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}", text):
            return PartialDate(date.fromisoformat(f"{text}-01"), DatePrecision.MONTH)
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError
        return PartialDate(date.fromisoformat(text), DatePrecision.DAY)
    except ValueError:
        raise Misread(column, f"“{text}” is no date such as 2020-10 or 2020-10-04") from None


def read_sides(row: Row, known: frozenset[str], column: str = "side") -> tuple[str, ...]:
    """The arena's sides in a cell such as SE, SE-NO or SE;NO. A country outside the arena is no side of it."""
    return tuple(code for code in _countries(row, column) if code in known)


def read_country(row: Row, column: str = "side") -> str:
    """The one country in a cell; empty when there is none or more than one."""
    countries = _countries(row, column)
    return countries[0] if len(countries) == 1 else ""


def _countries(row: Row, column: str) -> list[str]:
    codes = [code.strip() for code in re.split(r"[-;]", row[column]) if code.strip()]
    if any(not re.fullmatch(r"[A-Z]{2}", code) for code in codes):
        raise Misread(column, f"“{row[column]}” is no country such as SE, or several such as SE-NO")
    return codes


def read_number(row: Row, column: str) -> int:
    """A whole number from 1."""
    if not re.fullmatch(r"[1-9][0-9]{0,3}", row[column]):
        raise Misread(column, f"“{row[column]}” is no whole number from 1")
    return int(row[column])


def aliases_in(note: str) -> tuple[str, ...]:
    """The other names and spellings that a note reports of the source."""
    found = [name.strip() for pattern in _ALIASES for match in pattern.findall(note) for name in match.split(" / ")]
    return tuple(dict.fromkeys(name for name in found if name))


def label_in(note: str) -> str:
    """The label of a period as the source writes it."""
    match = _LABEL.search(note)
    return match[1] if match else ""


def must_be_empty(row: Row, *columns: str, why: str) -> None:
    """Refuses a value that there is no place for, rather than losing it."""
    for column in columns:
        if row[column]:
            raise Misread(column, f"“{row[column]}” cannot be loaded: {why}")
