"""What the pages of an organisation read: its rows, activities, teams, those it worked with, and where it is."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import (
    Count,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    StringAgg,
    Subquery,
    Value,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce

from activities.enums import PartRole, Status
from activities.models import Activity, OrganisationPart
from activities.queries import activities_visible_to, for_rows
from arena.access import Visitor
from arena.models import Arena, Organisation, OrganisationAlias, Side
from arena.queries import in_alphabet
from teams.models import Membership, Team, active_on
from teams.queries import teams_visible_to

MOST_PARTNERS = 10


@dataclass(frozen=True)
class Names:
    """What an organisation is called: merged rows, other names and former names, each list by name."""

    merged: list[Organisation]
    others: list[OrganisationAlias]
    former: list[OrganisationAlias]


@dataclass(frozen=True)
class Partner:
    """Another organisation, in how many activities both took part, and in which years (None = unknown)."""

    key: int
    name: str
    n: int
    first: int | None
    last: int | None


@dataclass(frozen=True)
class TeamLink:
    """A team and what the organisation is in it."""

    team: Team
    is_host: bool
    is_member: bool


def sides_of(arena: Arena, keys: Collection[int]) -> dict[int, list[Side]]:
    """The sides of whole organisations with all their rows, west to east, by key: one query."""
    links = Organisation.sides.through.objects.filter(
        Q(organisation__in=keys) | Q(organisation__canonical__in=keys)
    ).values_list(Coalesce("organisation__canonical_id", "organisation_id"), "side_id")
    found: dict[int, set[int]] = defaultdict(set)
    for whole, side in links:
        found[whole].add(side)
    return {key: [side for side in arena.sides.all() if side.pk in found[key]] for key in keys}


def names_of(rows: Iterable[Organisation]) -> Names:
    """The other names of a whole's `rows`, which come with their aliases; the name of the whole is none of them."""
    whole, *merged = rows
    aliases = [alias for row in (whole, *merged) for alias in row.aliases.all() if alias.name != whole.name]
    once = {alias.name: alias for alias in aliases}
    return Names(
        merged=merged,
        others=[alias for alias in once.values() if alias.former_until is None],
        former=[alias for alias in once.values() if alias.former_until is not None],
    )


def rows_of(whole: Organisation, language: str) -> list[Organisation]:
    """The whole itself, then what was merged into it by name, with their aliases: two queries."""
    rows = [whole, *in_alphabet(whole.spellings.select_related("merged_into"), language)]
    prefetch_related_objects(rows, "aliases")
    return rows


def activities_of(rows: list[Organisation], visitor: Visitor) -> QuerySet[Activity]:
    """Activities of a whole's `rows` that the visitor may see it in, no drafts, the latest first.

    `part_roles` is a text such as "organiser,participant": what the organisation did there.
    """
    visible = activities_visible_to(visitor.principal, visitor.arena, on=visitor.on).exclude(status=Status.DRAFT)
    parts = _parts_of(rows, visitor).filter(activity=OuterRef("pk")).order_by()
    roles = parts.values("activity").annotate(roles=StringAgg("role", Value(","))).values("roles")
    shown = for_rows(visible.filter(Exists(parts))).annotate(part_roles=Subquery(roles))
    return shown.order_by(F("first_on").desc(nulls_last=True), "-pk")


def roles_in(activity: Activity) -> list[str]:
    """What the organisation did in one of its activities (`activities_of`), in words."""
    roles = activity.part_roles.split(",")
    return [str(role.label) for role in PartRole if role in roles]


def _parts_of(rows: Iterable[Organisation], visitor: Visitor) -> QuerySet[OrganisationPart]:
    """Links of the rows to activities; support only for those who may know whom it went to."""
    parts = OrganisationPart.objects.filter(organisation__in=rows)
    return parts if visitor.sees_firm_names else parts.exclude(role=PartRole.SUPPORTED)


def teams_of(rows: list[Organisation], visitor: Visitor, language: str) -> list[TeamLink]:
    """Teams that the whole hosts or is in on the visitor's day, by name: one query."""
    on = visitor.on
    inside = Membership.objects.filter(active_on(on), organisation__in=rows, team=OuterRef("pk"))
    visible = teams_visible_to(visitor.principal, visitor.arena, on=on).annotate(is_inside=Exists(inside))
    visible = visible.filter(Q(anchor__in=rows) | Q(is_inside=True))
    keys = {row.pk for row in rows}
    return [
        TeamLink(team, is_host=team.anchor_id in keys, is_member=team.is_inside)
        for team in in_alphabet(visible.prefetch_related(None), language)
    ]


def partners_of(rows: list[Organisation], visitor: Visitor) -> list[Partner]:
    """With whom the whole took part in activities, those it met most often first: one query.

    Support is no open link: without the right it makes nobody a partner of anybody.
    """
    own = _parts_of(rows, visitor).exclude(activity__status=Status.DRAFT).order_by().values("activity_id")
    others = OrganisationPart.objects.filter(activity__in=own).exclude(organisation__in=rows)
    if not visitor.sees_firm_names:
        others = others.exclude(role=PartRole.SUPPORTED)
    met = (
        others.order_by()
        .values(
            whole=Coalesce("organisation__canonical_id", "organisation_id"),
            name=Coalesce("organisation__canonical__name", "organisation__name"),
        )
        .annotate(n=Count("activity", distinct=True), first=Min("activity__first_on"), last=Max("activity__last_on"))
        .order_by("-n", "whole")[:MOST_PARTNERS]
    )
    return [Partner(row["whole"], row["name"], row["n"], _year(row["first"]), _year(row["last"])) for row in met]


def _year(day: date | None) -> int | None:
    return day.year if day else None
