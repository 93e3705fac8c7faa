"""Reads of the teams app."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from accounts.principal import Principal, person_key
from arena.models import Arena
from arena.queries import arenas_visible_to
from teams.enums import PATH
from teams.models import Membership, Team


def arenas_with_membership(person: int, on: date) -> QuerySet[Membership, int]:
    """Keys of the arenas in which the user with key `person` is in a team on a day."""
    return Membership.objects.active_on(on).filter(user_id=person).values_list("team__arena_id", flat=True)


def teams_visible_to(principal: Principal, arena: Arena, *, on: date) -> QuerySet[Team]:
    """Teams of an arena the principal may see, with `n_active` members on that day; sides and themes prefetched.

    A team is as visible as its arena.
    """
    visible = arenas_visible_to(principal, on=on).filter(pk=arena.pk)
    active = Q(memberships__started_on__lte=on) & (
        Q(memberships__ended_on__isnull=True) | Q(memberships__ended_on__gt=on)
    )
    return (
        Team.objects.filter(arena__in=visible.order_by().values("pk"))
        .annotate(n_active=Count("memberships", filter=active, distinct=True))
        .select_related("anchor")
        .prefetch_related("sides", "themes")
    )


def stage_counts(arena: Arena) -> dict[str, int]:
    """How many teams stand on each step of the path, on none, and in all: one query."""
    rows = arena.teams.values_list("stage").annotate(n=Count("pk")).order_by()
    counts = dict(rows)
    return {**{stage.value: counts.get(stage.value, 0) for stage in PATH}, "all": sum(counts.values())}


def open_membership(principal: Principal, team: Team) -> Membership | None:
    """The person's membership in `team` that has not ended, if any."""
    return team.memberships.filter(user_id=person_key(principal), ended_on__isnull=True).first()
