"""One's own account: choosing a password, what to be told by mail, and the browsers one is logged in with."""

from typing import Annotated, Any

from fastapi import APIRouter, Cookie, Form, Query, Request, Response
from fastapi.responses import HTMLResponse

from api.accounts import advisors, passwords, sessions
from api.accounts.callers import AppSettings, Caller, DatabaseEngine
from api.accounts.tables import NOTICES, Advisor
from api.accounts.throttle import LoginThrottle
from api.desk import wording
from api.desk.login import login
from api.desk.pages import DeskRoute, LoggedIn, page, see_other
from channels.database import reading, transaction
from channels.problems import NotFound

router = APIRouter(route_class=DeskRoute)

Field = Annotated[str, Form(max_length=1_000)]
OwnToken = Annotated[str, Cookie(alias=sessions.COOKIE)]
ACCOUNT = "/desk/account"


@router.get(ACCOUNT)
def account_page(
    engine: DatabaseEngine,
    settings: AppSettings,
    caller: LoggedIn,
    token: OwnToken,
    message: Annotated[str, Query(alias="melding", max_length=40)] = "",
) -> Response:
    """Who one is here, what one is told by mail, and where one is logged in."""
    with reading(engine) as session:
        advisor = session.get_one(Advisor, caller.id)
        browsers = sessions.of(session, advisor.id, token)
    facts: dict[str, Any] = {"mail_on": settings.mail_on, "elsewhere": settings.oidc_on, "wanted": advisor.notices}
    told = wording.load_words()["message"].get(message, "")
    return page("account.html", caller, browsers=browsers, notices=NOTICES, message=told, **facts)


@router.post(f"{ACCOUNT}/notices")
def choose_notices(
    engine: DatabaseEngine,
    caller: LoggedIn,
    wanted: Annotated[list[str], Form(alias="notice")] = [],  # noqa: B006
) -> Response:
    """Choose what to be told by mail."""
    with transaction(engine) as session:
        session.get_one(Advisor, caller.id).notices = [notice for notice in NOTICES if notice in wanted]
    return see_other(ACCOUNT, melding="notices-kept")


@router.post(f"{ACCOUNT}/end-others")
def end_others(engine: DatabaseEngine, caller: LoggedIn, token: OwnToken) -> Response:
    """Log out everywhere but here."""
    with transaction(engine) as session:
        sessions.end_others(session, _id(caller), token)
    return see_other(ACCOUNT, melding="others-ended")


def _id(caller: Caller) -> Any:
    return caller.id


def _with_password(settings: AppSettings) -> None:
    """Raises NotFound where passwords are kept elsewhere."""
    if settings.oidc_on:
        raise NotFound("U logt in via uw organisatie. Daar wijzigt u ook uw wachtwoord.")


@router.get("/desk/password")
def password_page(settings: AppSettings, caller: LoggedIn) -> Response:
    """The form to choose a password of one's own. Raises NotFound where passwords are kept elsewhere."""
    _with_password(settings)
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
    _with_password(settings)
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
