"""Who may do what with a team."""

import rules

from accounts.principal import Principal, person_key
from arena.rules import is_coordinator, is_lead
from core.clock import today
from teams.enums import Joining, TeamRole
from teams.models import Team


@rules.predicate
def is_person(user: Principal, team: Team) -> bool:
    """Signed in as a person."""
    return bool(person_key(user))


@rules.predicate
def is_open(user: Principal, team: Team) -> bool:
    """The team takes new members."""
    return team.joining == Joining.OPEN


@rules.predicate
def is_team_lead(user: Principal, team: Team) -> bool:
    """Leads the team today."""
    led = team.memberships.active_on(today()).filter(user_id=person_key(user), role=TeamRole.LEAD)
    return bool(person_key(user)) and led.exists()


@rules.predicate
def is_team_member(user: Principal, team: Team) -> bool:
    """Is in the team today, in any role."""
    person = person_key(user)
    return bool(person) and team.memberships.active_on(today()).filter(user_id=person).exists()


@rules.predicate
def leads_arena_of(user: Principal, team: Team) -> bool:
    """Leads or coordinates the team's arena."""
    return is_lead(user, team.arena) or is_coordinator(user, team.arena)


rules.add_perm("teams.join_team", is_person & is_open)
rules.add_perm("teams.leave_team", is_person)
rules.add_perm("teams.change_team", is_team_lead | leads_arena_of)
rules.add_perm("teams.see_members", is_team_member | leads_arena_of)
