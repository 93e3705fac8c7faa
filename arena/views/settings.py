"""The settings of an arena: its own page, and one set of pages for every section."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.step_up import recently_signed_in
from arena import sections
from arena.access import enter
from arena.frame_sections import OWN
from arena.queries import uses_of
from arena.section_form import SectionForm
from arena.sections import Section, Write
from arena.views.section_file import file_of
from core.downloads import form_asked_for
from core.errors import RuleBroken, StaleVersion
from core.files import mb_used
from core.forms import is_language_switch, kept
from core.text import clean_line
from core.writes import new_token, once

PER_PAGE = 25
FORM = "settings-form"


def settings_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Opens a settings page to those whose role it takes; nobody learns of an arena he may not see.

    404 outside the arena or without such a section, 403 without the role; the anonymous is sent to sign in and back.
    """

    @wraps(view)
    def door(request: HttpRequest, slug: str, section: str = "", **kwargs: Any) -> HttpResponse:
        arena = enter(request, slug)
        found = sections.find(section) if section else OWN
        if found is None:
            raise Http404
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.user.has_perm(found.permission, arena):
            raise PermissionDenied
        return view(request, found, **kwargs)

    return door


def stepped_up(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For pages that change a section: some sections ask first whether it is still the same person."""
    careful = recently_signed_in(view)

    @wraps(view)
    def door(request: HttpRequest, section: Section, **kwargs: Any) -> HttpResponse:
        return (careful if section.needs_step_up else view)(request, section, **kwargs)

    return door


@require_http_methods(["GET", "HEAD", "POST"])
@settings_page
def arena_settings(request: HttpRequest, section: Section) -> HttpResponse:
    """The arena's own names, days, visibility and funding."""
    return _change(request, section, request.arena)


def _room_of(arena: Any) -> dict[str, int]:
    """How much room the arena's files take, and have, in MB."""
    return {"mb_used": mb_used(arena.pk), "mb_in_all": settings.ARENA_FILES_MB}


@require_safe
@settings_page
def section_list(request: HttpRequest, section: Section) -> HttpResponseBase:
    """The rows of a section, 25 a page, found by words where there are many; the same as a file."""
    text = clean_line(request.GET.get("q", ""), 100)
    rows = section.found(request.arena, text=text, language=get_language())
    form = form_asked_for(request)
    if form and section.is_downloadable:
        return file_of(section, rows, request.arena, form=form, on=request.visitor.on)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    may_add = section.form is not None
    context = {
        "page": page,
        "text": text,
        "can_search": section.search is not None and (bool(text) or page.paginator.num_pages > 1),
        "add_url": reverse("arena:section-add", args=[request.arena.slug, section.slug]) if may_add else "",
        "lines": [(row, [(column, column.value(row)) for column in section.columns]) for row in page.object_list],
        "open_keys": {row.pk for row in page.object_list if section.form_for(row) and section.is_open(row)},
        "notes": section.notes(request.arena) if section.notes else [],
    }
    return _page(request, "arena/section_list.html", section, context)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@settings_page
@stepped_up
def section_add(request: HttpRequest, section: Section) -> HttpResponse:
    """A new row, written once."""
    form = _form(request, section, None)
    if request.method == "POST" and not is_language_switch(request) and form.is_valid():
        write = Write(arena=request.arena, actor=request.user, on=request.visitor.on, form=form)
        try:
            address = once(
                token=request.POST.get("token", ""),
                purpose=f"settings.{section.slug}",
                owner=str(request.user.pk),
                write=lambda: _written(request, section, write),
            )
        except (RuleBroken, ValidationError) as refused:
            form.refuse(refused)
        else:
            messages.success(request, gettext("Saved"))
            return HttpResponseRedirect(address)
    return _form_page(request, section, form, None, {"token": new_token()})


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@settings_page
@stepped_up
def section_edit(request: HttpRequest, section: Section, key: int) -> HttpResponse:
    """A row as it is, changed over the version the page was made from."""
    return _change(request, section, _row(request, section, key))


@require_http_methods(["GET", "HEAD", "POST"])
@settings_page
@stepped_up
def section_remove(request: HttpRequest, section: Section, key: int) -> HttpResponse:
    """What would be lost, then gone; refused while anything else points to the row."""
    row = _row(request, section, key)
    if not section.is_removable:
        raise Http404
    refusal = None
    if request.method == "POST" and not is_language_switch(request):
        try:
            section.remove(request.arena, row.pk, request.user)
        except RuleBroken as refused:
            refusal = refused.message
        else:
            messages.success(request, gettext("Removed"))
            return redirect("arena:section", request.arena.slug, section.slug)
    uses = uses_of(row)
    context = {
        "row_key": row.pk,
        "name": section.name_of(row),
        "refusal": refusal,
        "in_the_way": [use for use in uses if not use.is_part],
        "lost": [use for use in uses if use.is_part],
        "crumbs": _crumbs(request, section, gettext("Remove")),
    }
    return _page(request, "arena/section_remove.html", section, context, status=409 if refusal else 200)


def _row(request: HttpRequest, section: Section, key: int) -> Any:
    if section.form is None and section.edit_form is None:
        raise Http404
    row = get_object_or_404(section.rows(request.arena), pk=key)
    if not section.is_open(row):
        raise Http404
    return row


def _written(request: HttpRequest, section: Section, write: Write) -> str:
    row = section.write_new(write)
    if section.advice is not None and (advice := section.advice(row)):
        messages.warning(request, advice)
    return _list_of(request, section)


def _form(request: HttpRequest, section: Section, row: Any) -> SectionForm:
    """The form as it starts, as it was posted, or as it was typed before the language changed."""
    form_class = section.form_for(row)
    if form_class is None:
        raise Http404
    form = form_class(request.POST if request.method == "POST" else None, arena=request.arena, row=row)
    return kept(form) if is_language_switch(request) else form


def _change(request: HttpRequest, section: Section, row: Any) -> HttpResponse:
    form = _form(request, section, row)
    posted = request.POST.get("version", "")
    if request.method == "POST" and not is_language_switch(request) and form.is_valid():
        write = Write(arena=request.arena, actor=request.user, on=request.visitor.on, form=form)
        try:
            section.write_change(write, row.pk, posted)
        except StaleVersion as stale:
            both = {"version": section.mark(form, stale.current), "differences": form.differences(stale.current)}
            return _form_page(request, section, form, row, both | {"is_stale": True}, status=409)
        except (RuleBroken, ValidationError) as refused:
            form.refuse(refused)
        except ObjectDoesNotExist:
            raise Http404 from None
        else:
            messages.success(request, gettext("Saved"))
            return HttpResponseRedirect(_list_of(request, section))
    return _form_page(request, section, form, row, {"version": posted if form.is_bound else section.mark(form, row)})


def _form_page(
    request: HttpRequest, section: Section, form: SectionForm, row: Any, more: dict[str, Any], status: int = 0
) -> HttpResponse:
    title = section.name_of(row) if row is not None else section.add_title
    context = {
        "form": form,
        "form_id": FORM,
        "switch_form": FORM,
        "row": row,
        "facts": [(column, column.value(row)) for column in section.columns] if row and section.edit_form else [],
        "title": title,
        "crumbs": _crumbs(request, section, title) if section is not OWN else [],
        "cancel_url": _list_of(request, section),
        **(_room_of(request.arena) if section is OWN else {}),
    }
    if not status:
        status = 422 if form.is_bound and not is_language_switch(request) else 200
    return _page(request, section.template, section, context | more, status=status)


def _page(
    request: HttpRequest, template: str, section: Section, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    own = {
        "section": section,
        "tabs": sections.tabs(request.user, request.arena, section.slug),
        "tabs_label": gettext("Settings"),
    }
    return render(request, template, own | context, status=status)


def _list_of(request: HttpRequest, section: Section) -> str:
    slug = request.arena.slug
    return (
        reverse("arena:settings", args=[slug])
        if section is OWN
        else reverse("arena:section", args=[slug, section.slug])
    )


def _crumbs(request: HttpRequest, section: Section, title: str) -> list[tuple[str, str]]:
    slug = request.arena.slug
    address = reverse("arena:settings", args=[slug]) if request.visitor.may_manage else ""
    start = [(gettext("Settings"), address)] if address else []
    return [*start, (section.title, _list_of(request, section)), (title, "")]
