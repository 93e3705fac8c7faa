"""How values stand in an answer: what is unknown says so, and every text says its language.

Each field shows its value once, as JSON; the cells of a file are taken from the same value (`columns`, `cells`).
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from drf_spectacular.drainage import set_override
from rest_framework import serializers

from core.dates import PartialDate
from core.export import UNKNOWN_CELL, Cell, CellStatus, CellValue, ExportColumn

KINDS: Final[Mapping[str, dict[str, Any]]] = {
    "text": {"type": "string"},
    "number": {"type": "integer"},
    "decimal": {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
    "yes_no": {"type": "boolean"},
    "day": {"type": "string", "format": "date"},
    "codes": {"type": "array", "items": {"type": "string"}},
}
LANGUAGE: Final = {"type": "string", "enum": [code for code, _name in settings.LANGUAGES]}
STATUS: Final = {"type": "string", "enum": [status.value for status in CellStatus]}


def plain(value: Any) -> Any:
    """A value as JSON holds it: dates in ISO form, decimals as text without trailing zeros."""
    if isinstance(value, Decimal):
        return format(value, "f").rstrip("0").rstrip(".") if "." in format(value, "f") else format(value, "f")
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat() if isinstance(value, date) else value


def object_of(properties: dict[str, Any], *, nullable: bool = False) -> dict[str, Any]:
    """The schema of an object of which every part is always there."""
    schema = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    return schema | {"nullable": True} if nullable else schema


class Reading(serializers.Field):
    """Reads a row's attribute of the field's own name, or what `read` makes of the row. None is shown, not skipped."""

    def __init__(self, read: Callable[[Any], Any] | None = None, *, schema: Any, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)
        self._read = read
        self.schema = schema
        set_override(self, "field", schema)

    def get_attribute(self, instance: Any) -> Any:
        return instance

    def to_representation(self, instance: Any) -> Any:
        return self.shown(self._read(instance) if self._read else getattr(instance, str(self.field_name)))

    def shown(self, value: Any) -> Any:
        """The value as JSON."""
        return plain(value)

    def columns(self) -> list[ExportColumn]:
        """The columns of a file."""
        name = str(self.field_name)
        return [ExportColumn(name, name)]

    def cells(self, shown: Any) -> dict[str, Cell | CellValue]:
        """The cells of a file from what is shown."""
        return {str(self.field_name): joined(shown)}


class Plain(Reading):
    """A value that is always known; with `nullable` it may be absent, which is known too."""

    def __init__(
        self,
        kind: str = "text",
        read: Callable[[Any], Any] | None = None,
        *,
        nullable: bool = False,
        choices: list[str] | None = None,
        example: Any = None,
    ) -> None:
        super().__init__(read, schema=_schema(kind, choices, example) | ({"nullable": True} if nullable else {}))
        self.kind = kind

    def shown(self, value: Any) -> Any:
        return None if value == "" else plain(value)

    def cells(self, shown: Any) -> dict[str, Cell | CellValue]:
        return {str(self.field_name): cell_value(shown, self.kind)}


class Known(Reading):
    """`{"value": …, "status": …}`: None, an empty text or an empty list is unknown; a Cell says itself what it is."""

    def __init__(
        self,
        kind: str = "text",
        read: Callable[[Any], Any] | None = None,
        *,
        choices: list[str] | None = None,
        example: Any = None,
    ) -> None:
        value = _schema(kind, choices, example) | {"nullable": True}
        super().__init__(read, schema=object_of({"value": value, "status": STATUS}))
        self.kind = kind

    def shown(self, value: Any) -> dict[str, Any]:
        return known(value)

    def columns(self) -> list[ExportColumn]:
        name = str(self.field_name)
        return [ExportColumn(name, name, with_status=True)]

    def cells(self, shown: Any) -> dict[str, Cell | CellValue]:
        return {str(self.field_name): cell_of(shown, self.kind)}


class Translated(Reading):
    """A text the arena owns, in every language it was written in: `{"sv": …, "nb": …, "en": …}`."""

    def __init__(self, read: Callable[[Any], Any] | None = None, *, example: str = "") -> None:
        text: dict[str, Any] = {"type": "string", "nullable": True}
        properties = {code: text | ({"example": example} if code == "en" else {}) for code in LANGUAGE["enum"]}
        super().__init__(read or (lambda row: row), schema=object_of(properties))

    def shown(self, value: Any) -> dict[str, str | None]:
        return {code: getattr(value, f"{self.field_name}_{code}") or None for code in LANGUAGE["enum"]}

    def columns(self) -> list[ExportColumn]:
        return [ExportColumn(f"{self.field_name}_{code}", f"{self.field_name}_{code}") for code in LANGUAGE["enum"]]

    def cells(self, shown: Any) -> dict[str, Cell | CellValue]:
        return {f"{self.field_name}_{code}": text for code, text in shown.items()}


class Written(Reading):
    """A text somebody wrote, with the language it is in: `{"text": …, "language": …}`, or null without text."""

    def __init__(self, *, nullable: bool = True, example: str = "") -> None:
        text = {"type": "string", "example": example} if example else {"type": "string"}
        super().__init__(lambda row: row, schema=object_of({"text": text, "language": LANGUAGE}, nullable=nullable))

    def shown(self, value: Any) -> dict[str, str] | None:
        text = getattr(value, str(self.field_name))
        return {"text": text, "language": value.language} if text else None

    def columns(self) -> list[ExportColumn]:
        name = str(self.field_name)
        return [ExportColumn(name, name), ExportColumn(f"{name}_language", f"{name}_language")]

    def cells(self, shown: Any) -> dict[str, Cell | CellValue]:
        name, text = str(self.field_name), shown or {"text": None, "language": None}
        return {name: text["text"], f"{name}_language": text["language"]}


class When(Reading):
    """A date as exact as it is known: its first and last possible day and the precision."""

    PARTS: Final = ("first", "last", "precision")

    def __init__(self, read: Callable[[Any], PartialDate]) -> None:
        possible = {"type": "string", "format": "date", "nullable": True}
        precision = {"type": "string", "enum": ["day", "month", "year", "unknown"], "example": "month"}
        schema = object_of(
            {
                "first": possible | {"example": "2020-10-01"},
                "last": possible | {"example": "2020-10-31"},
                "precision": precision,
            }
        )
        super().__init__(read, schema=schema)

    def shown(self, value: PartialDate) -> dict[str, str | None]:
        return {"first": plain(value.first), "last": plain(value.last), "precision": value.precision.value}

    def columns(self) -> list[ExportColumn]:
        return [ExportColumn(f"{self.field_name}_{part}", f"{self.field_name}_{part}") for part in self.PARTS]

    def cells(self, shown: Any) -> dict[str, Cell | CellValue]:
        kinds = ("day", "day", "text")
        return {
            f"{self.field_name}_{part}": cell_value(shown[part], kind)
            for part, kind in zip(self.PARTS, kinds, strict=True)
        }


def known(value: Any) -> dict[str, Any]:
    """A value with its status, as JSON."""
    cell = value if isinstance(value, Cell) else Cell(value) if value not in (None, "", []) else UNKNOWN_CELL
    return {"value": plain(cell.value), "status": cell.status.value}


def cell_of(shown: Mapping[str, Any] | None, kind: str) -> Cell:
    """A cell of a value that JSON shows with its status; one that is not shown at all is unknown to the reader."""
    return Cell(cell_value(shown["value"], kind), CellStatus(shown["status"])) if shown else UNKNOWN_CELL


def cell_value(shown: Any, kind: str) -> CellValue:
    """What JSON writes as text, as the number or day it is: a spreadsheet can reckon with it then."""
    if isinstance(shown, str) and kind == "decimal":
        return Decimal(shown)
    if isinstance(shown, str) and kind == "day":
        return date.fromisoformat(shown)
    return joined(shown)


def joined(value: Any) -> CellValue:
    """A value as one cell: codes stand side by side with a space between."""
    return " ".join(str(part) for part in value) if isinstance(value, list) else value


def _schema(kind: str, choices: list[str] | None, example: Any) -> dict[str, Any]:
    schema = dict(KINDS[kind])
    if choices:
        schema["enum"] = choices
    return schema if example is None else schema | {"example": example}
