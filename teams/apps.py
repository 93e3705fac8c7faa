from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "teams"

    def ready(self) -> None:
        """Being in a team makes a person a member of its arena."""
        from arena.queries import MEMBERSHIPS  # noqa: PLC0415 -- needs the app registry
        from teams.queries import arenas_with_membership  # noqa: PLC0415 -- needs the app registry

        MEMBERSHIPS.append(arenas_with_membership)
