"""The indicators of an arena, and one figure opened to its rows."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from arena.access import enter
from arena.models import Arena
from indicators import queries
from indicators.models import Indicator
from indicators.views.lines import block_of, finding
from indicators.views.rows import FIGURE_COLUMNS, UNIT_COLUMNS, csv_file, figure_cells, lines_of, unit_cells

PER_PAGE = 25


@require_safe
def indicator_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Every indicator with its figure and target; without the right to figures its name and rule."""
    arena = enter(request, slug)
    sees_figures = request.visitor.sees_working_figures
    sides = list(arena.sides.all())
    figures = queries.figures_of(arena) if sees_figures else []
    if _wants_csv(request):
        _only_with(sees_figures)
        cells = figure_cells(figures, sides)
        return csv_file(FIGURE_COLUMNS, cells, name=f"{slug}-indicators", language=get_language())
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
def indicator_page(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One figure with every unit behind it, counted or not, and why."""
    arena = enter(request, slug)
    indicator = get_object_or_404(queries.indicators_in(arena), code=code)
    indicator.arena = arena
    sees_figures = request.visitor.sees_working_figures
    if _wants_csv(request):
        _only_with(sees_figures)
        return _units_file(request, indicator)
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


def _units_file(request: HttpRequest, indicator: Indicator) -> HttpResponse:
    arena: Arena = indicator.arena
    rows = enumerate(queries.unit_rows(indicator), start=1)
    lines = lines_of(rows, arena.sides.all(), sees_firm_names=request.visitor.sees_firm_names)
    cells = (unit_cells(line) for line in lines)
    return csv_file(UNIT_COLUMNS, cells, name=f"{arena.slug}-{indicator.code}", language=get_language())


def _wants_csv(request: HttpRequest) -> bool:
    return request.GET.get("format") == "csv"


def _only_with(right: bool) -> None:
    if not right:
        raise Http404
