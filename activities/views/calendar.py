"""The calendar of an arena: a month, what comes, or all of one date."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date, get_day_names
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from activities import agenda
from activities.calendar_filter import CalendarFilter
from activities.enums import Precision
from activities.models import Activity
from activities.month_grid import Cell, Month, Piece, laid_out, shown_in
from activities.views.calendar_words import Line, lines_of
from arena.access import enter
from arena.enums import Visibility
from arena.models import Arena
from core.dates import DateAmbiguous, DatePrecision, DateUnreadable, PartialDate, format_partial_date, parse_date

PER_PAGE = 25
# Activities without a day that a month names before a link leads to the rest.
MOST_VAGUE = 5
UNKNOWN = "unknown"
UPCOMING = "upcoming"


@require_safe
def calendar_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What happens when: `month` (this one without it), `view=upcoming`, or `on` with as much of a date as is known."""
    arena = enter(request, slug)
    found = _filter_of(request, arena)
    asked = _date_asked(request.GET.get("on", ""))
    if asked:
        context = _one_date(request, arena, found, asked)
    elif request.GET.get("view") == UPCOMING:
        context = _upcoming(request, arena, found)
    else:
        context = _month(request, arena, found)
    return render(request, "activities/calendar_page.html", _frame(request, arena, found) | context)


def _filter_of(request: HttpRequest, arena: Arena) -> CalendarFilter:
    """The activities of the calendar that this visitor may see and asks for."""
    sees_inner = request.visitor.may_log
    rows = agenda.calendar_of(request.user, arena, on=request.visitor.on, sees_inner=sees_inner)
    return CalendarFilter(request.GET, queryset=rows, arena=arena, may_switch=sees_inner)


@dataclass(frozen=True)
class Item:
    """What a cell names: the activity, and which part of it lies here."""

    line: Line
    piece: Piece


@dataclass(frozen=True)
class Box:
    """A day of the month; None among its items keeps a line empty. `url` leads to everything on it."""

    day: date
    is_inside: bool
    is_today: bool
    items: list[Item | None]
    n_more: int
    url: str


def _month(request: HttpRequest, arena: Arena, found: CalendarFilter) -> dict[str, Any]:
    today = request.visitor.on
    asked = request.GET.get("month", "")
    month = Month.read(asked) or Month.of(today)
    days = agenda.days_in(found.qs, month)
    weeks = laid_out(month, days)
    shown = agenda.for_calendar(found.qs.filter(pk__in=shown_in(weeks)))
    lines = {line.activity.pk: line for line in lines_of(shown, arena)}
    vague = agenda.vague_in(found.qs, month)
    is_empty = not days and not vague.in_month
    nearest = agenda.nearest_month(found.qs, month) if is_empty else None
    return {
        "mode": "month",
        "month": month,
        "heading": capfirst(_month_words(month)),
        "month_is_unknown": bool(asked) and Month.read(asked) is None,
        "day_names": _day_names(),
        "weeks": [(week.number, [_box(cell, lines, today, found) for cell in week.cells]) for week in weeks],
        "n": len(days) + vague.in_month,
        "has_days": bool(days),
        "vague": _vague(found, arena, month, vague),
        "n_undated": vague.undated,
        "undated_url": _address(found, on=UNKNOWN),
        "is_empty": is_empty,
        "nearest": _link(found, nearest),
        "before": _link(found, month.before, beside=month),
        "after": _link(found, month.after, beside=month),
        "today_url": "" if month == Month.of(today) else _address(found),
    }


def _box(cell: Cell, lines: dict[int, Line], today: date, found: CalendarFilter) -> Box:
    items = [Item(lines[piece.key], piece) if piece and piece.key in lines else None for piece in cell.lanes]
    url = _address(found, on=cell.day.isoformat()) if cell.n_more else ""
    return Box(cell.day, cell.is_inside, cell.day == today, items, cell.n_more, url)


def _vague(found: CalendarFilter, arena: Arena, month: Month, n: agenda.Vague) -> list[dict[str, Any]]:
    """Activities of which the month or the year alone is known, a group for each."""
    january = Month(month.year, 1)
    kinds = ((Precision.MONTH, month.first, n.in_month), (Precision.YEAR, january.first, n.in_year))
    groups = []
    for precision, first, count in kinds:
        if count:
            when = PartialDate(first, DatePrecision(precision))
            rows = agenda.for_calendar(agenda.sometime(found.qs, precision, first))[:MOST_VAGUE]
            groups.append(
                {
                    "when": when,
                    "lines": lines_of(rows, arena),
                    "n_more": max(count - MOST_VAGUE, 0),
                    "url": _address(found, on=when.isoformat()),
                }
            )
    return groups


