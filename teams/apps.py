from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "teams"

    def ready(self) -> None:
        """Being in a team makes a person a member of its arena; teams can be searched for and imported."""
        from arena import imports  # noqa: PLC0415 -- needs the app registry
        from arena.queries import MEMBERSHIPS  # noqa: PLC0415 -- needs the app registry
        from arena.search import register  # noqa: PLC0415 -- needs the app registry
        from teams import team_import  # noqa: PLC0415 -- needs the app registry
        from teams.findable import KIND  # noqa: PLC0415 -- needs the app registry
        from teams.queries import arenas_with_membership  # noqa: PLC0415 -- needs the app registry

        MEMBERSHIPS.append(arenas_with_membership)
        register(KIND)
        imports.register(team_import.KIND)
