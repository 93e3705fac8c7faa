"""The forms an answer takes."""

from collections.abc import Mapping
from typing import Any

from rest_framework.renderers import BaseRenderer
from rest_framework.renderers import JSONRenderer as PlainJSONRenderer


class JSONRenderer(PlainJSONRenderer):
    """JSON in UTF-8; letters beyond ASCII stay as they are."""

    ensure_ascii = False


class CSVRenderer(BaseRenderer):
    """Stands for CSV when the form of the answer is chosen; the file itself is streamed (api/csv_files.py)."""

    media_type = "text/csv"
    format = "csv"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping | None = None
    ) -> bytes:
        raise NotImplementedError("a CSV file is streamed, not rendered")
