"""The indicators of an arena, and one figure opened to its rows."""

from collections.abc import Iterator, Mapping, Sequence

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from arena.access import enter
from core.downloads import Download, form_asked_for
from core.export import Cell, CellValue, ExportColumn
from indicators import queries
from indicators.models import Indicator
from indicators.views.lines import block_of, finding
from indicators.views.rows import FIGURE_COLUMNS, UNIT_COLUMNS, figure_cells, lines_of, unit_cells

PER_PAGE = 25


@require_safe
def indicator_list(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Every indicator with its figure and target; without the right to figures its name and rule."""
    arena = enter(request, slug)
    sees_figures = request.visitor.sees_working_figures
    sides = list(arena.sides.all())
    figures = queries.figures_of(arena) if sees_figures else []
    if form := form_asked_for(request):
        _only_with(sees_figures)
        download = _download(request, FIGURE_COLUMNS, name="indicators", title=gettext("Indicators"))
        return download.answer(figure_cells(figures, sides), form)
    blocks = [block_of(figure, sides, get_language()) for figure in figures]
    context = {
        "sides": sides,
        "sees_figures": sees_figures,
        "finding": finding(figures) if figures else "",
        "blocks": blocks,
        "has_bars": any(drawn.has_bars for drawn in blocks),
        "indicators": [] if sees_figures else queries.indicators_in(arena),
        "crumbs": [(gettext("Overview"), reverse("portal:overview", args=[slug])), (gettext("Indicators"), "")],
    }
    return render(request, "indicators/indicator_list.html", context)


@require_safe
def indicator_page(request: HttpRequest, slug: str, code: str) -> HttpResponseBase:
    """One figure with every unit behind it, counted or not, and why."""
    arena = enter(request, slug)
    indicator = get_object_or_404(queries.indicators_in(arena), code=code)
    indicator.arena = arena
    sees_figures = request.visitor.sees_working_figures
    if form := form_asked_for(request):
        _only_with(sees_figures)
        download = _download(request, UNIT_COLUMNS, name=indicator.code, title=indicator.name)
        return download.answer(_unit_lines(request, indicator), form)
    context = {
        "indicator": indicator,
        "sides": list(arena.sides.all()),
        "sees_figures": sees_figures,
        "crumbs": [
            (gettext("Overview"), reverse("portal:overview", args=[slug])),
            (gettext("Indicators"), reverse("indicators:list", args=[slug])),
            (indicator.name, ""),
        ],
        **(_opened(request, indicator) if sees_figures else {}),
    }
    return render(request, "indicators/indicator_page.html", context)


def _opened(request: HttpRequest, indicator: Indicator) -> dict[str, object]:
    """The figure and one page of its units, those that count first."""
    sides = list(indicator.arena.sides.all())
    units = queries.units_of(indicator)
    figure = queries.figure_of(indicator, sides=[side.code for side in sides], units=units)
    numbered = sorted(enumerate(units, start=1), key=lambda item: not item[1].counts)
    page = Paginator(numbered, PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    rows = queries.unit_rows(indicator, [unit for _n, unit in shown])
    names = [n for n, _unit in shown]
    visitor = request.visitor
    lines = lines_of(zip(names, rows, strict=True), sides, sees_firm_names=visitor.sees_firm_names)
    n_counted = sum(unit.counts for unit in units)
    return {
        "drawn": block_of(figure, sides, get_language()),
        "page": page,
        "counted": [line for line in lines if line.counts],
        "others": [line for line in lines if not line.counts],
        "n_counted": n_counted,
        "n_others": len(units) - n_counted,
        "others_page": n_counted // PER_PAGE + 1,
        "sees_evidence_files": visitor.sees_evidence_files,
    }


def _unit_lines(request: HttpRequest, indicator: Indicator) -> Iterator[Mapping[str, Cell | CellValue]]:
    rows = enumerate(queries.unit_rows(indicator), start=1)
    lines = lines_of(rows, indicator.arena.sides.all(), sees_firm_names=request.visitor.sees_firm_names)
    return (unit_cells(line) for line in lines)


def _download(request: HttpRequest, columns: Sequence[ExportColumn], *, name: str, title: str) -> Download:
    return Download(columns=columns, name=name, title=title, arena=request.arena.slug, on=request.visitor.on)


def _only_with(right: bool) -> None:
    if not right:
        raise Http404