def _upcoming(request: HttpRequest, arena: Arena, found: CalendarFilter) -> dict[str, Any]:
    today = request.visitor.on
    shown = _paged(request, arena, agenda.for_calendar(agenda.upcoming(found.qs, on=today)))
    nearest = None if shown["lines"] else agenda.nearest_month(found.qs, Month.of(today))
    return {"mode": UPCOMING, "heading": gettext("Upcoming"), "nearest": _link(found, nearest)} | shown


def _one_date(request: HttpRequest, arena: Arena, found: CalendarFilter, asked: PartialDate) -> dict[str, Any]:
    rows, heading = _of_date(found.qs, asked)
    month = Month.of(asked.first) if asked.first else Month.of(request.visitor.on)
    return {
        "mode": "date",
        "on": asked.isoformat() or UNKNOWN,
        "month": month,
        "heading": heading,
        "back": _link(found, month),
    } | _paged(request, arena, agenda.for_calendar(rows))


def _of_date(activities: QuerySet[Activity], asked: PartialDate) -> tuple[QuerySet[Activity], str]:
    language = get_language() or "en"
    if asked.first is None:
        return agenda.undated(activities), gettext("Without a known date")
    if asked.precision == DatePrecision.DAY:
        weekday = format_date(asked.first, "EEEE", locale=language)
        words = f"{weekday} {format_partial_date(asked, language)}"
        return agenda.on_days(activities, asked.first, asked.first), capfirst(words)
    words = gettext("Sometime in %(date)s") % {"date": format_partial_date(asked, language)}
    return agenda.sometime(activities, Precision(asked.precision), asked.first), words


def _paged(request: HttpRequest, arena: Arena, rows: QuerySet[Activity]) -> dict[str, Any]:
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return {"page": page, "lines": lines_of(page, arena), "n": page.paginator.count}


def _frame(request: HttpRequest, arena: Arena, found: CalendarFilter) -> dict[str, Any]:
    """What all three have: filters, tabs, the address for other programs."""
    file = reverse("activities:calendar-file", args=[arena.slug])
    is_upcoming = request.GET.get("view") == UPCOMING and not request.GET.get("on")
    public = {name: value for name, value in found.answers().items() if name != "show"}
    return {
        "form": found.form,
        "fields": list(found.form),
        "filters": [
            (f"{found.form[name].label}: {words}", _without(request, name)) for name, _v, words in found.in_use()
        ],
        "clear_url": _without(request, *found.form.fields),
        "tabs": [
            (gettext("Month"), _address(found), not is_upcoming and not request.GET.get("on")),
            (gettext("Upcoming"), _address(found, view=UPCOMING), is_upcoming),
        ],
        "tabs_label": gettext("Calendar"),
        "feed": request.build_absolute_uri(file + _query(public)) if arena.visibility == Visibility.PUBLIC else "",
        "most_in_a_file": agenda.MOST_IN_A_FILE,
        "crumbs": [(gettext("Overview"), reverse("portal:overview", args=[arena.slug])), (gettext("Calendar"), "")],
    }


def _address(found: CalendarFilter, **more: str) -> str:
    """The calendar with the filters in use and `more`; alone it is this month."""
    return _query(found.answers() | more) or "?"


def _query(answers: dict[str, str]) -> str:
    query = QueryDict(mutable=True)
    query.update(answers)
    return f"?{query.urlencode()}" if answers else ""


def _without(request: HttpRequest, *names: str) -> str:
    query = request.GET.copy()
    for name in ("page", *names):
        query.pop(name, None)
    return f"?{query.urlencode()}"


def _link(found: CalendarFilter, month: Month | None, *, beside: Month | None = None) -> tuple[str, str] | None:
    """A month's address and name; beside a month of the same year it goes without the year."""
    if month is None:
        return None
    is_clear = beside is not None and beside.year == month.year
    words = format_date(month.first, "LLLL", locale=get_language() or "en") if is_clear else _month_words(month)
    return _address(found, month=str(month)), words


def _month_words(month: Month) -> str:
    return format_partial_date(PartialDate(month.first, DatePrecision.MONTH), get_language() or "en")


def _day_names() -> list[str]:
    names = get_day_names("wide", "stand-alone", get_language() or "en")
    return [capfirst(names[number]) for number in range(7)]


def _date_asked(text: str) -> PartialDate | None:
    """The date of an address, written as the calendar writes it; None for anything else."""
    if text == UNKNOWN:
        return PartialDate(None, DatePrecision.UNKNOWN)
    try:
        read = parse_date(text, "en")
    except (DateUnreadable, DateAmbiguous):
        return None
    return read if read.isoformat() == text else None
