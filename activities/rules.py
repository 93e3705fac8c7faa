"""Who may do what with activities."""

import rules

from accounts.principal import Principal, person_key
from activities.enums import Status
from activities.models import Activity
from arena.enums import Role
from arena.models import Arena
from arena.queries import is_member, roles_of
from core.clock import today

ALL_SIDES = None


def _sides_of_role(user: Principal, arena: Arena, *roles: str) -> set[int | None]:
    return {side for role, side in roles_of(user, arena, on=today()) if role in roles}


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
def answers_for_its_side(user: Principal, activity: Activity) -> bool:
    """Leads or coordinates the arena, or one of the activity's sides. Drafts may be finished by either side."""
    held = _sides_of_role(user, activity.arena, Role.LEAD, Role.COORDINATOR)
    sides = {side.pk for side in activity.sides.all()}
    if not held:
        return False
    return ALL_SIDES in held or not sides or bool(held & sides) or activity.status == Status.DRAFT


rules.add_perm("activities.log_activity", works_in)
rules.add_perm("activities.change_activity", logged_it | answers_for_its_side)
rules.add_perm("activities.rate_activity", logged_it | answers_for_its_side)
