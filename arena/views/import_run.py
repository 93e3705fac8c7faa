"""One import on its way: its columns, its rows as they will come in, the import itself, what goes back."""

import re
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arena import queries
from arena.actions.imports import (
    choose_columns,
    confirm_import,
    decide_rows,
    drop_import,
    is_stuck,
    kind_of,
)
from arena.enums import ImportState, RowOutcome
from arena.forms.imports import ColumnsForm
from arena.import_cells import as_written
from arena.import_files import first_values, head_of, rows_of
from arena.import_reasons import candidates_of, counts_in_words, reason_of
from arena.models import ImportRow, ImportRun
from arena.views.import_words import RowLine, RunLine, run_address
from arena.views.imports import FORM, PER_PAGE, crumbs_to, import_page, table_file
from arena.views.work_words import JobLine
from core.errors import RuleBroken, StaleVersion
from core.export import ExportColumn
from core.forms import is_language_switch, kept
from core.numbers import format_number
from core.sheets import column_name
from core.writes import new_token, once

# What the tabs show, in their order: problems stand behind what goes well.
TABS = (RowOutcome.NEW, RowOutcome.MATCH, RowOutcome.AMBIGUOUS, RowOutcome.ERROR)
GOES_BACK = (RowOutcome.AMBIGUOUS, RowOutcome.ERROR)


def _run(request: HttpRequest, key: int) -> ImportRun:
    runs = queries.imports_visible_to(request.user, request.arena, on=request.visitor.on)
    return get_object_or_404(runs.exclude(state=ImportState.DROPPED), pk=key)


def _version(request: HttpRequest) -> int:
    posted = request.POST.get("version", "")
    return int(posted) if posted.isascii() and posted.isdigit() and len(posted) < 10 else 0


@require_http_methods(["GET", "HEAD", "POST"])
@import_page
def import_columns(request: HttpRequest, key: int) -> HttpResponse:
    """Which column is meant for what; saving it checks every row."""
    run = _run(request, key)
    if run.state in {ImportState.WRITING, ImportState.DONE}:
        return redirect(run_address(run))
    try:
        form = _columns_form(request, run)
    except RuleBroken as broken:
        messages.warning(request, broken.message)
        return redirect("arena:imports", request.arena.slug)
    if request.method != "POST" or is_language_switch(request):
        return _columns_page(request, run, kept(form) if form.is_bound else form)
    if form.is_valid():
        try:
            choose_columns(
                arena=request.arena,
                key=run.pk,
                version=_version(request),
                mapping=form.mapping,
                headings=form.head.headings_in(form.encoding),
                encoding=form.encoding,
                language=form.cleaned_data.get("language", run.language),
                actor=request.user,
            )
        except StaleVersion as stale:
            both = {"is_stale": True, "differences": form.differences(stale.current)}
            return _columns_page(request, stale.current, form, both, status=409)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            return redirect(run_address(run))
    return _columns_page(request, run, form, {"version": request.POST.get("version", "")}, status=422)


def _columns_form(request: HttpRequest, run: ImportRun) -> ColumnsForm:
    head = head_of(run)
    likely = head.candidates[0] if head.candidates else ""
    data = request.POST if request.method == "POST" else None
    examples = first_values(run, run.encoding or likely)
    return ColumnsForm(data, run=run, kind=kind_of(run), head=head, examples=examples)


