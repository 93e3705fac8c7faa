"""Writing organisations: one by country and number, provisional without a number."""

from collections.abc import Mapping
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

    `aliases` are other names with their language, or an empty one. A sole trader's number is recognised and dropped.
    Refuses `organisation.number_invalid`, `organisation.number_taken` and a number without a country.
    """
    organisation = Organisation(arena=arena, name=clean_line(name, 200), country=country, **fields)
    _give_number(organisation, number)
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
    **fields: Any,
) -> Organisation:
    """Writes number, sides, aliases and `fields` over a version of an organisation; logs the names of what changed.

    Refuses a stale version with `StaleVersion`, and what `add_organisation` refuses.
    """
    lock_arena(arena)
    row = lock_version(Organisation.objects.filter(arena=arena), key=key, version=version)
    before = {name: getattr(row, name) for name in ("number", "is_sole_trader", *fields)}
    for name, value in fields.items():
        setattr(row, name, value)
    _give_number(row, number)
    changed = [name for name, value in before.items() if getattr(row, name) != value]
    row.full_clean()
    row.save()
    if {side.pk for side in row.sides.all()} != {side.pk for side in sides}:
        changed.append("sides")
        row.sides.set(sides)
    if _write_aliases(row, aliases):
        changed.append("aliases")
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


def _write_aliases(organisation: Organisation, aliases: Mapping[str, str]) -> bool:
    """Makes `aliases` (name to language) the organisation's only ones; whether that changed anything."""
    if dict(organisation.aliases.values_list("name", "language")) == dict(aliases):
        return False
    organisation.aliases.all().delete()
    OrganisationAlias.objects.bulk_create(
        OrganisationAlias(organisation=organisation, name=name, language=language) for name, language in aliases.items()
    )
    return True


@transaction.atomic
def find_or_add_company(*, arena: Arena, actor: User | None, name: str, sides: list[Side]) -> Organisation:
    """The organisation of the arena with this name or alias (case and accents aside), else a provisional company.

    Two who name a new one at once mean the same. Between several of the same name nothing is guessed: refuses
    `organisation.name_ambiguous`.
    """
    known = _named(arena, name)
    if known is None:
        lock_arena(arena)
        known = _named(arena, name)
    return known or add_organisation(arena=arena, actor=actor, name=name, sides=sides, is_enterprise=True)


def _named(arena: Arena, name: str) -> Organisation | None:
    wanted = fold(clean_line(name, 200))
    own = arena.organisations.values_list("pk", "name", "merged_into_id")
    named = {merged or key for key, text, merged in own if fold(text) == wanted}
    aliases = OrganisationAlias.objects.filter(organisation__arena=arena)
    pairs = aliases.values_list("organisation_id", "name", "organisation__merged_into_id")
    named |= {merged or key for key, text, merged in pairs if fold(text) == wanted}
    if len(named) > 1:
        message = _("Several organisations have this name. Write the organisation number after it.")
        raise RuleBroken("organisation.name_ambiguous", message)
    return arena.organisations.get(pk=named.pop()) if named else None
