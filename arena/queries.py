"""Reads of the arena app, and everything about who is who in an arena."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import (
    CASCADE,
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    Model,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Collate

from accounts.principal import KeyHolder, Principal, person_key
from arena.enums import Role, Visibility
from arena.models import Arena, ArenaRole, KeyGrant, Municipality, Organisation, OrganisationAlias, Period, Region, Side

# A higher app adds how it makes people members of an arena: (user key, day) -> queryset of arena keys.
MEMBERSHIPS: list[Callable[[int, date], QuerySet[Any, int]]] = []

WORKING_FIGURES = frozenset({Role.AUDITOR, Role.COORDINATOR, Role.LEAD, Role.BROKER, Role.REFERENCE})
FIRM_NAMES = frozenset({Role.FUNDER, Role.AUDITOR, Role.COORDINATOR, Role.LEAD, Role.BROKER})
EVIDENCE_FILES = frozenset({Role.AUDITOR, Role.COORDINATOR, Role.LEAD})


def roles_on(day: date) -> QuerySet[ArenaRole]:
    """Arena roles that hold on `day`."""
    return ArenaRole.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day), starts_on__lte=day)


def arenas_visible_to(principal: Principal, *, on: date) -> QuerySet[Arena]:
    """Arenas this principal may open on a day, sides prefetched west to east.

    Public ones for everybody; any in which one holds a role or which a key is granted; a members' arena
    for its team members.
    """
    visible = Q(visibility=Visibility.PUBLIC)
    if isinstance(principal, KeyHolder):
        visible |= Q(key_grants__key=principal.api_key)
    elif person := person_key(principal):
        visible |= Q(pk__in=roles_on(on).filter(user_id=person).values("arena_id"))
        for membership in MEMBERSHIPS:
            visible |= Q(visibility=Visibility.MEMBERS, pk__in=membership(person, on))
    sides = Prefetch("sides", Side.objects.order_by("position"))
    return Arena.objects.filter(visible).distinct().prefetch_related(sides)


def roles_of(principal: Principal, arena: Arena, *, on: date) -> frozenset[tuple[str, int | None]]:
    """The (role, side key or None) pairs this principal holds in `arena` on a day; one query per request.

    The answer is remembered on the principal, which lives as long as its request.
    """
    known: dict[tuple[int, date], frozenset[tuple[str, int | None]]] = _remembered(principal, "_roles")
    if (arena.pk, on) not in known:
        held: frozenset[tuple[str, int | None]]
        if isinstance(principal, KeyHolder):
            grant = principal.api_key.grant
            held = frozenset({(grant.role, None)} if grant.arena_id == arena.pk else set())
        elif person := person_key(principal):
            held = frozenset(roles_on(on).filter(user_id=person, arena=arena).values_list("role", "side_id"))
        else:
            held = frozenset()
        known[arena.pk, on] = held
    return known[arena.pk, on]


def _remembered(principal: Principal, name: str) -> dict[Any, Any]:
    """What was already asked about a principal; as an attribute, because `request.user` wraps the person."""
    if not hasattr(principal, name):
        setattr(principal, name, {})
    return getattr(principal, name)


def has_role(principal: Principal, arena: Arena, *roles: str, on: date) -> bool:
    """Whether the principal holds one of `roles` in `arena` on a day, for any side."""
    return any(role in roles for role, _side in roles_of(principal, arena, on=on))


def is_member(principal: Principal, arena: Arena, *, on: date) -> bool:
    """Whether the person is a member of a team in `arena` on a day; one query per request."""
    person = person_key(principal)
    if not person:
        return False
    known: dict[tuple[int, date], bool] = _remembered(principal, "_member")
    if (arena.pk, on) not in known:
        known[arena.pk, on] = any(arena.pk in membership(person, on) for membership in MEMBERSHIPS)
    return known[arena.pk, on]


def sees_working_figures(principal: Principal, arena: Arena, *, on: date) -> bool:
    """Figures before the lock (docs/permissions.md): some roles, members, or everybody where the arena says so."""
    return (
        arena.open_working_figures
        or any(role in WORKING_FIGURES for role, _side in roles_of(principal, arena, on=on))
        or is_member(principal, arena, on=on)
    )


def sees_firm_names(principal: Principal, arena: Arena, *, on: date) -> bool:
    """Names of supported firms: funders, auditors, coordinators, leads and brokers."""
    return any(role in FIRM_NAMES for role, _side in roles_of(principal, arena, on=on))


def sees_evidence_files(principal: Principal, arena: Arena, *, on: date) -> bool:
    """Evidence files themselves: auditors, coordinators and leads."""
    return any(role in EVIDENCE_FILES for role, _side in roles_of(principal, arena, on=on))


def organisations_in(arena: Arena) -> QuerySet[Organisation]:
    """Canonical organisations of the arena with their sides prefetched; merged ones are left out."""
    return arena.organisations.filter(merged_into__isnull=True).prefetch_related("sides")


@dataclass(frozen=True)
class Use:
    """How many rows of one kind point to a row; `is_part` when they would go with it."""

    label: str
    count: int
    is_part: bool


def uses_of(row: Model) -> list[Use]:
    """Everything that points to `row`, in every app, with its count: one query. Kinds without any are left out."""
    links: list[Any] = [field for field in row._meta.get_fields(include_hidden=True) if _points_here(field)]
    counts = {}
    for number, link in enumerate(links):
        pointing = link.related_model._base_manager.filter(**{link.remote_field.name: OuterRef("pk")}).order_by()
        counts[f"n{number}"] = Subquery(pointing.annotate(n=Func(F("pk"), function="COUNT")).values("n"))
    found = type(row)._base_manager.filter(pk=row.pk).values(**counts).get()
    return [
        Use(
            label=str(link.related_model._meta.verbose_name_plural),
            count=found[f"n{number}"],
            is_part=getattr(link, "on_delete", None) is CASCADE,
        )
        for number, link in enumerate(links)
        if found[f"n{number}"]
    ]


def _points_here(field: Any) -> bool:
    """Whether `field` is a link from another table's row; a link table counts as the link it stands for."""
    return field.auto_created and not field.concrete and not field.related_model._meta.auto_created


