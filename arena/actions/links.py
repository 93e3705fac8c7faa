"""Mailed links: each is made for one address, works once, and only its hash is kept."""

import secrets
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_variables

from accounts.models import User
from arena.mails import drop_unsent
from arena.models import Invitation
from arena.people_queries import hash_of
from core.errors import RuleBroken

LASTS: Final = timedelta(days=7)
# Between two mails to the same address: enough for the first to arrive.
PAUSE: Final = timedelta(minutes=5)
DAY: Final = timedelta(days=1)


@sensitive_variables("token")
def give_link(invitation: Invitation, *, at: datetime) -> str:
    """Gives the invitation a new link for seven days and returns its token; any earlier link is dead. Saves nothing."""
    token = secrets.token_urlsafe(32)
    invitation.token_hash, invitation.expires_at = hash_of(token), at + LASTS
    return token


def check_amount(sent: QuerySet[Invitation], *, by: User, at: datetime, most: int) -> None:
    """Refuses `invitation.too_many` when somebody has made `most` of these within a day: our mail floods nobody."""
    if sent.filter(invited_by=by, created_at__gt=at - DAY).count() >= most:
        raise RuleBroken("invitation.too_many", gettext("You have sent many invitations today. Go on tomorrow."))


def take_back_all(waiting: QuerySet[Invitation], *, at: datetime) -> int:
    """Kills the links of those that nobody has accepted, mailed or not, and forgets their addresses."""
    unanswered = waiting.filter(accepted_at__isnull=True, revoked_at__isnull=True)
    drop_unsent(unanswered)
    return unanswered.update(revoked_at=at, email="", changed_at=at)


def forget_over(*, at: datetime) -> int:
    """Forgets the address of every invitation that was not used in time, or that is settled; says of how many."""
    over = Q(expires_at__lte=at) | Q(accepted_at__isnull=False) | Q(revoked_at__isnull=False)
    return Invitation.objects.filter(over).exclude(email="").update(email="", changed_at=at)
