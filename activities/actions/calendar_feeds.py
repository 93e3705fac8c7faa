"""A person's own calendar addresses: made, used, ended."""

import secrets
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from accounts.models import User
from activities.models import CalendarFeed
from arena.models import Arena
from arena.people_queries import hash_of
from core.errors import RuleBroken
from core.log import log
from core.text import clean_line

# One for each program that a person uses.
MOST_PER_PERSON: Final = 5
LAST_USE_IS_KEPT_EVERY: Final = timedelta(hours=1)


@transaction.atomic
@sensitive_variables("token")
def make_feed(*, arena: Arena, owner: User, name: str, scope: str) -> tuple[CalendarFeed, str]:
    """Makes an address for a person and gives it with its secret, which is kept nowhere and cannot be given again.

    Refuses `feed.too_many`.
    """
    User.objects.select_for_update(of=("self",)).get(pk=owner.pk)
    if CalendarFeed.objects.filter(user=owner, arena=arena).count() >= MOST_PER_PERSON:
        message = _("You have five addresses here, which is the most. End one that you no longer use.")
        raise RuleBroken("feed.too_many", message)
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed(user=owner, arena=arena, name=clean_line(name, 50), scope=scope, token_hash=hash_of(token))
    feed.full_clean()
    feed.save()
    log("make_calendar_feed", feed, actor=owner, tenant=arena.pk, after={"scope": scope})
    return feed, token


@transaction.atomic
def end_feed(*, feed: CalendarFeed, actor: User) -> None:
    """Ends an address at once and for ever: nothing is left of it but the log. Twice is as good as once."""
    if found := CalendarFeed.objects.select_for_update(of=("self",)).filter(pk=feed.pk).first():
        CalendarFeed.objects.filter(pk=found.pk).delete()
        log("end_calendar_feed", found, actor=actor, tenant=found.arena_id)


def note_feed_use(*, feed: CalendarFeed, at: datetime) -> None:
    """Keeps when the address was last used, to the hour; from where is not kept."""
    if feed.last_used_at is None or at - feed.last_used_at >= LAST_USE_IS_KEPT_EVERY:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_used_at=at)
