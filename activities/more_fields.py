"""What a row of a file can say about an activity beyond the quick form."""

from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from activities.enums import Access, SdgGoal, SpokenLanguage
from arena import import_cells as cells
from arena.imports import CellFault, ImportField
from arena.models import Priority
from core.dates import DatePrecision
from core.numbers import NumberAmbiguous, NumberUnreadable, parse_number
from core.sheets import Cell
from core.text import fold
from core.times import TimeUnreadable, parse_time

ACCESS = {"öppet, öppen, åpen, åpent, public": Access.OPEN, "sluten, stängd, lukket, invited": Access.CLOSED}
SPOKEN = {
    "svensk": SpokenLanguage.SWEDISH,
    "norsk, bokmål, nynorsk": SpokenLanguage.NORWEGIAN,
    "engelsk": SpokenLanguage.ENGLISH,
}
MOST_HOURS, MOST_KM = 999, 100_000


def read_day(cell: Cell, book: Any) -> date:
    """One exact day."""
    when = cells.when(cell, book)
    if when.first is None or when.precision is not DatePrecision.DAY:
        raise CellFault("cell.date_unreadable", value=cells.text_of(cell)[: cells.QUOTED])
    return when.first


def read_time(cell: Cell, book: Any) -> time:
    """A time of day."""
    text = cells.text_of(cell)
    try:
        return parse_time(text.removesuffix(":00") if text.count(":") == 2 else text)
    except TimeUnreadable:
        raise CellFault("cell.time_unreadable", value=text[: cells.QUOTED]) from None


def read_hours(cell: Cell, book: Any) -> Decimal:
    """Hours with at most one decimal."""
    text = cells.text_of(cell)
    try:
        hours = parse_number(text, book.language)
    except NumberAmbiguous as ambiguous:
        first, second = (str(reading) for reading in ambiguous.readings)
        raise CellFault("cell.number_ambiguous", first=first, second=second) from None
    except NumberUnreadable:
        raise CellFault("cell.number_unreadable", value=text[: cells.QUOTED]) from None
    if hours < 0 or hours != round(hours, 1):
        raise CellFault("cell.number_unreadable", value=text[: cells.QUOTED])
    if hours > MOST_HOURS:
        raise CellFault("cell.number_too_large", value=text[: cells.QUOTED], limit=MOST_HOURS)
    return hours


def read_km(cell: Cell, book: Any) -> int:
    """Whole kilometres."""
    km = cells.count(cell, book)
    if km > MOST_KM:
        raise CellFault("cell.number_too_large", value=str(km), limit=MOST_KM)
    return km


def read_priorities(cell: Cell, book: Any) -> tuple[Priority, ...]:
    """The arena's priorities by their address or name; a name that both countries have means both."""
    found: dict[int, Priority] = {}
    for name in cells.names(200)(cell, book):
        named = book.priorities.get(fold(name), [])
        if not named and fold(name) not in cells.UNKNOWN_WORDS:
            raise CellFault("cell.priority_unknown", value=name[: cells.QUOTED])
        found |= {row.pk: row for row in named}
    return tuple(found.values())


def read_goals(cell: Cell, book: Any) -> tuple[int, ...]:
    """Goals for sustainable development by their number, or by their name in any language."""
    found = set()
    for part in cells.names(200)(cell, book):
        for text in part.split(",") if part.replace(",", "").replace(" ", "").isdigit() else [part]:
            words = text.strip()
            number = int(words) if words.isascii() and words.isdigit() else _goals().get(fold(words), 0)
            if number not in SdgGoal:
                raise CellFault("cell.goal_unknown", value=words[: cells.QUOTED])
            found.add(number)
    return tuple(sorted(found))


@lru_cache
def _goals() -> dict[str, int]:
    found: dict[str, int] = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found |= {fold(str(goal.label)): goal.value for goal in SdgGoal}
    return found


def several(choices: type[TextChoices], more: dict[str, Any]) -> Any:
    """Reads several of a closed list, in the order of the list."""
    read_one = cells.choice(choices, more)

    def read(cell: Cell, book: Any) -> tuple[str, ...]:
        chosen = {read_one(word, book) for word in cells.words_of(cells.text_of(cell))}
        return tuple(value for value in choices.values if value in chosen)

    return read


