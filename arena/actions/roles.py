"""Giving people roles in an arena, and ending them: a role is never deleted."""

from datetime import date

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext

from accounts.models import User
from accounts.queries import user_by_address
from arena.actions.sections import lock_arena
from arena.enums import Role
from arena.models import Arena, ArenaRole, Side
from arena.queries import roles_held
from arena.ranks import OF_A_COUNTRY
from arena.rules import may_give_role
from core.errors import RuleBroken
from core.log import log
from core.writes import lock_marked

# What a page about a role changes.
MARKED = ("ends_on",)


@transaction.atomic
def give_role(
    *,
    arena: Arena,
    email: str,
    role: str,
    side: Side | None,
    starts_on: date,
    ends_on: date | None,
    actor: User | None,
    on: date,
) -> ArenaRole:
    """Gives the person whose account has the address `email` a role over `[starts_on, ends_on)`.

    Refuses `role.above_own` when `actor` does not hold enough today to give it, `role.no_account`,
    `role.lead_needs_country`, `role.ends_before_start`, and `role.already_held` when the same role for the same country
    holds on some of these days.
    """
    lock_arena(arena)
    check_role(arena=arena, role=role, side=side, actor=actor, on=on)
    person = user_by_address(email)
    if person is None or not person.is_active:
        message = gettext("Nobody has an account with this email address. You can invite the person instead.")
        raise RuleBroken("role.no_account", message, field="email")
    row = ArenaRole(arena=arena, user=person, role=role, side=side, starts_on=starts_on, ends_on=ends_on)
    return write_role(row, actor=actor)


def check_role(*, arena: Arena, role: str, side: Side | None, actor: User | None, on: date) -> None:
    """Refuses a role that cannot be (`role.lead_needs_country`) or that `actor` may not give (`role.above_own`)."""
    if role == Role.LEAD and side is None:
        raise RuleBroken("role.lead_needs_country", gettext("Choose the country of the project lead."), field="side")
    if actor is None or may_give_role(actor, arena, role, side, on=on):
        return
    if side is not None and role in OF_A_COUNTRY and may_give_role(actor, arena, role, None, on=on):
        message = gettext("%(country)s has a project lead of its own, who gives this role.") % {"country": side.name}
    else:
        message = gettext("Your own role does not let you give this one.")
    raise RuleBroken("role.above_own", message, field="role")


def write_role(row: ArenaRole, *, actor: User | None) -> ArenaRole:
    """Writes a new role and logs who gave it; the caller holds the arena's lock. Refuses what `give_role` refuses of
    its days.
    """
    _check_days(row)
    row.full_clean()
    row.save()
    after = {"role": row.role, "side": row.side.code if row.side else "", "starts_on": row.starts_on.isoformat()}
    log("give_role", row, actor=actor, tenant=row.arena_id, after=after)
    return row


@transaction.atomic
def end_role(*, arena: Arena, key: int, mark: str, ends_on: date | None, actor: User | None, on: date) -> ArenaRole:
    """Sets the first day without the role with `key`; None keeps it without an end.

    Refuses a stale page with `StaleVersion`, `role.above_own` when `actor` leads no country any more, `role.ended` for
    one that is over, `role.ends_before_start`, `role.already_held`, and `role.last_lead` when somebody would leave the
    own country without a lead.
    """
    lock_arena(arena)
    # Asked again under the lock: of two leads who end each other's role at once, the first one stays.
    if actor is not None and all(kind != Role.LEAD for kind, _side in roles_held(actor, arena, on=on)):
        raise RuleBroken("role.above_own", gettext("Your own role does not let you end this one."))
    row = lock_marked(ArenaRole.objects.filter(arena=arena), key=key, names=MARKED, mark=mark)
    if row.ends_on is not None and row.ends_on <= on:
        raise RuleBroken("role.ended", gettext("This role has ended. Give it again with a new first day."))
    before, row.ends_on = row.ends_on, ends_on
    _check_days(row)
    if ends_on is not None and actor is not None and row.user_id == actor.pk and not _somebody_leads(row, ends_on):
        message = gettext("You are the only project lead of this country. Give somebody else the role first.")
        raise RuleBroken("role.last_lead", message, field="ends_on")
    row.full_clean()
    row.save(update_fields=["ends_on"])
    days = {"before": {"ends_on": _iso(before)}, "after": {"ends_on": _iso(ends_on)}}
    log("end_role", row, actor=actor, tenant=arena.pk, fields=["ends_on"], **days)
    return row


def _check_days(row: ArenaRole) -> None:
    if row.ends_on is not None and row.ends_on < row.starts_on:
        message = gettext("The role cannot end before it starts.")
        raise RuleBroken("role.ends_before_start", message, field="ends_on")
    if row.user_id is None:  # nobody to hold it twice: the person has left
        return
    same = ArenaRole.objects.filter(arena=row.arena, user=row.user, role=row.role, side=row.side).exclude(pk=row.pk)
    same = same.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=row.starts_on))
    if row.ends_on is not None:
        same = same.filter(starts_on__lt=row.ends_on)
    # A role of no days at all, ended on the day it began, is in nobody's way.
    if same.exclude(ends_on=F("starts_on")).exists() and row.ends_on != row.starts_on:
        message = gettext("This person has this role on some of these days already.")
        raise RuleBroken("role.already_held", message, field="role")


def _somebody_leads(row: ArenaRole, day: date) -> bool:
    if row.role != Role.LEAD:
        return True
    others = ArenaRole.objects.filter(arena=row.arena, role=Role.LEAD, side=row.side, user__is_active=True)
    holding = others.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day), starts_on__lte=day)
    return holding.exclude(user=row.user).exists()


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
