"""A month as calendars show it: whole weeks from Monday, what lies on each day, what is left to a link. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, Self

from core.dates import FIRST_YEAR, LAST_YEAR

DAYS_IN_A_WEEK: Final = 7
# More than so many on one day stand behind a link to the day.
MOST_ON_A_DAY: Final = 4

_MONTH: Final = re.compile(r"([0-9]{4})-([0-9]{2})", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of the years that dates here may have."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (FIRST_YEAR <= self.year <= LAST_YEAR and 1 <= self.number <= 12):
            raise ValueError("no month of these years")

    @classmethod
    def of(cls, day: date) -> Self:
        """The month a day lies in."""
        return cls(day.year, day.month)

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The month written as 2019-05; None when there is no such month."""
        match = _MONTH.fullmatch(text)
        try:
            return cls(int(match[1]), int(match[2])) if match else None
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year + self.number // 12, self.number % 12 + 1, 1) - timedelta(days=1)

    @property
    def before(self) -> Self | None:
        """The month before; None at the beginning of time."""
        return self._moved(-1)

    @property
    def after(self) -> Self | None:
        """The month after; None at the end of time."""
        return self._moved(1)

    @property
    def weeks(self) -> list[tuple[date, ...]]:
        """The weeks that have a day in the month, each from Monday to Sunday."""
        monday = self.first - timedelta(days=self.first.weekday())
        found = []
        while monday <= self.last:
            found.append(tuple(monday + timedelta(days=step) for step in range(DAYS_IN_A_WEEK)))
            monday += timedelta(days=DAYS_IN_A_WEEK)
        return found

    def distance_to(self, other: Self) -> int:
        """How many months lie between the two, whichever comes first."""
        return abs((self.year - other.year) * 12 + self.number - other.number)

    def _moved(self, months: int) -> Self | None:
        years, number = divmod(self.number - 1 + months, 12)
        try:
            return type(self)(self.year + years, number + 1)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Dated:
    """Something that lies on one day or on several in a row. Things are given in the order of the page."""

    key: int
    first: date
    last: date

    @property
    def n_days(self) -> int:
        """On how many days it lies."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Piece:
    """What one cell shows of a thing: which day of it that is, and for how many cells of its week its name may run.

    `run` is 0 where the name stands in a cell before.
    """

    key: int
    number: int
    n_days: int
    run: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A day. What lasts several days keeps its lane across the week: None = a line left empty for that.

    What lasts one day stands below, where it may be as high as its name.
    """

    day: date
    is_inside: bool
    lanes: tuple[Piece | None, ...] = ()
    n_more: int = 0


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from Monday with the number of the week (ISO 8601, as calendars in Sweden and Norway print it)."""

    number: int
    cells: tuple[Cell, ...] = field(default=())


def laid_out(month: Month, things: Sequence[Dated], *, most: int = MOST_ON_A_DAY) -> list[Week]:
    """The weeks of a month with what lies on them, each thing on each of its days, or counted in the day's `n_more`.

    What lasts several days comes before what lasts one, for then it keeps its lane. The days outside the month that
    fill its first and last week stay empty.
    """
    return [_week(days, month, things, most) for days in month.weeks]


def shown_in(weeks: Iterable[Week]) -> set[int]:
    """The keys of what is shown by name."""
    return {piece.key for week in weeks for cell in week.cells for piece in cell.lanes if piece}


def _week(days: tuple[date, ...], month: Month, things: Sequence[Dated], most: int) -> Week:
    inside = [day for day in days if month.first <= day <= month.last]
    first, last = inside[0], inside[-1]
    here = [thing for thing in things if thing.first <= last and thing.last >= first]
    # Python sorts stably: the order of the page holds within the two kinds, except that longer things begin earlier.
    several = sorted((thing for thing in here if thing.n_days > 1), key=lambda thing: max(thing.first, first))
    lanes: dict[date, list[Piece | None]] = {day: [] for day in inside}
    n_more = dict.fromkeys(inside, 0)
    for thing in several:
        own = [day for day in inside if thing.first <= day <= thing.last]
        lane = next(number for number in range(len(here)) if not any(_taken(lanes[day], number) for day in own))
        for day in own:
            if lane < most:
                run = len(own) if day == own[0] else 0
                _put(lanes[day], lane, Piece(thing.key, (day - thing.first).days + 1, thing.n_days, run))
            else:
                n_more[day] += 1
    for thing in here:
        if thing.n_days == 1 and sum(piece is not None for piece in lanes[thing.first]) < most:
            lanes[thing.first].append(Piece(thing.key, 1, 1, 1))
        elif thing.n_days == 1:
            n_more[thing.first] += 1
    cells = tuple(Cell(day, day in lanes, tuple(lanes.get(day, ())), n_more.get(day, 0)) for day in days)
    return Week(days[0].isocalendar().week, cells)


def _taken(lanes: list[Piece | None], lane: int) -> bool:
    return lane < len(lanes) and lanes[lane] is not None


def _put(lanes: list[Piece | None], lane: int, piece: Piece) -> None:
    lanes.extend([None] * (lane + 1 - len(lanes)))
    lanes[lane] = piece
