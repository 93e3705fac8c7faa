"""The register of organisations, one organisation, and what was done to it."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from activities.register import organisations_visible_to, with_uses
from arena.access import enter
from arena.filters import OrganisationFilter
from arena.look_alikes import looking_like, scored_pairs
from arena.models import Arena, Organisation, Side
from arena.orgnumbers import VERIFIED_COUNTRIES
from arena.people_queries import people_of
from arena.queries import merged_organisation
from core.downloads import form_asked_for
from portal import organisation_history as history
from portal import organisations as reads
from portal.organisation_file import file_of

PER_PAGE = 25
# The filters that most people need; the others stand behind "More filters".
FIRST = ("q", "sector", "side", "region")
LATEST_LINES = 5


@require_safe
def organisation_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The organisations whose names the visitor may see, filtered by the address; the same as a file."""
    arena = enter(request, slug)
    visitor = request.visitor
    visible = organisations_visible_to(request.user, arena, on=visitor.on).select_related("municipality", "region")
    rows = with_uses(visible.prefetch_related(None), on=visitor.on, all_of_them=visitor.sees_firm_names)
    pairs = scored_pairs(arena) if visitor.may_change_organisations else None
    alike = None if pairs is None else {key for first, second, _score in pairs for key in (first, second)}
    found = OrganisationFilter(request.GET, queryset=rows, arena=arena, alike=alike)
    if form := form_asked_for(request):
        return file_of(found.qs, arena, form=form, on=visitor.on)
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    in_use = found.in_use()
    context = {
        "page": page,
        "rows": _rows(page, arena, alike or set()),
        "form": found.form,
        "first_fields": [found.form[name] for name in FIRST],
        "more_fields": [field for field in found.form if field.name not in FIRST],
        "more_open": any(name not in FIRST for name, _value, _words in in_use),
        "filters": [(f"{found.form[name].label}: {words}", _without(request, name)) for name, _v, words in in_use],
        "clear_url": reverse("organisations:list", args=[slug]),
        "order": found.form.cleaned_data.get("sort") or "name",
        "n_alike": len(pairs or []),
        "crumbs": [*crumbs(slug)[:1], (gettext("Organisations"), "")],
    }
    return render(request, "portal/organisation_list.html", context)


@dataclass(frozen=True)
class Row:
    """A line of the list: the organisation, its sides west to east, and whether it looks like another one."""

    organisation: Organisation
    sides: list[Side]
    is_alike: bool


def _rows(page: Page, arena: Arena, alike: set[int]) -> list[Row]:
    sides = reads.sides_of(arena, [row.pk for row in page])
    return [Row(row, sides[row.pk], row.pk in alike) for row in page]


def _without(request: HttpRequest, name: str) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    query.pop(name, None)
    return f"?{query.urlencode()}"


@require_safe
def organisation_page(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """One organisation: what it is called and is, what it did, in which teams it is, and where that is known from."""
    found = find_organisation(request, slug, key)
    if found.pk != key:
        return redirect("organisations:page", slug, found.pk)
    visitor, language = request.visitor, get_language() or "en"
    rows = reads.rows_of(found, language)
    activities = Paginator(reads.activities_of(rows, visitor), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "organisation": found,
        "names": reads.names_of(rows),
        "sides": reads.sides_of(request.arena, [found.pk])[found.pk],
        "is_verified": found.country in VERIFIED_COUNTRIES,
        "activities": activities,
        "lines": _activity_lines(activities, request.arena),
        "teams": reads.teams_of(rows, visitor, language),
        "partners": reads.partners_of(rows, visitor),
        "people": people_of(request.user, found, on=visitor.on),
        "may_change": visitor.may_change_organisations,
        "look_alikes": looking_like(found) if visitor.may_change_organisations else [],
        "history": _latest(rows) if visitor.sees_firm_names else None,
        "crumbs": [*crumbs(slug), (found.name, "")],
    }
    return render(request, "portal/organisation_page.html", context)


def _activity_lines(page: Page, arena: Arena) -> list[dict[str, Any]]:
    sides = list(arena.sides.all())
    return [
        {
            "activity": activity,
            "sides": [side for side in sides if side.code in (activity.side_codes or "").split(",")],
            "roles": ", ".join(reads.roles_in(activity)),
        }
        for activity in page
    ]


def _latest(rows: list[Organisation]) -> list[history.Line]:
    return history.lines_of(list(history.entries_of(rows)[:LATEST_LINES]), rows)


@require_safe
def organisation_history(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Everything that was done to an organisation, for those who may know of support."""
    found = find_organisation(request, slug, key)
    if found.pk != key:
        return redirect("organisations:history", slug, found.pk)
    if not request.visitor.sees_firm_names:
        raise PermissionDenied
    rows = reads.rows_of(found, get_language() or "en")
    page = Paginator(history.entries_of(rows), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "organisation": found,
        "page": page,
        "lines": history.lines_of(list(page.object_list), rows),
        "crumbs": [*crumbs(slug, found), (gettext("History"), "")],
    }
    return render(request, "portal/organisation_history.html", context)


def find_organisation(request: HttpRequest, slug: str, key: int) -> Organisation:
    """The organisation with this key if the visitor may see it, else 404; for a merged row the one it belongs to."""
    arena = enter(request, slug)
    visible = organisations_visible_to(request.user, arena, on=request.visitor.on)
    visible = visible.select_related("municipality", "region").prefetch_related(None)
    found = visible.filter(pk=key).first()
    if found is None:
        found = get_object_or_404(visible, pk=merged_organisation(arena, key))
    return found


def crumbs(slug: str, organisation: Organisation | None = None) -> list[tuple[str, str]]:
    """Overview, Organisations, and the organisation if there is one."""
    trail = [
        (gettext("Overview"), reverse("portal:overview", args=[slug])),
        (gettext("Organisations"), reverse("organisations:list", args=[slug])),
    ]
    if organisation is not None:
        trail.append((organisation.name, reverse("organisations:page", args=[slug, organisation.pk])))
    return trail
