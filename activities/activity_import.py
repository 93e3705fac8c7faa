"""Activities from a file: what its rows are compared with, how they are written."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activities.actions.facts import UNKNOWN_DATE, ActivityFacts, status_on
from activities.actions.import_activity import import_activity
from activities.actions.more import REMOTE_FORMS, MoreFacts, Split
from activities.activity_fields import FIELDS
from activities.enums import PartRole, Status
from activities.models import Activity
from activities.rules import may_only_draft
from arena.enums import RowOutcome
from arena.import_book import ArenaBook
from arena.imports import NEW, CellFault, ImportKind, Values, Verdict, Write, ambiguous, match
from arena.models import Arena
from core.clock import today
from core.dates import DatePrecision, PartialDate
from core.text import fold
from teams.models import Team


@dataclass(frozen=True, slots=True)
class Known:
    """An activity of the arena, or (key below zero) a row further up in the file."""

    key: int
    title: str
    first: date | None
    last: date | None
    precision: str

    def is_on(self, when: PartialDate) -> bool:
        """Whether it has this very date, as exact as it is known."""
        return (self.first, self.precision) == (when.first, when.precision)

    def may_be_on(self, when: PartialDate) -> bool:
        """Whether the two dates can mean one day."""
        if self.first is None or self.last is None or when.first is None or when.last is None:
            return True
        return self.first <= when.last and when.first <= self.last


class ActivityBook(ArenaBook):
    """The activities and teams of the arena, and the new rows of the file."""

    def __init__(self, arena: Arena, *, language: str, actor: User | None = None) -> None:
        super().__init__(arena, language=language, actor=actor)
        self.by_id: dict[int, Known] = {}
        self.by_key: dict[str, int] = {}
        self.by_title: dict[str, list[Known]] = defaultdict(list)
        columns = ("pk", "title", "first_on", "last_on", "precision", "key")
        for *facts, key in arena.activities.order_by("pk").values_list(*columns).iterator():
            self._add(Known(*facts), key)

    @cached_property
    def teams(self) -> dict[str, list[Team]]:
        """The arena's teams by their address and their name."""
        found: dict[str, list[Team]] = defaultdict(list)
        for team in self.arena.teams.all():
            for name in {fold(team.slug), fold(team.name)}:
                found[name].append(team)
        return found

    def complete(self, values: Values) -> Values:
        """Makes a municipality of what stands in its cell, and checks what the form would not take."""
        self.place(values)
        check_more(values, is_plan=not self.is_draft(values) and _status(values) == Status.PLANNED)
        return values

    def classify(self, values: Values) -> Verdict:
        """By its number in the arena, by its key in the source, by title and date."""
        number, title = values.get("arena_id"), fold(values["title"])
        if number is not None:
            known = self.by_id.get(number)
            if known is None:
                raise CellFault("cell.id_unknown", field="arena_id", value=str(number))
            is_same = fold(known.title) == title
            return match("match.id", number) if is_same else ambiguous("ambiguous.id_and_title", {number})
        if values.get("key") in self.by_key:
            return match("match.key", self.by_key[values["key"]])
        verdict = _by_title(self.by_title.get(title, ()), values.get("when") or UNKNOWN_DATE)
        return Verdict(RowOutcome.NEW, "new.draft") if verdict is NEW and self.is_draft(values) else verdict

    def is_draft(self, values: Values) -> bool:
        """Whether a row comes in as a draft: it says so, or who brings it may only draft for its side."""
        if values.get("status") == Status.DRAFT:
            return True
        sides, team = values.get("sides") or (), values.get("team")
        return self.actor is not None and may_only_draft(self.actor, self.arena, sides=sides, team=team)

    def note(self, key: int, values: Values) -> None:
        """Takes a new activity in."""
        when = values.get("when") or UNKNOWN_DATE
        self._add(Known(key, values["title"], when.first, when.last, when.precision.value), values.get("key") or "")

    def _add(self, known: Known, key: str) -> None:
        self.by_id[known.key] = known
        self.by_title[fold(known.title)].append(known)
        if key:
            self.by_key[key] = known.key


def _by_title(same: Iterable[Known], when: PartialDate) -> Verdict:
    """What an activity of this date is among those of its title: a series of workshops is many of one title."""
    near = [known for known in same if known.may_be_on(when)]
    exact = [known for known in near if known.is_on(when)]
    if len(exact) == 1:
        return match("match.title_and_date", exact[0].key)
    return ambiguous("ambiguous.title", (known.key for known in near)) if near else NEW


