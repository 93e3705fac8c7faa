"""Reads about people in an arena: who is invited, who acts for which organisation. All visibility of both is here."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date

from allauth.account.models import EmailAddress
from django.core.paginator import Page, Paginator
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.db.models.functions import Coalesce
from django.views.decorators.debug import sensitive_variables

from accounts.models import User
from accounts.principal import Principal, person_key
from arena.enums import ClaimState, Role
from arena.models import Arena, Invitation, Organisation, OrganisationRole
from arena.queries import has_role

# The whole organisation of a row with a link to one: where its mergers end.
WHOLE = Coalesce("organisation__canonical_id", "organisation_id")
PER_PAGE = 25
TOKEN_SHAPE = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


def invitations_visible_to(principal: Principal, arena: Arena, *, on: date) -> QuerySet[Invitation]:
    """Invitations to roles in the arena, the newest first, with country and people.

    Leads see all of them, coordinators those they sent: addresses are for those who need them.
    """
    rows = Invitation.objects.filter(arena=arena, organisation__isnull=True)
    rows = rows.select_related("side", "invited_by", "accepted_by").order_by("-created_at", "-pk")
    if has_role(principal, arena, Role.LEAD, on=on):
        return rows
    is_coordinator = has_role(principal, arena, Role.COORDINATOR, on=on)
    return rows.filter(invited_by_id=person_key(principal)) if is_coordinator else rows.none()


@sensitive_variables("token")
def hash_of(token: str) -> str:
    """What is kept of the token in a mailed link."""
    return hashlib.sha256(token.encode()).hexdigest()


@sensitive_variables("token")
def invitation_with(token: str) -> Invitation | None:
    """The invitation whose link holds `token`, with all that its page names; whoever has the link may read it."""
    if not TOKEN_SHAPE.fullmatch(token):
        return None
    rows = Invitation.objects.select_related("arena", "side", "organisation__canonical", "invited_by", "accepted_by")
    return rows.filter(token_hash=hash_of(token)).first()


@sensitive_variables("email")
def has_proven(user: User, email: str) -> bool:
    """Whether the address is one of the person's own, confirmed by a code that was mailed to it."""
    return EmailAddress.objects.filter(user=user, email__iexact=email, verified=True).exists()


def acts_for(principal: Principal, *, on: date) -> QuerySet[Organisation]:
    """Whole organisations, of any arena, that a person acts for on a day: confirmed, begun, not ended."""
    held = OrganisationRole.objects.filter(_holds(on), user_id=person_key(principal))
    return Organisation.objects.filter(pk__in=held.values(whole=WHOLE))


def _is_past(on: date) -> Q:
    return Q(state=ClaimState.DECLINED) | Q(ends_on__isnull=False, ends_on__lte=on)


def _holds(on: date) -> Q:
    not_ended = Q(ends_on__isnull=True) | Q(ends_on__gt=on)
    return not_ended & Q(state=ClaimState.CONFIRMED, starts_on__lte=on)


def organisation_roles_in(arena: Arena, *, on: date) -> QuerySet[OrganisationRole]:
    """Who acts, asks to act, or has acted for organisations of the arena, with person and organisation.

    Those that wait for an answer come first, the past (`is_past` on that day) comes last.
    """
    past = ExpressionWrapper(_is_past(on), output_field=BooleanField())
    rows = OrganisationRole.objects.filter(organisation__arena=arena).annotate(is_past=past)
    # "asked" comes before "confirmed" and "declined".
    return rows.select_related("organisation__canonical", "user").order_by("is_past", "state", "-asked_on", "-pk")


def organisation_roles_visible_to(principal: Principal, arena: Arena, *, on: date) -> QuerySet[OrganisationRole]:
    """Those a principal may know of: leads and coordinators all, others their own and those of their colleagues.

    Colleagues are people confirmed for an organisation that one acts for oneself today.
    """
    rows = organisation_roles_in(arena, on=on)
    if has_role(principal, arena, Role.LEAD, Role.COORDINATOR, on=on):
        return rows
    if not person_key(principal):
        return rows.none()
    own = acts_for(principal, on=on).values("pk")
    theirs = Q(organisation__in=own) | Q(organisation__canonical__in=own)
    return rows.filter(Q(user_id=person_key(principal)) | (theirs & Q(state=ClaimState.CONFIRMED)))


def of_whole(rows: QuerySet[OrganisationRole], organisation: Organisation) -> QuerySet[OrganisationRole]:
    """Of `rows`, those of a whole organisation and of what was merged into it."""
    return rows.filter(Q(organisation=organisation) | Q(organisation__canonical=organisation))


def open_roles(user: Principal, organisation: Organisation, *, on: date) -> list[OrganisationRole]:
    """What a person asks for or holds of a whole organisation and that is not over: what is confirmed comes first."""
    rows = of_whole(OrganisationRole.objects.select_related("organisation"), organisation)
    return list(rows.filter(user_id=person_key(user)).exclude(_is_past(on)).order_by("-state", "pk"))


def claims_waiting(arena: Arena) -> QuerySet[OrganisationRole]:
    """Questions that wait for the answer of a lead or coordinator."""
    return OrganisationRole.objects.filter(organisation__arena=arena, state=ClaimState.ASKED)


def organisation_roles_of_people_named(
    rows: QuerySet[OrganisationRole], arena: Arena, text: str
) -> QuerySet[OrganisationRole]:
    """Roles with every word of `text` in the person's name or address or the organisation's name."""
    for word in text.split()[:8]:
        person = Q(user__name__icontains=word) | Q(user__email__icontains=word)
        of = Q(organisation__name__icontains=word) | Q(organisation__canonical__name__icontains=word)
        rows = rows.filter(person | of)
    return rows


@dataclass(frozen=True)
class Acting:
    """Who acts for an organisation, as one visitor may see it; `own` is what the visitor asked for or holds."""

    organisation: Organisation
    page: Page[OrganisationRole]
    own: OrganisationRole | None
    is_keeper: bool


def people_of(principal: Principal, organisation: Organisation, *, on: date, page: str | int | None = 1) -> Acting:
    """Who acts for a whole organisation, 25 a page; four queries at most. `arena/_organisation_people.html` shows it.

    A keeper answers questions and sees addresses.
    """
    arena = organisation.arena
    is_keeper = has_role(principal, arena, Role.LEAD, Role.COORDINATOR, on=on)
    rows = of_whole(organisation_roles_visible_to(principal, arena, on=on), organisation)
    own = open_roles(principal, organisation, on=on) if person_key(principal) else []
    return Acting(organisation, Paginator(rows, PER_PAGE).get_page(page), own[0] if own else None, is_keeper)
