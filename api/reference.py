"""The API description as a page to read: `/api/v1/docs`, made from the same description, without scripts.

FastAPI's own pages fetch their scripts from other servers.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from api.examples import REF
from api.openapi import PREFIX
from channels.web.site import static_url

POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'"
router = APIRouter()


@cache
def _templates() -> Environment:
    found = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals |= {"site_file": static_url, "schema_of": schema_of, "shape": shape}
    found.filters["json"] = lambda value: json.dumps(value, ensure_ascii=False, indent=2)
    return found


@router.get(f"{PREFIX}/docs", include_in_schema=False)
def reference_page(request: Request) -> HTMLResponse:
    """The page; open to everyone, as the description itself is."""
    described = request.app.openapi()
    page = (
        _templates()
        .get_template("reference.html")
        .render(
            info=described["info"],
            groups=_groups(described),
            schemas=described["components"]["schemas"],
            description_file=f"{PREFIX}/openapi.json",
        )
    )
    return HTMLResponse(page, headers={"Content-Security-Policy": POLICY})


def _groups(described: dict[str, Any]) -> list[dict[str, Any]]:
    """The operations by tag, in the order of the tags; what has none comes last."""
    tags = [*described.get("tags", []), {"name": "overig", "description": "De rest."}]
    named = {tag["name"] for tag in tags}
    operations = [
        {"method": method.upper(), "path": path, **operation}
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]
    groups = []
    for tag in tags:
        mine = [one for one in operations if (one.get("tags") or ["overig"])[0] == tag["name"]]
        if tag["name"] == "overig":
            mine += [one for one in operations if (one.get("tags") or ["overig"])[0] not in named]
        if mine:
            groups.append({**tag, "operations": mine})
    return groups


def schema_of(body: dict[str, Any]) -> str | None:
    """The name of the schema of a body, or None when it has none with a name."""
    for content in body.get("content", {}).values():
        reference: str = content.get("schema", {}).get("$ref", "")
        if reference:
            return reference.removeprefix(REF)
    return None


def shape(schema: dict[str, Any]) -> str:
    """What may stand in a field, in a few words: `string`, `Case`, `list of Note`, `integer or null`."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(REF)
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "anyOf" in schema:
        return " | ".join(shape(option) for option in schema["anyOf"])
    if schema.get("type") == "array":
        return f"[{shape(schema.get('items', {}))}]"
    kind = str(schema.get("type", "JSON"))
    return f"{kind} ({schema['format']})" if "format" in schema else kind
