"""Mails to members, in the member's language."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from core.mails import post
from teams.models import Membership


def post_welcome(membership: Membership) -> None:
    """Posts the welcome of one membership that still holds; names are plain text in the body, never in a header."""
    person = membership.user
    if person is None or person.is_local or not person.is_active or membership.ended_on is not None:
        return
    with translation.override(person.language or settings.LANGUAGE_CODE):
        address = reverse("teams:page", args=[membership.team.arena.slug, membership.team.slug])
        words = {"membership": membership, "team": membership.team, "address": f"{settings.BASE_URL}{address}"}
        post(
            key=f"teams.welcome {membership.pk}",
            purpose="teams.welcome",
            subject=render_to_string("teams/mail/welcome_subject.txt", words),
            body=render_to_string("teams/mail/welcome.txt", words),
            user=person,
            tenant=membership.team.arena_id,
        )
