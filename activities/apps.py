from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "activities"

    def ready(self) -> None:
        from activities import (  # noqa: PLC0415 -- need the app registry
            activity_import,
            file_sections,
            findable,
            reading_forms,
            scale_forms,
        )
        from arena import imports, sections  # noqa: PLC0415 -- forms need the app registry
        from arena.search import register  # noqa: PLC0415 -- needs the app registry
        from core.files import Holder, hold  # noqa: PLC0415 -- needs the settings

        hold(Holder(folder="evidence", model="activities.Evidence", size="size_bytes", tenant="activity__arena"))
        register(findable.KIND)
        imports.register(activity_import.KIND)
        for section in (*scale_forms.SECTIONS, reading_forms.SECTION, file_sections.SECTION):
            sections.register(section)
