"""Answers as files: the same serializer as JSON, row by row, so a file has no figure of its own."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from django.http.response import HttpResponseBase
from rest_framework.serializers import Serializer

from api.fields import Reading
from core.downloads import XLSX, csv_answer, sheet_answer
from core.export import API_DELIMITER, Cell, CellValue, ExportColumn

# Headings are codes and days are written as ISO does, whoever asks: no language.
NO_LANGUAGE: Final = "und"


def answer(
    columns: list[ExportColumn], rows: Iterable[Mapping[str, Cell | CellValue]], *, form: str, name: str
) -> HttpResponseBase:
    """A file in one of the forms that a list has; CSV is written while it is sent."""
    if form == XLSX:
        return sheet_answer(columns, rows, language=NO_LANGUAGE, title=name, name=f"{name}.{form}")
    return csv_answer(columns, rows, delimiter=API_DELIMITER, name=f"{name}.{form}")


def columns_of(serializer: Serializer) -> list[ExportColumn]:
    """The columns of a serializer, in the order of its fields; nested lists have no column."""
    return [column for field in _cell_fields(serializer) for column in field.columns()]


def rows_of(serializer: Serializer, rows: Iterable[Any]) -> Iterator[dict[str, Cell | CellValue]]:
    """Each row's cells."""
    fields = _cell_fields(serializer)
    for row in rows:
        shown = serializer.to_representation(row)
        yield {key: cell for field in fields for key, cell in field.cells(shown[field.field_name]).items()}


def _cell_fields(serializer: Serializer) -> list[Reading]:
    return [field for field in serializer.fields.values() if isinstance(field, Reading)]
