"""Organisations from a file: what its rows are compared with, how they are written."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from itertools import batched, chain
from typing import Any

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from arena.actions.organisations import add_organisation
from arena.duplicates import Entry, find_pairs_of
from arena.enums import Helix, RowOutcome
from arena.import_book import ArenaBook
from arena.imports import CellFault, ImportKind, Values, Verdict, Write, ambiguous
from arena.look_alikes import entries_of
from arena.models import Arena, Organisation
from arena.organisation_fields import FIELDS
from arena.organisation_matching import Known, Wanted
from core.sheets import MASK

# So many rows without a number are compared with all others at a time: memory stays as it is.
_COMPARED_AT_ONCE = 1_000
_MOST_CANDIDATES = 5


class OrganisationBook(ArenaBook):
    """The register of the arena, and the new rows of the file."""

    def __init__(self, arena: Arena, *, language: str, actor: User | None = None) -> None:
        super().__init__(arena, language=language, actor=actor)
        self.noted: list[Entry] = []

    def complete(self, values: Values) -> Values:
        """Place, country and number as they belong together; a personal number makes a sole trader."""
        self.place(values)
        if town := values.get("municipality"):
            values["region"] = town.region
        country, region = values.get("country") or "", values.get("region")
        place = region.country if region else ""
        if values.get("number") == MASK:
            if (country or place or "SE") != "SE" or "SE" not in {country, *self.sides}:
                raise CellFault("cell.number_of_person", field="number")
            values |= {"number": "", "country": "SE", "is_sole_trader": True}
        elif values.get("number"):
            number = self.number_of(values["number"], country)
            values |= {"number": number.digits, "country": number.country}
        if values.get("industry_code") and not values.get("industry_version"):
            raise CellFault("cell.industry_edition_missing", field="industry_code")
        values["at"] = values.get("country") or place
        return values

    def classify(self, values: Values) -> Verdict:
        """What the register and the rows above say of the row."""
        number, key = values.get("number") or "", values.get("arena_id")
        verdict = self.index.verdict(Wanted(values["name"], values["at"], number, key))
        if verdict is None:
            raise CellFault("cell.id_unknown", field="arena_id", value=str(key))
        if verdict.outcome != RowOutcome.NEW or number:
            return verdict
        is_sole_trader = values.get("is_sole_trader")
        return Verdict(RowOutcome.NEW, "new.personal_number" if is_sole_trader else "new.without_number")

    def note(self, key: int, values: Values) -> None:
        """Takes a new organisation into the index."""
        codes = {values["at"], *(side.code for side in sides_of(values, self.sides))} - {""}
        names = (values["name"], *values.get("aliases", ()))
        number = values.get("number") or ""
        self.index.add(Known(key, names, values["at"], number, frozenset(codes)))
        town, is_public = values.get("municipality"), values.get("helix") == Helix.PUBLIC
        place = f"{town.country} {town.code}" if town else ""
        self.noted.append(Entry(key, names, values["at"], number, place, is_public=is_public))

    def alike(self) -> dict[int, Verdict]:
        """New rows without a number that look like an organisation of the register, or like a row of the file."""
        found: dict[int, list[int]] = defaultdict(list)
        without = {entry.key for entry in self.noted if not entry.number}
        others = [*entries_of(self.arena), *(entry for entry in self.noted if entry.number)]
        for loose in batched((entry for entry in self.noted if not entry.number), _COMPARED_AT_ONCE):
            earlier = (entry for entry in self.noted if not entry.number and entry.key > loose[0].key)
            for pair in find_pairs_of(loose, chain(others, earlier)):
                # Of two rows without a number the lower one is asked about; keys are minus their numbers.
                asked, other = sorted((pair.first, pair.second), key=lambda key: (key not in without, key))
                found[asked].append(other)
        return {-key: ambiguous("ambiguous.alike", others[:_MOST_CANDIDATES]) for key, others in found.items()}


def sides_of(values: Values, sides: Mapping[str, Any]) -> list[Any]:
    """Where an organisation takes part: what the row says, else the country of its number or place."""
    said = list(values.get("sides") or ())
    return said or [side for code, side in sides.items() if code == values["at"]]


def write_organisation(write: Write) -> Organisation:
    """Adds the organisation of a row."""
    values = write.values
    names = ["helix", "is_enterprise", "municipality", "region", "size", "note", "is_sole_trader"]
    if values.get("industry_code"):
        names += ["industry_code", "industry_version"]
    return add_organisation(
        arena=write.arena,
        actor=write.actor,
        name=values["name"],
        country=values.get("country") or "",
        number=values.get("number") or "",
        sides=sides_of(values, write.book.sides),
        aliases=dict.fromkeys((name for name in values.get("aliases") or () if name != values["name"]), ""),
        **{name: values[name] for name in names if values.get(name) not in {None, ""}},
    )


def state_of(arena: Arena) -> tuple[Any, ...]:
    """Changes with the register: one query."""
    rows = arena.organisations.aggregate(n=Count("pk"), last=Max("pk"), changed=Max("changed_at"))
    return tuple(rows.values())


def named(arena: Arena, keys: Collection[int]) -> dict[int, str]:
    """What organisations are called, with country and number."""
    rows = arena.organisations.filter(pk__in=keys).values_list("pk", "name", "country", "number")
    return {key: " ".join(filter(None, (name, country, number))) for key, name, country, number in rows}


def addresses(arena: Arena, keys: Collection[int]) -> dict[int, str]:
    """The pages of organisations."""
    return {key: reverse("organisations:page", args=[arena.slug, key]) for key in keys}


KIND = ImportKind(
    slug="organisations",
    position=10,
    title=_("Organisations"),
    lead=_("One row for each organisation. With its number it is found again, however it is spelt."),
    fields=FIELDS,
    book=OrganisationBook,
    state=state_of,
    write=write_organisation,
    names=named,
    addresses=addresses,
)
