"""The effect-level map with its filters, readings, table and files."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, gettext, pgettext
from django.views.decorators.http import require_safe

from activities.effect_map import JOINT, NOT_STATED
from activities.map_queries import ANY_JOINT, NONE, MapChoice, MapRow, Move, half_rated, standings_visible_to
from activities.map_readings import MapReading, Question, read_map
from activities.models import Standing
from arena.access import enter
from arena.models import Arena, Theme
from arena.queries import in_alphabet
from core.downloads import TYPES, Download
from portal import charts, downloads, sentences, support, tables
from portal.arena_map import MOVES_DRAWN, ArenaMap, Frame, draw_up, frame_of, moves_shown
from portal.facets import facets
from portal.filters import MapFilter
from portal.kept_readings import reading_of
from teams.queries import teams_visible_to

# A longer list of half rated activities is no help.
HALF_RATED_SHOWN = 25
# How the list of activities calls the side groups that are no side.
OF_GROUP = {JOINT: ANY_JOINT, NOT_STATED: NONE}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks to see."""

    arena: Arena
    filter: MapFilter
    frame: Frame
    choice: MapChoice
    themes: dict[int, Theme]
    every: QuerySet[Standing]

    def map(self, reading: MapReading | None = None) -> ArenaMap | None:
        """The map of what is chosen."""
        language, since = get_language() or "en", self.filter.selection.since
        return draw_up(self.choice, self.frame, language=language, since=since, reading=reading)

    def moves(self) -> list[Move]:
        """What moved lately, or since the chosen day."""
        return moves_shown(self.choice, self.frame, self.filter.selection)

    def reading(self) -> MapReading:
        """What the map is read by: of a chosen theme or country alone."""
        selection = self.filter.selection
        themes = [key for key, theme in self.themes.items() if selection.theme in ("", theme.key)]
        sides = [selection.side] if selection.side in self.frame.sides else list(self.frame.sides)
        question = Question(themes=themes, sides=sides, floor=self.frame.floor, on=self.filter.on)
        every = self.every if self.filter.is_narrowing else None
        asked = (self.filter.query, question)
        return reading_of(self.arena, asked, lambda: read_map(self.choice, self.frame.keys, question, every=every))


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The map as it is chosen: a page, its changing part for htmx, or a file (`format`)."""
    asked = _read(request, enter(request, slug))
    kind = request.GET.get("format", "")
    if kind in downloads.FORMATS and asked.frame.scales:
        return _file(request, asked, kind)
    reading = asked.reading()
    arena_map = asked.map(reading)
    context = {
        "filter": asked.filter,
        "map": arena_map,
        "format_is_unknown": bool(kind),
        "crumbs": [(gettext("Overview"), reverse("portal:overview", args=[slug])), (gettext("Effect map"), "")],
    }
    is_part = request.htmx and not request.htmx.history_restore_request
    if arena_map:
        context |= _shown(request, asked, arena_map) | _read_off(request, asked, arena_map, reading)
    response = render(request, "portal/map.html#view" if is_part else "portal/map.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _read(request: HttpRequest, arena: Arena) -> Asked:
    on, language = request.visitor.on, get_language() or "en"
    themes = {theme.pk: theme for theme in arena.themes.all()}
    teams = teams_visible_to(request.user, arena, on=on).prefetch_related(None)
    map_filter = MapFilter(
        request.GET,
        arena=arena,
        themes=list(themes.values()),
        priorities=list(arena.priorities.select_related("side")),
        teams=list(in_alphabet(teams, language).values_list("slug", "name")),
        on=on,
    )
    standings = standings_visible_to(request.user, arena, on=on)
    choice, frame = map_filter.selection.choice(standings), frame_of(arena)
    return Asked(arena, map_filter, frame, choice, themes, standings)


def _shown(request: HttpRequest, asked: Asked, arena_map: ArenaMap) -> dict[str, object]:
    selection, language = asked.filter.selection, get_language() or "en"
    description, is_sized = sentences.description(arena_map), bool(selection.size)
    files = [(label, asked.filter.address(format=kind)) for kind, label in downloads.FORMATS.items()]
    half: list[MapRow] = []
    moves = asked.moves()
    drawn = {"is_sized": is_sized, "description": description, "moves": moves if selection.since else ()}
    if arena_map.effect_map.n_half_rated:
        half = half_rated(asked.choice, asked.frame.keys, language=language, most=HALF_RATED_SHOWN)
    return {
        "headline": sentences.headline(arena_map),
        "nothing_rated": sentences.nothing_rated(arena_map),
        "wide": charts.chart(arena_map, "wide", addresses=_addresses_in(asked.arena), **drawn),
        "narrow": charts.chart(arena_map, "narrow", **drawn),
        "balance": charts.balance_chart(arena_map),
        "corners": sentences.corners(),
        "moves": tables.move_rows(asked.frame, moves),
        "since": sentences.day_words(selection.since) if selection.since else "",
        "all_moves_drawn": len(moves) < MOVES_DRAWN,
        "unknown_word": pgettext("number", "Unknown"),
        "foot_links": [*([(gettext("Table"), f"#{charts.TABLE_ID}")] if arena_map.n_placed else []), *files],
        "half_rated": half,
        "source": sentences.source(asked.arena, on=request.visitor.on),
        "sized_key": charts.sized_key() if is_sized else [],
        "facets": facets(asked.choice, asked.frame, asked.filter, asked.themes),
    } | _table(arena_map, asked)


def _read_off(request: HttpRequest, asked: Asked, arena_map: ArenaMap, reading: MapReading) -> dict[str, object]:
    """Broad support per theme and side with its rules, what could be lifted, what is due."""
    frame = asked.frame
    return {
        "support": support.rows_of(reading.support, frame, asked.themes),
        "support_sides": [frame.sides[cell.sums.side] for row in reading.support[:1] for cell in row.cells],
        "support_rules": support.rules(frame),
        "lean_rule": support.lean_rule(frame),
        "candidates": tables.candidate_rows(arena_map),
        "n_due": reading.n_due,
        "may_set_thresholds": request.user.has_perm("arena.change_arena", asked.arena),
    }


def _table(arena_map: ArenaMap, asked: Asked) -> dict[str, object]:
    if arena_map.effect_map.names_each_row:
        return {"rows": tables.named_rows(arena_map, asked.themes)}
    return {"cells": tables.cell_rows(arena_map), "groups": tables.groups(arena_map)}


def _addresses_in(arena: Arena) -> charts.Addresses:
    """Addresses of activities and of lists of them, made without asking the resolver for each."""
    before, after = reverse("activities:page", args=[arena.slug, 0]).rsplit("0", 1)
    found = reverse("activities:list", args=[arena.slug])
    return charts.Addresses(
        activity=lambda key: f"{before}{key}{after}",
        group=lambda code, level: f"{found}?{urlencode({'level': level, 'side': OF_GROUP.get(code, code)})}",
    )


def _file(request: HttpRequest, asked: Asked, kind: str) -> HttpResponseBase:
    arena, on, selection = asked.arena, request.visitor.on, asked.filter.selection
    source = downloads.Source(asked.choice, asked.frame, asked.themes, get_language() or "en", selection.since)
    download = Download(
        columns=downloads.columns(with_then=selection.since is not None),
        name="effect-map-sample" if arena.is_sample else "effect-map",
        title=gettext("Effect map"),
        arena=arena.slug,
        on=on,
    )
    reading = asked.reading() if kind == "json" else None
    arena_map = None if kind in TYPES else asked.map(reading)
    if arena_map is None:
        return download.answer(downloads.lines_of(source), kind)
    if reading is None:
        moves = asked.moves() if selection.since else []
        picture = downloads.as_svg(arena_map, source, moves, arena=arena, on=on, is_sized=bool(selection.size))
        if kind == "png":
            return downloads.attachment(downloads.as_png(picture), "image/png", download.file_name(kind))
        return downloads.attachment(picture, "image/svg+xml; charset=utf-8", download.file_name(kind))
    address = _addresses_in(arena).activity
    document = downloads.as_json(
        arena_map, source, reading, arena=arena, on=on, address=lambda key: request.build_absolute_uri(address(key))
    )
    return downloads.attachment(document, "application/json; charset=utf-8", download.file_name(kind))
