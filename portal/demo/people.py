"""Who is in which team of the made-up arena, and from when to when. Drawn by lot, pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from portal.demo.calendar import months_after
from portal.demo.script import TEAMS, Script, several
from portal.loading.tables import Row

LOCALES = {"SE": ("sv_SE", "sv"), "NO": ("no_NO", "nb")}
JOINS_ANOTHER_TEAM = 0.15
LEAVES = 0.3
COMES_BACK = 0.2


@dataclass(frozen=True)
class Person:
    """Somebody who does not exist."""

    number: int
    name: str
    language: str


@dataclass(frozen=True)
class Stay:
    """A person in a team over `[joined, left)`; `left` is None while it lasts."""

    person: Person
    team: str
    is_lead: bool
    joined: date
    left: date | None


class Crowd:
    """Draws people and their stays."""

    def __init__(self, script: Script, random: Random, start: date, on: date) -> None:
        self.script = script
        self.random = random
        self.start = start
        self.on = on
        self.people: list[Person] = []
        self._by_side: dict[str, list[Person]] = {side: [] for side in LOCALES}

    def stays(self) -> list[Stay]:
        """All stays in all teams."""
        return [stay for team in self.script[TEAMS] for stay in self._stays_in(team)]

    def _stays_in(self, team: Row) -> list[Stay]:
        founded = min(months_after(self.start, float(team["start"])), self.on - timedelta(days=14))
        end = months_after(self.start, float(team["end"])) if team["end"] else None
        sides = several(team["sides"])
        crew: list[Person] = []
        stays: list[Stay] = []
        for place in range(int(team["people"])):
            person = self._person(sides[place % len(sides)], crew)
            crew.append(person)
            joined = founded if place < 2 else self._between(founded, min(end or self.on, self.on))
            stays += self._stay(person, team["slug"], joined, end, is_lead=place == 0)
        return stays

    def _stay(self, person: Person, team: str, joined: date, end: date | None, *, is_lead: bool) -> list[Stay]:
        left = end
        if not is_lead and self.random.random() < LEAVES:
            left = joined + timedelta(days=self.random.randint(60, 420))
        if left is None or left >= self.on:
            return [Stay(person, team, is_lead, joined, None)]
        stays = [Stay(person, team, is_lead, joined, max(left, joined))]
        again = left + timedelta(days=self.random.randint(40, 200))
        if end is None and again < self.on and self.random.random() < COMES_BACK:
            stays.append(Stay(person, team, is_lead, again, None))
        return stays

    def _person(self, side: str, crew: list[Person]) -> Person:
        known = [person for person in self._by_side[side] if person not in crew]
        if known and self.random.random() < JOINS_ANOTHER_TEAM:
            return self.random.choice(known)
        locale, language = LOCALES[side]
        first = self._name(locale, self.random.choice(("first_female", "first_male")))
        person = Person(len(self.people) + 1, f"{first} {self._name(locale, 'last')}", language)
        self.people.append(person)
        self._by_side[side].append(person)
        return person

    def _name(self, locale: str, kind: str) -> str:
        return self.random.choice(
            [row["name"] for row in self.script.names if (row["locale"], row["kind"]) == (locale, kind)]
        )

    def _between(self, first: date, last: date) -> date:
        return first + timedelta(days=self.random.randint(0, max((last - first).days, 0)))
