"""Choosing, comparing and merging two organisations, and making them two again."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from arena.actions.mergers import merge_organisations, part_organisations, refuse_merger
from arena.look_alikes import entries_of, is_known_apart, scored_pairs
from arena.models import Organisation
from arena.queries import in_alphabet, organisations_in, organisations_named
from core.errors import RuleBroken, StaleVersion
from core.forms import is_language_switch, kept
from core.text import clean_line
from core.writes import new_token, once
from portal import merging
from portal.merge_forms import MergeForm, PartForm
from portal.organisation_words import pair_of
from portal.views.organisation_doors import for_keepers
from portal.views.organisations import crumbs

OPEN_OR_SEND = ["GET", "HEAD", "POST"]
MOST_FOUND = 25


@require_safe
@for_keepers
def merge_choose(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Choosing what an organisation is to be compared with: what looks like it, and a search."""
    one = get_object_or_404(organisations_in(request.arena).prefetch_related(None), pk=key)
    text = clean_line(request.GET.get("q", ""), 100)
    others = organisations_in(request.arena).prefetch_related(None).exclude(pk=one.pk)
    found: list[Organisation] = []
    if text:
        named = in_alphabet(organisations_named(others, request.arena, text), get_language() or "en")
        found = list(named[: MOST_FOUND + 1])
    near = [pair[:2] for pair in scored_pairs(request.arena) if one.pk in pair[:2]]
    entries = {entry.key: entry for entry in entries_of(request.arena, {other for pair in near for other in pair})}
    context = {
        "organisation": one,
        "text": text,
        "found": found[:MOST_FOUND],
        "has_more": len(found) > MOST_FOUND,
        "look_alikes": [pair_of(entries[first], entries[second], beside=one.pk) for first, second in near],
        "crumbs": [*crumbs(slug, one), (gettext("Compare"), "")],
    }
    return render(request, "portal/merge_choose.html", context)


@require_http_methods(OPEN_OR_SEND)
@for_keepers
def merge_compare(request: HttpRequest, slug: str, key: int, other: int) -> HttpResponse:
    """Both side by side with what would follow; sent with a reason, they are one."""
    found = merging.compared(request.visitor, (key, other))
    if key == other or len(found) != 2:
        raise Http404
    if request.method != "POST" and (whole := next((one.row.whole for one in found if one.row.canonical_id), None)):
        return redirect("organisations:page", slug, whole.pk)
    form = _merge_form(request, found)
    if request.method == "POST" and not is_language_switch(request) and form.is_valid():
        try:
            return HttpResponseRedirect(_merge(request, found, form))
        except StaleVersion:
            fresh = merging.compared(request.visitor, (key, other))
            return _compare_page(request, fresh, form, status=409, is_stale=True)
        except RuleBroken as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
    is_bad = form.is_bound and not is_language_switch(request)
    return _compare_page(
        request, found, kept(form) if is_language_switch(request) else form, status=422 if is_bad else 200
    )


def _merge_form(request: HttpRequest, found: list[merging.Compared]) -> MergeForm:
    best = max(found, key=lambda one: one.weight)
    rows = [(one.row.pk, one.row.name, _why(one)) for one in found]
    return MergeForm(request.POST if request.method == "POST" else None, rows=rows, initial={"keep": str(best.row.pk)})


def _why(one: merging.Compared) -> str:
    """What speaks for one of them, in words."""
    number = f"{one.row.country} {one.row.number}" if one.row.number else gettext("Without number")
    activities = ngettext("%(n)d activity", "%(n)d activities", one.row.n_activities) % {"n": one.row.n_activities}
    teams = ngettext("%(n)d team", "%(n)d teams", one.row.n_teams) % {"n": one.row.n_teams}
    return f"{number} · {activities} · {teams}"


