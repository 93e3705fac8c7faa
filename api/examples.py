"""Examples made from the OpenAPI document, so that none can say what the API does not."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

FILLED_IN: Final = {"slug": "demo", "key": "1", "rating": "1", "team": "repair", "code": "demonstrations"}
SIMPLE: Final[Mapping[str, Any]] = {"string": "…", "integer": 1, "boolean": True, "number": 1}
DAY: Final = "2024-01-31"
IDEMPOTENCY_KEY: Final = '-H "Idempotency-Key: $(uuidgen)"'
IF_MATCH: Final = """-H 'If-Match: "1"'"""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter as the page shows it."""

    name: str
    place: str
    description: str
    values: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as the page shows it."""

    key: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    fields: tuple[Parameter, ...]
    formats: tuple[str, ...]
    statuses: tuple[tuple[str, str], ...]
    call: str
    answer: str


def operations_of(document: Mapping[str, Any], address: str) -> list[Operation]:
    """Every operation of the document; `address` is where the API answers."""
    return [
        _operation(document, path, method, operation, address)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    ]


def example_of(schema: Mapping[str, Any], document: Mapping[str, Any]) -> Any:
    """A value that the schema allows: its own example, its first choice, or something simple."""
    if "$ref" in schema:
        return example_of(_found(schema["$ref"], document), document)
    if "allOf" in schema:
        return example_of(schema["allOf"][0], document)
    for key in ("example", "default"):
        if key in schema:
            return schema[key]
    if schema.get("enum"):
        return schema["enum"][0]
    if schema.get("type") == "object":
        return {name: example_of(part, document) for name, part in schema.get("properties", {}).items()}
    if schema.get("type") == "array":
        return [example_of(schema.get("items", {}), document)]
    if schema.get("nullable") and schema.get("type") == "string":
        return None
    return DAY if schema.get("format") == "date" else SIMPLE.get(schema.get("type", ""))


def _operation(
    document: Mapping[str, Any], path: str, method: str, operation: Mapping[str, Any], address: str
) -> Operation:
    responses = operation["responses"]
    content = responses["201" if "201" in responses else "200"]["content"]
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    example = example_of(content["application/json"]["schema"], document)
    return Operation(
        key=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        description=operation["description"],
        parameters=tuple(_parameters(operation)),
        fields=tuple(_fields(body["schema"], document)) if body else (),
        formats=tuple(content),
        statuses=tuple((status, answer["description"]) for status, answer in responses.items()),
        call=_call(method, f"{address}{path.format(**FILLED_IN)}", body),
        answer=json.dumps(example, ensure_ascii=False, indent=2),
    )


def _call(method: str, address: str, body: Mapping[str, Any] | None) -> str:
    """The operation by curl, on lines that can be pasted."""
    key = 'curl -H "Authorization: Bearer $KEY"'
    if body is None:
        return f'{key} "{address}"'
    own = IF_MATCH if method == "patch" else IDEMPOTENCY_KEY
    lines = [
        f"{key} -X {method.upper()}",
        '-H "Content-Type: application/json"',
        own,
        f"-d '{json.dumps(body['example'], ensure_ascii=False)}'",
        f'"{address}"',
    ]
    return " \\\n  ".join(lines)


def _fields(schema: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[Parameter]:
    """The fields of a body, with the type of each and the answers it has."""
    whole = _found(schema["$ref"], document)
    for name, field in whole["properties"].items():
        yield Parameter(
            name=name,
            place="body",
            description=_type_of(field, document),
            values=", ".join(_answers(field, document)),
            is_required=name in whole.get("required", ()),
        )


def _type_of(field: Mapping[str, Any], document: Mapping[str, Any]) -> str:
    """Such as string, integer or array."""
    whole = _whole(field, document)
    return str(whole.get("type", "string"))


def _answers(field: Mapping[str, Any], document: Mapping[str, Any]) -> list[str]:
    """The closed list of what a field or a part of its list can be."""
    whole = _whole(field, document)
    parts = _whole(whole.get("items", {}), document)
    return [str(answer) for answer in (whole.get("enum") or parts.get("enum") or parts.get("properties") or ())]


def _whole(schema: Mapping[str, Any], document: Mapping[str, Any]) -> Mapping[str, Any]:
    """A schema without a reference in the way."""
    for way in ("allOf", "oneOf"):
        if way in schema:
            return _whole(schema[way][0], document)
    return _found(schema["$ref"], document) if "$ref" in schema else schema


def _parameters(operation: Mapping[str, Any]) -> Iterator[Parameter]:
    for parameter in operation.get("parameters", []):
        schema = parameter["schema"]
        yield Parameter(
            name=parameter["name"],
            place=parameter["in"],
            description=parameter.get("description", ""),
            values=", ".join(str(value) for value in schema.get("enum", [])),
            is_required=parameter.get("required", False),
        )


def _found(reference: str, document: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Any = document
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return found
