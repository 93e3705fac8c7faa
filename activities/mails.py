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
