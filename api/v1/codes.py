"""Countries, themes and priorities of a row, which comes with them as texts: a list asks for each once."""

from typing import Any

from api.fields import Known, Plain


class SideCodes(Known):
    """Codes of countries from west to east, from a text such as "SE,NO" (`side_codes`)."""

    def __init__(self) -> None:
        super().__init__("codes", example=["NO", "SE"])

    def to_representation(self, instance: Any) -> dict[str, Any]:
        codes = (instance.side_codes or "").split(",")
        return self.shown([side.code for side in self.context["view"].sides if side.code in codes])


class ThemeKeys(Plain):
    """Keys of themes in the arena's order, from a text of their numbers such as "7,9" (`theme_keys`)."""

    def __init__(self) -> None:
        super().__init__("codes", example=["textiles"])

    def to_representation(self, instance: Any) -> list[str]:
        numbers = (instance.theme_keys or "").split(",")
        return [key for number, key in self.context["view"].themes if str(number) in numbers]


class PriorityKeys(Plain):
    """Keys of S3 priorities in the arena's order, from a text of their numbers such as "3,4" (`priority_keys`)."""

    def __init__(self) -> None:
        super().__init__("codes", example=["bioeconomy"])

    def to_representation(self, instance: Any) -> list[str]:
        numbers = (instance.priority_keys or "").split(",")
        return [key for number, key in self.context["view"].priorities if str(number) in numbers]
