"""What happens in the made-up arena and how it is rated over time. Drawn by lot, pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from core.dates import DatePrecision, PartialDate
from portal.demo.calendar import months_after
from portal.demo.script import ACTIVITIES, CANCELLED, ORGANISATIONS, REASONS, Script, several
from portal.loading.tables import Row

# How often (share of activities): known beforehand; number of people not written down; evidence where it is "some";
# the next step on the stability scale not reached.
IS_ANNOUNCED = 0.25
IS_NOT_COUNTED = 0.15
HAS_EVIDENCE = 0.5
STOPS = 0.3
RETURNS_FOR_SUPPORT = 0.45
PLANNED_AHEAD = timedelta(days=75)
SUNDAY = 7
STEP_AFTER = timedelta(days=183)
# A company counts; an association that was supported as well does not, and its row says why. The workshop works on
# both sides of the border and stands in the register twice, once in each language, until somebody merges the two.
ALSO_SUPPORTED = {
    ("ull-rad", 0): "Exempelbygdens lokalförening",
    ("over-coach", 0): "Fossegrimens Verkstad",
    ("over-coach", 1): "Fossegrimens Verksted",
}


@dataclass(frozen=True)
class RatingGiven:
    """A rating on a day: the step of stability reached and why."""

    on: date
    step: int
    reason: str


@dataclass(frozen=True)
class Happening:
    """One activity with everything that is told about it later."""

    line: Row
    title: str
    when: PartialDate
    day: date
    logged_on: date
    announced_on: date | None
    ratings: tuple[RatingGiven, ...]
    place: str = ""
    attended: int | None = None
    supported: tuple[str, ...] = ()
    has_evidence: bool = False
    # Which one of its line it is, from 0.
    turn: int = 0


class Plot:
    """Draws what happens."""

    def __init__(self, script: Script, random: Random, start: date, on: date) -> None:
        self.script = script
        self.random = random
        self.start = start
        self.on = on
        told = set(ALSO_SUPPORTED.values())
        companies = [row for row in script[ORGANISATIONS] if row["helix"] == "business" and row["name"] not in told]
        self.fresh = {side: [row["name"] for row in companies if row["side"] == side] for side in ("NO", "SE")}
        self.used: dict[str, list[str]] = {"NO": [], "SE": []}
        for names in self.fresh.values():
            random.shuffle(names)
        self.reasons = {(row["language"], row["step"]): row["reason"] for row in script[REASONS]}

    def happenings(self) -> list[Happening]:
        """Every activity of every line, as often as the line says; nobody plans far ahead."""
        drawn = [self._happening(line, turn) for line in self.script[ACTIVITIES] for turn in range(int(line["times"]))]
        return [happening for happening in drawn if happening.day <= self.on + PLANNED_AHEAD]

    def cancelled(self) -> list[tuple[Row, date]]:
        """Activities that were announced and called off."""
        return [(row, months_after(self.start, float(row["start"]))) for row in self.script[CANCELLED]]

    def _happening(self, line: Row, turn: int) -> Happening:
        day = self._day(line, turn)
        when = PartialDate(day, DatePrecision(line["precision"]))
        places = several(line["places"])
        place = places[turn % len(places)] if places else ""
        title = line["title"].format(place=self.script.towns.get(place, ""))
        is_ahead = when.first is not None and when.first > self.on
        announced_on, logged_on = self._log_days(when, day, is_ahead=is_ahead)
        return Happening(
            line=line,
            title=title,
            when=when,
            day=day,
            logged_on=logged_on,
            announced_on=announced_on,
            ratings=() if is_ahead else self._ratings(line, logged_on),
            place=place,
            attended=None if is_ahead else self._attended(line, turn),
            supported=() if is_ahead else self._supported(line, turn),
            has_evidence=not is_ahead and self._has_evidence(line),
            turn=turn,
        )

    def _day(self, line: Row, turn: int) -> date:
        """About when the line says, on a day of the week."""
        due = months_after(self.start, float(line["start"]) + turn * float(line["every"]))
        day = max(due + timedelta(days=self.random.randint(-8, 8)), self.start)
        return day + timedelta(days=1) if day.isoweekday() == SUNDAY else day

    def _log_days(self, when: PartialDate, day: date, *, is_ahead: bool) -> tuple[date | None, date]:
        """The day it was announced, if it was, and the day it was logged as held (or, if ahead, as planned)."""
        if is_ahead:
            announced = self.on - timedelta(days=self.random.randint(1, 12))
            return announced, announced
        logged = min(day + timedelta(days=self.random.choice((0, 0, 1, 2, 5))), self.on)
        is_announced = when.precision is DatePrecision.DAY and self.random.random() < IS_ANNOUNCED
        return (day - timedelta(days=self.random.randint(10, 40)) if is_announced else None), max(
            logged, when.first or logged
        )

    def _ratings(self, line: Row, logged_on: date) -> tuple[RatingGiven, ...]:
        """The first rating with the log, then one every half-year while the change is seen to hold."""
        ratings = []
        day = logged_on
        for place, step in enumerate(line["steps"].split(">")):
            if day > self.on or (place and self.random.random() < STOPS):
                break
            ratings.append(RatingGiven(day, int(step), self.reasons[line["language"], step] if place else ""))
            day += STEP_AFTER + timedelta(days=self.random.randint(0, 20))
        return tuple(ratings)

    def _attended(self, line: Row, turn: int) -> int | None:
        """How many came; None where nobody counted. One line tells each number, down to nobody at all."""
        bounds = [int(number) for number in line["people"].split("-") if number != "?"]
        if not bounds:
            return None
        if len(bounds) > 2:
            return bounds[turn]
        drawn = self.random.randint(bounds[0], bounds[1])
        return None if self.random.random() < IS_NOT_COUNTED else drawn

    def _supported(self, line: Row, turn: int) -> tuple[str, ...]:
        sides = several(line["sides"]) or ("SE",)
        names = [self._company(sides[place % len(sides)]) for place in range(int(line["supported"]))]
        if also := ALSO_SUPPORTED.get((line["key"], turn)):
            names.append(also)
        return tuple(dict.fromkeys(names))

    def _company(self, side: str) -> str:
        if self.used[side] and (not self.fresh[side] or self.random.random() < RETURNS_FOR_SUPPORT):
            return self.random.choice(self.used[side])
        name = self.fresh[side].pop()
        self.used[side].append(name)
        return name

    def _has_evidence(self, line: Row) -> bool:
        return line["evidence"] == "all" or (line["evidence"] == "some" and self.random.random() < HAS_EVIDENCE)
