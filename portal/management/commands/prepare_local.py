"""manage.py prepare_local: everything a newcomer's machine needs before the server starts, in one process."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

# htmx comes with files for versions and extensions that no page uses.
UNUSED_ASSETS = ["ext", "htm*-4*", "htmx-2.js", "django-htmx.js"]


class Command(BaseCommand):
    # What the checks would say, `make lint` and the tests say; a start should be quick.
    requires_system_checks = []
    help = "Migrates, loads the two arenas, collects assets and prints sign-in links (LOCAL=1)."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.LOCAL:
            raise CommandError("This prepares a newcomer's own machine: LOCAL is not set.")
        call_command("migrate", verbosity=0)
        call_command("load_arena", str(settings.BASE_DIR / "data" / "smice"), if_missing=True, stdout=self.stdout)
        call_command("generate_demo", if_missing=True, stdout=self.stdout)
        if not settings.DEBUG:
            call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=UNUSED_ASSETS)
        # What a server that was stopped left behind.
        call_command("work", stdout=self.stdout)
        call_command("sign_in_links", stdout=self.stdout)
