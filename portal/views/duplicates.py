"""Organisations that look alike: the list to review, what was decided, and a hint while one is added."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from arena import look_alikes
from arena.actions.mergers import forget_apart, keep_apart
from arena.models import Arena
from core.text import clean_line
from portal.organisation_words import pair_of
from portal.views.organisation_doors import for_keepers
from portal.views.organisations import crumbs

PER_PAGE = 25
# A hint names the nearest few; more would hide the form.
MOST_HINTS = 3
KEY_DIGITS = 18


@require_safe
@for_keepers
def duplicate_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The pairs that look alike, the most alike first, or those that somebody said are two."""
    arena = request.arena
    is_decided = request.GET.get("decided") == "1"
    open_pairs = [pair[:2] for pair in look_alikes.scored_pairs(arena)]
    apart = sorted(look_alikes.decided_apart(arena))
    page = Paginator(apart if is_decided else open_pairs, PER_PAGE).get_page(request.GET.get("page"))
    here = reverse("organisations:duplicates", args=[slug])
    context = {
        "page": page,
        "pairs": _pairs(arena, page),
        "is_decided": is_decided,
        "tabs": [
            (gettext("To review (%(n)d)") % {"n": len(open_pairs)}, here, not is_decided),
            (gettext("Not the same (%(n)d)") % {"n": len(apart)}, f"{here}?decided=1", is_decided),
        ],
        "crumbs": [*crumbs(slug), (gettext("Duplicates"), "")],
    }
    return render(request, "portal/duplicate_list.html", context)


def _pairs(arena: Arena, page: Page) -> list[dict[str, Any]]:
    entries = {entry.key: entry for entry in look_alikes.entries_of(arena, {key for pair in page for key in pair})}
    rows = arena.organisations.select_related("municipality").in_bulk(entries)
    return [
        pair_of(entries[first], entries[second]) | {"rows": [rows[first], rows[second]]}
        for first, second in page
        if first in entries and second in entries
    ]


@require_POST
@for_keepers
def duplicate_decide(request: HttpRequest, slug: str) -> HttpResponse:
    """Notes that two are two, or takes that back; the same answer twice changes nothing more."""
    keys = [_key(request.POST.get(name, "")) for name in ("first", "second")]
    known = set(request.arena.organisations.filter(pk__in=keys).values_list("pk", flat=True))
    here = reverse("organisations:duplicates", args=[slug])
    if len(known) != 2:
        messages.warning(request, gettext("One of the two is not there any more. Nothing was changed."))
    elif request.POST.get("decision") == "forget":
        forget_apart(arena=request.arena, first=keys[0], second=keys[1], actor=request.user)
        messages.success(request, gettext("Taken back. The two stand among those to review again if they look alike."))
        return redirect(f"{here}?decided=1")
    else:
        keep_apart(arena=request.arena, first=keys[0], second=keys[1], actor=request.user, on=request.visitor.on)
        messages.success(request, gettext("Noted: they are not the same. You can take it back under “Not the same”."))
    return redirect(here)


def _key(text: str) -> int:
    """A posted key; 0, which no row has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= KEY_DIGITS else 0


@require_safe
@for_keepers
def duplicate_hint(request: HttpRequest, slug: str) -> HttpResponse:
    """What looks like the organisation that somebody is writing down; a page of its own without htmx."""
    name = clean_line(request.GET.get("name", ""), 200)
    entry = look_alikes.entry_of_new(
        name=name, country=request.GET.get("country", "")[:2], domain=request.GET.get("mail_domain", "")[:100]
    )
    context = {
        "name": name,
        "hints": hints_for(request.arena, entry) if name else [],
        "crumbs": [*crumbs(slug), (gettext("Is it there already?"), "")],
    }
    template = "portal/duplicate_hint.html#hint" if request.htmx else "portal/duplicate_hint.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def hints_for(arena: Arena, entry: look_alikes.Entry) -> list[dict[str, Any]]:
    """The organisations nearest to one that is not written yet."""
    return [pair_of(entry, other, beside=entry.key) for other, _pair in look_alikes.nearest(entry, arena)[:MOST_HINTS]]
