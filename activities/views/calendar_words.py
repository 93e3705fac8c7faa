"""Entries of the calendar in words, on its pages and in its files."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, gettext, pgettext

from activities.calendar_file import CANCELLED, CONFIRMED, TENTATIVE, Entry
from activities.enums import Precision, Status
from activities.models import Activity
from arena.models import Arena, Side
from core.dates import format_partial_date, format_span

STATES = {
    Status.DRAFT: TENTATIVE,
    Status.PLANNED: CONFIRMED,
    Status.HELD: CONFIRMED,
    Status.CANCELLED: CANCELLED,
}


@dataclass(frozen=True)
class Line:
    """An activity as a page of the calendar names it: its sides west to east, when it is in words."""

    activity: Activity
    sides: list[Side]
    when: str
    clock: str

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.activity.status == Status.CANCELLED


def lines_of(rows: Iterable[Activity], arena: Arena) -> list[Line]:
    """The rows of `agenda.for_calendar` in words, in their order."""
    sides = list(arena.sides.all())
    return [
        Line(
            activity=row,
            sides=[side for side in sides if side.code in (row.side_codes or "").split(",")],
            when=when_in_words(row),
            clock=clock_in_words(row.start_time, row.end_time),
        )
        for row in rows
    ]


def when_in_words(activity: Activity) -> str:
    """The day, the days, or as much of the date as is known: "4–6 December 2020", "Sometime in May 2019"."""
    language = get_language() or "en"
    if activity.precision == Precision.DAY and activity.first_on:
        return format_span(activity.first_on, activity.ends_on or activity.first_on, language)
    if activity.precision == Precision.UNKNOWN:
        return gettext("Date unknown")
    return gettext("Sometime in %(date)s") % {"date": format_partial_date(activity.when, language)}


def clock_in_words(starts: time | None, ends: time | None) -> str:
    """The time of day as the language writes it: "18:30–20:00", "kl. 18.30–20.00"; empty when unknown."""
    if starts is None:
        return ""
    is_english = (get_language() or "en") == "en"
    words = "–".join(f"{at:%H:%M}" if is_english else f"{at.hour}.{at:%M}" for at in (starts, ends) if at)
    return words if is_english else f"kl.\u00a0{words}"


def file_entries(rows: Iterable[Activity], arena: Arena) -> list[Entry]:
    """The rows of `agenda.for_calendar` that have a day of their own, as calendar programs read them."""
    return [entry_of(row, arena) for row in rows if row.first_on and row.precision == Precision.DAY]


def entry_of(activity: Activity, arena: Arena) -> Entry:
    """One activity for calendar programs: what everybody who sees it may know, and no names of people to turn to."""
    host = settings.BASE_URL.partition("://")[2]
    return Entry(
        uid=f"activity-{activity.pk}@{host}",
        title=_title(activity),
        language=activity.language,
        first=activity.first_on,
        last=activity.ends_on or activity.first_on,
        starts=activity.start_time,
        ends=activity.end_time,
        place=", ".join(text for text in (activity.place, str(activity.municipality or "")) if text),
        text="\n\n".join(_paragraphs(activity)),
        state=STATES.get(activity.status, ""),
        url=f"{settings.BASE_URL}{reverse('activities:page', args=[arena.slug, activity.pk])}",
        version=activity.version,
        changed_at=activity.changed_at,
    )


def _title(activity: Activity) -> str:
    """With the word that many programs do not show, or show by leaving the event out."""
    if activity.status == Status.CANCELLED:
        return pgettext("calendar", "Cancelled: %(title)s") % {"title": activity.title}
    if activity.status == Status.DRAFT:
        return pgettext("calendar", "Draft: %(title)s") % {"title": activity.title}
    return activity.title


def _paragraphs(activity: Activity) -> list[str]:
    """What happens, how to take part from elsewhere, why it was cancelled; which team. Empty ones are left out."""
    is_cancelled = activity.status == Status.CANCELLED
    known = (
        (gettext("Why it was cancelled"), activity.cancelled_because if is_cancelled else ""),
        ("", activity.description),
        (gettext("Taking part online"), "" if is_cancelled else activity.remote_how),
        (gettext("Team"), activity.team.name if activity.team else ""),
    )
    return [f"{label}: {text}" if label else text for label, text in known if text]
