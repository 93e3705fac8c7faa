"""Reads of the arena app, and everything about who is who in an arena."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from accounts.principal import KeyHolder, Principal, person_key
from arena.enums import Role, Visibility
from arena.models import Arena, ArenaRole, Organisation, Side

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
    known: dict[tuple[int, date], frozenset[tuple[str, int | None]]] = principal.__dict__.setdefault("_roles", {})
    if (arena.pk, on) not in known:
        if isinstance(principal, KeyHolder):
            grant = principal.api_key.grant
            held = frozenset({(grant.role, None)} if grant.arena_id == arena.pk else set())
        elif person := person_key(principal):
            held = frozenset(roles_on(on).filter(user_id=person, arena=arena).values_list("role", "side_id"))
        else:
            held = frozenset()
        known[arena.pk, on] = held
    return known[arena.pk, on]


def has_role(principal: Principal, arena: Arena, *roles: str, on: date) -> bool:
    """Whether the principal holds one of `roles` in `arena` on a day, for any side."""
    return any(role in roles for role, _side in roles_of(principal, arena, on=on))


def is_member(principal: Principal, arena: Arena, *, on: date) -> bool:
    """Whether the person is a member of a team in `arena` on a day; one query per request."""
    person = person_key(principal)
    if not person:
        return False
    known: dict[tuple[int, date], bool] = principal.__dict__.setdefault("_member", {})
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
