"""Finding the companies that somebody names, one a line: by name, by organisation number, or new and provisional."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activities.actions.facts import ActivityFacts
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


@dataclass(frozen=True)
class Search:
    """Where companies are looked for: those noted already first, then the arena's, if the writer may know of them.

    Who received support is taken for a company; whether another organisation is one, nobody said.
    """

    arena: Arena
    noted: list[Organisation]
    sides: tuple[Side, ...]
    knows_register: bool
    actor: User | None
    is_company: bool = True

    @property
    def is_enterprise(self) -> bool | None:
        """What is noted of one that is new."""
        return True if self.is_company else None


def set_supported(activity: Activity, facts: ActivityFacts, *, actor: User | None) -> None:
    """Makes the companies that `facts` name the ones that received support; if it keeps them, those noted stay.

    Other roles stay. Refuses `organisation.number_invalid`, `organisation.name_missing` and
    `organisation.name_ambiguous`, all for the field `supported`.
    """
    linked = list(activity.organisation_parts.filter(role=PartRole.SUPPORTED).select_related("organisation__canonical"))
    noted = [part.organisation.whole for part in linked]
    search = Search(activity.arena, noted, facts.sides, facts.knows_register, actor)
    companies = {company_of(line, search).pk for line in facts.supported}
    if not facts.keeps_supported:
        gone = [part.pk for part in linked if part.organisation.canonical_key not in companies]
        activity.organisation_parts.filter(pk__in=gone).delete()
    # A link to a merged row says the same as one to the whole, and parts again with it when the merger is undone.
    for key in companies - {company.pk for company in noted}:
        OrganisationPart.objects.get_or_create(activity=activity, organisation_id=key, role=PartRole.SUPPORTED)


def company_of(line: str, search: Search) -> Organisation:
    """The organisation that a line names by name, number or both; one that is not known is added.

    Refuses `organisation.number_invalid`, `organisation.name_missing` and `organisation.name_ambiguous`.
    """
    named = _read(line, countries=[side.code for side in (*search.sides, *search.arena.sides.all())])
    if named.number:
        return _by_number(named, search)
    same = {company.pk: company for company in search.noted if fold(company.name) == fold(named.name)}
    if len(same) == 1:
        return same.popitem()[1]
    # Where a joint activity's company is from, nobody said.
    own = list(search.sides) if len(search.sides) == 1 else []
    try:
        return find_or_add_company(
            arena=search.arena,
            actor=search.actor,
            name=named.name,
            sides=own,
            asks_which=search.knows_register,
            is_enterprise=search.is_enterprise,
        )
    except RuleBroken as broken:
        raise RuleBroken(broken.code, broken.message, field="supported") from broken


def _by_number(named: _Named, search: Search) -> Organisation:
    if not named.name and not search.knows_register:
        message = _("Write the company’s name as well.")
        raise RuleBroken("organisation.name_missing", message, field="supported")
    arena = search.arena
    known = arena.organisations.filter(country=named.country, number=named.number).select_related("canonical").first()
    if known is not None:
        return known.whole
    if not named.name:
        message = _("No organisation in the arena has this number. Write the company’s name as well.")
        raise RuleBroken("organisation.name_missing", message, field="supported")
    return add_organisation(
        arena=arena,
        actor=search.actor,
        name=named.name,
        country=named.country,
        number=named.number,
        sides=[side for side in arena.sides.all() if side.code == named.country],
        is_enterprise=search.is_enterprise,
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
