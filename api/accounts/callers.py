"""Who is calling: a program with a token, or an advisor with the desk's session cookie."""

import hmac
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import Engine

from api.accounts import sessions, tokens
from api.accounts.roles import AdvisorRole
from api.accounts.tokens import SCOPES, Scope
from channels.database import reading, transaction
from channels.problems import Forbidden, Unauthorized
from channels.settings import Settings

Role = Literal["service"] | AdvisorRole


class MissingScope(Forbidden):
    """The token is valid, but not for this."""

    code = "missing-scope"


class PasswordChangeRequired(Forbidden):
    """The advisor still has the one-time password."""

    code = "password-change-required"


@dataclass(frozen=True)
class Caller:
    """Who asks and from which address. `id` is the advisor's, None for a program."""

    id: uuid.UUID | None
    name: str
    email: str
    role: Role
    address: str
    must_change_password: bool = False
    scopes: frozenset[str] = frozenset()
    """What a program may do; for an advisor the role says it all."""


# What only looks something up is a coroutine: FastAPI runs a plain function in a thread, which costs more than it does.
async def settings_of(request: Request) -> Settings:
    """The settings the application was made with."""
    settings: Settings = request.app.state.settings
    return settings


async def engine_of(request: Request) -> Engine:
    """The engine of the main database."""
    engine: Engine = request.app.state.engine
    return engine


DatabaseEngine = Annotated[Engine, Depends(engine_of)]
AppSettings = Annotated[Settings, Depends(settings_of)]

_bearer = HTTPBearer(auto_error=False, scheme_name="token", description="Token van een programma.")
_cookie = APIKeyCookie(
    name=sessions.COOKIE, auto_error=False, scheme_name="session", description="Sessie van de adviseursomgeving."
)


def address_of(request: Request) -> str:
    """The address the request came from; behind a proxy uvicorn has put the visitor's own there."""
    return request.client.host if request.client else "unknown"


def identify(
    request: Request,
    engine: DatabaseEngine,
    settings: AppSettings,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
    cookie: Annotated[str | None, Security(_cookie)],
) -> Caller | None:
    """Who is calling, or None without a token or session. Raises Unauthorized for a token that is wrong."""
    address = address_of(request)
    if bearer is not None:
        expected = settings.service_token.get_secret_value()
        if hmac.compare_digest(bearer.credentials.encode(), expected.encode()):
            return Caller(None, "Maakwijzer", "", "service", address, scopes=frozenset(SCOPES))
        return _program(engine, bearer.credentials, address)
    if cookie is None:
        return None
    with reading(engine) as session:
        advisor = sessions.advisor_of(session, cookie)
    if advisor is None:
        return None
    role: AdvisorRole = advisor.role  # type: ignore[assignment]  # only roles of AdvisorRole are ever stored
    return Caller(advisor.id, advisor.name, advisor.email, role, address, advisor.must_change_password)


def _program(engine: Engine, token: str, address: str) -> Caller:
    """The system whose token this is; its use is kept. Raises Unauthorized."""
    now = datetime.now(UTC)
    with reading(engine) as session:
        row = tokens.find(session, token)
    if row is None:
        raise Unauthorized("Dit token is niet geldig.")
    if tokens.needs_marking(row, now):
        with transaction(engine) as session:
            session.merge(row).last_used_at = now
    return Caller(None, row.name, "", "service", address, scopes=frozenset(row.scopes))


Identified = Annotated[Caller | None, Depends(identify)]


def require(*roles: Role, scope: Scope | None = None) -> Callable[[Caller | None], Awaitable[Caller]]:
    """A dependency that lets only these roles in, and programs only with a token for this scope.

    It raises Unauthorized, Forbidden, MissingScope or PasswordChangeRequired.
    """

    async def allowed(caller: Identified) -> Caller:
        if caller is None:
            raise Unauthorized("Log eerst in, of stuur een token mee.")
        if caller.role not in roles:
            raise Forbidden("Uw rol geeft hier geen toegang toe.")
        if caller.role == "service" and scope not in caller.scopes:
            raise MissingScope("Dit token geeft hier geen toegang toe.")
        if caller.must_change_password:
            raise PasswordChangeRequired("Kies eerst een eigen wachtwoord in de adviseursomgeving.")
        return caller

    return allowed


Reader = Annotated[Caller, Depends(require("advisor", "admin", "service", scope="cases:read"))]
"""Who may read cases: advisors, administrators and programs."""
Worker = Annotated[Caller, Depends(require("advisor", "admin"))]
"""Who may work on cases."""
Service = Annotated[Caller, Depends(require("service", scope="cases:create"))]
"""Programs only."""
Eraser = Annotated[Caller, Depends(require("admin", "service", scope="cases:erase"))]
"""Who may erase a case: an administrator, or the gateway when the owner asks for it."""
Administrator = Annotated[Caller, Depends(require("admin"))]
"""Administrators only."""
