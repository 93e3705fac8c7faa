"""Answers as CSV: the same serializer as JSON, row by row, so a file has no figure of its own."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.http import StreamingHttpResponse
from rest_framework.serializers import Serializer

from api.fields import Reading
from core.export import API_DELIMITER, Cell, CellValue, ExportColumn, csv_rows

# A list of up to so many rows is read in one go: the number of queries does not grow with them.
ROWS_AT_ONCE = 2000


def streamed(name: str, columns: list[ExportColumn], rows: Iterable[Mapping[str, Any]]) -> StreamingHttpResponse:
    """A file that is written while it is sent."""
    content = csv_rows(columns, rows, delimiter=API_DELIMITER)
    response = StreamingHttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


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
