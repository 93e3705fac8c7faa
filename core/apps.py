"""Makes SQLite search and sort as PostgreSQL does (docs/decisions/0002)."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Core"

    def ready(self) -> None:
        from core.sqlite import teach_scandinavian  # noqa: PLC0415 -- needs the app registry

        connection_created.connect(teach_scandinavian, dispatch_uid="core.teach_scandinavian")
        # Every process knows every task, so that work can be queued by name alone.
        autodiscover_modules("tasks")
