"""Lists as files: which form is asked for, and the answer that carries it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import get_language

from core.export import Cell, CellValue, ExportColumn, csv_rows, page_delimiter, xlsx_file

CSV: Final = "csv"
XLSX: Final = "xlsx"
# What a list is downloaded as: the form's name in the address, and its content type.
TYPES: Final[Mapping[str, str]] = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Rows with what hangs on them that are read in one go: a compromise between memory and the number of queries.
ROWS_AT_ONCE: Final = 500
# Lines are sent together, because each piece costs a write to the network. The first goes by itself, at once.
_PIECE: Final = 16_384


@dataclass(frozen=True, kw_only=True)
class Download:
    """A list as a file: `name` and `title` say of what, `arena` and `on` of whom and when."""

    columns: Sequence[ExportColumn]
    name: str
    title: str
    arena: str
    on: date

    def file_name(self, form: str) -> str:
        """Arena, list and day: smice-activities-2024-01-31.csv."""
        return f"{self.arena}-{self.name}-{self.on.isoformat()}.{form}"

    def answer(self, rows: Iterable[Mapping[str, Cell | CellValue]], form: str) -> HttpResponseBase:
        """The file in one of the TYPES, as the page's language writes numbers and days.

        CSV is sent while its rows are read; a spreadsheet is finished first, on the disk.
        """
        language = get_language() or "en"
        if form == XLSX:
            return sheet_answer(self.columns, rows, language=language, title=self.title, name=self.file_name(form))
        return csv_answer(self.columns, rows, delimiter=page_delimiter(language), name=self.file_name(form))


def form_asked_for(request: HttpRequest) -> str:
    """The form a page is asked for with `?format=`; empty for the page itself."""
    asked = request.GET.get("format", "")
    return asked if asked in TYPES else ""


def csv_answer(
    columns: Sequence[ExportColumn], rows: Iterable[Mapping[str, Cell | CellValue]], *, delimiter: str, name: str
) -> StreamingHttpResponse:
    """CSV that is sent while its rows are read: the first line at once, memory flat."""
    answer = StreamingHttpResponse(_in_pieces(csv_rows(columns, rows, delimiter=delimiter)), content_type=TYPES[CSV])
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer


def sheet_answer(
    columns: Sequence[ExportColumn],
    rows: Iterable[Mapping[str, Cell | CellValue]],
    *,
    language: str,
    title: str,
    name: str,
) -> HttpResponse:
    """A spreadsheet. Packed as it is, even the longest list takes a few megabytes."""
    with xlsx_file(columns, rows, language=language, title=title) as file:
        answer = HttpResponse(file.read(), content_type=TYPES[XLSX])
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer


def _in_pieces(lines: Iterator[bytes]) -> Iterator[bytes]:
    yield next(lines)
    piece = bytearray()
    for line in lines:
        piece += line
        if len(piece) >= _PIECE:
            yield bytes(piece)
            piece.clear()
    if piece:
        yield bytes(piece)