def _columns_page(
    request: HttpRequest, run: ImportRun, form: ColumnsForm, more: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    context = {
        "run": run,
        "version": run.version,
        "kind": form.kind,
        "form": form,
        "head": form.head,
        "form_id": FORM,
        "switch_form": FORM,
        "earlier": queries.imports_of_same_file(run).first(),
        "leave_url": run_address(run),
        "crumbs": crumbs_to(request, run.file_name),
    }
    return render(request, "arena/import_columns.html", context | (more or {}), status=status)


@require_safe
@import_page
def import_run(request: HttpRequest, key: int) -> HttpResponse:
    """Where an import stands: what is under way, the rows as they will come in, or what came of them."""
    run = _run(request, key)
    if run.state == ImportState.MAPPING:
        return redirect(run_address(run, "columns"))
    if run.state in {ImportState.CHECKING, ImportState.WRITING}:
        return _waiting_page(request, run)
    if request.htmx:
        # The page that waited hears that it is over and comes again as a whole.
        return HttpResponse(headers={"HX-Redirect": run_address(run)})
    return _rows_page(request, run)


def _waiting_page(request: HttpRequest, run: ImportRun) -> HttpResponse:
    context = {
        "run": run,
        "line": JobLine(run.job) if run.job else None,
        "is_stuck": is_stuck(run),
        "title": RunLine(run).title,
        "crumbs": crumbs_to(request, run.file_name),
    }
    template = "arena/import_waiting.html"
    return render(request, f"{template}#work" if request.htmx else template, context)


def _rows_page(request: HttpRequest, run: ImportRun, *, status: int = 200, stale: str = "") -> HttpResponse:
    kind = kind_of(run)
    counts = queries.outcomes_of(run)
    asked = request.GET.get("show", "")
    shown = asked if asked in TABS else next((outcome for outcome in TABS if counts.get(outcome)), RowOutcome.NEW)
    page = Paginator(run.rows.filter(outcome=shown).order_by("number"), PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    names = kind.names(run.arena, candidates_of(rows))
    addresses = kind.addresses(run.arena, names) if names else {}
    language = get_language() or "en"
    n_new = counts.get(RowOutcome.NEW, 0)
    context = {
        "run": run,
        "kind": kind,
        "page": page,
        "shown": shown,
        "stale": stale,
        "is_done": run.state == ImportState.DONE,
        "is_asking": shown == RowOutcome.AMBIGUOUS and run.state == ImportState.READY,
        # What is new stands nowhere before it came in, and what is wrong never does.
        "shows_targets": shown in {RowOutcome.MATCH, RowOutcome.AMBIGUOUS} or run.state == ImportState.DONE,
        "lines": [RowLine(row, kind, names, run.arena.slug, addresses) for row in rows],
        "tabs": [
            (
                f"{_tab_title(outcome, run)} ({format_number(counts.get(outcome, 0), language)})",
                f"?show={outcome}",
                outcome == shown,
            )
            for outcome in TABS
        ],
        "words": counts_in_words(counts),
        "n_new": n_new,
        "n_back": sum(counts.get(outcome, 0) for outcome in GOES_BACK),
        "action": _import_words(n_new),
        "earlier": queries.imports_of_same_file(run).first(),
        "crumbs": crumbs_to(request, run.file_name),
    }
    return render(request, "arena/import_run.html", context, status=status)


def _tab_title(outcome: str, run: ImportRun) -> str:
    if outcome == RowOutcome.NEW:
        return gettext("Came in") if run.state == ImportState.DONE else gettext("New")
    return {
        RowOutcome.MATCH: gettext("Already there"),
        RowOutcome.AMBIGUOUS: gettext("Ambiguous"),
        RowOutcome.ERROR: gettext("With errors"),
    }[RowOutcome(outcome)]


def _import_words(n: int) -> str:
    words = ngettext("Import %(n)s row", "Import %(n)s rows", n)
    return words % {"n": format_number(n, get_language() or "en")}


@require_POST
@import_page
def import_decide(request: HttpRequest, key: int) -> HttpResponse:
    """What people say about ambiguous rows: one of the candidates, or new."""
    run = _run(request, key)
    decisions = {
        int(number): request.POST[name]
        for name in request.POST
        if re.fullmatch("[0-9]{1,9}", number := name.removeprefix("row_"), re.ASCII) and request.POST[name]
    }
    try:
        decide_rows(arena=request.arena, key=run.pk, version=_version(request), decisions=decisions, actor=request.user)
    except StaleVersion as stale:
        return _rows_page(request, _run(request, key), status=409, stale=str(stale.message))
    except RuleBroken as broken:
        messages.warning(request, broken.message)
    else:
        messages.success(request, gettext("Saved"))
    return redirect(f"{run_address(run)}?show={RowOutcome.AMBIGUOUS}")


@require_http_methods(["GET", "HEAD", "POST"])
@import_page
def import_write(request: HttpRequest, key: int) -> HttpResponse:
    """What the import brings, then the import."""
    run = _run(request, key)
    if run.state not in {ImportState.READY, ImportState.WRITING} or (
        run.state == ImportState.WRITING and not is_stuck(run)
    ):
        return redirect(run_address(run))
    status, refusal = 200, ""
    if request.method == "POST" and not is_language_switch(request):

        def write() -> str:
            confirm_import(arena=request.arena, key=run.pk, version=_version(request), actor=request.user)
            return run_address(run)

        token = request.POST.get("token", "")
        try:
            return redirect(once(token=token, purpose="arena.import_write", owner=str(request.user.pk), write=write))
        except StaleVersion:
            run = _run(request, key)
            status, refusal = 409, gettext("Someone else changed this import meanwhile. These are its numbers now.")
        except RuleBroken as broken:
            status, refusal = 422, str(broken.message)
    return _confirm_page(request, run, refusal, status)


def _confirm_page(request: HttpRequest, run: ImportRun, refusal: str, status: int) -> HttpResponse:
    counts = queries.outcomes_of(run)
    n_new, n_back = counts.get(RowOutcome.NEW, 0), sum(counts.get(outcome, 0) for outcome in GOES_BACK)
    context = {
        "run": run,
        "title": _import_words(n_new),
        "action": _import_words(n_new),
        "refusal": refusal,
        "token": new_token(),
        "effects": list(_effects(n_new, counts.get(RowOutcome.MATCH, 0), n_back)),
        "cancel_url": run_address(run),
        "switch_form": FORM,
        "crumbs": crumbs_to(request, run.file_name),
    }
    return render(request, "arena/import_write.html", context, status=status)


def _effects(n_new: int, n_match: int, n_back: int) -> Iterator[str]:
    language = get_language() or "en"
    for n, words in (
        (n_new, ngettext("%(n)s new row comes into the arena.", "%(n)s new rows come into the arena.", n_new)),
        (
            n_match,
            ngettext(
                "%(n)s row is there already. Nothing is written over it.",
                "%(n)s rows are there already. Nothing is written over them.",
                n_match,
            ),
        ),
        (
            n_back,
            ngettext(
                "%(n)s row stays out. You get it back in a file, with the reason.",
                "%(n)s rows stay out. You get them back in a file, with the reasons.",
                n_back,
            ),
        ),
    ):
        if n:
            yield words % {"n": format_number(n, language)}
    yield gettext("It cannot be undone in one step.")


@require_http_methods(["GET", "HEAD", "POST"])
@import_page
def import_drop(request: HttpRequest, key: int) -> HttpResponse:
    """Ends an import before anything is written."""
    run = _run(request, key)
    if request.method == "POST" and not is_language_switch(request):
        try:
            drop_import(arena=request.arena, key=run.pk, actor=request.user)
        except RuleBroken as broken:
            messages.warning(request, broken.message)
            return redirect(run_address(run))
        messages.success(request, gettext("The import is dropped. Nothing came into the arena."))
        return redirect("arena:imports", request.arena.slug)
    context = {
        "title": gettext("Drop the import of “%(file)s”?") % {"file": run.file_name},
        "effects": [gettext("Nothing of the file comes into the arena, and its rows are deleted here.")],
        "action": gettext("Drop the import"),
        "is_danger": True,
        "cancel_url": run_address(run),
        "switch_form": FORM,
        "crumbs": crumbs_to(request, run.file_name),
    }
    return render(request, "ui/confirm_page.html", context)


@require_safe
@import_page
def import_returned(request: HttpRequest, key: int) -> HttpResponseBase:
    """The rows that do not come in, as they stood in the file, each with its reason."""
    run = _run(request, key)
    kind = kind_of(run)
    headings = tuple(run.headings)
    columns = [ExportColumn(str(place), column_name(headings, place)) for place in range(len(headings))]
    columns += [ExportColumn("row", gettext("Row in the file")), ExportColumn("why", gettext("Why it did not come in"))]
    back = {row.number: row for row in run.rows.filter(outcome__in=GOES_BACK)}
    rows = (_returned(row, back[row.number], kind, len(headings)) for row in rows_of(run) if row.number in back)
    return table_file(request, columns, rows, name=f"{run.kind}-{gettext('returned')}-{run.pk}")


def _returned(source: Any, row: ImportRow, kind: Any, n_columns: int) -> dict[str, Any]:
    cells: dict[str, Any] = {str(place): "" for place in range(n_columns)}
    for place, cell in enumerate(source.cells[:n_columns]):
        cells[str(place)] = as_written(cell) if isinstance(cell, str) else cell
    return cells | {"row": source.number, "why": reason_of(row, kind)}
