"""Dates that may be known to the day, the month or the year only: reading, printing, finding the period."""

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Final, Literal, Protocol

from babel import Locale
from babel.dates import format_date, get_month_names
from django.utils.translation import gettext_lazy as _

# A year outside is a slip of the finger ("0202", "20022"), not a date of this arena.
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100
MAX_LENGTH: Final = 40

_WORD_LANGUAGES: Final = ("sv", "nb", "en")
_MORE_MONTHS: Final = {"mar": 3, "sept": 9, "jun": 6, "jul": 7}

# Year first, any sign: nobody writes year, day, month. Eight digits are ISO's basic form.
_YEAR_FIRST: Final = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})|([0-9]{4})([0-9]{2})([0-9]{2})")
_YEAR_MONTH: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})")
_MONTH_YEAR: Final = re.compile(r"([0-9]{1,2})[-/.]([0-9]{4})")
_YEAR: Final = re.compile(r"[0-9]{4}")
# Points: the day stands first wherever they are used.
_POINTED: Final = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})")
# Slashes and hyphens: the day stands first in Europe, the month in America.
_SLASHED: Final = re.compile(r"([0-9]{1,2})([-/])([0-9]{1,2})\2([0-9]{4})")
_DAY_WORD_YEAR: Final = re.compile(r"(?:den )?([0-9]{1,2})(?:\.|:e|st|nd|rd|th)?[ -]?([^\W\d_]+)\.?(?:,? |-)([0-9]{4})")
_WORD_DAY_YEAR: Final = re.compile(r"([^\W\d_]+)\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})")
_WORD_YEAR: Final = re.compile(r"([^\W\d_]+)\.?(?:,? |-)([0-9]{4})")

_LONG: Final = {"sv": "d MMMM y", "nb": "d. MMMM y", "nn": "d. MMMM y", "en": "d MMMM y"}


class DatePrecision(StrEnum):
    """How exact is the date?"""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A calendar date as exact as it is known.

    `first` is its first possible day: of a month or a year any day may be given and the first is kept. It is None
    exactly when the precision is unknown; anything else raises ValueError.
    """

    first: date | None
    precision: DatePrecision

    def __post_init__(self) -> None:
        precision = DatePrecision(self.precision)
        object.__setattr__(self, "precision", precision)
        if (self.first is None) != (precision is DatePrecision.UNKNOWN):
            raise ValueError("a date is unknown, or it has a first day")
        if self.first is not None and precision is DatePrecision.MONTH:
            object.__setattr__(self, "first", self.first.replace(day=1))
        if self.first is not None and precision is DatePrecision.YEAR:
            object.__setattr__(self, "first", self.first.replace(month=1, day=1))

    @property
    def last(self) -> date | None:
        """The last possible day: the end of the month or of the year."""
        if self.first is None or self.precision is DatePrecision.DAY:
            return self.first
        if self.precision is DatePrecision.YEAR:
            return self.first.replace(month=12, day=31)
        return self.first.replace(day=monthrange(self.first.year, self.first.month)[1])

    def isoformat(self) -> str:
        """ "2020", "2020-10", "2020-10-04", or nothing when unknown."""
        length = {DatePrecision.DAY: 10, DatePrecision.MONTH: 7, DatePrecision.YEAR: 4}
        return self.first.isoformat()[: length[self.precision]] if self.first else ""


class DateUnreadable(ValueError):
    """The text is no date. `code`, `message` and `params` fit Django's ValidationError."""

    code = "date.unreadable"
    message = _("Write a date, such as 4 December 2020")

    def __init__(self) -> None:
        super().__init__(self.code)
        self.params: Mapping[str, str] = {}


class DateAmbiguous(ValueError):
    """The text can mean two days: ask which. `readings` holds both, first the one with the day before the month."""

    code = "date.ambiguous"
    message = _("Do you mean %(first)s or %(second)s?")

    def __init__(self, readings: tuple[PartialDate, PartialDate], language: str) -> None:
        super().__init__(self.code)
        self.readings = readings
        self.params: Mapping[str, str] = {
            "first": format_partial_date(readings[0], language),
            "second": format_partial_date(readings[1], language),
        }


class DateSpan(Protocol):
    """A half-open interval [start, end) of calendar dates, such as a period of an arena."""

    @property
    def start(self) -> date: ...

    @property
    def end(self) -> date: ...


@dataclass(frozen=True, slots=True)
class Span:
    """The plain DateSpan; `key` says what it stands for."""

    start: date
    end: date
    key: object = None


