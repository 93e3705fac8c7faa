"""People who act for organisations: asked for, confirmed by a coordinator or by mail, ended, never deleted."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_variables

from accounts.models import User
from arena.actions.links import check_amount, give_link, take_back_all
from arena.actions.sections import lock_arena
from arena.enums import ClaimState
from arena.mail_domains import is_at
from arena.mails import post_proof
from arena.models import Arena, Invitation, Organisation, OrganisationRole
from arena.people_queries import open_roles
from core.errors import RuleBroken
from core.log import log
from core.writes import lock_marked

# What a page about a role for an organisation changes.
MARKED = ("state", "ends_on")
# Mails that one person can have sent to addresses of their choice within a day.
MOST_PROOFS_A_DAY = 5


@transaction.atomic
def ask_to_act(*, organisation: Organisation, user: User, on: date) -> OrganisationRole:
    """Notes that somebody wants to act for a whole organisation; leads and coordinators answer.

    Asking again changes nothing. Refuses `claim.acts_already`.
    """
    lock_arena(organisation.arena)
    known = open_roles(user, organisation, on=on)
    if known and known[0].state == ClaimState.CONFIRMED:
        raise RuleBroken("claim.acts_already", gettext("You act for this organisation already."))
    if known:
        return known[0]
    row = OrganisationRole(organisation=organisation, user=user, state=ClaimState.ASKED, asked_on=on)
    row.full_clean()
    row.save()
    _log("ask_to_act", row, user)
    return row


@sensitive_variables("email", "token", "row")
@transaction.atomic
def prove_by_mail(*, organisation: Organisation, user: User, email: str, on: date, at: datetime) -> Invitation:
    """Mails a link to an address at the organisation's own domain; who opens it as `user` is confirmed at once.

    Asks to act first, so that a coordinator can answer instead. A link that was mailed before is dead. Refuses
    `claim.other_domain`, `claim.acts_already` and `invitation.too_many`.
    """
    ask_to_act(organisation=organisation, user=user, on=on)
    if not is_at(email, organisation.mail_domain):
        message = gettext("Write an address that ends with @%(domain)s.") % {"domain": organisation.mail_domain}
        raise RuleBroken("claim.other_domain", message, field="email")
    proofs = Invitation.objects.filter(organisation__isnull=False)
    check_amount(proofs, by=user, at=at, most=MOST_PROOFS_A_DAY)
    _drop_proofs(organisation, user, at)
    row = Invitation(arena=organisation.arena, organisation=organisation, email=email.lower(), invited_by=user)
    token = give_link(row, at=at)
    row.full_clean()
    row.save()
    log("mail_proof", row, actor=user, tenant=row.arena_id)
    post_proof(row, token)
    return row


@transaction.atomic
def confirm_by_mail(*, proof: Invitation, on: date) -> OrganisationRole:
    """Confirms the role of who asked for the proof, from today. The caller holds the arena's lock and checked the
    proof.

    Refuses `claim.gone` when nobody asks any more.
    """
    organisation, user = proof.organisation, proof.invited_by
    asked = open_roles(user, organisation.canonical or organisation, on=on) if organisation and user else []
    if not asked or asked[0].state != ClaimState.ASKED:
        raise RuleBroken("claim.gone", gettext("Nobody asks to act for this organisation any more."))
    row = asked[0]
    row.state, row.starts_on, row.is_confirmed_by_mail = ClaimState.CONFIRMED, on, True
    row.save(update_fields=["state", "starts_on", "is_confirmed_by_mail", "changed_at"])
    _log("confirm_organisation_role", row, user, by_mail=True)
    return row


@transaction.atomic
def answer_claim(
    *, arena: Arena, key: int, mark: str, is_confirmed: bool, actor: User, on: date, at: datetime
) -> OrganisationRole:
    """Confirms the role from today, or declines it. Links that were mailed to prove it are dead.

    Refuses a stale page with `StaleVersion`, `claim.answered`, `claim.nobody` for a person who has left, and
    `claim.own`: nobody confirms themselves.
    """
    lock_arena(arena)
    row = _locked(arena, key, mark)
    if row.state != ClaimState.ASKED:
        raise RuleBroken("claim.answered", gettext("This has been answered already."))
    if row.user_id is None:
        raise RuleBroken("claim.nobody", gettext("The person has left."))
    if row.user_id == actor.pk:
        message = gettext("You asked for this yourself. Another coordinator or project lead answers.")
        raise RuleBroken("claim.own", message, field="state")
    row.state = ClaimState.CONFIRMED if is_confirmed else ClaimState.DECLINED
    row.starts_on, row.confirmed_by = (on, actor) if is_confirmed else (None, None)
    row.full_clean()
    row.save(update_fields=["state", "starts_on", "confirmed_by", "changed_at"])
    _drop_proofs(row.organisation, row.user, at)
    _log("confirm_organisation_role" if is_confirmed else "decline_organisation_role", row, actor)
    return row


@transaction.atomic
def end_organisation_role(
    *, arena: Arena, key: int, mark: str, ends_on: date | None, actor: User, on: date
) -> OrganisationRole:
    """Sets the first day on which the person acts for the organisation no more; None keeps it without an end.

    Refuses a stale page with `StaleVersion`, `claim.ended` for what is over or never held, and
    `claim.ends_before_start`.
    """
    lock_arena(arena)
    row = _locked(arena, key, mark)
    if row.state != ClaimState.CONFIRMED or row.starts_on is None or (row.ends_on is not None and row.ends_on <= on):
        raise RuleBroken("claim.ended", gettext("This is over. Ask again to begin anew."))
    if ends_on is not None and ends_on < row.starts_on:
        message = gettext("The role cannot end before it starts.")
        raise RuleBroken("claim.ends_before_start", message, field="ends_on")
    row.ends_on = ends_on
    row.full_clean()
    row.save(update_fields=["ends_on", "changed_at"])
    _log("end_organisation_role", row, actor)
    return row


@transaction.atomic
def stop_acting(*, organisation: Organisation, user: User, on: date, at: datetime) -> None:
    """Ends what the person holds for a whole organisation, from today; takes back what waits for an answer.

    A question that nobody has answered is deleted: it never held. Nothing to stop is as good as stopped.
    """
    lock_arena(organisation.arena)
    for row in open_roles(user, organisation, on=on):
        if row.state == ClaimState.ASKED:
            _log("withdraw_organisation_role", row, user)
            row.delete()
            continue
        row.ends_on = max(on, row.starts_on or on)
        row.save(update_fields=["ends_on", "changed_at"])
        _log("end_organisation_role", row, user)
    _drop_proofs(organisation, user, at)


def _locked(arena: Arena, key: int, mark: str) -> OrganisationRole:
    rows = OrganisationRole.objects.filter(organisation__arena=arena).select_related("organisation", "user").order_by()
    return lock_marked(rows, key=key, names=MARKED, mark=mark)


def _drop_proofs(organisation: Organisation, user: User | None, at: datetime) -> None:
    """Kills the links that the person had mailed to prove it."""
    whole = organisation.canonical_id or organisation.pk
    own = Invitation.objects.filter(invited_by=user, organisation__isnull=False)
    take_back_all(own.filter(organisation=whole) | own.filter(organisation__canonical=whole), at=at)


def _log(verb: str, row: OrganisationRole, actor: User | None, *, by_mail: bool = False) -> None:
    days = {name: day.isoformat() for name, day in (("starts_on", row.starts_on), ("ends_on", row.ends_on)) if day}
    after = {"organisation": row.organisation_id, "by_mail": by_mail, **days}
    log(verb, row, actor=actor, tenant=row.organisation.arena_id, after=after)
