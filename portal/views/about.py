"""What an arena is, what it gives away as data, and how the service treats personal data and accessibility."""

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from arena.access import enter
from arena.models import Arena, StatedDate
from arena.queries import arenas_visible_to
from core.clock import today
from portal.downloads import FORMATS

API = "/api/v1"
CONTACTS_SHOWN = 25
RESOURCES = (("activities", _("Activities")), ("teams", _("Teams")), ("indicators", _("Indicators")))


@require_safe
def arena(request: HttpRequest, slug: str) -> HttpResponse:
    """The frame of an arena, with its sources; dates that sources give differently stand side by side."""
    arena = enter(request, slug)
    context = {
        "crumbs": _crumbs(arena, gettext("About the arena")),
        "sides": arena.sides.prefetch_related("regions"),
        "dates": _dates(arena),
        "periods": arena.periods.all(),
        "themes": arena.themes.all(),
    }
    return render(request, "portal/about.html", context)


def _crumbs(arena: Arena, here: str) -> list[tuple[str, str]]:
    return [(gettext("Overview"), reverse("portal:overview", args=[arena.slug])), (here, "")]


def _dates(arena: Arena) -> list[dict[str, object]]:
    """Start and end: the date the arena goes by, and all that sources state. They differ when there are several."""
    stated = list(arena.stated_dates.all())
    rows = (
        ("start", pgettext("of an arena", "Starts"), arena.started_on),
        ("end", pgettext("of an arena", "Ends"), arena.ended_on),
    )
    return [
        {"label": label, "decided": decided, "stated": found, "is_disputed": _is_disputed(found)}
        for kind, label, decided in rows
        if (found := [row for row in stated if row.kind == kind]) or decided
    ]


def _is_disputed(stated: Iterable[StatedDate]) -> bool:
    return len({row.on for row in stated}) > 1


@require_safe
def data(request: HttpRequest, slug: str) -> HttpResponse:
    """Files to download and how a program asks, with this arena's own addresses."""
    arena = enter(request, slug)
    base = f"{settings.BASE_URL}{API}"
    context = {
        "crumbs": _crumbs(arena, gettext("Open data and API")),
        "resources": [(label, f"{base}/arenas/{arena.slug}/{name}/") for name, label in RESOURCES],
        "formats": list(FORMATS.items()),
        "docs": f"{API}/docs/",
        "schema": f"{API}/schema/",
    }
    return render(request, "portal/data.html", context)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about people, why and how long, and whom to ask in each arena."""
    arenas = arenas_visible_to(request.user, on=today()).exclude(contact_email="").order_by("is_sample", "slug")
    context = {"base_url": settings.BASE_URL, "arenas": arenas[:CONTACTS_SHOWN]}
    return render(request, "portal/privacy.html", context)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How accessible the service is, and what is known to be missing."""
    return render(request, "portal/accessibility.html", {"base_url": settings.BASE_URL})