def _status(values: Values) -> str:
    return values.get("status") or status_on(values.get("when") or UNKNOWN_DATE, on=today())


def check_more(values: Values, *, is_plan: bool) -> None:
    """What the form refuses is a fault of the row: times without a day, an end before the beginning, a plan online."""
    when = values.get("when") or UNKNOWN_DATE
    starts, ends, last = (values.get(name) for name in ("start_time", "end_time", "ends_on"))
    if (starts or ends or last) and when.precision is not DatePrecision.DAY:
        raise CellFault("cell.no_exact_day", field="ends_on" if last else "start_time")
    if last and when.first and last < when.first:
        raise CellFault("cell.ends_too_early", field="ends_on")
    if ends and (not starts or (ends <= starts and not _lasts(last, when))):
        raise CellFault("cell.ends_too_early", field="end_time")
    is_remote = values.get("meeting_form") in REMOTE_FORMS
    if is_plan and is_remote and not (values.get("remote_how") or values.get("remote_why_not")):
        raise CellFault("cell.remote_missing", field="remote_how")


def _lasts(last: date | None, when: PartialDate) -> bool:
    return last is not None and when.first is not None and last > when.first


def _more(values: Values) -> MoreFacts:
    """What a row says beyond the quick form. The first day as the last is one day."""
    when, last = values.get("when") or UNKNOWN_DATE, values.get("ends_on")
    texts = ("method", "access", "remote_how", "remote_why_not", "facilitator", "tech_support", "lessons", "publicity")
    known = ("start_time", "end_time", "is_advertised", "duration_hours", "travel_hours", "travel_km")
    people = Split(values.get("in_room"), values.get("online"))
    return MoreFacts(
        **{name: values.get(name) or "" for name in texts},
        **{name: values.get(name) for name in known},
        ends_on=last if _lasts(last, when) else None,
        priorities=values.get("priorities") or (),
        goals=values.get("goals") or (),
        spoken=values.get("spoken") or (),
        people=None if people == Split() else people,
    )


def write_activity(write: Write) -> Activity:
    """Logs the activity of a row, unrated; what is the other side's alone comes in as a draft."""
    values, book = write.values, write.book
    is_draft = book.is_draft(values)
    facts = ActivityFacts(
        title=values["title"],
        language=values.get("language") or book.language,
        description=values.get("description") or "",
        when=values.get("when") or UNKNOWN_DATE,
        status="" if is_draft else values.get("status") or "",
        why=values.get("why") or "",
        kind=values.get("kind") or "",
        sides=values.get("sides") or (),
        themes=values.get("themes") or (),
        team=values.get("team"),
        meeting_form=values.get("meeting_form") or "",
        municipality=values.get("municipality"),
        place=values.get("place") or "",
        attended=values.get("attended"),
    )
    return import_activity(
        arena=write.arena,
        facts=facts,
        more=_more(values),
        key=values.get("key") or "",
        parts={
            PartRole.ORGANISER: values.get("organisers") or (),
            PartRole.PARTICIPANT: values.get("participants") or (),
        },
        is_draft=is_draft,
        actor=write.actor,
        on=write.on,
    )


def state_of(arena: Arena) -> tuple[Any, ...]:
    """Changes with the activities, the teams and the register: three queries."""
    states = [
        rows.aggregate(n=Count("pk"), last=Max("pk"), changed=Max("changed_at"))
        for rows in (arena.activities, arena.teams, arena.organisations)
    ]
    return tuple(value for state in states for value in state.values())


def named(arena: Arena, keys: Collection[int]) -> dict[int, str]:
    """What activities are called, with their date."""
    rows = arena.activities.filter(pk__in=keys).values_list("pk", "title", "first_on", "precision")
    found = ((key, title, PartialDate(first, DatePrecision(precision))) for key, title, first, precision in rows)
    return {key: f"{title} {when.isoformat()}".strip() for key, title, when in found}


def addresses(arena: Arena, keys: Collection[int]) -> dict[int, str]:
    """The pages of activities."""
    return {key: reverse("activities:page", args=[arena.slug, key]) for key in keys}


KIND = ImportKind(
    slug="activities",
    position=30,
    title=_("Activities"),
    lead=_("One row for each activity. They come in without a rating and wait beside the map for one."),
    fields=FIELDS,
    book=ActivityBook,
    state=state_of,
    write=write_activity,
    names=named,
    addresses=addresses,
    has_language=True,
)
