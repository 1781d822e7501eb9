"""The accounts, for administrators: making one, a new password for once, and logging somebody out everywhere."""

import uuid
from collections.abc import Callable
from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, Form, Query, Response
from sqlalchemy.orm import Session

from api.accounts import advisors, sessions
from api.accounts.callers import AppSettings, Caller, DatabaseEngine, require
from api.accounts.roles import ROLES
from api.accounts.tables import Advisor
from api.desk import wording
from api.desk.pages import DeskRoute, page, see_other
from channels.database import reading, transaction
from channels.problems import Conflict, NotFound

log = structlog.get_logger()
router = APIRouter(route_class=DeskRoute)

Administrator = Annotated[Caller, Depends(require("admin"))]
Field = Annotated[str, Form(max_length=300)]
ACCOUNTS = "/desk/accounts"


@router.get(ACCOUNTS)
def accounts_page(
    engine: DatabaseEngine,
    settings: AppSettings,
    caller: Administrator,
    message: Annotated[str, Query(alias="melding", max_length=40)] = "",
) -> Response:
    """All accounts."""
    return _page(engine, settings, caller, message=wording.load_words()["message"].get(message, ""))


def _page(
    engine: DatabaseEngine,
    settings: AppSettings,
    caller: Caller,
    status: int = 200,
    message: str = "",
    error: str = "",
    password: str = "",
    whose: str = "",
) -> Response:
    with reading(engine) as session:
        found, browsers = advisors.listed(session), sessions.counts(session)
    told = {"message": message, "error": error, "password": password, "whose": whose}
    return page(
        "accounts.html",
        caller,
        status,
        accounts=found,
        browsers=browsers,
        roles=ROLES,
        elsewhere=settings.oidc_on,
        **told,
    )


@router.post(ACCOUNTS)
def create(
    engine: DatabaseEngine,
    settings: AppSettings,
    caller: Administrator,
    email: Field = "",
    name: Field = "",
    role: Field = "advisor",
) -> Response:
    """Make an account; its password for once is shown on the page that follows, and nowhere else."""
    return _with_password(
        engine, settings, caller, lambda session: (email, advisors.create(session, email, name, role))
    )


@router.post(f"{ACCOUNTS}/{{advisor_id}}/reset")
def reset(advisor_id: uuid.UUID, engine: DatabaseEngine, settings: AppSettings, caller: Administrator) -> Response:
    """A new password for once; the account is logged out everywhere."""

    def work(session: Session) -> tuple[str, str]:
        email = _existing(session, advisor_id).email
        return email, advisors.reset_password(session, email)

    return _with_password(engine, settings, caller, work)


def _with_password(
    engine: DatabaseEngine, settings: AppSettings, caller: Caller, work: Callable[[Session], tuple[str, str]]
) -> Response:
    if settings.oidc_on:
        raise Conflict("Accounts komen van uw organisatie. Daar regelt u ook de wachtwoorden.")
    try:
        with transaction(engine) as session:
            whose, password = work(session)
    except advisors.AccountError as problem:
        return _page(engine, settings, caller, 400, error=str(problem))
    log.info("account_password_made", by=str(caller.id))
    return _page(engine, settings, caller, password=password, whose=whose)


@router.post(f"{ACCOUNTS}/{{advisor_id}}/log-out")
def log_out(advisor_id: uuid.UUID, engine: DatabaseEngine, caller: Administrator) -> Response:
    """Log somebody out everywhere."""
    with transaction(engine) as session:
        sessions.end_all(session, _existing(session, advisor_id).id)
    log.info("account_logged_out", advisor=str(advisor_id), by=str(caller.id))
    return see_other(ACCOUNTS, melding="logged-out")


def _existing(session: Session, advisor_id: uuid.UUID) -> Advisor:
    advisor = session.get(Advisor, advisor_id)
    if advisor is None:
        raise NotFound("Dit account bestaat niet.")
    return advisor
