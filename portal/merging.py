"""Two organisations side by side, and what making them one, or two again, would do to the figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from activities.models import OrganisationPart
from activities.register import with_uses
from arena.access import Visitor
from arena.mergers import end_of
from arena.models import Arena, Organisation
from arena.queries import organisations_in
from core.numbers import format_number
from indicators.counting import Figure
from indicators.enums import Rule
from indicators.models import Indicator
from indicators.queries import WholeOf, as_merged, figure_of, indicators_in, support_in, units_of_support
from portal.organisations import names_of, sides_of


@dataclass(frozen=True)
class Line:
    """One thing about both, in words; empty where nothing is known."""

    label: str
    texts: tuple[str, str]

    @property
    def differs(self) -> bool:
        """Whether the two say something else: what is known of one alone contradicts nothing."""
        return all(self.texts) and self.texts[0] != self.texts[1]


@dataclass(frozen=True)
class Compared:
    """An organisation with what it is used for: how many activities, teams, keys, people and merged rows it has."""

    row: Organisation
    facts: dict[str, str]
    uses: dict[str, int]

    @property
    def weight(self) -> tuple[bool, int, int]:
        """What speaks for keeping it: a number, then more uses, then that it was there first."""
        return bool(self.row.number), sum(self.uses.values()), -self.row.pk


def compared(visitor: Visitor, keys: Sequence[int]) -> list[Compared]:
    """The organisations with `keys` in that order; five queries."""
    arena = visitor.arena
    found = with_uses(arena.organisations.filter(pk__in=keys), on=visitor.on, all_of_them=True)
    found = (
        found.select_related("municipality", "region")
        .prefetch_related("aliases", "spellings__aliases")
        .annotate(n_keys=Count("key_grants", distinct=True), n_roles=Count("roles", distinct=True))
    )
    by_key = {row.pk: row for row in found}
    sides = sides_of(arena, keys)
    return [_compared(by_key[key], ", ".join(side.name for side in sides[key])) for key in keys if key in by_key]


def _compared(row: Organisation, sides: str) -> Compared:
    rows = [row, *row.spellings.all()]
    names = names_of(rows)
    company = {True: _("Yes"), False: _("No"), None: ""}
    facts = {
        _("Name"): row.name,
        _("Other names"): "\n".join([*(one.name for one in names.merged), *(alias.name for alias in names.others)]),
        _("Former names"): "\n".join(alias.name for alias in names.former),
        _("Organisation number"): f"{row.country} {row.number}" if row.number else "",
        _("Country of the organisation number"): row.country,
        _("Sole trader"): _("Yes") if row.is_sole_trader else "",
        _("Sector"): str(row.get_helix_display()),
        _("Company"): company[row.is_enterprise],
        _("Size"): str(row.get_size_display()),
        _("Industry code"): f"{row.industry_code} · {row.get_industry_version_display()}" if row.industry_code else "",
        _("Country"): sides,
        _("Municipality"): row.municipality.name if row.municipality else "",
        _("Region"): row.region.name if row.region else "",
        _("Mail domain"): row.mail_domain,
        _("Relation to the project"): row.relation,
        _("Note"): row.note,
        _("Source"): row.source,
    }
    uses = {
        _("Activities"): row.n_activities,
        _("Teams"): row.n_teams,
        _("API keys"): row.n_keys,
        _("People who act for it"): row.n_roles,
        _("Merged into it"): len(rows) - 1,
    }
    return Compared(row, facts, uses)


def lines_of(one: Compared, other: Compared) -> list[Line]:
    """What is known of either, line by line."""
    lines = [Line(label, (one.facts[label], other.facts[label])) for label in one.facts]
    return [line for line in lines if any(line.texts)]


def use_lines(one: Compared, other: Compared) -> list[Line]:
    """How much each is used."""
    language = get_language() or "en"
    return [
        Line(label, (format_number(n, language), format_number(other.uses[label], language)))
        for label, n in one.uses.items()
    ]


@dataclass(frozen=True)
class Counted:
    """What figures and register are counted from, as often as somebody asks what another merger would make of them."""

    arena: Arena
    indicators: list[Indicator]
    support: list[OrganisationPart]
    n_organisations: int


def counted_in(arena: Arena) -> Counted:
    """What stands in the arena now: five queries."""
    indicators = list(indicators_in(arena).filter(rule=Rule.SUPPORTED_ENTERPRISES))
    support = list(support_in(arena)) if indicators else []
    return Counted(arena, indicators, support, organisations_in(arena).count())


def effects_of_merging(counted: Counted, kept: Organisation, merged: Organisation) -> list[str]:
    """What follows when `merged` becomes a row of `kept`, in figures counted anew."""

    def as_if(row: Organisation) -> Organisation:
        return kept if row.canonical_key == merged.pk else row.whole

    return [*_of_figures(counted, as_if), _of_register(counted, -1)]


def effects_of_parting(counted: Counted, row: Organisation) -> list[str]:
    """What follows when a merged row is an organisation of its own again, in figures counted anew: one query."""
    steps = counted.arena.organisations.filter(merged_into__isnull=False).values_list("pk", "merged_into_id")
    without = {key: into for key, into in steps if key != row.pk}

    def as_if(one: Organisation) -> Organisation:
        return row if end_of(one.pk, without) == row.pk else one.whole

    return [*_of_figures(counted, as_if), _of_register(counted, 1)]


def _of_register(counted: Counted, more: int) -> str:
    n = counted.n_organisations
    return _("The register: from %(before)s to %(after)s organisations.") % _from_to(n, n + more)


def _of_figures(counted: Counted, as_if: WholeOf) -> list[str]:
    """One sentence for each figure that counts organisations, and one more when what is counted twice changes."""
    sides = [side.code for side in counted.arena.sides.all()]
    now, then = (units_of_support(counted.support, whole_of=whole_of) for whole_of in (as_merged, as_if))
    sentences = []
    for indicator in counted.indicators:
        before, after = (figure_of(indicator, sides=sides, units=units) for units in (now, then))
        name = {"figure": str(indicator.name)}
        if before.achieved is None or after.achieved is None:
            sentences.append(_("“%(figure)s” stays unknown, because not everything was logged here.") % name)
            continue
        sentences.append(_changed(before.achieved, after.achieved) % (name | _from_to(before.achieved, after.achieved)))
        sentences += _more_sides(before.figure, after.figure)
    return sentences


def _changed(before: int, after: int) -> str:
    if before == after:
        return _("“%(figure)s” stays at %(after)s.")
    return _("“%(figure)s” goes from %(before)s to %(after)s.")


def _more_sides(before: Figure | None, after: Figure | None) -> list[str]:
    if before is None or after is None or before.on_more_sides == after.on_more_sides:
        return []
    sentence = _("Counted in more than one country: from %(before)s to %(after)s.")
    return [sentence % _from_to(before.on_more_sides, after.on_more_sides)]


def _from_to(before: int, after: int) -> dict[str, str]:
    language = get_language() or "en"
    return {"before": format_number(before, language), "after": format_number(after, language)}
