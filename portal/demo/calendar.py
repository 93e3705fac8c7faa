"""The days of the made-up arena: three years of half-years around a given day. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

N_PERIODS = 6
PERIODS_BEHIND = 4


@dataclass(frozen=True)
class HalfYear:
    """A reporting period with both its days."""

    first: date
    last: date


def half_years_around(on: date) -> list[HalfYear]:
    """Six half-years: four that are over, the one that holds `on`, one to come."""
    year, half = on.year, 0 if on.month <= 6 else 1
    number = year * 2 + half - PERIODS_BEHIND
    return [_half_year(number + place) for place in range(N_PERIODS)]


def _half_year(number: int) -> HalfYear:
    year, half = divmod(number, 2)
    return HalfYear(date(year, 7, 1), date(year, 12, 31)) if half else HalfYear(date(year, 1, 1), date(year, 6, 30))


def months_after(start: date, months: float) -> date:
    """The day that many months after the first of a month; a tenth is three days."""
    whole, rest = divmod(months, 1)
    year, month = divmod(start.month - 1 + int(whole), 12)
    return date(start.year + year, month + 1, 1) + timedelta(days=round(rest * 30) % 28)
