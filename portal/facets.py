"""Small maps of the same encodings beside each other: one for each country or theme, or the picture year by year."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from activities.effect_map import CellCount, Scales, without_names
from activities.map_queries import NONE, MapChoice, counts_by, counts_by_year
from arena.models import Theme
from portal import charts, sentences
from portal.arena_map import ArenaMap, Frame
from portal.charts import Chart
from portal.filters import MapFilter


@dataclass(frozen=True, slots=True)
class Facet:
    """One small map: what it is of, where its whole map is, how much stands on it and how the sides lean."""

    title: str
    url: str
    n: int
    headline: str
    chart: Chart


def facets(choice: MapChoice, frame: Frame, map_filter: MapFilter, themes: Mapping[int, Theme]) -> list[Facet]:
    """The small maps that are asked for, the same filters in all of them; one query."""
    by, scales = map_filter.selection.by, frame.scales
    if not by or scales is None:
        return []
    return [
        _facet(frame, scales, f"map-{by}-{number}", title, url, counts)
        for number, (title, url, counts) in enumerate(_parts(choice, frame, map_filter, themes))
    ]


def _parts(
    choice: MapChoice, frame: Frame, map_filter: MapFilter, themes: Mapping[int, Theme]
) -> Iterator[tuple[str, str, Sequence[CellCount]]]:
    by, keys = map_filter.selection.by, frame.keys
    if by == "year":
        years = map_filter.years
        for year, counts in counts_by_year(choice, keys, years).items():
            is_now = year == map_filter.on.year
            title = gettext("Today") if is_now else gettext("End of %(year)s") % {"year": year}
            yield title, map_filter.address(by="", year="" if is_now else str(year)), counts
        return
    counted = counts_by(choice, keys, "sides" if by == "side" else "themes")
    if by == "side":
        parts = [(side.pk, str(side.name), side.code) for side in frame.sides.values()]
        parts.append((None, gettext("Country not stated"), NONE))
    else:
        parts = [(key, str(theme.name), theme.key) for key, theme in themes.items()]
        parts.append((None, gettext("No theme"), NONE))
    for key, title, answer in parts:
        if key is not None or key in counted:
            yield title, map_filter.address(by="", **{by: answer}), counted.get(key, [])


def _facet(frame: Frame, scales: Scales, key: str, title: str, url: str, counts: Sequence[CellCount]) -> Facet:
    effect_map = without_names(counts, scales, frame.styles, frame.lean)
    arena_map = ArenaMap(frame, effect_map, rows={}, n_all=effect_map.n_total)
    words = sentences.description(arena_map)
    return Facet(
        title=title,
        url=url,
        n=effect_map.n_placed,
        headline=sentences.headline(arena_map),
        chart=charts.picture(arena_map, key, description=words),
    )
