"""Who may do what in an arena. Visibility is in queries; these are verbs."""

from datetime import date, datetime

import rules

from accounts.models import User
from accounts.principal import Principal, person_key
from arena import ranks
from arena.enums import ClaimState, InvitationState, Role
from arena.mail_domains import is_at
from arena.models import Arena, Invitation, Side
from arena.people_queries import open_roles
from arena.queries import countries_led, has_role, roles_held
from core.clock import today


@rules.predicate
def is_lead(user: Principal, arena: Arena) -> bool:
    """Holds the lead of any side today."""
    return has_role(user, arena, Role.LEAD, on=today())


@rules.predicate
def is_coordinator(user: Principal, arena: Arena) -> bool:
    """Coordinates the arena or one side today."""
    return has_role(user, arena, Role.COORDINATOR, on=today())


def may_give_role(giver: User | None, arena: Arena, role: str, side: Side | None, *, on: date) -> bool:
    """Whether `giver` may give this role on a day (arena/ranks.py), asking the database anew: an ended role is over.

    Not a permission of its own: it depends on what is given.
    """
    if giver is None or not giver.is_active:
        return False
    led = countries_led(arena, on=on)
    return ranks.may_give(roles_held(giver, arena, on=on), role, side.pk if side else None, led=led)


@rules.predicate
def is_person(user: Principal, arena: Arena) -> bool:
    """Signed in as a person."""
    return bool(person_key(user))


def is_worth_something(invitation: Invitation, *, at: datetime, on: date) -> bool:
    """Whether an invitation can be accepted: it waits, and what it was sent for still holds.

    To a role: who sent it could send it today. For an organisation: who asked to act for it still asks, and the address
    lies at the mail domain that the organisation has today.
    """
    if invitation.state_at(at, on) != InvitationState.WAITING:
        return False
    giver, arena = invitation.invited_by, invitation.arena
    if invitation.organisation is None:
        return may_give_role(giver, arena, invitation.role, invitation.side, on=on)
    whole = invitation.organisation.canonical or invitation.organisation
    if giver is None or not giver.is_active or not is_at(invitation.email, whole.mail_domain):
        return False
    return [claim.state for claim in open_roles(giver, whole, on=on)] == [ClaimState.ASKED]


rules.add_perm("arena.change_arena", is_lead)
rules.add_perm("arena.invite", is_lead | is_coordinator)
rules.add_perm("arena.manage_organisation_roles", is_lead | is_coordinator)
rules.add_perm("arena.ask_to_act", is_person)
rules.add_perm("arena.manage_roles", is_lead)
rules.add_perm("arena.manage_keys", is_lead)
rules.add_perm("arena.change_organisation", is_lead | is_coordinator)
rules.add_perm("arena.manage_work", is_lead | is_coordinator)
rules.add_perm("arena.import_rows", is_lead | is_coordinator)
