"""manage.py sign_in_links: one-use links for a newcomer's own machine, one per role."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import translation

from accounts.actions import make_sign_in_link
from core.clock import now, today
from portal.local_people import make_local_people


class Command(BaseCommand):
    help = "Prints one-use sign-in links, one per role in both arenas. Only on a newcomer's own machine (LOCAL=1)."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.LOCAL:
            raise CommandError("Sign-in links are made on a newcomer's own machine only: LOCAL is not set.")
        people = make_local_people(on=today())
        width = max(len(person.name) for person, _user in people)
        self.stdout.write("\nTry the arenas as somebody. Each link works once:\n")
        for person, user in people:
            token = make_sign_in_link(user=user, at=now())
            with translation.override(person.language):
                address = reverse("accounts:sign-in-link", args=[token])
            self.stdout.write(f"  {person.name:<{width}}  {settings.BASE_URL}{address}")
        self.stdout.write(f"\nOr look around without signing in: {settings.BASE_URL}/\n")
