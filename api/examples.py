"""Dutch descriptions and examples in the API description, from `description.yaml`; bodies are made from fields."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from channels.problems import MEDIA_TYPE

FILE = Path(__file__).parent / "description.yaml"
REF = "#/components/schemas/"
BY_TYPE: dict[str, Any] = {"string": "tekst", "integer": 1, "number": 1, "boolean": True, "null": None}
BY_FORMAT = {"date-time": "2026-11-23T09:30:00Z", "date": "2026-11-23", "uuid": "5b0c1a52-3f0c-4d5e-9a53-0d8a3c1f7b11"}

Schema = dict[str, Any]


@cache
def _wording() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded


def complete(description: Schema) -> None:
    """Add to an API description, in place, what each schema and field is, and an example of each body."""
    schemas: dict[str, Schema] = description["components"]["schemas"]
    for name, schema in schemas.items():
        _explain(name, schema)
    for operations in description["paths"].values():
        for operation in operations.values():
            bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
            for media_type, content in ((m, c) for body in bodies for m, c in body.get("content", {}).items()):
                if media_type in ("application/json", MEDIA_TYPE) and "schema" in content:
                    content.setdefault("example", example(content["schema"], schemas))


def _explain(name: str, schema: Schema) -> None:
    wording = _wording()
    if name in wording["schemas"]:
        schema["description"] = wording["schemas"][name]
    fields = wording["fields"]
    for field, described in schema.get("properties", {}).items():
        said = fields.get(f"{name}.{field}", fields.get(field, []))
        if said:
            described.setdefault("description", said[0])
        if len(said) > 1 and _may_be(said[1], described):
            described.setdefault("examples", [said[1]])


def _may_be(value: Any, schema: Schema) -> bool:
    """Whether an example of a field by this name suits this schema: an enumeration has values of its own."""
    options = schema.get("anyOf", [schema])
    enumerations = [option["enum"] for option in options if "enum" in option]
    constants = [[option["const"]] for option in options if "const" in option]
    allowed = [value for values in (*enumerations, *constants) for value in values]
    types = {option["type"] for option in options if "type" in option}
    if allowed:
        return value in allowed or (value is None and "null" in types)
    return _type(value) in types or not types or (_type(value) == "integer" and "number" in types)


def _type(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case _:
            return "object"


def example(schema: Schema, schemas: Mapping[str, Schema]) -> Any:
    """A value of this schema, put together from the examples of its parts."""
    if "$ref" in schema:
        return example(schemas[schema["$ref"].removeprefix(REF)], schemas)
    if "example" in schema or "examples" in schema:
        return schema["example"] if "example" in schema else schema["examples"][0]
    for key in ("const", "default"):
        if key in schema:
            return schema[key]
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema:
        return example(schema["anyOf"][0], schemas)
    match schema.get("type"):
        case "object":
            return {name: example(part, schemas) for name, part in schema.get("properties", {}).items()}
        case "array":
            return [example(schema["items"], schemas)] if schema.get("items") else []
        case kind:
            return BY_FORMAT.get(schema.get("format", ""), BY_TYPE.get(kind or "null"))
