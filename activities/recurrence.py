"""The days on which something comes again. Pure."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import takewhile

from activities.enums import Rhythm

MOST = 60
WEEK = timedelta(days=7)


def days_after(first: date, rhythm: str, *, until: date | None = None, times: int | None = None) -> list[date]:
    """The days after `first`, up to and with `until`, or so many; never more than `MOST`.

    Monthly is the same weekday of the month, such as the second Tuesday; the fifth is the last where there are four.
    """
    days = _monthly(first) if rhythm == Rhythm.MONTHLY else _every(first, 2 if rhythm == Rhythm.FORTNIGHTLY else 1)
    within = days if until is None else takewhile(lambda day: day <= until, days)
    most = MOST if times is None else min(times, MOST)
    return [day for day, _number in zip(within, range(most), strict=False)]


def _every(first: date, weeks: int) -> Iterator[date]:
    day = first
    while True:
        day += weeks * WEEK
        yield day


def _monthly(first: date) -> Iterator[date]:
    place = (first.day - 1) // 7
    year, month = first.year, first.month
    while True:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        earliest = date(year, month, 1)
        day = earliest + timedelta(days=(first.weekday() - earliest.weekday()) % 7) + place * WEEK
        last = date(year, month, monthrange(year, month)[1])
        yield day if day <= last else day - WEEK
