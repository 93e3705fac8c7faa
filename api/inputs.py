"""How values are sent: in JSON's own types, judged by the fields of the pages' forms. Null is unknown, never zero.

What is not sent is left as it stands; a field nobody knows is refused.
"""

from collections.abc import Callable, Mapping
from copy import deepcopy
from decimal import Decimal
from typing import Any, Final
from unicodedata import category

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from drf_spectacular.drainage import set_override
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.fields import SkipField, empty

from core.forms import speak
from core.numbers import decimal_sign
from core.text import UNREADABLE

TYPES: Final[Mapping[str, dict[str, Any]]] = {
    "text": {"type": "string"},
    "number": {"type": "integer"},
    "decimal": {"type": "number"},
    "yes_no": {"type": "boolean"},
    "texts": {"type": "array", "items": {"type": "string"}},
    "numbers": {"type": "array", "items": {"type": "integer"}},
}
FITS: Final[Mapping[str, Callable[[Any], bool]]] = {
    "text": lambda sent: isinstance(sent, str),
    "number": lambda sent: type(sent) is int,
    "decimal": lambda sent: type(sent) in {int, Decimal},
    "yes_no": lambda sent: isinstance(sent, bool),
    "texts": lambda sent: isinstance(sent, list) and all(isinstance(one, str) for one in sent),
    "numbers": lambda sent: isinstance(sent, list) and all(type(one) is int for one in sent),
}
# What is wrong with the shape of a body; anything else was understood and is refused.
SHAPE: Final = frozenset({"unknown_field", "wrong_type"})


class BodyRefused(ValidationError):
    """400 when the body has another shape than the document says, else 422."""

    def __init__(self, errors: Mapping[str, Any]) -> None:
        super().__init__(errors)
        self.status_code = 400 if SHAPE & _codes(errors) else 422


def _codes(errors: Any) -> set[str]:
    if isinstance(errors, Mapping):
        errors = list(errors.values())
    if isinstance(errors, list):
        return {code for one in errors for code in _codes(one)}
    return {errors.code}


class Body(serializers.Serializer):
    """The fields of a body."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, Mapping):
            raise ValidationError({"": [wrong_type()]})
        errors: dict[str, Any] = {
            name[:100]: [ErrorDetail(_("This field is unknown."), "unknown_field")]
            for name in data
            if name not in self.fields
        }
        try:
            value = super().to_internal_value(data)
        except ValidationError as refused:
            errors |= refused.detail
        if errors:
            raise ValidationError(errors)
        return value


class Sent(serializers.Field):
    """A value in one of JSON's types; `read` makes something of it, with the view, or raises ValidationError."""

    def __init__(
        self,
        kind: str,
        read: Callable[[Any, Any], Any] = lambda value, _view: value,
        *,
        nothing: Any = None,
        schema: Mapping[str, Any] | None = None,
        required: bool = False,
        nullable: bool = True,
    ) -> None:
        super().__init__(required=required)
        self.kind, self.nothing, self.is_nullable = kind, nothing, nullable
        self._read = read
        self.schema = TYPES[kind] | dict(schema or {}) | ({"nullable": True} if nullable else {})
        choices = {"enum": [*self.schema["enum"], *([None] if nullable else [])]} if "enum" in self.schema else {}
        set_override(self, "field", self.schema | choices)

    def run_validation(self, data: Any = empty) -> Any:
        if data is empty:
            if self.required and not self.parent.partial:
                raise ValidationError(_("This field is missing."), "required")
            raise SkipField
        if data is None and self.is_nullable:
            return self.nothing
        if not FITS[self.kind](data):
            raise ValidationError([wrong_type()])
        offered = self.schema.get("items", self.schema).get("enum")
        if offered and not set(data if isinstance(data, list) else [data]) <= set(offered):
            raise not_here()
        return self.read(data)

    def read(self, value: Any) -> Any:
        """What is made of a value of the right type; a sign that no database keeps names nothing."""
        texts = value if isinstance(value, list) else [value]
        if any(category(sign) in UNREADABLE for text in texts if isinstance(text, str) for sign in text):
            raise ValidationError([ErrorDetail(_("This value cannot be read."), "unreadable")])
        return self._read(value, self.context["view"])


class OfForm(Sent):
    """A value that the field of a form judges, with its limits and its words."""

    def __init__(self, field: forms.Field, kind: str = "text", **more: Any) -> None:
        self.form_field = deepcopy(field)
        speak(self.form_field)
        super().__init__(kind, schema=_schema_of(field, kind), **more)

    def run_validation(self, data: Any = empty) -> Any:
        return self.form_field.clean("") if data is None and self.is_nullable else super().run_validation(data)

    def read(self, value: Any) -> Any:
        return self.form_field.clean(_as_typed(value))


class Parts(serializers.ListField):
    """A list of bodies; null is an empty one."""

    def __init__(self, child: Body, *, most: int) -> None:
        super().__init__(child=child, required=False, allow_null=True, max_length=most)

    def run_validation(self, data: Any = empty) -> Any:
        if data is empty:
            raise SkipField
        if data is not None and not isinstance(data, list):
            raise ValidationError([wrong_type()])
        return super().run_validation(data) or []


def wrong_type() -> ErrorDetail:
    """The error of a value that is of another type than the document says."""
    return ErrorDetail(_("A value of another type belongs here."), "wrong_type")


def not_here() -> ValidationError:
    """What is raised for an answer that the arena does not have."""
    return ValidationError([ErrorDetail(_("This answer does not exist here."), "not_here")])


def _as_typed(value: Any) -> Any:
    """A value as somebody would type it into the form."""
    if isinstance(value, Decimal):
        return format(value, "f").replace(".", decimal_sign(get_language() or "en"))
    return [str(one) for one in value] if isinstance(value, list) else str(value)


def _schema_of(field: forms.Field, kind: str) -> dict[str, Any]:
    """What the form's field says about its answers: which there are, or how long they may be."""
    if choices := getattr(field, "choices", None):
        values = [value for value, _label in choices if value != ""]
        return {"items": {**TYPES[kind]["items"], "enum": values}} if "items" in TYPES[kind] else {"enum": values}
    if kind == "text":
        limits = [one.limit_value for one in field.validators if getattr(one, "code", "") == "max_length"]
        return {"maxLength": min(limits)} if limits else {}
    most = getattr(field, "most", None)
    return {"minimum": 0, "maximum": most} if most is not None else {}
