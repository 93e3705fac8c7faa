from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "indicators"

    def ready(self) -> None:
        from activities.resting import RESTING  # noqa: PLC0415 -- needs the app registry
        from arena import sections  # noqa: PLC0415 -- forms need the app registry
        from indicators import indicator_forms, resting  # noqa: PLC0415 -- need the app registry

        RESTING.append(resting.demonstrations_resting_on)
        for section in indicator_forms.SECTIONS:
            sections.register(section)
