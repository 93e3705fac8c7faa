"""The list of activities, and one activity."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from activities import queries
from activities.filters import ActivityFilter
from activities.models import Activity
from activities.views.csv_list import csv_of
from activities.views.found import crumbs, find_activity
from activities.views.shown import evidence_of, organisations_of
from arena.access import enter
from arena.models import Arena, Side

PER_PAGE = 25
# The filters that most people need; the others stand behind "More filters".
FIRST = ("q", "period", "side", "theme")


@require_safe
def activity_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What the arena has logged, filtered by the address; the same as CSV."""
    arena = enter(request, slug)
    visible = queries.activities_visible_to(request.user, arena, on=request.visitor.on)
    is_csv = request.GET.get("format") == "csv"
    rows = queries.for_list(visible) if is_csv else queries.for_rows(visible)
    found = ActivityFilter(request.GET, queryset=rows, arena=arena)
    if is_csv:
        return csv_of(found.qs, arena, on=request.visitor.on)
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    in_use = found.in_use()
    context = {
        "page": page,
        "rows": _rows(page, found, arena),
        "form": found.form,
        "first_fields": [found.form[name] for name in FIRST],
        "more_fields": [field for field in found.form if field.name not in FIRST],
        "more_open": any(name not in FIRST for name, _value, _words in in_use),
        "filters": [(f"{found.form[name].label}: {words}", _without(request, name)) for name, _v, words in in_use],
        "clear_url": reverse("activities:list", args=[slug]),
        "csv_url": _with(request, "format", "csv"),
        "n_drafts": queries.drafts_of(request.user, arena).count() if request.user.is_authenticated else 0,
        "crumbs": [(gettext("Overview"), reverse("portal:overview", args=[slug])), (gettext("Activities"), "")],
    }
    return render(request, "activities/activity_list.html", context)


@dataclass(frozen=True)
class Row:
    """A line of the list: the activity, its sides west to east, its level in words."""

    activity: Activity
    sides: list[Side]
    level: str


def _rows(page: Page, found: ActivityFilter, arena: Arena) -> list[Row]:
    levels = dict(found.filters["level"].extra["choices"])
    sides = list(arena.sides.all())
    return [
        Row(
            activity=row,
            sides=[side for side in sides if side.code in (row.side_codes or "").split(",")],
            level=str(levels.get(str(row.level_number), "")),
        )
        for row in page
    ]


def _with(request: HttpRequest, name: str, value: str) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    query[name] = value
    return f"?{query.urlencode()}"


def _without(request: HttpRequest, name: str) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    query.pop(name, None)
    return f"?{query.urlencode()}"


@require_safe
def activity_page(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """One activity: what is known and what is not, how it was rated, who took part, what proves it."""
    activity = find_activity(request, slug, key)
    user, day = request.user, request.visitor.on
    context = {
        "activity": activity,
        "ratings": list(activity.assessments.all()),
        "organisations": organisations_of(activity, sees_firm_names=request.visitor.sees_firm_names),
        "evidence": evidence_of(activity, request.visitor),
        "n_evidence": len(activity.evidence.all()),
        "sees_titles": queries.sees_evidence_titles(user, request.arena, on=day),
        "sees_names": queries.sees_names(user, request.arena, on=day),
        "may_change": user.has_perm("activities.change_activity", activity),
        "may_rate": user.has_perm("activities.rate_activity", activity),
        "attended": queries.attended(activity),
        "crumbs": crumbs(slug, (activity.title, "")),
    }
    return render(request, "activities/activity_page.html", context)
