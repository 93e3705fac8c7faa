from django.apps import AppConfig


class ArenaConfig(AppConfig):
    name = "arena"

    def ready(self) -> None:
        from arena import frame_sections, people_sections, sections  # noqa: PLC0415 -- forms need the app registry

        for section in (*frame_sections.SECTIONS, *people_sections.SECTIONS):
            sections.register(section)
