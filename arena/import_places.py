"""Regions and municipalities as files spell them: by name, by code, with the word for a county or without it."""

from collections import defaultdict
from typing import Any

from arena.import_cells import QUOTED, UNKNOWN_WORDS, text_of
from arena.imports import CellFault
from arena.models import Municipality, Region
from core.sheets import Cell
from core.text import fold

# What follows the name of a county, folded; the genitive before “lan” goes too.
_ENDINGS = (" lan", " fylke", " fylkeskommune", " county", " region", "sregionen")
_TOWN_ENDINGS = (" kommun", " kommune", " municipality", " stad")
# Regions that work under another name than their county's.
_OTHER_NAMES = {"jamtland harjedalen": "jamtland", "sormland": "sodermanland"}


def plain_region(text: str) -> str:
    """A region's name to compare by: “Jämtlands län”, “JÄMTLAND” and “Region Jämtland Härjedalen” are one."""
    name = fold(text).removeprefix("region ")
    for ending in _ENDINGS:
        name = name.removesuffix(ending)
    name = _OTHER_NAMES.get(name, name)
    return name.removesuffix("s")


def plain_town(text: str) -> str:
    """A municipality's name to compare by."""
    name = fold(text)
    for ending in _TOWN_ENDINGS:
        # “Östersunds kommun”: the genitive goes with the word that asks for it.
        if name.endswith(ending):
            return name.removesuffix(ending).removesuffix("s")
    return name


class Places:
    """The regions and municipalities of the arena's countries, found by what people write."""

    def __init__(self, countries: list[str]) -> None:
        self.regions: dict[str, list[Region]] = defaultdict(list)
        self.towns: dict[str, list[Municipality]] = defaultdict(list)
        # The newest classification comes first and wins.
        known: set[tuple[str, str]] = set()
        for region in Region.objects.filter(country__in=countries).order_by("-version", "code"):
            self.regions[fold(region.code)].append(region)
            name = plain_region(region.name)
            if (region.country, name) not in known:
                known.add((region.country, name))
                self.regions[name].append(region)
        for town in Municipality.objects.filter(country__in=countries).select_related("region"):
            for spelling in {
                fold(town.name),
                plain_town(town.name),
                plain_town(town.name).removesuffix("s"),
                town.code,
            }:
                self.towns[spelling].append(town)

    def region(self, text: str) -> Region | None:
        """The region that is meant; None when it is said to be unknown. Raises `CellFault`."""
        found = self.regions.get(fold(text)) or self.regions.get(plain_region(text)) or []
        if not found and fold(text) not in UNKNOWN_WORDS:
            raise CellFault("cell.region_unknown", value=text[:QUOTED])
        countries = {region.country for region in found}
        if len(countries) > 1:
            raise CellFault("cell.region_ambiguous", value=text[:QUOTED])
        return found[0] if found else None

    def town(self, text: str, *, region: Region | None, country: str) -> Municipality:
        """The municipality that is meant, by its code or its name in the region or country. Raises `CellFault`."""
        code = text.zfill(4) if text.isdigit() else ""
        found = self.towns.get(code) or self.towns.get(fold(text)) or self.towns.get(plain_town(text)) or []
        if not found:
            raise CellFault("cell.municipality_unknown", value=text[:QUOTED])
        exact = [town for town in found if town.name.casefold() == text.casefold()] or found
        near = [town for town in exact if region is None or town.region.code == region.code]
        near = [town for town in near if not country or town.country == country] or near
        if not near:
            raise CellFault("cell.place_conflict", value=text[:QUOTED])
        if len(near) > 1:
            raise CellFault("cell.municipality_ambiguous", value=text[:QUOTED])
        return near[0]


def region(cell: Cell, book: Any) -> Region | None:
    """Reads a region by its name or NUTS code."""
    return book.places.region(text_of(cell))


def unknown_or_text(cell: Cell, book: Any) -> str:
    """Reads what is looked up once the other cells are known; words for “unknown” are nothing."""
    text = text_of(cell)
    return "" if fold(text) in UNKNOWN_WORDS else text
