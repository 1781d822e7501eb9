"""Logging in to the desk with an OpenID provider, when the settings name one."""

from typing import Annotated

import structlog
from fastapi import APIRouter, Cookie, Query, Request, Response

from api.accounts import advisors, oidc, sessions
from api.accounts.callers import AppSettings, DatabaseEngine
from api.desk.login import logged_in_as, login_form, own
from api.desk.pages import DeskRoute, see_other
from channels.database import transaction
from channels.problems import NotFound

log = structlog.get_logger()
router = APIRouter(route_class=DeskRoute)

AWAY = "Inloggen bij uw organisatie lukt nu niet. Probeer het over een paar minuten weer."
REFUSED = "Het inloggen is niet gelukt. Probeer het opnieuw."
NO_ROLE = "U bent ingelogd bij uw organisatie, maar u hebt hier geen rol. Vraag de beheerder om toegang."


@router.get("/desk/login/start")
def start(settings: AppSettings, following: Annotated[str | None, Query(alias="next")] = None) -> Response:
    """Send the browser to the provider."""
    if not settings.oidc_on:
        raise NotFound("Deze pagina bestaat niet.")
    try:
        address, attempt = oidc.begin(settings, own(following))
    except oidc.LoginFailed as problem:
        log.warning("oidc_unavailable", error=str(problem))
        return login_form(settings, own(following), AWAY, status=503)
    answer = see_other(address)
    answer.set_cookie(
        oidc.COOKIE,
        oidc.seal(settings, attempt),
        max_age=oidc.ATTEMPT_S,
        path="/desk/login",
        httponly=True,
        secure=settings.public_url.startswith("https:"),
        samesite="lax",  # it must come along when the provider sends the browser back
    )
    return answer


@router.get(oidc.CALLBACK)
def callback(
    request: Request,
    engine: DatabaseEngine,
    settings: AppSettings,
    state: Annotated[str, Query(max_length=200)] = "",
    code: Annotated[str, Query(max_length=4_000)] = "",
    sealed: Annotated[str, Cookie(alias=oidc.COOKIE, max_length=4_000)] = "",
) -> Response:
    """Back from the provider: check who it is and log in."""
    if not settings.oidc_on:
        raise NotFound("Deze pagina bestaat niet.")
    answer = _answer(engine, settings, state, code, sealed)
    answer.delete_cookie(oidc.COOKIE, path="/desk/login")  # an attempt is for once
    return answer


def _answer(engine: DatabaseEngine, settings: AppSettings, state: str, code: str, sealed: str) -> Response:
    try:
        attempt = oidc.unseal(settings, sealed)
        person = oidc.finish(settings, attempt, state, code)
        with transaction(engine) as session:
            advisor = advisors.of_provider(session, person)
            token = sessions.start(session, advisor) if advisor is not None else None
    except oidc.LoginFailed as problem:
        log.warning("oidc_refused", error=str(problem))
        return login_form(settings, own(None), REFUSED, status=401)
    except advisors.AccountError as problem:
        return login_form(settings, own(None), str(problem), status=403)
    if advisor is None or token is None:
        return login_form(settings, own(None), NO_ROLE, status=403)
    return logged_in_as(settings, advisor, token, attempt.following)
