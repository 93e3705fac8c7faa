"""Writing organisations: one by country and number, provisional without a number."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from accounts.models import User
from arena import orgnumbers
from arena.models import Arena, Organisation, OrganisationAlias, Side
from core.errors import RuleBroken
from core.log import log
from core.text import clean_line, fold


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
    **fields: Any,
) -> Organisation:
    """Writes a new organisation; its number is verified by check digit and kept as digits.

    A sole trader's number is recognised and dropped. Refuses `organisation.number_invalid`,
    `organisation.number_taken` and a number without a country.
    """
    organisation = Organisation(arena=arena, name=clean_line(name, 200), country=country, **fields)
    _give_number(organisation, number)
    organisation.full_clean()
    organisation.save()
    organisation.sides.set(sides)
    log("add_organisation", organisation, actor=actor, tenant=arena.pk, after={"verified": bool(organisation.number)})
    return organisation


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
        message = _("Check the organisation number: the check digit does not fit.")
        raise RuleBroken("organisation.number_invalid", message, field="number") from invalid
    taken = Organisation.objects.filter(arena=organisation.arena, country=organisation.country, number=known.digits)
    if taken.exclude(pk=organisation.pk).exists():
        message = _("An organisation with this number is already in the arena.")
        raise RuleBroken("organisation.number_taken", message, field="number")
    organisation.number, organisation.is_sole_trader = known.digits, False


def find_or_add_company(*, arena: Arena, actor: User | None, name: str, sides: list[Side]) -> Organisation:
    """The organisation of the arena with this name or alias (case and accents aside), else a provisional company.

    Between several of the same name nothing is guessed: refuses `organisation.name_ambiguous`.
    """
    wanted = fold(clean_line(name, 200))
    own = arena.organisations.values_list("pk", "name", "merged_into_id")
    named = {merged or key for key, text, merged in own if fold(text) == wanted}
    aliases = OrganisationAlias.objects.filter(organisation__arena=arena)
    pairs = aliases.values_list("organisation_id", "name", "organisation__merged_into_id")
    named |= {merged or key for key, text, merged in pairs if fold(text) == wanted}
    if len(named) > 1:
        message = _("Several organisations have this name. Write the organisation number after it.")
        raise RuleBroken("organisation.name_ambiguous", message)
    if named:
        return arena.organisations.get(pk=named.pop())
    return add_organisation(arena=arena, actor=actor, name=name, sides=sides, is_enterprise=True)
