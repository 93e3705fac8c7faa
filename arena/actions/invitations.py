"""Inviting somebody to a role by a mailed link: sent, sent again, taken back, accepted."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_variables

from accounts.models import User
from arena.actions.links import PAUSE, check_amount, give_link, take_back_all
from arena.actions.organisation_roles import confirm_by_mail
from arena.actions.roles import check_role, write_role
from arena.actions.sections import lock_arena
from arena.mails import drop_unsent, post_invitation
from arena.models import Arena, ArenaRole, Invitation, Side
from arena.people_queries import has_proven, invitation_with
from arena.rules import is_worth_something
from core.errors import RuleBroken
from core.log import log

# More in one day, from one person, is no invitation any more.
MOST_A_DAY = 50


@sensitive_variables("email", "token", "row")
@transaction.atomic
def invite(
    *,
    arena: Arena,
    email: str,
    role: str,
    side: Side | None,
    ends_on: date | None,
    language: str,
    actor: User,
    on: date,
    at: datetime,
) -> Invitation:
    """Mails a link that gives `role` to whoever proves the address within seven days, from then until `ends_on`.

    The mail is in the language of the account with that address, else in `language`. Refuses what `actor` may not give
    (`role.above_own`), `invitation.ends_too_soon`, `invitation.waits` when the address has the same one already, and
    `invitation.too_many`.
    """
    lock_arena(arena)
    check_role(arena=arena, role=role, side=side, actor=actor, on=on)
    if ends_on is not None and ends_on <= on:
        message = gettext("The role would be over before anybody has it.")
        raise RuleBroken("invitation.ends_too_soon", message, field="ends_on")
    own = Invitation.objects.filter(arena=arena, organisation__isnull=True)
    same = own.filter(email__iexact=email, role=role, side=side, accepted_at__isnull=True, revoked_at__isnull=True)
    if same.filter(expires_at__gt=at).exists():
        message = gettext("An invitation to this role waits for this address already.")
        raise RuleBroken("invitation.waits", message, field="email")
    check_amount(own, by=actor, at=at, most=MOST_A_DAY)
    row = Invitation(arena=arena, email=email.lower(), role=role, side=side, role_ends_on=ends_on, invited_by=actor)
    token = give_link(row, at=at)
    row.full_clean()
    row.save()
    log("invite", row, actor=actor, tenant=arena.pk, after=_terms(row))
    post_invitation(row, token, language)
    return row


@sensitive_variables("token", "row")
@transaction.atomic
def invite_again(*, arena: Arena, key: int, language: str, actor: User, on: date, at: datetime) -> Invitation:
    """Mails a new link, good for seven days from now; the old one is dead. From now on it is `actor` who invites.

    Refuses `invitation.settled`, `invitation.sent_just_now`, and what `actor` may not give.
    """
    row = _unsettled(arena, key)
    check_role(arena=arena, role=row.role, side=row.side, actor=actor, on=on)
    if row.role_ends_on is not None and row.role_ends_on <= on:
        raise RuleBroken("invitation.ends_too_soon", gettext("The role would be over before anybody has it."))
    if at - row.changed_at < PAUSE:
        raise RuleBroken("invitation.sent_just_now", gettext("It was sent a moment ago. Wait five minutes."))
    drop_unsent(Invitation.objects.filter(pk=row.pk))
    token = give_link(row, at=at)
    row.invited_by = actor
    row.save(update_fields=["token_hash", "expires_at", "invited_by", "changed_at"])
    log("invite_again", row, actor=actor, tenant=arena.pk, fields=["expires_at"])
    post_invitation(row, token, language)
    return row


@transaction.atomic
def take_back(*, arena: Arena, key: int, actor: User, at: datetime) -> None:
    """Kills the link and forgets the address. Refuses `invitation.settled`."""
    row = _unsettled(arena, key)
    take_back_all(Invitation.objects.filter(pk=row.pk), at=at)
    log("revoke_invitation", row, actor=actor, tenant=arena.pk)


@sensitive_variables("token", "found", "row")
@transaction.atomic
def accept_invitation(*, token: str, user: User, at: datetime, on: date) -> Invitation:
    """Gives what the link was mailed for to `user`, from today: a role in the arena, or one for an organisation.

    Twice by the same person is as once. Refuses `invitation.dead` for a link that is unknown, used by somebody else,
    taken back or over, or whose sender could not send it today; `invitation.other_address` unless the person has proven
    the invited address; `invitation.role_held`; and `invitation.other_person` for a proof that somebody else asked for.
    """
    found = invitation_with(token)
    if found is None:
        raise dead_link()
    lock_arena(found.arena)
    rows = Invitation.objects.select_for_update(of=("self",))
    rows = rows.select_related("arena", "side", "organisation__canonical", "invited_by")
    row = rows.filter(pk=found.pk, token_hash=found.token_hash).first()
    if row is None:
        raise dead_link()
    if row.accepted_at is not None and row.accepted_by_id == user.pk:
        return row
    if not is_worth_something(row, at=at, on=on):
        raise dead_link()
    if row.organisation_id is None:
        _take_role(row, user, on)
    else:
        _prove(row, user, on)
    row.accepted_at, row.accepted_by, row.email = at, user, ""
    row.save(update_fields=["accepted_at", "accepted_by", "email", "changed_at"])
    log("accept_invitation", row, actor=user, tenant=row.arena_id, after=_terms(row))
    return row


def _take_role(row: Invitation, user: User, on: date) -> None:
    if not has_proven(user, row.email):
        message = gettext("This invitation was sent to another address than those you have confirmed.")
        raise RuleBroken("invitation.other_address", message)
    given = ArenaRole(arena=row.arena, user=user, role=row.role, side=row.side, starts_on=on, ends_on=row.role_ends_on)
    try:
        write_role(given, actor=row.invited_by)
    except RuleBroken as refused:
        message = gettext("You have this role already, so there is nothing to accept.")
        raise RuleBroken("invitation.role_held", message) from refused


def _prove(row: Invitation, user: User, on: date) -> None:
    """The mail shows that the address is at the organisation, the account that it is the person who asked."""
    if row.invited_by_id != user.pk:
        raise RuleBroken("invitation.other_person", gettext("This link is for the person who asked for it."))
    confirm_by_mail(proof=row, on=on)


def dead_link() -> RuleBroken:
    """The one answer to a link that gives nothing, whatever the reason."""
    return RuleBroken("invitation.dead", gettext("This invitation does not work any more."))


def _unsettled(arena: Arena, key: int) -> Invitation:
    """The invitation, locked, while nobody has answered and its address is known."""
    lock_arena(arena)
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("side")
    row = rows.get(arena=arena, organisation__isnull=True, pk=key)
    if row.accepted_at is not None or row.revoked_at is not None or not row.email:
        raise RuleBroken("invitation.settled", gettext("This invitation is over. Send a new one."))
    return row


def _terms(row: Invitation) -> dict[str, object]:
    if row.organisation_id is not None:
        return {"organisation": row.organisation_id}
    until = row.role_ends_on.isoformat() if row.role_ends_on else ""
    return {"role": row.role, "side": row.side.code if row.side else "", "ends_on": until}
