from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class ArenaConfig(AppConfig):
    name = "arena"

    def ready(self) -> None:
        from accounts import second_factor  # noqa: PLC0415 -- all of these need the app registry
        from arena import (  # noqa: PLC0415
            findable,
            frame_sections,
            imports,
            organisation_import,
            people_sections,
            queries,
            search_sections,
            sections,
        )
        from arena.search import register  # noqa: PLC0415
        from core.files import Holder, hold  # noqa: PLC0415

        register(findable.KIND)
        imports.register(organisation_import.KIND)
        hold(Holder(folder="imports", model="arena.ImportRun"))
        for section in (*frame_sections.SECTIONS, *people_sections.SECTIONS, *search_sections.SECTIONS):
            sections.register(section)
        self.check_second_factor_roles()
        second_factor.NEEDED.append(
            lambda person, on: queries.holds_any_role(person, settings.SECOND_FACTOR_ROLES, on=on)
        )

    @staticmethod
    def check_second_factor_roles() -> None:
        """A misspelt role would ask nobody for a second step."""
        from arena.enums import Role  # noqa: PLC0415 -- needs the app registry

        if unknown := set(settings.SECOND_FACTOR_ROLES) - set(Role.values):
            raise ImproperlyConfigured(f"SECOND_FACTOR_ROLES names no role: {', '.join(sorted(unknown))}")
