"""Errors as pages: who opens an address in a browser reads a page, a program keeps getting problem+json."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api.pages.render import page
from channels.problems import BY_STATUS, Problem

Handler = Callable[[Request, Any], Awaitable[Response]]
NOT_PAGES = ("/api/", "/health", "/webhooks/")
UNKNOWN_STATUS = ("", "Dit is niet gelukt", "Probeer het opnieuw.")


def install(app: FastAPI) -> None:
    """Put pages around the handlers that are there; what is not for a browser goes on to those."""
    for kind in (Problem, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, _with_page(app.exception_handlers[kind]))


def wants_page(request: Request) -> bool:
    """Whether this is a browser that opens a page."""
    for_people = not request.url.path.startswith(NOT_PAGES)
    return for_people and "text/html" in request.headers.get("accept", "")


def _with_page(otherwise: Any) -> Handler:
    async def answered(request: Request, error: Exception) -> Response:
        if not wants_page(request):
            response: Response = await otherwise(request, error)
            return response
        status, headers = _status(error)
        title, detail = _words(status, error)
        response = page(request, "error.html", status, title=title, detail=detail)
        response.headers.update(headers)
        return response

    return answered


def _status(error: Exception) -> tuple[int, Mapping[str, str]]:
    if isinstance(error, Problem):
        return error.status, error.headers
    if isinstance(error, HTTPException):
        return error.status_code, error.headers or {}
    return 400, {}


def _words(status: int, error: Exception) -> tuple[str, str]:
    if status == 404 and not (isinstance(error, Problem) and error.code != "not-found"):
        return "Deze pagina is er niet", "Misschien is het adres veranderd, of is er iets mis met de link."
    if isinstance(error, Problem):
        return error.title, error.detail
    return BY_STATUS.get(status, UNKNOWN_STATUS)[1:]
