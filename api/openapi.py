"""The description of the API, served at `/api/v1/openapi.json`; `python -m api.openapi` writes `api/openapi.json`.

FastAPI describes what it does by itself; this module corrects what the application does otherwise (400 with
problem+json instead of 422, `API-Version` on every response) and leaves out what is no API (pages).
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse
from pydantic import SecretStr

from api import examples
from api.responses import API_VERSION, ProblemBody, problem_response
from channels.settings import Settings

PREFIX = "/api/v1"
FILE = Path(__file__).parent / "openapi.json"
TAGS = [
    {"name": "zaken", "description": "Zaken: wat een gesprek heeft opgeleverd, voor adviseurs en andere systemen."},
    {"name": "gesprek", "description": "Het gesprek op de website."},
    {"name": "kennis", "description": "Regelingen, voorbeelden en het rekenmodel; openbaar."},
    {"name": "beheer", "description": "Voor wie Maakwijzer beheert."},
]
DESCRIPTION = (
    "Maakwijzer vraagt ondernemers in de maakindustrie in een gesprek naar hun bedrijf en hun plannen, en maakt daar "
    "een beoordeling van en een zaak voor een adviseur.\n\n"
    "De API volgt de NL GOV API Design Rules 2.2. Fouten zijn `application/problem+json` met een vaste `code`. "
    "De namen en codes zijn Engels, omdat de codes van de vragenlijst dat zijn; dit wijkt bewust af van de regel "
    "interface-language. Tijden zijn in UTC, bedragen in euro."
)
_VERSION_HEADER = {"description": "Versie van deze API", "schema": {"type": "string", "example": API_VERSION}}

router = APIRouter()


@router.get(f"{PREFIX}/openapi.json", include_in_schema=False)
def openapi_file(request: Request) -> JSONResponse:
    """The description itself, for every origin and without login."""
    return JSONResponse(request.app.openapi(), headers={"Access-Control-Allow-Origin": "*"})


def describe(app: FastAPI) -> None:
    """Let the application describe itself as it behaves; made once, at the first question."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _description(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # the way FastAPI documents


def _description(app: FastAPI) -> dict[str, Any]:
    settings: Settings = app.state.settings
    found = get_openapi(
        title=app.title,
        version=API_VERSION,
        summary="Gesprek, beoordeling en zaken voor slimmer produceren",
        description=DESCRIPTION,
        routes=app.routes,
        tags=TAGS,
        servers=[{"url": "/", "description": "Deze server"}],
        contact={"name": settings.organisation, "email": settings.api_contact_email, "url": settings.public_url},
        license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    )
    schemas = found.setdefault("components", {}).setdefault("schemas", {})
    problem = ProblemBody.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs"))
    schemas["ProblemBody"] = problem
    schemas.pop("HTTPValidationError", None)
    schemas.pop("ValidationError", None)
    for path, operations in found["paths"].items():
        for operation in operations.values():
            _correct(path, operation)
    examples.complete(found)
    return found


def _correct(path: str, operation: dict[str, Any]) -> None:
    """Describe the errors and headers that every operation has."""
    responses: dict[str, Any] = operation["responses"]
    if responses.pop("422", None) is not None:
        responses.setdefault("400", problem_response(400))
    if not path.startswith(f"{PREFIX}/"):
        return
    for status, described in responses.items():
        if status >= "400":
            described.update(problem_response(int(status)) | {"description": described["description"]})
        described.setdefault("headers", {})["API-Version"] = _VERSION_HEADER
    operation["responses"] = dict(sorted(responses.items()))


def write(path: Path = FILE) -> None:
    """Write the description of this version of the application."""
    from api.app import create_app  # the application needs this module first

    # The defaults alone, whatever the environment says: the file must not depend on the machine it is made on.
    secret = SecretStr("-" * 32)
    nowhere = Settings.model_construct(database_url="sqlite://", rasa_secret=secret, service_token=secret)
    content = json.dumps(create_app(nowhere).openapi(), ensure_ascii=False, indent=2)
    path.write_text(content + "\n", encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Write the file, or with `--check` say whether it is up to date (1 when it is not)."""
    if arguments != ["--check"]:
        write()
        return 0
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / FILE.name
        write(fresh)
        if FILE.exists() and FILE.read_bytes() == fresh.read_bytes():
            return 0
    print("api/openapi.json is out of date; run: python -m api.openapi", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
