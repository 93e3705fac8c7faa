"""Who may do what in an arena. Visibility is in queries; these are verbs."""

import rules

from accounts.principal import Principal
from arena.enums import Role
from arena.models import Arena
from arena.queries import has_role
from core.clock import today


@rules.predicate
def is_lead(user: Principal, arena: Arena) -> bool:
    """Holds the lead of any side today."""
    return has_role(user, arena, Role.LEAD, on=today())


@rules.predicate
def is_coordinator(user: Principal, arena: Arena) -> bool:
    """Coordinates the arena or one side today."""
    return has_role(user, arena, Role.COORDINATOR, on=today())


rules.add_perm("arena.change_arena", is_lead)
rules.add_perm("arena.manage_roles", is_lead)
rules.add_perm("arena.manage_keys", is_lead)
rules.add_perm("arena.change_organisation", is_lead | is_coordinator)
