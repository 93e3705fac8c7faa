"""Helps somebody who has lost every second step and every recovery code."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.actions import reset_factors
from accounts.queries import user_by_address


class Command(BaseCommand):
    help = "Removes all second steps of a person, signs the person out everywhere and says so by mail."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the address that signs in")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        user = user_by_address(email)
        if user is None:
            raise CommandError(f"Nobody signs in with {email}.")
        count = reset_factors(user=user)
        self.stdout.write(f"Removed {count} second steps of {user.email}.")
