"""The map as a file: the same rows as the table beside it."""

import json
from collections.abc import Callable, Iterator
from datetime import date

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext, gettext_lazy

from activities.effect_text import text_width
from arena.models import Arena
from core.export import UNKNOWN_CELL, Cell, ExportColumn
from portal import charts, sentences
from portal.arena_map import ArenaMap
from portal.queries import Logged, Rating

# A picture of its own leads nowhere.
NOWHERE = charts.Addresses(activity=lambda key: "", group=lambda code, level: "")
FORMATS = {"csv": "CSV", "xlsx": "Excel", "json": "JSON", "svg": "SVG"}
COLUMNS = (
    ExportColumn("id", "id"),
    ExportColumn("title", gettext_lazy("Activity")),
    ExportColumn("language", gettext_lazy("Language")),
    ExportColumn("sides", gettext_lazy("Country"), with_status=True, status_heading=gettext_lazy("Country, status")),
    ExportColumn("level", gettext_lazy("Effect level"), with_status=True, status_heading=gettext_lazy("Level, status")),
    ExportColumn(
        "stability", gettext_lazy("Stability"), with_status=True, status_heading=gettext_lazy("Stability, status")
    ),
    ExportColumn("rating", gettext_lazy("Rating"), with_status=True, status_heading=gettext_lazy("Rating, status")),
    ExportColumn("rated_on", gettext_lazy("Rated on")),
    ExportColumn("themes", gettext_lazy("Themes")),
    ExportColumn("team", gettext_lazy("Team")),
    ExportColumn(
        "people",
        gettext_lazy("Participants"),
        with_status=True,
        status_heading=gettext_lazy("Participants, status"),
    ),
)


def every_row(arena_map: ArenaMap, until: date | None) -> Iterator[tuple[Logged, Rating | None]]:
    """Those on the map in the order of its table, then the tray."""
    yield from ((row.logged, row.rating) for row in arena_map.rows)
    yield from ((logged, logged.rating(until)) for logged in arena_map.tray)


def lines_of(arena_map: ArenaMap, until: date | None) -> Iterator[dict[str, Cell | object]]:
    """One line per activity; what is unknown is an empty cell that says so."""
    return (_cells(logged, rating) for logged, rating in every_row(arena_map, until))


def _cells(logged: Logged, rating: Rating | None) -> dict[str, Cell | object]:
    return {
        "id": logged.key,
        "title": logged.title,
        "language": logged.language,
        "sides": " ".join(side.code for side in logged.sides) or UNKNOWN_CELL,
        "level": rating.level if rating else None,
        "stability": rating.stability if rating else None,
        "rating": _kind(rating),
        "rated_on": rating.rated_on if rating else None,
        "themes": ", ".join(str(theme.name) for theme in logged.themes),
        "team": logged.team_name,
        "people": logged.people,
    }


def _kind(rating: Rating | None) -> str | None:
    """A code, the same in every language."""
    if rating is None:
        return None
    return "observed" if rating.is_observed else "expected"


def as_json(arena_map: ArenaMap, until: date | None, *, arena: Arena, on: date, address: Callable[[int], str]) -> str:
    """The map with its scales; a value nobody knows is null."""
    frame = arena_map.frame
    document = {
        "arena": arena.slug,
        "is_sample": arena.is_sample,
        "made_on": on.isoformat(),
        "headline": sentences.headline(arena_map),
        "sides": [{"code": side.code, "name": side.name} for side in frame.sides.values()],
        "levels": [{"number": number, "name": level.name} for number, level in frame.levels.items()],
        "stability": [{"number": number, "name": step.name} for number, step in frame.steps.items()],
        "activities": [_plain(row.logged, row.rating) | {"url": address(row.logged.key)} for row in arena_map.rows],
        "not_on_the_map": [
            _plain(logged, logged.rating(until)) | {"url": address(logged.key)} for logged in arena_map.tray
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _plain(logged: Logged, rating: Rating | None) -> dict[str, object]:
    return {
        "id": logged.key,
        "title": logged.title,
        "language": logged.language,
        "sides": [side.code for side in logged.sides] or None,
        "level": rating.level if rating else None,
        "stability": rating.stability if rating else None,
        "rating": _kind(rating),
        "rated_on": rating.rated_on.isoformat() if rating else None,
        "themes": [theme.key for theme in logged.themes],
        "team": logged.team_slug or None,
        "people": logged.people,
    }


def as_svg(arena_map: ArenaMap, *, arena: Arena, on: date, is_sized: bool) -> str:
    """The wide drawing as a picture of its own, with its title, key and source."""
    drawn = charts.chart(
        arena_map, "wide", is_sized=is_sized, addresses=NOWHERE, description=sentences.description(arena_map)
    )
    context = {
        "chart": drawn,
        "headline": sentences.headline(arena_map),
        "language": get_language(),
        "symbols": list(_key(arena_map)),
        "source": _source(arena, on),
        # The paper around the drawing: 16 px at the sides, title and key above, source below.
        "width": drawn.drawing.width + 32,
        "height": drawn.drawing.height + 128,
        "foot": drawn.drawing.height + 24,
    }
    return render_to_string("charts/effect_map.svg", context)


def _source(arena: Arena, on: date) -> str:
    source = sentences.source(arena, on=on)
    return f"{source}. {gettext('Sample data, everything is made up')}" if arena.is_sample else source


def _key(arena_map: ArenaMap) -> Iterator[dict[str, object]]:
    """The symbols of the key, set side by side from x = 0."""
    sides: list[tuple[object, str]] = [(side, str(side.name)) for side in arena_map.frame.sides.values()]
    sides.append(("joint", gettext("Joint")))
    if arena_map.n_not_stated:
        sides.append((None, gettext("Country not stated")))
    entries: list[dict[str, object]] = [{"side": side, "text": text} for side, text in sides]
    for is_observed in (True, False):
        text = sentences.rating_kind(is_observed)
        entries.append({"is_rating": True, "is_expected": not is_observed, "text": text})
    x = 0.0
    for entry in entries:
        yield entry | {"x": round(x)}
        x += 22 + text_width(str(entry["text"])) + 24


def attachment(content: str, content_type: str, name: str) -> HttpResponse:
    """A file that the browser saves under `name`."""
    return HttpResponse(
        content,
        content_type=f"{content_type}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