def _merge(request: HttpRequest, found: list[merging.Compared], form: MergeForm) -> str:
    """Writes once and gives the address of the one that stays."""
    stays, goes = sorted((one.row.pk for one in found), key=lambda key: str(key) != form.cleaned_data["keep"])

    def write() -> str:
        whole = merge_organisations(
            arena=request.arena,
            kept=(stays, _version(request, stays)),
            merged=(goes, _version(request, goes)),
            reason=form.cleaned_data["reason"],
            actor=request.user,
        )
        names = {"stays": whole.name, "goes": next(one.row.name for one in found if one.row.pk == goes)}
        messages.success(request, gettext("“%(goes)s” is a part of “%(stays)s” now. You can undo it below.") % names)
        return reverse("organisations:page", args=[request.arena.slug, whole.pk])

    purpose = f"organisations.merge.{min(stays, goes)}.{max(stays, goes)}"
    return once(token=request.POST.get("token", ""), purpose=purpose, owner=str(request.user.pk), write=write)


def _version(request: HttpRequest, key: int) -> int:
    """The version of a row that the page was made from; 0, which no row has, when it says none."""
    text = request.POST.get(f"version_{key}", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _compare_page(
    request: HttpRequest, found: list[merging.Compared], form: MergeForm, *, status: int, is_stale: bool = False
) -> HttpResponse:
    one, other = found
    refusal = _refusal(one.row, other.row)
    context: dict[str, Any] = {
        "form": form,
        "rows": [one.row, other.row],
        "lines": merging.lines_of(one, other),
        "uses": merging.use_lines(one, other),
        "effects": [] if refusal else _effects(request, found),
        "refusal": refusal,
        "is_stale": is_stale,
        "is_apart": is_known_apart(one.row, other.row),
        "token": new_token(),
        "switch_form": "merge",
        "crumbs": [*crumbs(request.arena.slug, one.row), (gettext("Compare"), "")],
    }
    return render(request, "portal/merge_page.html", context, status=status)


def _refusal(one: Organisation, other: Organisation) -> str:
    try:
        refuse_merger(one, other)
    except RuleBroken as refused:
        return str(refused.message)
    return ""


def _effects(request: HttpRequest, found: list[merging.Compared]) -> list[tuple[str, list[str]]]:
    """What follows, once where it is the same whichever stays, else for each with its name."""
    one, other = (compared.row for compared in found)
    counted = merging.counted_in(request.arena)
    both = [
        (stays.name, merging.effects_of_merging(counted, stays, goes)) for stays, goes in ((one, other), (other, one))
    ]
    return [("", both[0][1])] if both[0][1] == both[1][1] else both


@require_http_methods(OPEN_OR_SEND)
@for_keepers
def merge_undo(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Says what follows, then makes a merged row an organisation of its own again."""
    row = get_object_or_404(request.arena.organisations.select_related("canonical"), pk=key)
    form = PartForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and not is_language_switch(request):
        status = 422
        try:
            if form.is_valid():
                return HttpResponseRedirect(_part(request, row, form))
        except StaleVersion:
            status, row = 409, request.arena.organisations.select_related("canonical").get(pk=key)
            form.add_error(None, gettext("Someone else saved first. Look again before you undo it."))
        except RuleBroken as refused:
            form.add_error(None, str(refused.message))
    if row.canonical_id is None and status == 200:
        return redirect("organisations:page", slug, row.pk)
    context = {
        "title": gettext("Make “%(name)s” an organisation of its own again?") % {"name": row.name},
        "effects": merging.effects_of_parting(merging.counted_in(request.arena), row) if row.canonical_id else [],
        "action": gettext("Undo the merger"),
        "form": kept(form) if is_language_switch(request) else form,
        "token": new_token(),
        "version": row.version,
        "cancel_url": reverse("organisations:page", args=[slug, row.canonical_key]),
        "switch_form": "part",
        "crumbs": [*crumbs(slug, row.whole), (gettext("Undo the merger"), "")],
    }
    return render(request, "portal/merge_undo.html", context, status=status)


def _part(request: HttpRequest, row: Organisation, form: PartForm) -> str:
    def write() -> str:
        text = request.POST.get("version", "")
        version = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
        part_organisations(
            arena=request.arena, key=row.pk, version=version, reason=form.cleaned_data["reason"], actor=request.user
        )
        messages.success(request, gettext("“%(name)s” stands on its own again.") % {"name": row.name})
        return reverse("organisations:page", args=[request.arena.slug, row.pk])

    purpose = f"organisations.part.{row.pk}"
    return once(token=request.POST.get("token", ""), purpose=purpose, owner=str(request.user.pk), write=write)