def parse_date(text: str, language: str) -> PartialDate:
    """The date a person wrote, as exact as it was written; months as words in sv, nb and en alike.

    Reads 2020-12-04, 20201204, 4 december 2020, 4. desember 2020, 4 Dec 2020, December 4, 2020, 04.12.2020,
    25/12/2020, 12/2020, 2020-12, okt. 2020, 2020. Raises DateAmbiguous for 03/04/2026 and 03-04-2026, DateUnreadable
    for everything else, also for two-digit years, days that do not exist and years outside FIRST_YEAR…LAST_YEAR.
    `language` only writes the two readings.
    """
    plain = " ".join(text.split()).lower() if len(text) <= MAX_LENGTH else ""
    partial = _read_numeric(plain, language) or _read_worded(plain)
    if partial is None:
        raise DateUnreadable
    return partial


def format_partial_date(partial: PartialDate, language: str, style: Literal["long", "table"] = "long") -> str:
    """The date for people: "4 December 2020", "4. desember 2020", "December 2020"; in tables "4 Dec 2020", "okt. 2020".

    An unknown date is an empty text: the page says in its own words what is unknown.
    """
    if partial.first is None:
        return ""
    locale = Locale.parse(language, sep="-")
    if partial.precision is DatePrecision.DAY:
        pattern = _LONG.get(locale.language, "d MMMM y")
    else:
        pattern = "MMMM y" if partial.precision is DatePrecision.MONTH else "y"
    return format_date(partial.first, pattern.replace("MMMM", "MMM") if style == "table" else pattern, locale)


def format_span(first: date, last: date, language: str, style: Literal["long", "table"] = "long") -> str:
    """Days in a row for people: "4–6 December 2020", "30 November – 2 December 2020"; one day as alone."""
    whole = format_partial_date(PartialDate(last, DatePrecision.DAY), language, style)
    if first == last:
        return whole
    if first.year != last.year:
        return f"{format_partial_date(PartialDate(first, DatePrecision.DAY), language, style)} – {whole}"
    locale = Locale.parse(language, sep="-")
    pattern = _LONG.get(locale.language, "d MMMM y").removesuffix(" y")
    if first.month == last.month:
        return f"{format_date(first, pattern.removesuffix(' MMMM'), locale)}–{whole}"
    return f"{format_date(first, pattern.replace('MMMM', 'MMM') if style == 'table' else pattern, locale)} – {whole}"


def period_containing[S: DateSpan](partial: PartialDate, spans: Iterable[S]) -> S | None:
    """The one span that holds every day the date can be; None when it is too vague, outside, or spans overlap on it."""
    first, last = partial.first, partial.last
    if first is None or last is None:
        return None
    found = [span for span in spans if span.start <= first and last < span.end]
    return found[0] if len(found) == 1 else None


@cache
def _months() -> Mapping[str, int]:
    """Month words, long and short, without the closing point: no word means two months in the three languages."""
    words = dict(_MORE_MONTHS)
    for language in _WORD_LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                names = get_month_names(width, context, language)
                words.update({name.lower().rstrip("."): number for number, name in names.items()})
    return words


def _partial(year: str, month: str | int | None = None, day: str | None = None) -> PartialDate | None:
    """The date, or None when the calendar has no such day."""
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return None
    precision = DatePrecision.DAY if day else DatePrecision.MONTH if month else DatePrecision.YEAR
    try:
        return PartialDate(date(int(year), int(month or 1), int(day or 1)), precision)
    except ValueError:
        return None


def _read_numeric(text: str, language: str) -> PartialDate | None:
    if match := _YEAR_FIRST.fullmatch(text):
        year, _sign, month, day, basic_year, basic_month, basic_day = match.groups()
        return _partial(year or basic_year, month or basic_month, day or basic_day)
    if match := _YEAR_MONTH.fullmatch(text):
        return _partial(match[1], match[2])
    if match := _MONTH_YEAR.fullmatch(text):
        return _partial(match[2], match[1])
    if _YEAR.fullmatch(text):
        return _partial(text)
    if match := _POINTED.fullmatch(text):
        return _partial(match[3], match[2], match[1])
    if match := _SLASHED.fullmatch(text):
        return _one_of_two(_partial(match[4], match[3], match[1]), _partial(match[4], match[1], match[3]), language)
    return None


def _one_of_two(day_first: PartialDate | None, month_first: PartialDate | None, language: str) -> PartialDate | None:
    if day_first and month_first and day_first != month_first:
        raise DateAmbiguous((day_first, month_first), language)
    return day_first or month_first


def _read_worded(text: str) -> PartialDate | None:
    if match := _DAY_WORD_YEAR.fullmatch(text):
        day, word, year = match.groups()
    elif match := _WORD_DAY_YEAR.fullmatch(text):
        word, day, year = match.groups()
    elif match := _WORD_YEAR.fullmatch(text):
        (word, year), day = match.groups(), None
    else:
        return None
    month = _months().get(word)
    return _partial(year, month, day) if month else None
