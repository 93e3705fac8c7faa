"""What the rows of every kind are read by: the arena's countries, themes and places, and its register."""

import re
from collections import defaultdict
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models.functions import Coalesce

from arena import import_cells as cells
from arena import orgnumbers
from arena.import_places import Places
from arena.imports import Book, CellFault, Values
from arena.models import Arena, Organisation, OrganisationAlias, Priority, Side, Theme
from arena.organisation_matching import Index, Known
from core.sheets import MASK, Cell
from core.text import clean_line, fold

# Nine digits or more in one run are a number, not a part of a name such as “2018”.
_NUMBER = re.compile(r"(?:\b(?:NO|SE)[ -]?)?(?<![0-9])[0-9](?:[ .\-+\u2013]?[0-9]){8,13}(?![0-9])(?: ?MVA\b)?", re.I)
_EDGES = " ,;:()–-"


class ArenaBook(Book):
    """An arena as its rows are read: each part is fetched when the first row asks for it."""

    @cached_property
    def sides(self) -> dict[str, Side]:
        """The arena's countries by their code, from west to east."""
        return {side.code: side for side in self.arena.sides.order_by("position")}

    @cached_property
    def places(self) -> Places:
        """Regions and municipalities of the arena's countries."""
        return Places(list(self.sides))

    @cached_property
    def themes(self) -> dict[str, Theme]:
        """The arena's themes by their address and by their names in every language."""
        found: dict[str, Theme] = {}
        for theme in self.arena.themes.all():
            names = (getattr(theme, f"name_{code}") for code, _name in settings.LANGUAGES)
            found |= {fold(name): theme for name in (theme.key, *names) if name}
        return found

    @cached_property
    def priorities(self) -> dict[str, list[Priority]]:
        """The arena's S3 priorities by their address and by their names in every language."""
        found: dict[str, list[Priority]] = defaultdict(list)
        for row in self.arena.priorities.all():
            names = (getattr(row, f"name_{code}") for code, _name in settings.LANGUAGES)
            for name in {fold(name) for name in (row.key, *names) if name}:
                found[name].append(row)
        return found

    @cached_property
    def index(self) -> Index:
        """The register."""
        return index_of(self.arena)

    def number_of(self, text: str, country: str = "") -> orgnumbers.OrganisationNumber:
        """A number by the rules of its country, or of the one country of the arena whose rules it fits."""
        fits, is_personal = [], False
        for code in [country] if country else self.sides:
            try:
                fits.append(orgnumbers.normalise(code, text))
            except orgnumbers.SoleTrader:
                is_personal = True
            except orgnumbers.NumberInvalid:
                continue
        if len(fits) == 1:
            return fits[0]
        if is_personal:
            raise CellFault("cell.personal_number", field="number")
        raise CellFault("cell.number_invalid" if country else "cell.number_without_country", field="number")

    def organisation_of(self, text: str) -> int:
        """The key of the organisation that is meant by number, by name, or by both. Raises `CellFault`."""
        plain = clean_line(text.replace(MASK, ""), 300)
        if number := _NUMBER.search(plain):
            known = self.number_of(number[0])
            key = self.index.by_number.get((known.country, known.digits))
            if key is None:
                raise CellFault("cell.organisation_unknown", value=plain[: cells.QUOTED])
            return key
        named = {known.key for known in self.index.named(plain.strip(_EDGES))}
        if len(named) != 1:
            code = "cell.organisation_ambiguous" if named else "cell.organisation_unknown"
            raise CellFault(code, value=plain[: cells.QUOTED])
        return named.pop()

    def place(self, values: Values) -> None:
        """Makes a municipality of what stands in its cell, and of its region."""
        if town := values.get("municipality"):
            region, country = values.get("region"), values.get("country") or ""
            try:
                values["municipality"] = self.places.town(town, region=region, country=country)
            except CellFault as fault:
                raise CellFault(fault.code, field="municipality", **fault.details) from None


def read_sides(cell: Cell, book: ArenaBook) -> tuple[Side, ...]:
    """The arena's countries that a cell names, by code or name."""
    found = []
    for word in cells.words_of(cells.text_of(cell)):
        code = cells.country_code(word)
        if code not in book.sides:
            raise CellFault("cell.side_unknown", value=word[: cells.QUOTED])
        found.append(book.sides[code])
    return tuple(dict.fromkeys(found))


def read_themes(cell: Cell, book: ArenaBook) -> tuple[Theme, ...]:
    """The arena's themes that a cell names, with semicolons or commas between."""
    text = cells.text_of(cell)
    whole = book.themes.get(fold(text))
    found = [whole] if whole else []
    for word in () if whole else re.split(r"[;,|]", text):
        theme = book.themes.get(fold(word))
        if theme is None:
            raise CellFault("cell.theme_unknown", value=clean_line(word, cells.QUOTED))
        found.append(theme)
    return tuple(dict.fromkeys(found))


def read_organisation(cell: Cell, book: ArenaBook) -> int:
    """The key of the one organisation that a cell names."""
    return book.organisation_of(cells.text_of(cell))


def read_organisations(cell: Cell, book: ArenaBook) -> tuple[int, ...]:
    """The keys of the organisations that a cell names, with semicolons or line ends between."""
    return tuple(dict.fromkeys(book.organisation_of(name) for name in cells.names(300)(cell, book)))


def index_of(arena: Arena) -> Index:
    """The whole organisations of an arena by number and every name, those of merged ones included: three queries."""
    names: dict[int, list[str]] = defaultdict(list)
    own: dict[int, tuple[str, str]] = {}
    index = Index()
    merged: list[tuple[int, int, str, str, str]] = []
    rows = arena.organisations.order_by("pk").values_list("pk", "canonical_id", "name", "country", "number")
    for key, whole, name, country, number in rows.iterator():
        if whole:
            merged.append((key, whole, name, country, number))
        else:
            own[key] = (country, number)
            names[key].append(name)
    for key, whole, name, _country, _number in merged:
        index.wholes[key] = whole
        names[whole].append(name)
    aliases = OrganisationAlias.objects.filter(organisation__arena=arena).order_by("pk")
    whole_key = Coalesce("organisation__canonical_id", "organisation_id")
    for key, name in aliases.values_list(whole_key, "name").iterator():
        names[key].append(name)
    codes: dict[int, set[str]] = defaultdict(set)
    links = Organisation.sides.through._default_manager.filter(organisation__arena=arena).order_by("pk")
    for key, code in links.values_list("organisation_id", "side__code").iterator():
        codes[index.wholes.get(key, key)].add(code)
    for key, (country, number) in own.items():
        index.add(Known(key, tuple(names[key]), country, number, frozenset(codes[key] | {country} - {""})))
    for _key, whole, _name, country, number in merged:
        if number:
            index.by_number.setdefault((country, number), whole)
    return index


def arena_id(label: Any) -> dict[str, Any]:
    """What is common to the fields by which the arena itself knows a row."""
    return {
        "slug": "arena_id",
        "label": label,
        "read": cells.key,
        "synonyms": ("arena id", "id i arenan", "id i arenaen"),
    }
