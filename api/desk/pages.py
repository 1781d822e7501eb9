"""The templates, and what every page of the desk has: headers, the logged-in advisor, errors as pages."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.routing import APIRoute
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from api.accounts.callers import Caller, Identified, PasswordChangeRequired, require
from api.desk import wording
from api.pages import render
from channels.problems import InvalidInput, Problem, Unauthorized
from channels.web.site import static_url

FOLDER = Path(__file__).parent

_templates = Environment(
    loader=FileSystemLoader([FOLDER / "templates", render.TEMPLATES]),  # the fields of a form are the website's
    autoescape=select_autoescape(default=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.globals["site_file"] = static_url
_templates.filters |= {
    "word": lambda code, kind: wording.word(kind, code),
    "number": wording.number,
    "euro": wording.euro,
    "moment": wording.moment,
    "day": wording.day,
    "capital": render.capital,
}


def page(template: str, caller: Caller | None, status: int = 200, **values: Any) -> HTMLResponse:
    """A page of the desk. `caller` is None where nobody is logged in."""
    return HTMLResponse(_templates.get_template(template).render(caller=caller, **values), status)


def see_other(address: str, **query: str) -> RedirectResponse:
    """To another page, with GET: after each form, so that reloading does not send it again."""
    return RedirectResponse(f"{address}?{urlencode(query)}" if query else address, 303)


class DeskRoute(APIRoute):
    """A route whose errors are pages: log in first, choose a password first, or what went wrong."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler with its errors caught."""
        handle = super().get_route_handler()

        async def answered(request: Request) -> Response:
            try:
                return await handle(request)
            except Unauthorized:
                wanted = {"next": request.url.path} if request.method == "GET" else {}
                return see_other("/desk/login", **wanted)
            except PasswordChangeRequired:
                return see_other("/desk/password")
            except Problem as problem:
                return _error(problem)
            except RequestValidationError:
                return _error(InvalidInput("Dit adres of formulier klopt niet. Ga terug en probeer het opnieuw."))

        return answered


def _error(problem: Problem) -> HTMLResponse:
    return page("error.html", None, problem.status, title=problem.title, detail=problem.detail)


def logged_in(caller: Identified) -> Caller:
    """The advisor, also one who still has to choose a password. Raises Unauthorized."""
    if caller is None or caller.id is None:
        raise Unauthorized("Log eerst in.")
    return caller


LoggedIn = Annotated[Caller, Depends(logged_in)]
CaseWorker = Annotated[Caller, Depends(require("advisor", "admin"))]
