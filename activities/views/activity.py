"""The list of activities, and one activity."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from activities import queries
from activities.filters import ActivityFilter
from activities.models import Activity
from activities.views.event_words import sentence
from activities.views.found import crumbs, find_activity
from activities.views.list_file import file_of
from activities.views.rated import ratings_of
from activities.views.shown import evidence_of, organisations_of
from arena.access import enter
from arena.models import Arena, Side
from core.downloads import form_asked_for

PER_PAGE = 25
# The filters that most people need; the others stand behind "More filters".
FIRST = ("q", "period", "side", "theme")


@require_safe
def activity_list(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What the arena has logged, filtered by the address; the same as a file."""
    arena = enter(request, slug)
    visible = queries.activities_visible_to(request.user, arena, on=request.visitor.on)
    found = ActivityFilter(request.GET, queryset=queries.for_rows(visible), arena=arena)
    if form := form_asked_for(request):
        sees_names = queries.sees_names(request.user, arena, on=request.visitor.on)
        return file_of(found.qs, arena, form=form, sees_names=sees_names, on=request.visitor.on)
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    in_use = found.in_use()
    changeable = _changeable(request, page, arena)
    context = {
        "page": page,
        "rows": _rows(page, found, arena, changeable),
        "here": request.get_full_path(),
        "form": found.form,
        "first_fields": [found.form[name] for name in FIRST],
        "more_fields": [field for field in found.form if field.name not in FIRST],
        "more_open": any(name not in FIRST for name, _value, _words in in_use),
        "filters": [(f"{found.form[name].label}: {words}", _without(request, name)) for name, _v, words in in_use],
        "clear_url": reverse("activities:list", args=[slug]),
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
    may_change: bool = False


def _changeable(request: HttpRequest, page: Page, arena: Arena) -> set[int]:
    """Which rows of the page this person may change."""
    if not request.user.is_authenticated:
        return set()
    rows = queries.changeable_by(request.user, arena, on=request.visitor.on)
    return set(rows.filter(pk__in=[row.pk for row in page]).values_list("pk", flat=True))


def _rows(page: Page, found: ActivityFilter, arena: Arena, changeable: set[int]) -> list[Row]:
    levels = dict(found.filters["level"].extra["choices"])
    sides = list(arena.sides.all())
    return [
        Row(
            activity=row,
            sides=[side for side in sides if side.code in (row.side_codes or "").split(",")],
            level=str(levels.get(str(row.level_number), "")),
            may_change=row.pk in changeable,
        )
        for row in page
    ]


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
    sees_names = queries.sees_names(user, request.arena, on=day)
    may_change = user.has_perm("activities.change_activity", activity)
    sees_titles = queries.sees_evidence_titles(user, request.arena, on=day)
    context = {
        "activity": activity,
        "ratings": ratings_of(activity, sees_names=sees_names),
        "hypotheses": queries.hypotheses_of(activity),
        "organisations": organisations_of(activity, sees_firm_names=request.visitor.sees_firm_names),
        "evidence": evidence_of(activity, request.visitor, sees_names=sees_names),
        "n_evidence": len(activity.evidence.all()),
        "removed": queries.removed_evidence_of(activity) if sees_titles else [],
        "sees_titles": sees_titles,
        "sees_names": sees_names,
        "may_change": may_change,
        "may_rate": user.has_perm("activities.rate_activity", activity),
        "attended": queries.attended(activity),
        "shows_contacts": queries.shows_contacts(activity, sees_names=sees_names),
        "counts_as": sentence(activity) if may_change or activity.access or activity.is_advertised is not None else "",
        "participant_hours": queries.participant_hours(activity),
        "series": queries.series_of(activity),
        "may_log": request.visitor.may_log,
        "crumbs": crumbs(slug, (activity.title, "")),
    }
    return render(request, "activities/activity_page.html", context)
