"""The map as a file: the same rows as the table beside it."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from math import sqrt

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext, gettext_lazy
from resvg_py import svg_to_bytes

from activities.effect_text import TEXT_SIZE, text_width, wrap_text
from activities.map_queries import MapChoice, MapRow, Move, every_row
from activities.map_readings import MapReading, as_data
from arena.models import Arena, Theme
from core.export import UNKNOWN_CELL, Cell, ExportColumn
from portal import charts, sentences
from portal.arena_map import ArenaMap, Frame

# A picture of its own leads nowhere.
NOWHERE = charts.Addresses(activity=lambda key: "", group=lambda code, level: "")
FORMATS = {"csv": "CSV", "xlsx": "Excel", "json": "JSON", "svg": "SVG", "png": "PNG"}
# The title of a picture, px: its letters, its lines; and what the key takes below it.
TITLE_SIZE, TITLE_LINE, _KEY_HEIGHT = 22, 30, 56
# A PNG of more would cost a web process more than a page may: this one takes a sixth of a second.
PIXELS_MAX, PNG_ZOOM, PNG_KEPT_SECONDS = 3_000_000, 1.5, 600
FONT_FILES = [
    str(settings.BASE_DIR / "data" / "fonts" / f"{name}-latin.ttf") for name in ("DejaVuSans", "DejaVuSans-Bold")
]
_SIZE = re.compile(r'<svg [^>]*? width="([0-9.]+)" height="([0-9.]+)"')
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
THEN_COLUMNS = (
    ExportColumn(
        "level_then",
        gettext_lazy("Effect level then"),
        with_status=True,
        status_heading=gettext_lazy("Level then, status"),
    ),
    ExportColumn(
        "stability_then",
        gettext_lazy("Stability then"),
        with_status=True,
        status_heading=gettext_lazy("Stability then, status"),
    ),
    ExportColumn("moved", gettext_lazy("Moved"), with_status=True, status_heading=gettext_lazy("Moved, status")),
)


@dataclass(frozen=True, slots=True)
class Source:
    """What the files list: the choice with what its keys mean, and the day that movement is asked since."""

    choice: MapChoice
    frame: Frame
    themes: Mapping[int, Theme]
    language: str
    since: date | None = None

    def rows(self) -> Iterator[MapRow]:
        """Those on the map in the order of its table, then the tray; read while they are sent."""
        return every_row(self.choice, self.frame.keys, language=self.language, since=self.since)

    def themes_of(self, row: MapRow) -> list[Theme]:
        """The themes of an activity, in the order of the arena."""
        return [theme for key, theme in self.themes.items() if key in row.themes]


def columns(*, with_then: bool) -> tuple[ExportColumn, ...]:
    """The columns of the table files; where an activity stood, when movement is asked for."""
    return (*COLUMNS, *(THEN_COLUMNS if with_then else ()))


def lines_of(source: Source) -> Iterator[dict[str, Cell | object]]:
    """One line per activity; what is unknown is an empty cell that says so."""
    for row in source.rows():
        yield {
            "id": row.key,
            "title": row.title,
            "language": row.language,
            "sides": " ".join(row.sides) or UNKNOWN_CELL,
            "level": row.level,
            "stability": row.step,
            "rating": _kind(row),
            "rated_on": row.rated_on,
            "themes": ", ".join(str(theme.name) for theme in source.themes_of(row)),
            "team": row.team_name,
            "people": row.people,
            "level_then": row.then[0] if row.then else None,
            "stability_then": row.then[1] if row.then else None,
            "moved": row.has_moved if row.then and row.level else None,
        }


def _kind(row: MapRow) -> str | None:
    """A code, the same in every language."""
    if row.is_observed is None:
        return None
    return "observed" if row.is_observed else "expected"


def as_json(
    arena_map: ArenaMap,
    source: Source,
    reading: MapReading,
    *,
    arena: Arena,
    on: date,
    address: Callable[[int], str],
) -> Iterator[str]:
    """The map with its scales, piece by piece; a value nobody knows is null."""
    frame, effect_map = arena_map.frame, arena_map.effect_map
    head = {
        "arena": arena.slug,
        "is_sample": arena.is_sample,
        "made_on": on.isoformat(),
        "moved_since": source.since.isoformat() if source.since else None,
        "headline": sentences.headline(arena_map),
        "sides": [{"code": side.code, "name": side.name} for side in frame.sides.values()],
        "levels": [{"number": number, "name": level.name} for number, level in frame.levels.items()],
        "stability": [{"number": number, "name": step.name} for number, step in frame.steps.items()],
        "cells": [
            {
                "level": cell.level,
                "stability": cell.step,
                "n_activities": cell.n,
                "groups": {group.code: n for group, n in zip(effect_map.groups, cell.n_by_group, strict=True) if n},
            }
            for cell in effect_map.cell_rows
        ],
        "balance": [
            {
                "level": row.level,
                **dict(zip(effect_map.balance.sides, row.n_by_side, strict=True)),
                "joint": row.n_joint,
                "not-stated": row.n_not_stated,
            }
            for row in effect_map.balance.rows
        ],
        "readings": as_data(reading, arena_map.candidates, {key: theme.key for key, theme in source.themes.items()})
        | {"lean_percent": frame.lean.percent, "lean_min_activities": frame.lean.least},
    }
    yield json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    # Two lists, one after the other, of rows that come in the same order.
    yield ',\n "activities": ['
    is_placed, comma = True, "\n"
    for row in source.rows():
        if is_placed and not row.step:
            is_placed, comma = False, "\n"
            yield '],\n "not_on_the_map": ['
        document = _plain(source, row) | {"url": address(row.key)}
        yield comma + json.dumps(document, ensure_ascii=False)
        comma = ",\n"
    yield "]\n}" if not is_placed else '],\n "not_on_the_map": []\n}'


def _plain(source: Source, row: MapRow) -> dict[str, object]:
    then = {"then": {"level": row.then[0], "stability": row.then[1]} if row.then else None} if source.since else {}
    return {
        "id": row.key,
        "title": row.title,
        "language": row.language,
        "sides": list(row.sides) or None,
        "level": row.level,
        "stability": row.step,
        "rating": _kind(row),
        "rated_on": row.rated_on.isoformat() if row.rated_on else None,
        "themes": [theme.key for theme in source.themes_of(row)],
        "team": row.team_slug or None,
        "people": row.people,
    } | then


def as_svg(
    arena_map: ArenaMap, source: Source, moves: Sequence[Move], *, arena: Arena, on: date, is_sized: bool
) -> str:
    """The wide drawing as a picture of its own, with its title, key and source."""
    description = sentences.description(arena_map)
    drawn = charts.chart(arena_map, "wide", is_sized=is_sized, addresses=NOWHERE, description=description, moves=moves)
    headline = sentences.headline(arena_map)
    lines = wrap_text(headline, drawn.drawing.width * TEXT_SIZE / TITLE_SIZE, is_bold=True)
    # The paper around the drawing: 16 px at the sides, title and key above, source below.
    top = -_KEY_HEIGHT - len(lines) * TITLE_LINE
    context = {
        "chart": drawn,
        "headline": headline,
        "title_size": TITLE_SIZE,
        "title_lines": [(top + (index + 1) * TITLE_LINE, line) for index, line in enumerate(lines)],
        "language": get_language(),
        "symbols": list(_key(arena_map, source.since)),
        "source": _source(arena, on),
        "top": top,
        "width": drawn.drawing.width + 32,
        "height": drawn.drawing.height - top + 40,
        "foot": drawn.drawing.height + 24,
    }
    return render_to_string("charts/effect_map.svg", context)


def as_png(picture: str) -> bytes:
    """A picture of ours as PNG, larger for screens and print as far as PIXELS_MAX allows. Reads no other file.

    The same picture is drawn once in a while, however often it is asked for.
    """
    key = f"png:{sha256(picture.encode()).hexdigest()}"
    return cache.get_or_set(key, lambda: _drawn(picture), PNG_KEPT_SECONDS)


def _drawn(picture: str) -> bytes:
    width, height = map(float, _SIZE.findall(picture)[0])
    zoom = min(PNG_ZOOM, sqrt(PIXELS_MAX / (width * height)))
    return svg_to_bytes(
        svg_string=picture,
        width=int(width * zoom),
        height=int(height * zoom),
        skip_system_fonts=True,
        font_files=FONT_FILES,
        sans_serif_family="DejaVu Sans",
    )


def _source(arena: Arena, on: date) -> str:
    source = sentences.source(arena, on=on)
    return f"{source}. {gettext('Sample data, everything is made up')}" if arena.is_sample else source


def _key(arena_map: ArenaMap, since: date | None) -> Iterator[dict[str, object]]:
    """The symbols of the key, set side by side from x = 0."""
    sides: list[tuple[object, str]] = [(side, str(side.name)) for side in arena_map.frame.sides.values()]
    sides.append(("joint", gettext("Joint")))
    if arena_map.n_not_stated:
        sides.append((None, gettext("Country not stated")))
    entries: list[dict[str, object]] = [{"side": side, "text": text} for side, text in sides]
    for is_observed in (True, False):
        text = sentences.rating_kind(is_observed)
        entries.append({"is_rating": True, "is_expected": not is_observed, "text": text})
    if since:
        text = gettext("Stood here on %(day)s") % {"day": sentences.day_words(since)}
        entries.append({"is_ghost": True, "text": text})
    x = 0.0
    for entry in entries:
        yield entry | {"x": round(x)}
        x += 22 + text_width(str(entry["text"])) + 24


def attachment(content: str | bytes | Iterable[str], content_type: str, name: str) -> HttpResponseBase:
    """A file that the browser saves under `name`; what comes in pieces is sent in pieces."""
    kind = StreamingHttpResponse if isinstance(content, Iterator) else HttpResponse
    return kind(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
