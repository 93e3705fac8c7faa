"""Taking a person who erases the account out of what an arena keeps."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext

from accounts.models import User
from arena.actions.keys import revoke_key
from arena.enums import ClaimState
from arena.mails import drop_unsent
from arena.models import Arena, ArenaRole, Invitation, KeyGrant, OrganisationRole
from arena.queries import sides_led_by_nobody_else
from core.errors import RuleBroken
from core.log import log
from core.personal import addressed_to


@transaction.atomic
def forget_in_arenas(*, user: User, addresses: Iterable[str], on: date, at: datetime) -> None:
    """Ends the person's roles on `on`, keeps their rows without the person, and revokes keys and open invitations.

    Refuses `account.only_lead` while a country of a running arena would be left without a lead.
    """
    # Leads who go at the same moment wait for one another here; one order, so that they never wait in a ring.
    held = Arena.objects.filter(roles__user=user).order_by("pk").values("pk")
    list(Arena.objects.select_for_update(of=("self",)).filter(pk__in=held).order_by("pk"))
    left_alone = list(sides_led_by_nobody_else(user, on=on))
    if left_alone:
        raise only_lead(left_alone)
    for role in ArenaRole.objects.filter(user=user).order_by("pk"):
        _forget_role(role, on)
    for claim in OrganisationRole.objects.filter(user=user).select_related("organisation").order_by("pk"):
        _forget_claim(claim, on)
    for grant in KeyGrant.objects.filter(key__owner=user).order_by("pk"):
        revoke_key(grant=grant, actor=None)
    user.api_keys.update(owner=None, revoked=True)
    _forget_invitations(user, addresses, at)
    for arena in Arena.objects.filter(addressed_to(addresses, "contact_email")).order_by("pk"):
        arena.contact_email, arena.version = "", arena.version + 1
        arena.save(update_fields=["contact_email", "version", "changed_at"])
        log("change_arena", arena, actor=None, tenant=arena.pk, fields=["contact_email"])


def only_lead(roles: list[ArenaRole]) -> RuleBroken:
    """The refusal, with the arenas and countries by name."""
    sides = ", ".join(f"{role.arena.name} ({role.side.name})" for role in roles if role.side)
    message = gettext("You are the only project lead here: %(sides)s. Give somebody else the role first.")
    return RuleBroken("account.only_lead", message % {"sides": sides})


def _forget_role(role: ArenaRole, on: date) -> None:
    """What has ended keeps its days; what holds ends; what had not begun never does."""
    holds_later = role.ends_on is None or role.ends_on > on
    role.user = None
    if holds_later:
        role.starts_on, role.ends_on = min(role.starts_on, on), on
    role.full_clean()
    role.save(update_fields=["user", "starts_on", "ends_on"])
    if holds_later:
        log("end_role", role, actor=None, tenant=role.arena_id, fields=["ends_on"], after={"ends_on": on.isoformat()})


def _forget_claim(claim: OrganisationRole, on: date) -> None:
    holds_later = claim.ends_on is None or claim.ends_on > on
    claim.user = None
    if claim.state == ClaimState.CONFIRMED and claim.starts_on and holds_later:
        claim.starts_on, claim.ends_on = min(claim.starts_on, on), on
    elif claim.state == ClaimState.ASKED:
        claim.state = ClaimState.DECLINED
    claim.full_clean()
    claim.save(update_fields=["user", "state", "starts_on", "ends_on", "changed_at"])
    tenant = claim.organisation.arena_id
    log("end_organisation_role", claim, actor=None, tenant=tenant, after={"state": claim.state})


def _forget_invitations(user: User, addresses: Iterable[str], at: datetime) -> None:
    """Open ones to the person or by the person are taken back; no row keeps one of the addresses, no mail the name."""
    to_person = addressed_to(addresses, "email")
    drop_unsent(Invitation.objects.filter(to_person | Q(invited_by=user)))
    open_ones = Invitation.objects.filter(accepted_at__isnull=True, revoked_at__isnull=True)
    for invitation in open_ones.filter(to_person | Q(invited_by=user)).order_by("pk"):
        invitation.revoked_at, invitation.email = at, ""
        invitation.save(update_fields=["revoked_at", "email", "changed_at"])
        log("revoke_invitation", invitation, actor=None, tenant=invitation.arena_id)
    Invitation.objects.filter(to_person).update(email="")
