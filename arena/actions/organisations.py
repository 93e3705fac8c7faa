"""Writing organisations: one by country and number, provisional without a number."""

from collections.abc import Mapping
from datetime import date
from itertools import chain
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from accounts.models import User
from arena import orgnumbers
from arena.actions.sections import lock_arena
from arena.models import Arena, Organisation, OrganisationAlias, Side
from core.errors import RuleBroken
from core.log import log
from core.text import clean_line, fold
from core.writes import lock_version


@sensitive_variables("number")
@transaction.atomic
def add_organisation(
    *,
    arena: Arena,
    actor: User | None,
    name: str,
    country: str = "",
    number: str = "",
    sides: list[Side],
    aliases: Mapping[str, str] | None = None,
    **fields: Any,
) -> Organisation:
    """Writes a new organisation; its number is verified by check digit and kept as digits.

    `aliases` are other names with their language, or an empty one. A sole trader's number is recognised and dropped;
    a municipality decides the region.
    Refuses `organisation.number_invalid`, `organisation.number_taken` and a number without a country.
    """
    organisation = Organisation(arena=arena, name=clean_line(name, 200), country=country, **fields)
    _give_number(organisation, number)
    _give_region(organisation)
    organisation.full_clean()
    organisation.save()
    organisation.sides.set(sides)
    _write_aliases(organisation, aliases or {})
    log("add_organisation", organisation, actor=actor, tenant=arena.pk, after={"verified": bool(organisation.number)})
    return organisation


@sensitive_variables("number")
@transaction.atomic
def change_organisation(
    *,
    arena: Arena,
    key: int,
    version: int,
    actor: User | None,
    number: str,
    sides: list[Side],
    aliases: Mapping[str, str],
    on: date,
    **fields: Any,
) -> Organisation:
    """Writes number, sides, aliases and `fields` over a version of an organisation; logs the names of what changed.

    Once renamed it is found by its former name too. Refuses a stale version with `StaleVersion`, and what
    `add_organisation` refuses.
    """
    lock_arena(arena)
    row = lock_version(Organisation.objects.filter(arena=arena), key=key, version=version)
    former_name = row.name
    before = {name: getattr(row, name) for name in ("number", "is_sole_trader", *fields, "region")}
    for name, value in fields.items():
        setattr(row, name, value)
    _give_number(row, number)
    _give_region(row)
    changed = [name for name, value in before.items() if getattr(row, name) != value]
    row.full_clean()
    row.save()
    if {side.pk for side in row.sides.all()} != {side.pk for side in sides}:
        changed.append("sides")
        row.sides.set(sides)
    if _write_aliases(row, aliases):
        changed.append("aliases")
    if row.name != former_name:
        keep_former_name(row, former_name, on=on)
    log("change_organisation", row, actor=actor, tenant=arena.pk, fields=changed)
    return row


@sensitive_variables("text")
def _give_number(organisation: Organisation, text: str) -> None:
    if not text.strip():
        organisation.number = ""
        return
    if not organisation.country:
        raise RuleBroken("organisation.country_missing", _("Choose the country of the number."), field="country")
    try:
        known = orgnumbers.normalise(organisation.country, text)
    except orgnumbers.SoleTrader:
        organisation.number, organisation.is_sole_trader = "", True
        return
    except orgnumbers.NumberInvalid as invalid:
        raise RuleBroken("organisation.number_invalid", invalid.message, field="number") from invalid
    lock_arena(organisation.arena)
    taken = Organisation.objects.filter(arena=organisation.arena, country=organisation.country, number=known.digits)
    other = taken.exclude(pk=organisation.pk).first()
    if other is not None:
        message = gettext("“%(name)s” has this number already.") % {"name": other.name}
        raise RuleBroken("organisation.number_taken", message, field="number")
    organisation.number = known.digits
    if organisation.country == "SE":
        organisation.is_sole_trader = False


def _give_region(organisation: Organisation) -> None:
    """The region of the municipality, or the one that was said where no municipality is known."""
    if organisation.municipality is not None:
        organisation.region = organisation.municipality.region


def _write_aliases(organisation: Organisation, aliases: Mapping[str, str]) -> bool:
    """Makes `aliases` (name to language) the organisation's only ones; whether that changed anything."""
    known = {alias.name: alias for alias in organisation.aliases.all()}
    if {name: alias.language for name, alias in known.items()} == dict(aliases):
        return False
    organisation.aliases.exclude(name__in=aliases).delete()
    for name, language in aliases.items():
        alias = known.get(name) or OrganisationAlias(organisation=organisation, name=name)
        alias.language = language
        alias.save()
    return True


def keep_former_name(organisation: Organisation, name: str, *, on: date | None) -> None:
    """Keeps a name the organisation had until a day (None = unknown) among its other names.

    The name it has now leaves them.
    """
    organisation.aliases.filter(name=organisation.name).delete()
    OrganisationAlias.objects.update_or_create(organisation=organisation, name=name, defaults={"former_until": on})


@transaction.atomic
def find_or_add_company(
    *,
    arena: Arena,
    actor: User | None,
    name: str,
    sides: list[Side],
    asks_which: bool = True,
    is_enterprise: bool | None = True,
) -> Organisation:
    """The organisation of the arena with this name or alias (case and accents aside), else a provisional one.

    Two who name a new one at once mean the same. Between several of the same name nothing is guessed: refuses
    `organisation.name_ambiguous`, or, where not even that may be told (`asks_which` is False), adds one more for the
    keepers of the register to compare.
    """
    if not (found := _named(arena, name)):
        lock_arena(arena)
        found = _named(arena, name)
    if len(found) > 1 and asks_which:
        message = _("Several organisations have this name. Write the organisation number after it.")
        raise RuleBroken("organisation.name_ambiguous", message)
    if len(found) == 1:
        return arena.organisations.get(pk=found.pop())
    return add_organisation(arena=arena, actor=actor, name=name, sides=sides, is_enterprise=is_enterprise)


def _named(arena: Arena, name: str) -> set[int]:
    """Keys of the whole organisations with this name; a merged row's names lead to its whole."""
    wanted = fold(clean_line(name, 200))
    own = arena.organisations.values_list("pk", "canonical_id", "name")
    aliases = OrganisationAlias.objects.filter(organisation__arena=arena)
    others = aliases.values_list("organisation_id", "organisation__canonical_id", "name")
    return {whole or key for key, whole, text in chain(own, others) if fold(text) == wanted}
