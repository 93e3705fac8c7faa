"""What every resource of the API does alike: refuse what it does not know, answer 304 cheaply."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any
from unicodedata import category

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import AuthenticationFailed, ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from api import files, pagination
from api.etags import etag_of, fingerprint_of, named_in
from api.negotiation import FormatOrAccept
from api.openapi import LONGEST_VALUE, ApiSchema, parameter
from api.pagination import ByKey
from api.renderers import CSVRenderer, JSONRenderer, XLSXRenderer
from arena.access import Visitor
from arena.actions.keys import note_key_use
from arena.models import Arena, Priority, Side, Theme
from arena.queries import arenas_visible_to
from core.clock import now, today
from core.downloads import ROWS_AT_ONCE, TYPES
from core.text import UNREADABLE

# The forms of every list.
LIST_FORMS: Sequence[type] = (JSONRenderer, CSVRenderer, XLSXRenderer)
SLUG = OpenApiParameter("slug", str, OpenApiParameter.PATH, description=_("The arena's address, such as smice."))


class ApiView(APIView):
    """Authenticates, counts, and gives every answer its headers."""

    http_method_names = ["get", "head", "options", "post", "patch"]
    content_negotiation_class = FormatOrAccept
    renderer_classes: Sequence[type] = [JSONRenderer]
    metadata_class = None
    schema = None

    def perform_authentication(self, request: Request) -> None:
        """Wrong keys count against their network; a read with a right key is noted."""
        try:
            key = request.auth
        except AuthenticationFailed:
            self.check_throttles(request)
            raise
        if key is not None:
            note_key_use(key=key, path=request.path, at=now())

    def options(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponse(status=204)

    def finalize_response(self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(response, ("Authorization", "Accept"))
        has_key = "HTTP_AUTHORIZATION" in request.META
        response["Cache-Control"] = "private, no-store" if has_key else "private, no-cache"
        return response


class NothingHere(ApiView):
    """Every address under the API that leads nowhere."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise Http404

    def get(self, request: Request, **kwargs: Any) -> Response:
        raise Http404


class ArenaView(ApiView):
    """A resource of an arena. Subclasses say what they are (`operation`, `summary`, `about`) and make the answer."""

    schema = ApiSchema()
    operation = ""
    summary: str | Promise = ""
    about: str | Promise = ""
    serializer_class: type[Serializer]
    path_parameters: Sequence[OpenApiParameter] = (SLUG,)
    query_parameters: Sequence[OpenApiParameter] = ()
    arena: Arena
    # Of the row that the answer is about, once it is found; it stands in the ETag, so that a change can name it.
    version: int | None = None

    def get(self, request: Request, slug: str, **kwargs: Any) -> HttpResponseBase:
        refuse_unreadable(request, {one.name: one.enum for one in self.parameters()} | {"format": None})
        self.enter(slug)
        fingerprint = fingerprint_of(request, self.arena, on=self.on)
        known = named_in(request.META.get("HTTP_IF_NONE_MATCH", ""), fingerprint)
        response = HttpResponseNotModified() if known else self.answer(**kwargs)
        response["ETag"] = known or etag_of(fingerprint, self.version)
        return response

    def enter(self, slug: str) -> None:
        """Finds the arena, if it is open to whoever asks. A key is worth something in its own arena alone."""
        if self.request.auth is not None and self.request.auth.grant.arena.slug != slug:
            self.request.user = AnonymousUser()
        self.on = today()
        visible = arenas_visible_to(self.request.user, on=self.on).prefetch_related(None)
        self.arena = get_object_or_404(visible, slug=slug)
        self.visitor = Visitor(self.request.user, self.arena, self.on)

    def answer(self, **kwargs: Any) -> HttpResponseBase:
        """The answer to a request that may be read."""
        raise NotImplementedError

    def parameters(self) -> list[OpenApiParameter]:
        """What the query may hold besides `format`."""
        return list(self.query_parameters)

    def answer_serializer(self) -> Any:
        """What the answer looks like, for the document."""
        return self.serializer_class

    def serializer(self) -> Serializer:
        """The serializer, which may ask the view what this visitor sees."""
        return self.serializer_class(context={"view": self})

    @cached_property
    def sides(self) -> list[Side]:
        """The arena's sides from west to east."""
        return list(Side.objects.filter(arena=self.arena).order_by("position"))

    @cached_property
    def themes(self) -> list[tuple[int, str]]:
        """Number and key of the arena's themes, in its order."""
        return list(Theme.objects.filter(arena=self.arena).order_by("position", "key").values_list("pk", "key"))

    @cached_property
    def priorities(self) -> list[tuple[int, str]]:
        """Number and key of the arena's S3 priorities, in its order."""
        rows = Priority.objects.filter(arena=self.arena).order_by("side__position", "key")
        return list(rows.values_list("pk", "key"))

    @property
    def file_form(self) -> str:
        """The form of file that is asked for; empty for JSON."""
        form = self.request.accepted_renderer.format
        return form if form in TYPES else ""


