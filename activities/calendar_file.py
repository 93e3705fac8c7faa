"""Calendar files (RFC 5545): what calendar programs read, made of plain values. No ORM, settings or clock.

Times are written in UTC. Every event stands for itself and none repeats, so UTC says exactly when it is; a VTIMEZONE in
each file would say the same in many more lines, which programs read differently. Summer time is reckoned here, from
the zone's rules on the day of the event; a change of the law reaches subscribers with the next file they fetch.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event
from icalendar.prop import vText

from core.text import clean_line, clean_text

MADE_BY: Final = "-//Arena//Activities//EN"
# How often a program may ask again: the two ways in which programs have learned to hear it.
ASK_AGAIN: Final = timedelta(hours=4)
DAY: Final = timedelta(days=1)

CONFIRMED: Final = "CONFIRMED"
TENTATIVE: Final = "TENTATIVE"
CANCELLED: Final = "CANCELLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event: the days it lies on, `last` among them, and the time of day where it is known.

    `language` is that of title, place and text. An empty `state` says nothing about whether it takes place.
    """

    uid: str
    title: str
    language: str
    first: date
    last: date
    starts: time | None = None
    ends: time | None = None
    place: str = ""
    text: str = ""
    state: str = ""
    url: str = ""
    version: int = 1
    changed_at: datetime

    @property
    def is_timed(self) -> bool:
        """Whether it lies at a time of day. Several days whose end nobody knows are whole days."""
        return self.starts is not None and (self.first == self.last or self.ends is not None)


class Words(vText):
    """Text as it is written to a file. The library's own (7.3) takes a backslash before N for the end of a line."""

    def to_ical(self) -> bytes:
        """With the four signs escaped that mean something to a reader."""
        plain = str(self).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return plain.replace("\n", "\\n").encode()


def as_file(entries: Iterable[Entry], *, name: str, zone: ZoneInfo) -> bytes:
    """The calendar `name` with its events, the same bytes for the same values."""
    calendar = Calendar()
    calendar.add("prodid", MADE_BY)
    calendar.add("version", "2.0")
    title = Words(clean_line(name, 200))
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", Words("PT4H"))
    for entry in entries:
        calendar.add_component(_event(entry, zone))
    return calendar.to_ical()


def fingerprint(entries: Iterable[Entry], *, name: str, zone: ZoneInfo) -> str:
    """A strong ETag of the file, found without making it."""
    return f'"{sha256(repr((MADE_BY, name, zone.key, list(entries))).encode()).hexdigest()[:32]}"'


def span_of(entry: Entry, zone: ZoneInfo) -> tuple[date | datetime, date | datetime | None]:
    """Start and end as the file says them: days with the day after the last, or moments in UTC.

    Without a time of its end an event has none: nobody knows how long it lasts. A time that the clock skips in spring
    is taken an hour later, one that it strikes twice in autumn is the first of the two.
    """
    if entry.starts is None or not entry.is_timed:
        return entry.first, entry.last + DAY
    return _moment(entry.first, entry.starts, zone), _moment(entry.last, entry.ends, zone) if entry.ends else None


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at.replace(tzinfo=None), zone).astimezone(UTC)


def _event(entry: Entry, zone: ZoneInfo) -> Event:
    event, words = Event(), {"LANGUAGE": entry.language}
    start, end = span_of(entry, zone)
    event.add("uid", entry.uid)
    # Without METHOD this is when the event was last changed, so that an unchanged event stays the same file.
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("sequence", max(entry.version - 1, 0))
    event.add("summary", Words(clean_line(entry.title, 300)), parameters=words)
    event.add("dtstart", start)
    if end is not None:
        event.add("dtend", end)
    if not entry.is_timed:
        # A day on which something happens is not a day on which nobody has time.
        event.add("transp", "TRANSPARENT")
    for field, text in (("location", clean_line(entry.place, 300)), ("description", clean_text(entry.text))):
        if text:
            event.add(field, Words(text), parameters=words)
    if entry.state:
        event.add("status", entry.state)
    if entry.url:
        event.add("url", entry.url)
    return event
