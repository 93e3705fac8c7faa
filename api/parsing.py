"""The body of a request that writes: one JSON object, read strictly."""

import json
from decimal import Decimal
from typing import IO, Any, Final, NoReturn

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser

# The longest texts of an activity in signs of four bytes, each written as two escapes.
LARGEST_BYTES: Final = 512_000
# Nobody counts in such powers; written out they would fill the memory.
LARGEST_EXPONENT: Final = 30


class TooLarge(APIException):
    """The body is larger than anything this API can need."""

    status_code = 413


class JSONBody(BaseParser):
    """Reads no more than it may take. Numbers with a point stay exact; a name given twice is an error."""

    media_type = "application/json"

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None) -> dict[str, Any]:
        content = stream.read(LARGEST_BYTES + 1)
        if len(content) > LARGEST_BYTES:
            raise TooLarge
        try:
            body = json.loads(
                content.decode("utf-8"), parse_float=_exact, parse_constant=_refuse, object_pairs_hook=_each_once
            )
        except (ValueError, RecursionError):
            raise ParseError(_("Send one JSON object in UTF-8.")) from None
        if not isinstance(body, dict):
            raise ParseError(_("Send one JSON object in UTF-8."))
        return body


def _exact(text: str) -> Decimal:
    number = Decimal(text)
    if abs(number.adjusted()) > LARGEST_EXPONENT:
        raise ValueError(text)
    return number


def _refuse(text: str) -> NoReturn:
    """JSON knows neither NaN nor infinity."""
    raise ValueError(text)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found
