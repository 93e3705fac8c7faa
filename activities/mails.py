"""Mails about activities, in the reader's language."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from activities.models import Evidence
from arena.models import Arena
from core.mails import post
from core.text import without_links

# So many files are named; how many there are is always said.
MOST_NAMED = 20


def post_damage(person: User, arena: Arena, rows: Sequence[Evidence], *, at: datetime) -> None:
    """Posts which stored files are damaged; titles are plain text in the body, never a link."""
    if person.is_local:
        return
    with translation.override(person.language or settings.LANGUAGE_CODE):
        words = {
            "arena": without_links(arena.name),
            "n": len(rows),
            "n_more": max(0, len(rows) - MOST_NAMED),
            "lines": [
                (without_links(row.title), without_links(row.activity.title), row.get_damage_display())
                for row in rows[:MOST_NAMED]
            ],
            "address": f"{settings.BASE_URL}{reverse('arena:section', args=[arena.slug, 'files'])}",
        }
        post(
            key=f"activities.damage {arena.pk} {person.pk} {at.timestamp():.6f}",
            purpose="activities.damage",
            subject=render_to_string("activities/mail/damage_subject.txt", words),
            body=render_to_string("activities/mail/damage.txt", words),
            user=person,
            tenant=arena.pk,
        )


def post_checks(person: User, due: Sequence[tuple[Arena, int]], *, key: str) -> None:
    """Posts how many activities of which arenas are due for a check; no activity and no company is named."""
    with translation.override(person.language or settings.LANGUAGE_CODE):
        words = {
            "n": sum(n for _arena, n in due),
            "lines": [
                (without_links(arena.name), n, f"{settings.BASE_URL}{reverse('activities:checks', args=[arena.slug])}")
                for arena, n in due
            ],
            "account": f"{settings.BASE_URL}{reverse('accounts:profile')}",
        }
        post(
            key=key,
            purpose="activities.checks",
            subject=render_to_string("activities/mail/checks_subject.txt", words),
            body=render_to_string("activities/mail/checks.txt", words),
            user=person,
            tenant=due[0][0].pk if len(due) == 1 else None,
        )
