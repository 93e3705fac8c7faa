"""The OpenAPI document: every operation with its parameters, its key, and every way it can refuse."""

from collections.abc import Mapping
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
from core.downloads import TYPES, XLSX

# What an operation for reading can answer besides 200.
REFUSALS: Final = (400, 401, 404, 406, 429)
LONGEST_VALUE: Final = 200
TEXT: Final[Mapping[str, Any]] = {"type": "string", "minLength": 1, "maxLength": LONGEST_VALUE}


class ProblemSerializer(serializers.Serializer):
    """RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = serializers.DictField(child=serializers.ListField(child=serializers.CharField()), required=False)


class KeyScheme(OpenApiAuthenticationExtension):
    """An API key as a bearer token."""

    target_class = "api.authentication.KeyAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class ApiSchema(AutoSchema):
    """Reads what a view says about itself: `summary`, `about`, `parameters`, `serializer_class`, `answer_name`."""

    def get_operation_id(self) -> str:
        return self.view.operation

    def get_tags(self) -> list[str]:
        return [self.view.operation.partition("_")[0]]

    def get_summary(self) -> str:
        return str(self.view.summary)

    def get_description(self) -> str:
        return str(self.view.about)

    def get_override_parameters(self) -> list[OpenApiParameter]:
        etag = OpenApiParameter(
            "If-None-Match", str, OpenApiParameter.HEADER, description=_("The ETag of an answer you have.")
        )
        return [*self.view.path_parameters, *self.view.parameters(), etag]

    def _get_format_parameters(self) -> list[dict[str, Any]]:
        description = str(_("The form of the answer; without it the Accept header decides."))
        return [one | {"description": description} for one in super()._get_format_parameters()]

    def get_response_serializers(self) -> Any:
        return self.view.answer_serializer()

    def _get_response_bodies(self, direction: str = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        bodies["200"]["description"] = str(_("The answer"))
        bodies["200"]["headers"] = {"ETag": {"schema": {"type": "string"}}}
        for media_type, body in bodies["200"]["content"].items():
            if media_type == "text/csv":
                body["schema"] = {"type": "string"}
            elif media_type == TYPES[XLSX]:
                body["schema"] = {"type": "string", "format": "binary"}
        bodies["304"] = {"description": str(_("Nothing has changed since the answer with this ETag"))}
        for status in REFUSALS:
            body = self._get_response_for_code(ProblemSerializer, str(status), [MEDIA_TYPE], direction)
            bodies[str(status)] = body | {"description": str(TITLES[status])}
        bodies["429"]["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
        return bodies


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
    "Read what an arena knows. Everything that is public needs no key; with an API key in the header "
    "Authorization: Bearer you read what the key was given for."
)


def _without_promises(value: Any) -> Any:
    """Lazy texts become texts in the language of the moment."""
    if isinstance(value, dict):
        return {str(key): _without_promises(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_without_promises(part) for part in value]
    return str(value) if isinstance(value, type(lazystr(""))) else value
