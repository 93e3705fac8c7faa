"""The OpenAPI document: every operation with its parameters, its key, and every way it can refuse."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from api.errors import MEDIA_TYPE, TITLES
from api.inputs import Body
from core.downloads import TYPES, XLSX

# What an operation can answer besides what was asked for.
REFUSALS: Final = (400, 401, 404, 406, 429)
OF_WRITES: Final = (403, 413, 415, 422)
OF_CHANGES: Final = (412, 428)
LONGEST_VALUE: Final = 200
TEXT: Final[Mapping[str, Any]] = {"type": "string", "minLength": 1, "maxLength": LONGEST_VALUE}


class FaultSerializer(serializers.Serializer):
    """What is wrong with one parameter, header or field."""

    code = serializers.CharField()
    detail = serializers.CharField()


class ProblemSerializer(serializers.Serializer):
    """RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = serializers.DictField(child=serializers.ListField(child=FaultSerializer()), required=False)
    current_version = serializers.IntegerField(required=False)


class KeyScheme(OpenApiAuthenticationExtension):
    """An API key as a bearer token."""

    target_class = "api.authentication.KeyAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class ApiSchema(AutoSchema):
    """Reads what a view says about itself: `summary`, `about`, `parameters`, `serializer_class`; `writes` of writes."""

    @property
    def _said(self) -> Any:
        """What says what this operation is: the view itself, or one of its writes."""
        return getattr(self.view, "writes", {}).get(self.method, self.view)

    @property
    def _writes(self) -> bool:
        return self._said is not self.view

    def get_operation_id(self) -> str:
        return self._said.operation

    def get_tags(self) -> list[str]:
        return [self.view.operation.partition("_")[0]]

    def get_summary(self) -> str:
        return str(self._said.summary)

    def get_description(self) -> str:
        return str(self._said.about)

    def get_auth(self) -> list[dict[str, Any]]:
        """Reading may go without a key, writing never."""
        return [way for way in super().get_auth() if way or not self._writes]

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> Any:
        made = super()._map_basic_serializer(serializer, direction)
        return made | {"additionalProperties": False} if isinstance(serializer, Body) else made

    def get_override_parameters(self) -> list[OpenApiParameter]:
        if self._writes:
            return [*self.view.path_parameters, HEADER_OF_WRITES[str(self.method)]]
        etag = OpenApiParameter(
            "If-None-Match", str, OpenApiParameter.HEADER, description=_("The ETag of an answer you have.")
        )
        return [*self.view.path_parameters, *self.view.parameters(), etag]

    def get_request_serializer(self) -> Any:
        return self._said.body(context={"view": self.view}) if self._writes else None

    def _get_request_body(self, direction: Any = "request") -> Any:
        body = super()._get_request_body(direction)
        if body:
            body["content"]["application/json"]["example"] = dict(self._said.example)
        return body

    def _get_format_parameters(self) -> list[dict[str, Any]]:
        if self._writes:
            return []
        description = str(_("The form of the answer; without it the Accept header decides."))
        return [one | {"description": description} for one in super()._get_format_parameters()]

    def get_response_serializers(self) -> Any:
        return self._said.answer if self._writes else self.view.answer_serializer()

    def _get_response_bodies(self, direction: str = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        if self._writes:
            return self._with_refusals(self._written(bodies), (*REFUSALS, *self._more_refusals()), direction)
        bodies["200"]["description"] = str(_("The answer"))
        bodies["200"]["headers"] = {"ETag": {"schema": {"type": "string"}}}
        for media_type, body in bodies["200"]["content"].items():
            if media_type == "text/csv":
                body["schema"] = {"type": "string"}
            elif media_type == TYPES[XLSX]:
                body["schema"] = {"type": "string", "format": "binary"}
        bodies["304"] = {"description": str(_("Nothing has changed since the answer with this ETag"))}
        return self._with_refusals(bodies, REFUSALS, direction)

    def _written(self, bodies: dict[str, Any]) -> dict[str, Any]:
        """What a write answers: the row as it stands, with its address or its ETag."""
        answer = next(iter(bodies.values()))
        content = {"application/json": answer["content"]["application/json"]}
        if self.method == "PATCH":
            description, header = _("As it stands now"), "ETag"
        else:
            description, header = _("It is written. The same request again gets the same answer"), "Location"
        headers = {header: {"schema": {"type": "string"}}}
        status = "200" if self.method == "PATCH" else "201"
        return {status: {"description": str(description), "headers": headers, "content": content}}

    def _more_refusals(self) -> tuple[int, ...]:
        return OF_WRITES + (OF_CHANGES if self.method == "PATCH" else ())

    def _with_refusals(self, bodies: dict[str, Any], statuses: Iterable[int], direction: str) -> dict[str, Any]:
        for status in sorted(statuses):
            body = self._get_response_for_code(ProblemSerializer, str(status), [MEDIA_TYPE], direction)
            bodies[str(status)] = body | {"description": str(TITLES[status])}
        bodies["429"]["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
        return bodies


HEADER_OF_WRITES: Final = {
    "POST": OpenApiParameter(
        "Idempotency-Key",
        {"type": "string", "minLength": 1, "maxLength": 255, "pattern": r"^[!-~]+$"},
        OpenApiParameter.HEADER,
        required=True,
        description=_("A key of your own that no other request has, such as a UUID. It holds for 30 days."),
    ),
    "PATCH": OpenApiParameter(
        "If-Match",
        str,
        OpenApiParameter.HEADER,
        required=True,
        description=_("The ETag of what you read, or its version in quotation marks."),
    ),
}


def parameter(name: str, description: Any, schema: Mapping[str, Any] | None = None, **more: Any) -> OpenApiParameter:
    """A parameter of the query; without a schema of its own any text."""
    return OpenApiParameter(name, dict(schema or TEXT), OpenApiParameter.QUERY, description=description, **more)


@cache
def document(language: str) -> Mapping[str, Any]:
    """The whole document in a language; it is the same for everybody."""
    with override(language):
        made = SchemaGenerator().get_schema(request=None, public=True)
        made["info"]["description"] = str(ABOUT)
        return _without_promises(made)


ABOUT = _(
    "Read what an arena knows, and log activities. What is public needs no key to be read; with an API key in the "
    "header Authorization: Bearer you read what the key was given for. A key that acts for you may also write, if you "
    "chose that when you made it."
)


def _without_promises(value: Any) -> Any:
    """Lazy texts become texts in the language of the moment."""
    if isinstance(value, dict):
        return {str(key): _without_promises(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_without_promises(part) for part in value]
    return str(value) if isinstance(value, type(lazystr(""))) else value
