"""manage.py rebuild_search: brings what search reads to what the rows say."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from arena.models import Arena
from arena.search import mend


class Command(BaseCommand):
    help = (
        "Compares everything that can be found with what search knows of it, and writes what differs. Every write "
        "keeps the search and every night compares: run it after an upgrade that changes how words are cut, or after "
        "rows were written past the program."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--arena", metavar="SLUG", help="one arena instead of all")

    def handle(self, *args: Any, arena: str | None, **options: Any) -> None:
        row = Arena.objects.filter(slug=arena).first() if arena else None
        if arena and row is None:
            raise CommandError(f"There is no arena with the address {arena}.")
        self.stdout.write(f"{mend(row)} documents written anew.")
