"""The effect-level map with its filters, readings, table and files."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, gettext, pgettext
from django.views.decorators.http import require_safe

from activities.effect_map import JOINT, NOT_STATED
from arena.access import enter
from arena.models import Arena
from arena.queries import in_alphabet
from core.downloads import TYPES, Download
from portal import charts, downloads, filters, sentences, tables
from portal.arena_map import ArenaMap, draw_up, frame_of
from portal.filters import MapFilter, Selection
from portal.queries import log_of
from teams.queries import teams_visible_to

# A longer list of half rated activities is no help.
HALF_RATED_SHOWN = 25
# How the list of activities calls the side groups that are no side.
OF_GROUP = {JOINT: filters.JOINT, NOT_STATED: filters.NOT_STATED}


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The map as it is chosen: a page, its changing part for htmx, or a file (`format`)."""
    arena = enter(request, slug)
    map_filter, arena_map = _read(request, arena)
    kind = request.GET.get("format", "")
    if arena_map and kind in downloads.FORMATS:
        return _file(request, arena, arena_map, map_filter.selection, kind)
    context = {
        "filter": map_filter,
        "map": arena_map,
        "format_is_unknown": bool(kind),
        "crumbs": [(gettext("Overview"), reverse("portal:overview", args=[slug])), (gettext("Effect map"), "")],
    }
    is_part = request.htmx and not request.htmx.history_restore_request
    if arena_map:
        context |= _shown(request, arena, arena_map, map_filter)
    response = render(request, "portal/map.html#view" if is_part else "portal/map.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _read(request: HttpRequest, arena: Arena) -> tuple[MapFilter, ArenaMap | None]:
    on, themes, language = request.visitor.on, list(arena.themes.all()), get_language() or "en"
    teams = teams_visible_to(request.user, arena, on=on).prefetch_related(None)
    map_filter = MapFilter(
        request.GET, arena=arena, themes=themes, teams=list(in_alphabet(teams, language).values_list("slug", "name"))
    )
    log = log_of(request.user, arena, on=on, themes=themes)
    return map_filter, draw_up(log, frame_of(arena), map_filter.selection, language=language)


def _shown(request: HttpRequest, arena: Arena, arena_map: ArenaMap, map_filter: MapFilter) -> dict[str, object]:
    description, is_sized = sentences.description(arena_map), bool(map_filter.selection.size)
    files = [(label, f"?{_joined(map_filter.query, f'format={kind}')}") for kind, label in downloads.FORMATS.items()]
    return {
        "headline": sentences.headline(arena_map),
        "nothing_rated": sentences.nothing_rated(arena_map),
        "wide": charts.chart(
            arena_map, "wide", is_sized=is_sized, addresses=_addresses_in(arena), description=description
        ),
        "narrow": charts.chart(arena_map, "narrow", is_sized=is_sized, description=description),
        "balance": charts.balance_chart(arena_map),
        "corners": sentences.corners(),
        "moves": tables.move_rows(arena_map),
        "unknown_word": pgettext("number", "Unknown"),
        "foot_links": [*([(gettext("Table"), f"#{charts.TABLE_ID}")] if arena_map.n_placed else []), *files],
        "half_rated": arena_map.half_rated[:HALF_RATED_SHOWN],
        "source": sentences.source(arena, on=request.visitor.on),
        "sized_key": charts.sized_key() if is_sized else [],
    } | _table(arena_map)


def _table(arena_map: ArenaMap) -> dict[str, object]:
    if arena_map.effect_map.names_each_row:
        return {"rows": tables.named_rows(arena_map)}
    return {"cells": tables.cell_rows(arena_map), "groups": tables.groups(arena_map)}


def _joined(*parts: str) -> str:
    return "&".join(part for part in parts if part)


def _addresses_in(arena: Arena) -> charts.Addresses:
    """Addresses of activities and of lists of them, made without asking the resolver for each."""
    before, after = reverse("activities:page", args=[arena.slug, 0]).rsplit("0", 1)
    found = reverse("activities:list", args=[arena.slug])
    return charts.Addresses(
        activity=lambda key: f"{before}{key}{after}",
        group=lambda code, level: f"{found}?{urlencode({'level': level, 'side': OF_GROUP.get(code, code)})}",
    )


def _file(request: HttpRequest, arena: Arena, arena_map: ArenaMap, selection: Selection, kind: str) -> HttpResponseBase:
    on, name = request.visitor.on, "effect-map-sample" if arena.is_sample else "effect-map"
    download = Download(columns=downloads.COLUMNS, name=name, title=gettext("Effect map"), arena=arena.slug, on=on)
    if kind in TYPES:
        return download.answer(downloads.lines_of(arena_map, selection.until), kind)
    if kind == "svg":
        picture = downloads.as_svg(arena_map, arena=arena, on=on, is_sized=bool(selection.size))
        return downloads.attachment(picture, "image/svg+xml", download.file_name(kind))
    address = _addresses_in(arena).activity
    document = downloads.as_json(
        arena_map, selection.until, arena=arena, on=on, address=lambda key: request.build_absolute_uri(address(key))
    )
    return downloads.attachment(document, "application/json", download.file_name(kind))
