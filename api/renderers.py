"""The forms an answer takes."""

from collections.abc import Mapping
from typing import Any

from rest_framework.renderers import BaseRenderer
from rest_framework.renderers import JSONRenderer as PlainJSONRenderer

from core.downloads import CSV, TYPES, XLSX


class JSONRenderer(PlainJSONRenderer):
    """JSON in UTF-8; letters beyond ASCII stay as they are."""

    ensure_ascii = False


class FileRenderer(BaseRenderer):
    """Stands for a file when the form of the answer is chosen; the file itself is made elsewhere (api/files.py)."""

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping | None = None
    ) -> bytes:
        raise NotImplementedError("a file is sent, not rendered")


class CSVRenderer(FileRenderer):
    """Text, sent while it is written."""

    media_type = "text/csv"
    format = CSV


class XLSXRenderer(FileRenderer):
    """A spreadsheet."""

    media_type = TYPES[XLSX]
    format = XLSX
    charset = None
