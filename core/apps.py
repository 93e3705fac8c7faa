"""Makes SQLite search and sort as PostgreSQL does (docs/decisions/0002)."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Core"

    def ready(self) -> None:
        from core.aside import HOLDER  # noqa: PLC0415 -- needs the settings
        from core.files import hold  # noqa: PLC0415 -- the same
        from core.sqlite import teach_scandinavian  # noqa: PLC0415 -- needs the app registry

        hold(HOLDER)
        connection_created.connect(teach_scandinavian, dispatch_uid="core.teach_scandinavian")
        # Every process knows every task, so that work can be queued by name alone.
        autodiscover_modules("tasks")
