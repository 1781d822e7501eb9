"""Logging in and out of the desk, and choosing a password."""

from typing import Annotated

from fastapi import APIRouter, Cookie, Form, Query, Request, Response
from fastapi.responses import HTMLResponse

from api.accounts import advisors, passwords, sessions
from api.accounts.callers import AppSettings, DatabaseEngine, Identified, address_of
from api.accounts.throttle import LoginThrottle
from api.desk.pages import DeskRoute, LoggedIn, page, see_other
from channels.database import transaction

router = APIRouter(route_class=DeskRoute)

Field = Annotated[str, Form(max_length=1_000)]
HOME = "/desk"


def _own(address: str | None) -> str:
    """Where to go after logging in: a page of the desk, never another website."""
    return address if address and address.startswith(f"{HOME}/cases/") else HOME


@router.get("/desk/login")
def login_page(caller: Identified, following: Annotated[str | None, Query(alias="next")] = None) -> Response:
    """The form to log in; who is logged in already goes on."""
    if caller is not None and caller.id is not None:
        return see_other(_own(following))
    return _login_form(_own(following))


def _login_form(following: str, error: str = "", email: str = "", status: int = 200) -> HTMLResponse:
    return page("login.html", None, status, following=following, error=error, email=email)


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
    throttle: LoginThrottle = request.app.state.login_throttle
    address = address_of(request)
    wait = throttle.seconds_to_wait(email, address)
    if wait:
        minutes = -(-wait // 60)
        sentence = f"Te vaak geprobeerd. Wacht {minutes} {'minuut' if minutes == 1 else 'minuten'} en probeer het weer."
        answer = _login_form(_own(following), sentence, email, 429)
        answer.headers["Retry-After"] = str(wait)
        return answer
    with transaction(engine) as session:
        advisor = advisors.authenticate(session, email, password)
        token = sessions.start(session, advisor) if advisor else None
    if token is None:
        throttle.failed(email, address)
        sentence = "Deze combinatie van e-mailadres en wachtwoord is niet bekend."
        return _login_form(_own(following), sentence, email, 401)
    home = see_other(_own(following))
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


@router.post("/desk/logout")
def logout(engine: DatabaseEngine, token: Annotated[str | None, Cookie(alias=sessions.COOKIE)] = None) -> Response:
    """End this browser's session."""
    if token is not None:
        with transaction(engine) as session:
            sessions.end(session, token)
    answer = see_other("/desk/login")
    answer.delete_cookie(sessions.COOKIE, path="/")
    return answer


@router.get("/desk/password")
def password_page(caller: LoggedIn) -> Response:
    """The form to choose a password of one's own."""
    return _password_form(caller)


def _password_form(caller: LoggedIn, error: str = "", status: int = 200) -> HTMLResponse:
    return page("password.html", caller, status, error=error, min_length=passwords.MIN_LENGTH)


@router.post("/desk/password")
def change_password(
    request: Request,
    engine: DatabaseEngine,
    settings: AppSettings,
    caller: LoggedIn,
    current: Field = "",
    password: Field = "",
    repeated: Field = "",
) -> Response:
    """Change the password after checking the present one; all other browsers are logged out."""
    throttle: LoginThrottle = request.app.state.login_throttle
    if throttle.seconds_to_wait(caller.email, caller.address):
        return _password_form(caller, "Te vaak geprobeerd. Wacht een kwartier en probeer het weer.", 429)
    objection = passwords.objection(password, repeated)
    if objection is None and password == current:
        objection = "Kies een ander wachtwoord dan het huidige."
    if objection is not None:
        return _password_form(caller, objection, 400)
    with transaction(engine) as session:
        advisor = advisors.authenticate(session, caller.email, current)
        if advisor is not None:
            advisors.change_password(session, advisor.id, password)
    if advisor is None:
        throttle.failed(caller.email, caller.address)
        return _password_form(caller, "Het huidige wachtwoord klopt niet.", 400)
    return login(request, engine, settings, caller.email, password)
