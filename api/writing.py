"""What every resource that can be written does alike: who may, once, and never over somebody else's change."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException, ErrorDetail, NotAuthenticated, ValidationError
from rest_framework.serializers import Serializer

from api.etags import etag_of, fingerprint_of, versions_in
from api.inputs import Body, BodyRefused
from api.renderers import JSONRenderer
from api.views import ArenaView, refuse_unreadable
from core.models import Versioned
from core.writes import FirstAnswer, once_for_program

KEY_SHAPE = re.compile(r"[\x21-\x7e]{1,255}")


@dataclass(frozen=True)
class Write:
    """One way to write, for the document and for the view."""

    operation: str
    summary: str | Promise
    about: str | Promise
    body: type[Body]
    answer: type[Serializer]
    example: Mapping[str, Any]


class VersionMissing(APIException):
    """Whoever changes a row says which version of it was read."""

    status_code = 428


class Writable(ArenaView):
    """A resource that programs may write, with a key that acts for a person. `writes` says how, by method."""

    writes: Mapping[str, Write] = {}

    def get_renderers(self) -> list[Any]:
        return super().get_renderers() if self.request.method not in self.writes else [JSONRenderer()]

    def begin(self, slug: str) -> None:
        """Finds the arena for somebody whose key may write in it; a session is worth nothing here."""
        refuse_unreadable(self.request, {})
        self.enter(slug)
        key = self.request.auth
        if key is None:
            raise NotAuthenticated(_("Send an API key that may write in the header Authorization: Bearer."))
        if not key.grant.may_write or key.grant.arena_id != self.arena.pk:
            raise PermissionDenied

    def sent(self, *, partial: bool = False) -> dict[str, Any]:
        """The fields of the body that were sent."""
        body = self.writes[str(self.request.method)].body(
            data=self.request.data, partial=partial, context={"view": self}
        )
        if not body.is_valid():
            raise BodyRefused(body.errors)
        return body.validated_data

    def once(self, write: Callable[[], tuple[str, Mapping[str, Any]]]) -> HttpResponse:
        """201 with the address and the text of what `write` made; the same request again gets the same answer."""
        key, person = self.request.META.get("HTTP_IDEMPOTENCY_KEY", "").strip(), self.request.user

        def answer() -> FirstAnswer:
            address, shown = write()
            return FirstAnswer(address, json.dumps(shown, ensure_ascii=False))

        if not KEY_SHAPE.fullmatch(key):
            message = _("Send a key of your own that no other request has, such as a UUID.")
            raise ValidationError({"Idempotency-Key": [ErrorDetail(message, "required")]})
        first = once_for_program(
            key=key,
            scope=self.request.auth.prefix,
            sent=json.dumps(self.request.data, sort_keys=True, default=str),
            purpose=f"api {self.request.path}"[:60],
            owner=str(person.pk),
            write=answer,
        )
        response = HttpResponse(first.text, status=201, content_type="application/json")
        response["Location"] = first.address
        return response

    def version_named(self, row: Versioned) -> int:
        """The version that If-Match names: the row's own, or one that it no longer has."""
        versions = versions_in(self.request.META.get("HTTP_IF_MATCH", ""))
        if not self.request.META.get("HTTP_IF_MATCH", "").strip(" *"):
            raise VersionMissing
        return row.version if row.version in versions else 0

    def changed(self, row: Versioned, shown: Mapping[str, Any]) -> HttpResponse:
        """200 with the row as it stands now, and its ETag."""
        fingerprint = fingerprint_of(self.request, self.arena, on=self.on)
        response = HttpResponse(json.dumps(shown, ensure_ascii=False), content_type="application/json")
        response["ETag"] = etag_of(fingerprint, row.version)
        return response
