"""Examples made from the OpenAPI document, so that none can say what the API does not."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

FILLED_IN: Final = {"slug": "demo", "key": "1", "team": "repair", "code": "demonstrations"}
SIMPLE: Final[Mapping[str, Any]] = {"string": "…", "integer": 1, "boolean": True, "number": 1}
DAY: Final = "2024-01-31"


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
    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    formats: tuple[str, ...]
    statuses: tuple[tuple[str, str], ...]
    call: str
    answer: str


def operations_of(document: Mapping[str, Any], address: str) -> list[Operation]:
    """Every operation of the document; `address` is where the API answers."""
    return [
        _operation(document, path, operations["get"], address)
        for path, operations in document["paths"].items()
        if "get" in operations
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


def _operation(document: Mapping[str, Any], path: str, operation: Mapping[str, Any], address: str) -> Operation:
    content = operation["responses"]["200"]["content"]
    example = example_of(content["application/json"]["schema"], document)
    return Operation(
        key=operation["operationId"],
        path=path,
        summary=operation["summary"],
        description=operation["description"],
        parameters=tuple(_parameters(operation)),
        formats=tuple(content),
        statuses=tuple((status, answer["description"]) for status, answer in operation["responses"].items()),
        call=f'curl -H "Authorization: Bearer $KEY" "{address}{path.format(**FILLED_IN)}"',
        answer=json.dumps(example, ensure_ascii=False, indent=2),
    )


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
