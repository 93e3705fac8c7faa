"""Joining and leaving teams; starting one."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from arena.models import Arena, Side, Theme
from core.background import enqueue
from core.errors import RuleBroken
from core.log import log
from teams.enums import Joining, TeamRole
from teams.models import Membership, Team


@transaction.atomic
def start_team(
    *, arena: Arena, actor: User | None, sides: list[Side], themes: list[Theme] | None = None, **fields: Any
) -> Team:
    """Writes a new team with `fields` (slug, name, language, description, stage, place …) and logs it."""
    team = Team(arena=arena, **fields)
    team.full_clean()
    team.save()
    team.sides.set(sides)
    team.themes.set(themes or [])
    log("start_team", team, actor=actor, tenant=arena.pk, after={"stage": team.stage})
    return team


@transaction.atomic
def join_team(*, team: Team, user: User, role: str = TeamRole.MEMBER, on: date, actor: User | None) -> Membership:
    """Makes `user` a member from `on`; mails a welcome after the commit, unless the account is closed.

    Coming back is a new interval. Refuses `team.already_member` and `team.closed`.
    """
    locked = Team.objects.select_for_update(of=("self",)).get(pk=team.pk)
    if locked.joining == Joining.CLOSED:
        raise RuleBroken("team.closed", _("This team is not taking new members now."))
    if locked.memberships.filter(user=user, ended_on__isnull=True).exists():
        raise RuleBroken("team.already_member", _("You are already a member of this team."))
    membership = Membership(team=locked, user=user, role=role, started_on=on)
    membership.full_clean()
    membership.save()
    log("join_team", membership, actor=actor, tenant=locked.arena_id, after={"team": locked.pk, "role": role})
    if user.is_active:
        enqueue("teams.welcome", tenant=locked.arena_id, membership_id=membership.pk)
    return membership


@transaction.atomic
def leave_team(*, team: Team, user: User, on: date, actor: User | None, is_hidden: bool = False) -> Membership:
    """Ends the open membership on `on`; the interval stays, without a name if `is_hidden`. Refuses `team.not_member`.

    A team whose last lead leaves has no lead and lives on.
    """
    Team.objects.select_for_update(of=("self",)).get(pk=team.pk)
    membership = team.memberships.filter(user=user, ended_on__isnull=True).first()
    if membership is None:
        raise RuleBroken("team.not_member", _("You are not a member of this team."))
    membership.ended_on = max(on, membership.started_on)
    membership.is_hidden = membership.is_hidden or is_hidden
    membership.full_clean()
    membership.save(update_fields=["ended_on", "is_hidden", "changed_at"])
    log("leave_team", membership, actor=actor, tenant=team.arena_id, after={"team": team.pk})
    return membership


@transaction.atomic
def undo_leaving(*, membership: Membership, on: date, actor: User | None) -> Membership:
    """Opens a membership that ended on `on`, with its name. Refuses `team.undo_too_late` and `team.already_member`."""
    team = Team.objects.select_for_update(of=("self",)).get(pk=membership.team_id)
    membership = Membership.objects.get(pk=membership.pk)
    if membership.ended_on is None or team.memberships.filter(user=membership.user, ended_on__isnull=True).exists():
        raise RuleBroken("team.already_member", _("You are already a member of this team."))
    if membership.ended_on < on:
        raise RuleBroken("team.undo_too_late", _("It is too late to undo. You can join the team again."))
    membership.ended_on, membership.is_hidden = None, False
    membership.save(update_fields=["ended_on", "is_hidden", "changed_at"])
    log("undo_leaving", membership, actor=actor, tenant=team.arena_id, after={"team": team.pk})
    return membership


@transaction.atomic
def forget_member(*, user: User, on: date) -> int:
    """Takes the person out of every membership and gives how many there were; open ones end on `on`.

    The rows stay with their dates, so that a team has as many members on any past day as before. People of the local
    start counted nowhere: theirs go.
    """
    if user.is_local:
        return Membership.objects.filter(user=user).delete()[0]
    memberships = list(Membership.objects.filter(user=user).select_related("team").order_by("pk"))
    for membership in memberships:
        was_open = membership.ended_on is None or membership.ended_on > on
        membership.user, membership.is_erased = None, True
        if was_open:
            membership.ended_on = max(on, membership.started_on)
        membership.full_clean()
        membership.save(update_fields=["user", "is_erased", "ended_on", "changed_at"])
        if was_open:
            after = {"team": membership.team_id}
            log("leave_team", membership, actor=None, tenant=membership.team.arena_id, after=after)
    return len(memberships)
