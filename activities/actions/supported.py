"""Finding the companies that somebody names, one a line: by name, by organisation number, or new and provisional."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activities.actions.facts import supported_in
from activities.enums import PartRole
from activities.models import Activity, OrganisationPart
from arena.actions.organisations import add_organisation, find_or_add_company
from arena.models import Arena, Organisation, Side
from arena.orgnumbers import NumberInvalid, SoleTrader, normalise
from core.errors import RuleBroken
from core.text import clean_line, fold

# Nine digits or more in one run are a number (9 in Norway, 10 or 12 in Sweden), not a part of a name such as "2018".
_NUMBER = re.compile(r"(?:\b(?:NO|SE)[ -]?)?(?<![0-9])[0-9](?:[ .\-+\u2013]?[0-9]){8,13}(?![0-9])(?: ?MVA\b)?", re.I)
_EDGES = " ,;:()–-"


@dataclass(frozen=True)
class _Named:
    """One line: the name without the number, the number if there is one with its country."""

    name: str
    country: str = ""
    number: str = ""


def set_supported(
    activity: Activity, lines: tuple[str, ...], *, keeps: bool, sides: tuple[Side, ...], actor: User | None
) -> None:
    """Makes the companies of `lines` the ones that received support; with `keeps` those already noted stay.

    Other roles stay. Refuses `organisation.number_invalid`, `organisation.name_missing` and
    `organisation.name_ambiguous`, all for the field `supported`.
    """
    noted = supported_in(activity)
    companies = {_company(activity.arena, line, noted=noted, sides=sides, actor=actor).pk for line in lines}
    if not keeps:
        gone = {company.pk for company in noted} - companies
        activity.organisation_parts.filter(role=PartRole.SUPPORTED, organisation_id__in=gone).delete()
    for key in companies:
        OrganisationPart.objects.get_or_create(activity=activity, organisation_id=key, role=PartRole.SUPPORTED)


def _company(
    arena: Arena, line: str, *, noted: list[Organisation], sides: tuple[Side, ...], actor: User | None
) -> Organisation:
    named = _read(line, countries=[side.code for side in (*sides, *arena.sides.all())])
    if named.number:
        return _by_number(arena, named, actor)
    same = [company for company in noted if fold(company.name) == fold(named.name)]
    if len(same) == 1:
        return same[0]
    # Where a joint activity's company is from, nobody said.
    own = list(sides) if len(sides) == 1 else []
    try:
        return find_or_add_company(arena=arena, actor=actor, name=named.name, sides=own)
    except RuleBroken as broken:
        raise RuleBroken(broken.code, broken.message, field="supported") from broken


def _by_number(arena: Arena, named: _Named, actor: User | None) -> Organisation:
    known = arena.organisations.filter(country=named.country, number=named.number).select_related("merged_into").first()
    if known is not None:
        return known.merged_into or known
    if not named.name:
        message = _("No organisation in the arena has this number. Write the company’s name as well.")
        raise RuleBroken("organisation.name_missing", message, field="supported")
    return add_organisation(
        arena=arena,
        actor=actor,
        name=named.name,
        country=named.country,
        number=named.number,
        sides=[side for side in arena.sides.all() if side.code == named.country],
        is_enterprise=True,
    )


def _read(line: str, *, countries: list[str]) -> _Named:
    """Tells name and number apart. A personal identity number is dropped; a name is then needed."""
    text = clean_line(line, 300)
    found = _NUMBER.search(text)
    if found is None:
        return _Named(text)
    name = clean_line((text[: found.start()].rstrip(_EDGES) + " " + text[found.end() :].lstrip(_EDGES)), 200)
    country, number = _number_in(countries, found[0])
    if not number and not name:
        message = _("Write the company’s name. A personal identity number is never kept.")
        raise RuleBroken("organisation.name_missing", message, field="supported")
    return _Named(name, country, number)


def _number_in(countries: list[str], text: str) -> tuple[str, str]:
    """Country and digits of a number by the rules of the first country it fits; both empty when it is a person's."""
    is_person = False
    for country in dict.fromkeys(countries):
        try:
            known = normalise(country, text)
        except SoleTrader:
            is_person = True
        except NumberInvalid:
            continue
        else:
            return known.country, known.digits
    if is_person:
        return "", ""
    message = _("Check the organisation number: the check digit does not fit.")
    raise RuleBroken("organisation.number_invalid", message, field="supported")
