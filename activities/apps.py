from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "activities"

    def ready(self) -> None:
        from activities import scale_forms  # noqa: PLC0415 -- forms need the app registry
        from arena import sections  # noqa: PLC0415 -- forms need the app registry

        for section in scale_forms.SECTIONS:
            sections.register(section)
