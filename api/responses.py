"""What the endpoints answer with, and how that is described in OpenAPI: problems, headers and the API's version."""

from http import HTTPStatus
from typing import Any

import orjson
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from channels.problems import MEDIA_TYPE

API_VERSION = "1.0.0"

Responses = dict[int | str, dict[str, Any]]

REASONS: dict[int, str] = {
    400: "Het verzoek klopt niet; invalidParams noemt alle fouten",
    401: "Niet ingelogd, of het token is ongeldig",
    403: "Uw rol geeft hier geen toegang toe",
    404: "Niet gevonden",
    409: "Het verzoek past niet bij wat er al is",
    410: "Verwijderd",
    412: "De zaak is intussen gewijzigd; currentVersion is de huidige versie",
    413: "Te groot",
    428: "If-Match ontbreekt",
    429: "Te veel verzoeken; Retry-After zegt hoeveel seconden te wachten",
    500: "Er ging iets mis aan onze kant",
    503: "Even niet bereikbaar",
}


class FastJSONResponse(JSONResponse):
    """JSON written by orjson: a page of cases is a hundred kilobytes."""

    def render(self, content: Any) -> bytes:
        """The content as UTF-8."""
        return orjson.dumps(content)


class InvalidParamBody(BaseModel):
    """One mistake in the input."""

    name: str = Field(description="Plaats van de fout")
    code: str = Field(description="Vaste code van de fout")
    reason: str = Field(description="Uitleg in het Nederlands")


class ProblemBody(BaseModel):
    """An error, as RFC 9457 describes it."""

    status: int = Field(description="HTTP-statuscode")
    code: str = Field(description="Vaste code waarop een programma kan kiezen")
    title: str = Field(description="Soort fout")
    detail: str = Field(description="Uitleg in het Nederlands")
    invalidParams: list[InvalidParamBody] = Field(default=[], description="Alle fouten in de invoer")


def problem_response(status: int) -> dict[str, Any]:
    """The description of one kind of error."""
    schema = {"$ref": "#/components/schemas/ProblemBody"}
    return {
        "description": REASONS.get(status, HTTPStatus(status).phrase),
        "content": {MEDIA_TYPE: {"schema": schema}},
    }


def problems(*statuses: int) -> Responses:
    """The `responses` of an endpoint that answers with these errors."""
    return {status: problem_response(status) for status in statuses}


def etag_header(description: str) -> dict[str, Any]:
    """A response that carries the strong ETag of its content."""
    header = {"description": "Versie van de zaak, voor If-Match en If-None-Match", "schema": {"type": "string"}}
    return {"description": description, "headers": {"ETag": header}}
