"""manage.py load_geography: regions and municipalities of Norway and Sweden."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.loading.geography import load_geography
from portal.loading.tables import NotLoadable


class Command(BaseCommand):
    help = "Loads regions and municipalities. Running it again writes only what changed."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            written = load_geography(settings.BASE_DIR / "data" / "geography")
        except NotLoadable as refused:
            raise CommandError("\n".join(map(str, refused.problems)), returncode=2) from refused
        self.stdout.write(f"{written['regions']} regions and {written['municipalities']} municipalities written.")
