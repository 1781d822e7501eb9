"""Errors as the world outside sees them: one small type each, answered as problem+json (RFC 9457).

    Problem
    ├── InvalidInput 400      ├── Conflict 409              ├── TooManyRequests 429
    ├── Unauthorized 401      ├── PreconditionFailed 412    └── Unavailable 503
    ├── Forbidden 403         ├── TooLarge 413
    └── NotFound 404          └── PreconditionRequired 428

`detail` is a Dutch sentence for a person, `code` a stable English word for a program. A kind of its own is a
subclass with another `code`, raised where the fact is known; the handlers here turn it into a response.
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, ClassVar, TypedDict

import structlog
from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

log = structlog.get_logger()
MEDIA_TYPE = "application/problem+json"


class InvalidParam(TypedDict):
    """One thing that is wrong with the input: where, a stable code, and a Dutch reason."""

    name: str
    code: str
    reason: str


class Problem(Exception):
    """An error that is told to the caller; `detail` must never repeat what a person wrote."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal-error"
    title: ClassVar[str] = "Er ging iets mis"

    def __init__(
        self,
        detail: str,
        headers: Mapping[str, str] | None = None,
        invalid_params: Sequence[InvalidParam] = (),
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.headers = dict(headers or {})
        self.invalid_params = list(invalid_params)
        self.extra = dict(extra or {})


class InvalidInput(Problem):
    """The input is wrong; `invalid_params` names every mistake at once."""

    status, code, title = 400, "invalid-input", "Ongeldige invoer"


def invalid(detail: str, name: str, code: str, reason: str) -> InvalidInput:
    """One mistake in the input: what to tell, where it is, a stable code, and the reason."""
    return InvalidInput(detail, invalid_params=[{"name": name, "code": code, "reason": reason}])


class Unauthorized(Problem):
    """Who asks is not known."""

    status, code, title = 401, "unauthorized", "Geen toegang"

    def __init__(self, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail, {"WWW-Authenticate": "Bearer", **(headers or {})})


class Forbidden(Problem):
    """Who asks is known, but may not do this."""

    status, code, title = 403, "forbidden", "Niet toegestaan"


class NotFound(Problem):
    """There is nothing here, or nothing that the caller may know of."""

    status, code, title = 404, "not-found", "Niet gevonden"


class Conflict(Problem):
    """The request does not go with what is already there."""

    status, code, title = 409, "conflict", "Tegenstrijdig verzoek"


class PreconditionFailed(Problem):
    """The caller's version is out of date."""

    status, code, title = 412, "precondition-failed", "Verouderde versie"


class TooLarge(Problem):
    """More was sent than is read."""

    status, code, title = 413, "too-large", "Te groot"


class PreconditionRequired(Problem):
    """The caller must say which version it knows."""

    status, code, title = 428, "precondition-required", "Versie ontbreekt"


class TooManyRequests(Problem):
    """Too fast; `Retry-After` says how many seconds to wait."""

    status, code, title = 429, "too-many-requests", "Te veel verzoeken"

    def __init__(self, detail: str, retry_after: int) -> None:
        super().__init__(detail, {"Retry-After": str(max(1, retry_after))})


class Unavailable(Problem):
    """Something that is needed does not answer now; trying again later helps."""

    status, code, title = 503, "unavailable", "Even niet bereikbaar"


BY_STATUS: dict[int, tuple[str, str, str]] = {
    400: ("invalid-input", "Ongeldige invoer", "Het verzoek klopt niet."),
    401: ("unauthorized", "Geen toegang", "Log eerst in."),
    403: ("forbidden", "Niet toegestaan", "U mag dit niet doen."),
    404: ("not-found", "Niet gevonden", "Hier staat niets."),
    405: ("method-not-allowed", "Methode niet toegestaan", "Dit adres kent deze methode niet."),
    413: ("too-large", "Te groot", "Het bericht is te groot."),
    415: ("unsupported-media-type", "Onbekend formaat", "Stuur de gegevens als JSON."),
}
"""Code, title and detail of the errors that the framework itself raises."""

REASONS = {
    "missing": "Dit veld ontbreekt.",
    "extra_forbidden": "Dit veld is niet bekend.",
    "json_invalid": "De inhoud is geen geldige JSON.",
    "string_type": "Dit moet tekst zijn.",
    "string_too_short": "Deze tekst is te kort.",
    "string_too_long": "Deze tekst is te lang.",
    "string_pattern_mismatch": "Deze tekst heeft niet de juiste vorm.",
    "bool_type": "Dit moet true of false zijn.",
    "bool_parsing": "Dit moet true of false zijn.",
    "int_type": "Dit moet een geheel getal zijn.",
    "int_parsing": "Dit moet een geheel getal zijn.",
    "int_from_float": "Dit moet een geheel getal zijn.",
    "float_type": "Dit moet een getal zijn.",
    "float_parsing": "Dit moet een getal zijn.",
    "greater_than_equal": "Dit getal is te laag.",
    "less_than_equal": "Dit getal is te hoog.",
    "literal_error": "Deze waarde is niet bekend.",
    "enum": "Deze waarde is niet bekend.",
    "uuid_parsing": "Dit is geen geldig kenmerk.",
    "datetime_from_date_parsing": "Dit is geen geldig tijdstip.",
    "datetime_parsing": "Dit is geen geldig tijdstip.",
    "date_from_datetime_parsing": "Dit is geen geldige datum.",
    "dict_type": "Dit moet een object zijn.",
    "list_type": "Dit moet een lijst zijn.",
    "model_attributes_type": "Dit moet een object zijn.",
}
"""Dutch reasons by pydantic's error type (docs.pydantic.dev/latest/errors/validation_errors)."""


def response(problem: Problem) -> JSONResponse:
    """The problem as an HTTP response."""
    return _response(problem.status, problem.code, problem.title, problem)


def _response(status: int, code: str, title: str, problem: Problem) -> JSONResponse:
    body: dict[str, Any] = {"status": status, "code": code, "title": title, "detail": problem.detail}
    if problem.invalid_params:
        body["invalidParams"] = problem.invalid_params
    content = jsonable_encoder({**problem.extra, **body})
    return JSONResponse(content, status, headers=problem.headers, media_type=MEDIA_TYPE)


def invalid_params(errors: Sequence[Mapping[str, Any]]) -> list[InvalidParam]:
    """Pydantic's errors as `invalidParams`: all of them, without the values that were sent."""
    return [
        {
            "name": ".".join(str(part) for part in error["loc"][1:]) or str(error["loc"][0]),
            "code": str(error["type"]).replace("_", "-"),
            "reason": REASONS.get(error["type"], "Deze waarde klopt niet."),
        }
        for error in errors
    ]


def install(app: FastAPI) -> None:
    """Let every error of the application leave as problem+json, and none with a stack trace or a person's words."""

    @app.exception_handler(Problem)
    async def on_problem(_request: Request, problem: Problem) -> JSONResponse:
        return response(problem)

    @app.exception_handler(RequestValidationError)
    async def on_invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        return response(InvalidInput("Het verzoek klopt niet.", invalid_params=invalid_params(error.errors())))

    @app.exception_handler(HTTPException)
    async def on_http(_request: Request, error: HTTPException) -> JSONResponse:
        phrase = HTTPStatus(error.status_code).phrase
        fallback = (phrase.lower().replace(" ", "-"), phrase, "Het verzoek is niet gelukt.")
        code, title, detail = BY_STATUS.get(error.status_code, fallback)
        return _response(error.status_code, code, title, Problem(detail, error.headers))

    @app.exception_handler(Exception)
    async def on_bug(_request: Request, error: Exception) -> JSONResponse:
        log.error("unhandled_error", error=type(error).__name__)
        return response(Problem("Er ging iets mis aan onze kant. Probeer het later opnieuw."))
