"""Pages by key: a cursor says after which row the next page starts, so no row is missed when others are added."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

DEFAULT_PAGE_SIZE = 25
MAX_PAGE_SIZE = 100
LARGEST_KEY = 2**63 - 1
PARAMETERS = ("cursor", "page_size")


class ByKey(BasePagination):
    """Pages of a queryset in the order of its keys, or of a list in its own order."""

    def paginate_queryset(self, queryset: QuerySet | Sequence, request: Request, view: object = None) -> list[Any]:
        after, size = self._after(request.query_params), self._size(request.query_params)
        self.url = request.build_absolute_uri()
        if isinstance(queryset, QuerySet):
            rows = list(queryset.filter(pk__gt=after).order_by("pk")[: size + 1])
            last = rows[size - 1].pk if len(rows) > size else None
        else:
            rows = list(queryset[after : after + size + 1])
            last = after + size if len(rows) > size else None
        self.next_cursor = None if last is None else written(last)
        return rows[:size]

    def next_url(self) -> str | None:
        """The address of the next page, or None on the last one."""
        return replace_query_param(self.url, "cursor", self.next_cursor) if self.next_cursor else None

    def get_paginated_response(self, data: Sequence[Any]) -> Response:
        return Response({"next": self.next_url(), "results": data})

    def _after(self, query: Mapping[str, str]) -> int:
        if "cursor" not in query:
            return 0
        key = read(query["cursor"])
        if key is None:
            raise ValidationError({"cursor": [_("Use the address of the next page as it was given.")]})
        return key

    def _size(self, query: Mapping[str, str]) -> int:
        text = query.get("page_size", str(DEFAULT_PAGE_SIZE))
        if not re.fullmatch(r"[0-9]{1,3}", text, re.ASCII) or not 1 <= int(text) <= MAX_PAGE_SIZE:
            raise ValidationError({"page_size": [_("Write a number from 1 to 100.")]})
        return int(text)


def written(key: int) -> str:
    """A key as a cursor."""
    return urlsafe_b64encode(str(key).encode()).decode().rstrip("=")


def read(cursor: str) -> int | None:
    """The key of a cursor, or None when the text is none."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,28}", cursor, re.ASCII):
        return None
    try:
        text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except ValueError:
        return None
    is_key = re.fullmatch(r"[0-9]{1,19}", text) and int(text) <= LARGEST_KEY
    return int(text) if is_key else None