class ArenaListView(ArenaView):
    """A list: pages of JSON, or one file of all rows that the filters leave."""

    renderer_classes = LIST_FORMS
    page_parameters = (
        parameter("cursor", _("Where the next page starts, from the address in next.")),
        parameter("page_size", _("Rows on a page."), {"type": "integer", "minimum": 1, "maximum": 100}),
    )

    def rows(self, **kwargs: Any) -> QuerySet | Sequence[Any]:
        """All rows in a fixed order."""
        raise NotImplementedError

    def parameters(self) -> list[OpenApiParameter]:
        return [*self.query_parameters, *self.page_parameters]

    def answer_serializer(self) -> Any:
        return page_of(self.serializer_class)

    def answer(self, **kwargs: Any) -> HttpResponseBase:
        rows = self.rows(**kwargs)
        serializer = self.serializer()
        if self.file_form:
            refuse_paging(self.request)
            return self.file(serializer, rows)
        pages = ByKey()
        page = pages.paginate_queryset(rows, self.request)
        return pages.get_paginated_response([serializer.to_representation(row) for row in page])

    def file(self, serializer: Serializer, rows: QuerySet | Sequence[Any]) -> HttpResponseBase:
        """All rows."""
        found: Iterable[Any] = rows
        if isinstance(rows, QuerySet):
            found = rows.order_by("pk").iterator(chunk_size=ROWS_AT_ONCE)
        columns, lines = files.columns_of(serializer), files.rows_of(serializer, found)
        return files.answer(columns, lines, form=self.file_form, name=self.file_name())

    def file_name(self) -> str:
        """The name of the file without its ending."""
        return f"{self.arena.slug}-{self.operation.partition('_')[0]}"


@cache
def page_of(serializer_class: type[Serializer]) -> Serializer:
    """What a page of a list looks like: one shape for all lists of the same rows."""
    name = f"{serializer_class.__name__.removesuffix('Serializer')}Page"
    parts = {"next": serializers.URLField(allow_null=True), "results": serializer_class(many=True)}
    return inline_serializer(name, parts)


def refuse_unreadable(request: Request, known: Mapping[str, Sequence[Any] | None]) -> None:
    """Refuses a parameter nobody knows, one given twice, and a value it never has (`known`: closed lists)."""
    errors: dict[str, list[Any]] = {}
    for name, values in request.query_params.lists():
        if name not in known:
            errors[name[:LONGEST_VALUE]] = [ErrorDetail(_("This parameter is unknown."), "unknown_parameter")]
        elif len(values) > 1:
            errors[name] = [ErrorDetail(_("Give this parameter once."), "repeated")]
        elif not 1 <= len(values[0]) <= LONGEST_VALUE or any(category(sign) in UNREADABLE for sign in values[0]):
            errors[name] = [ErrorDetail(_("This value cannot be read."), "unreadable")]
        elif (offered := known[name]) and values[0] not in offered:
            errors[name] = [ErrorDetail(_("This answer does not exist here."), "not_here")]
    if errors:
        raise ValidationError(errors)


def refuse_paging(request: Request) -> None:
    """A file holds all rows: pages of it do not exist."""
    errors = {name: [_("A file holds all rows.")] for name in pagination.PARAMETERS if name in request.query_params}
    if errors:
        raise ValidationError(errors)