MORE_FIELDS = (
    ImportField(
        slug="ends_on",
        label=_("Last day"),
        read=read_day,
        hint=_("Only when it lasts several days. It counts by its first day."),
        synonyms=("slutdatum", "sluttdato", "end date", "till och med", "til og med"),
    ),
    ImportField(
        slug="start_time",
        label=_("Starts at"),
        read=read_time,
        example="09:00",
        synonyms=("starttid", "börjar", "begynner", "klockan", "klokka", "start time"),
    ),
    ImportField(
        slug="end_time",
        label=_("Ends at"),
        read=read_time,
        example="12:00",
        synonyms=("sluttid", "slutar", "slutter", "end time"),
    ),
    ImportField(
        slug="in_room",
        label=_("How many in the room?"),
        read=cells.count,
        synonyms=("på plats antal", "fysiska deltagare", "fysiske deltakere", "in the room"),
    ),
    ImportField(
        slug="online",
        label=_("How many online?"),
        read=cells.count,
        synonyms=("digitala deltagare", "digitale deltakere", "online participants"),
    ),
    ImportField(
        slug="access",
        label=_("Who could come?"),
        read=cells.choice(Access, ACCESS),
        example=Access.OPEN.label,
        synonyms=("tillträde", "adgang", "access"),
    ),
    ImportField(
        slug="is_advertised",
        label=_("Announced publicly?"),
        read=cells.yes_or_no,
        example=_("Yes"),
        synonyms=("annonserad", "kunngjort", "advertised"),
    ),
    ImportField(
        slug="priorities",
        label=_("S3 priorities"),
        read=read_priorities,
        hint=_("As the arena calls them, with semicolons between."),
        synonyms=("s3", "prioriteringar", "prioriteringer", "priorities"),
    ),
    ImportField(
        slug="goals",
        label=_("Goals for sustainable development"),
        read=read_goals,
        example="7; 12",
        hint=_("By their numbers, with semicolons between."),
        synonyms=("sdg", "globala mål", "agenda 2030", "bærekraftsmål", "hållbarhetsmål"),
    ),
    ImportField(
        slug="method",
        label=_("Method"),
        read=cells.line(300),
        synonyms=("metod", "metode", "arbetssätt", "arbeidsmåte"),
    ),
    ImportField(
        slug="spoken",
        label=_("Which languages were spoken?"),
        read=several(SpokenLanguage, SPOKEN),
        example=_("Swedish, Norwegian"),
        synonyms=("mötesspråk", "møtespråk", "languages spoken"),
    ),
    ImportField(
        slug="remote_how",
        label=_("How do people online take part?"),
        read=cells.line(500),
        hint=_("A plan that is held online needs this, or why it is not decided."),
    ),
    ImportField(slug="remote_why_not", label=_("If that is not decided: why?"), read=cells.line(300)),
    ImportField(
        slug="facilitator",
        label=_("Facilitator and how to reach them"),
        read=cells.line(200),
        synonyms=("processledare", "prosessleder", "facilitator"),
    ),
    ImportField(
        slug="tech_support",
        label=_("Tech support and how to reach it"),
        read=cells.line(200),
        synonyms=("teknisk hjälp", "teknisk hjelp", "tech support"),
    ),
    ImportField(
        slug="lessons",
        label=_("Lessons"),
        read=cells.lines,
        synonyms=("lärdomar", "lærdom", "lærdommer", "lessons learned"),
    ),
    ImportField(
        slug="publicity",
        label=_("Where was it written or talked about?"),
        read=cells.line(500),
        synonyms=("synlighet", "medier", "publicity"),
    ),
    ImportField(slug="duration_hours", label=_("Hours per participant"), read=read_hours, synonyms=("timmar", "timer")),
    ImportField(
        slug="travel_hours", label=_("Travel hours per participant"), read=read_hours, synonyms=("restid", "reisetid")
    ),
    ImportField(
        slug="travel_km",
        label=_("Kilometres travelled per participant"),
        read=read_km,
        synonyms=("km", "resta kilometer", "reiste kilometer"),
    ),
    ImportField(
        slug="why",
        label=_("Why it was cancelled or changed"),
        read=cells.line(500),
        synonyms=("orsak", "årsak", "anledning", "grunn", "reason"),
    ),
)
