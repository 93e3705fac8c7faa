"""Which form of the answer: `?format=` decides alone, else the Accept header."""

from collections.abc import Sequence

from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request


class FormatOrAccept(DefaultContentNegotiation):
    """An unknown format is 406, never 404."""

    def select_renderer(
        self, request: Request, renderers: Sequence[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        asked = request.query_params.getlist("format")
        if not asked:
            return super().select_renderer(request, renderers, format_suffix)
        for renderer in renderers:
            if asked == [renderer.format]:
                return renderer, renderer.media_type
        raise NotAcceptable(available_renderers=renderers)