def in_alphabet[Row: Model](rows: QuerySet[Row], language: str, name: str = "name") -> QuerySet[Row]:
    """Rows by `name` in the order of the alphabet of a language of the interface."""
    return rows.order_by(Collate(name, f"arena_{language}"), "pk")


def organisations_named(rows: QuerySet[Organisation], text: str) -> QuerySet[Organisation]:
    """Organisations with every word of `text` in a name or an alias, or whose number starts with its digits."""
    digits = "".join(sign for sign in text if sign.isdigit())
    by_words = Q()
    for word in text.split()[:8]:
        aliases = OrganisationAlias.objects.filter(name__icontains=word).values("organisation_id")
        by_words &= Q(name__icontains=word) | Q(pk__in=aliases)
    return rows.filter(by_words | Q(number__startswith=digits) if len(digits) >= 3 else by_words)


def regions_of(arena: Arena) -> QuerySet[Region]:
    """Regions of the arena's countries; `is_chosen` says which of them belong to a side of the arena."""
    chosen = Side.regions.through.objects.filter(side__arena=arena, region_id=OuterRef("pk"))
    return Region.objects.filter(country__in=arena.sides.values("code")).annotate(is_chosen=Exists(chosen))


def regions_of_side(side: Side) -> list[Region]:
    """Regions a side may choose: those of its country in the newest classification, and those it has."""
    newest = Region.objects.filter(country=side.code).order_by("-version").values("version")[:1]
    offered = Q(country=side.code, version=Subquery(newest))
    return list(Region.objects.filter(offered | Q(pk__in=side.regions.values("pk"))))


def municipalities_of(arena: Arena) -> QuerySet[Municipality]:
    """Municipalities of the arena's countries, with their regions."""
    return Municipality.objects.filter(country__in=arena.sides.values("code")).select_related("region")


def roles_in(arena: Arena, *, on: date) -> QuerySet[ArenaRole]:
    """All roles ever given in the arena with person and side, those that hold first; `is_ended` on that day."""
    ended = ExpressionWrapper(Q(ends_on__isnull=False, ends_on__lte=on), output_field=BooleanField())
    return arena.roles.annotate(is_ended=ended).select_related("user", "side").order_by("is_ended", "role", "pk")


def days_without_period(periods: Iterable[Period]) -> list[tuple[date, date]]:
    """The gaps between periods, each as its first and last day."""
    day = timedelta(days=1)
    ordered = sorted(periods, key=lambda period: period.starts_on)
    return [
        (before.ends_on + day, after.starts_on - day)
        for before, after in pairwise(ordered)
        if after.starts_on - before.ends_on > day
    ]


def key_grants_visible_to(principal: Principal, arena: Arena, *, on: date) -> QuerySet[KeyGrant]:
    """Grants of the arena's API keys, newest first, with key, owner and organisation: leads see them, nobody else."""
    grants = KeyGrant.objects.select_related("key__owner", "organisation").order_by("-key__created", "-pk")
    return grants.filter(arena=arena) if has_role(principal, arena, Role.LEAD, on=on) else grants.none()
