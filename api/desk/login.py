"""Logging in to the desk with a password, and out."""

from typing import Annotated

from fastapi import APIRouter, Cookie, Form, Query, Request, Response
from fastapi.responses import HTMLResponse

from api.accounts import advisors, sessions
from api.accounts.callers import AppSettings, DatabaseEngine, Identified, address_of
from api.accounts.tables import Advisor
from api.accounts.throttle import LoginThrottle
from api.desk.pages import DeskRoute, page, see_other
from channels.database import transaction

router = APIRouter(route_class=DeskRoute)

Field = Annotated[str, Form(max_length=1_000)]
HOME = "/desk"
EDITORS_HOME = "/desk/knowledge"


def own(address: str | None) -> str:
    """Where to go after logging in: a page of the desk, never another website."""
    return address if address and address.startswith(f"{HOME}/cases/") else HOME


@router.get("/desk/login")
def login_page(
    caller: Identified, settings: AppSettings, following: Annotated[str | None, Query(alias="next")] = None
) -> Response:
    """The form to log in; who is logged in already goes on."""
    if caller is not None and caller.id is not None:
        return see_other(own(following))
    return login_form(settings, own(following))


def login_form(
    settings: AppSettings, following: str, error: str = "", email: str = "", status: int = 200
) -> HTMLResponse:
    """The form to log in, or where an OpenID provider is set the way to it."""
    told = {"following": following, "error": error, "email": email, "organisation": settings.organisation}
    return page("login.html", None, status, elsewhere=settings.oidc_on, **told)


def logged_in_as(settings: AppSettings, advisor: Advisor, token: str, following: str) -> Response:
    """To the desk, with the session in a cookie; an editor has nothing to do with cases."""
    home = see_other(EDITORS_HOME if advisor.role == "editor" else following)
    home.set_cookie(
        sessions.COOKIE,
        token,
        max_age=int(sessions.LIFETIME.total_seconds()),
        path="/",
        httponly=True,
        secure=settings.public_url.startswith("https:"),
        samesite="lax",
    )
    return home


@router.post("/desk/login")
def login(
    request: Request,
    engine: DatabaseEngine,
    settings: AppSettings,
    email: Field = "",
    password: Field = "",
    following: Annotated[str, Form(alias="next", max_length=200)] = "",
) -> Response:
    """Check address and password; too many failed tries from one address have to wait."""
    if settings.oidc_on:
        return login_form(settings, own(following), "Log in via uw organisatie.", status=403)
    throttle: LoginThrottle = request.app.state.login_throttle
    address = address_of(request)
    wait = throttle.seconds_to_wait(email, address)
    if wait:
        minutes = -(-wait // 60)
        sentence = f"Te vaak geprobeerd. Wacht {minutes} {'minuut' if minutes == 1 else 'minuten'} en probeer het weer."
        answer = login_form(settings, own(following), sentence, email, 429)
        answer.headers["Retry-After"] = str(wait)
        return answer
    with transaction(engine) as session:
        advisor = advisors.authenticate(session, email, password)
        token = sessions.start(session, advisor) if advisor else None
    if advisor is None or token is None:
        throttle.failed(email, address)
        sentence = "Deze combinatie van e-mailadres en wachtwoord is niet bekend."
        return login_form(settings, own(following), sentence, email, 401)
    return logged_in_as(settings, advisor, token, own(following))


@router.post("/desk/logout")
def logout(engine: DatabaseEngine, token: Annotated[str | None, Cookie(alias=sessions.COOKIE)] = None) -> Response:
    """End this browser's session."""
    if token is not None:
        with transaction(engine) as session:
            sessions.end(session, token)
    answer = see_other("/desk/login")
    answer.delete_cookie(sessions.COOKIE, path="/")
    return answer
