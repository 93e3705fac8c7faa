"""Imports: the list, a new file, empty tables to fill in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from arena import imports
from arena.access import enter
from arena.actions.imports import start_import
from arena.forms.imports import UploadForm
from arena.imports import ImportKind
from arena.queries import imports_visible_to
from arena.views.import_words import RunLine
from arena.views.work_file import file_of_imports
from core.downloads import CSV, TYPES, XLSX, csv_answer, form_asked_for, sheet_answer
from core.errors import RuleBroken
from core.export import ExportColumn, page_delimiter
from core.forms import is_language_switch, kept
from core.sheets import SheetRefused, read_sheet
from core.writes import new_token, once

PER_PAGE = 25
FORM = "import-form"


def import_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Opens a page of the imports to those who may import; 404 outside the arena, 403 without the right."""

    @wraps(view)
    def door(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
        enter(request, slug)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.visitor.may_import:
            raise PermissionDenied
        return view(request, **kwargs)

    return never_cache(door)


def kind_or_404(slug: str) -> ImportKind:
    """The kind of this address."""
    kind = imports.find(slug)
    if kind is None:
        raise Http404
    return kind


@require_safe
@import_page
def import_list(request: HttpRequest) -> HttpResponseBase:
    """What can be imported, and what was; that the same as a file."""
    runs = imports_visible_to(request.user, request.arena, on=request.visitor.on)
    if form := form_asked_for(request):
        return file_of_imports(runs, request.arena, form=form, on=request.visitor.on)
    page = Paginator(runs, PER_PAGE).get_page(request.GET.get("page"))
    context = {"kinds": imports.in_order(), "page": page, "lines": [RunLine(run) for run in page.object_list]}
    return render(request, "arena/imports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@import_page
def import_new(request: HttpRequest, kind: str) -> HttpResponse:
    """A file is read while the page waits: only its rows are kept, and what is wrong with it is said at once."""
    found = kind_or_404(kind)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and is_language_switch(request):
        return _upload_page(request, found, kept(form))
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(_started(request, found, form.cleaned_data["file"]))
        except SheetRefused as refused:
            form.add_error("file", str(refused))
        except RuleBroken as broken:
            form.add_error(None, broken.message)
    return _upload_page(request, found, form, status=422 if form.is_bound else 200)


def _started(request: HttpRequest, kind: ImportKind, file: Any) -> str:
    """Where the new import goes on. The file is read before anything is locked."""
    sheet = read_sheet(file)

    def write() -> str:
        run = start_import(
            arena=request.arena,
            kind=kind,
            sheet=sheet,
            file_name=file.name,
            language=get_language() or "en",
            actor=request.user,
        )
        return reverse("arena:import-columns", args=[request.arena.slug, run.pk])

    token = request.POST.get("token", "")
    return once(token=token, purpose="arena.import", owner=str(request.user.pk), write=write)


def _upload_page(request: HttpRequest, kind: ImportKind, form: UploadForm, *, status: int = 200) -> HttpResponse:
    context = {
        "kind": kind,
        "form": form,
        "form_id": FORM,
        "switch_form": FORM,
        "token": new_token(),
        "formats": tuple(TYPES),
        "crumbs": crumbs_to(request, str(kind.title)),
    }
    return render(request, "arena/import_new.html", context, status=status)


@require_safe
@import_page
def import_template(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The headings of a kind as an empty table."""
    found = kind_or_404(kind)
    columns = [ExportColumn(field.slug, field.label) for field in found.fields]
    return table_file(request, columns, [], name=found.slug)


def table_file(request: HttpRequest, columns: list[ExportColumn], rows: Any, *, name: str) -> HttpResponseBase:
    """A table as CSV or, asked for by `format`, as a spreadsheet."""
    language, form = get_language() or "en", form_asked_for(request) or CSV
    if form == XLSX:
        return sheet_answer(columns, rows, language=language, title=name, name=f"{name}.{form}")
    return csv_answer(columns, rows, delimiter=page_delimiter(language), name=f"{name}.{form}")


def crumbs_to(request: HttpRequest, *titles: str) -> list[tuple[str, str]]:
    """The way to a page of the imports."""
    start = [(gettext("Import"), reverse("arena:imports", args=[request.arena.slug]))]
    return [*start, *((title, "") for title in titles)]
