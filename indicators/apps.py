from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "indicators"

    def ready(self) -> None:
        from arena import sections  # noqa: PLC0415 -- forms need the app registry
        from indicators import indicator_forms  # noqa: PLC0415 -- forms need the app registry

        for section in indicator_forms.SECTIONS:
            sections.register(section)
