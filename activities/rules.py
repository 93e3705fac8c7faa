"""Who may do what with activities."""

from collections.abc import Iterable

import rules

from accounts.principal import Principal, person_key
from activities.enums import Status
from activities.models import Activity
from activities.queries import own_team_keys
from arena.enums import Role
from arena.models import Arena, Side
from arena.queries import is_member, roles_of
from core.clock import today
from teams.models import Team

ALL_SIDES = None


def _sides_of_role(user: Principal, arena: Arena, *roles: str) -> set[int | None]:
    return {side for role, side in roles_of(user, arena, on=today()) if role in roles}


def may_only_draft(user: Principal, arena: Arena, *, sides: Iterable[Side], team: Team | None) -> bool:
    """Whether what this person logs stays a draft: leads and coordinates one side, and it is the other's alone.

    An activity of a team the person is in is the person's own, whichever side it is on.
    """
    held = _sides_of_role(user, arena, Role.LEAD, Role.COORDINATOR)
    keys = {side.pk for side in sides}
    if not held or ALL_SIDES in held or not keys or held & keys:
        return False
    return team is None or team.pk not in own_team_keys(user, arena, on=today())


@rules.predicate
def works_in(user: Principal, arena: Arena) -> bool:
    """Lead, coordinator or broker of the arena, or a member of one of its teams."""
    held = _sides_of_role(user, arena, Role.LEAD, Role.COORDINATOR, Role.BROKER)
    return bool(held) or is_member(user, arena, on=today())


@rules.predicate
def logged_it(user: Principal, activity: Activity) -> bool:
    """Logged the activity and still works in its arena."""
    return activity.logged_by_id == (person_key(user) or -1) and works_in(user, activity.arena)


@rules.predicate
def is_of_the_other_side(user: Principal, activity: Activity) -> bool:
    """The activity is out of the drafts, and this person may only draft for its side."""
    if activity.status == Status.DRAFT:
        return False
    return may_only_draft(user, activity.arena, sides=activity.sides.all(), team=activity.team)


@rules.predicate
def answers_for_its_side(user: Principal, activity: Activity) -> bool:
    """Leads or coordinates the arena, or one of the activity's sides. Drafts may be finished by either side."""
    held = _sides_of_role(user, activity.arena, Role.LEAD, Role.COORDINATOR)
    sides = {side.pk for side in activity.sides.all()}
    if not held:
        return False
    return ALL_SIDES in held or not sides or bool(held & sides) or activity.status == Status.DRAFT


works_on_it = (logged_it & ~is_of_the_other_side) | answers_for_its_side

rules.add_perm("activities.log_activity", works_in)
rules.add_perm("activities.change_activity", works_on_it)
rules.add_perm("activities.rate_activity", works_on_it)
