"""Erasing an account in every room at once, and saying before what that does."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

import accounts.personal
from accounts.erasure import erase_account
from accounts.models import ApiKey, User
from activities.models import Activity, Assessment, CalendarFeed, Evidence, Hypothesis, NotKnownYet, PlanTurn, Revisit
from arena.actions.erasure import forget_in_arenas
from arena.models import ArenaRole, OrganisationRole
from core.forget import forget_person
from core.log import log
from teams.actions import forget_member
from teams.models import Membership


@dataclass(frozen=True)
class Toll:
    """How many rows of each kind an erasure reaches: `roles` only those that are not over."""

    memberships: int
    roles: int
    contributions: int
    keys: int
    calendars: int


def toll_of(user: User, *, on: date) -> Toll:
    """What erasing the account would reach."""
    rows = (
        Activity.objects.filter(logged_by=user),
        Assessment.objects.filter(rater=user),
        PlanTurn.objects.filter(noted_by=user),
        NotKnownYet.objects.filter(said_by=user),
        Hypothesis.objects.filter(written_by=user),
        Revisit.objects.filter(seen_by=user),
        Evidence.everything.filter(added_by=user),
    )
    not_over = Q(ends_on__isnull=True) | Q(ends_on__gt=on)
    return Toll(
        memberships=Membership.objects.filter(user=user).count(),
        roles=sum(model.objects.filter(not_over, user=user).count() for model in (ArenaRole, OrganisationRole)),
        contributions=sum(found.count() for found in rows),
        keys=ApiKey.objects.filter(owner=user, revoked=False).count(),
        calendars=CalendarFeed.objects.filter(user=user).count(),
    )


@transaction.atomic
def erase_person(*, user: User, on: date, at: datetime) -> None:
    """Erases the account: nothing of the person is left, and what was done stays without the person.

    One transaction. The log keeps the key of the account, so that an erasure can be done again after a restore from
    a backup. Refuses `account.only_lead`.
    """
    person = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    toll = toll_of(person, on=on)
    addresses = {person.email, *(address.email for address in accounts.personal.addresses_of(person))}
    forget_in_arenas(user=person, addresses=addresses, on=on, at=at)
    forget_member(user=person, on=on)
    forget_person(user=person, addresses=addresses)
    after = {"memberships": toll.memberships, "roles": toll.roles, "keys": toll.keys}
    log("erase_account", person, actor=None, tenant=None, after=after)
    erase_account(user=person, addresses=addresses)
