"""Tokens of other systems over HTTP, for administrators."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Path, Response
from fastapi.responses import JSONResponse
from pydantic import AwareDatetime, Field

from api.accounts import tokens
from api.accounts.callers import Administrator, DatabaseEngine
from api.accounts.tables import ApiToken
from api.cases.models import Input, Model, Words
from api.responses import problems
from channels.database import reading, transaction
from channels.problems import NotFound

router = APIRouter(prefix="/tokens", tags=["beheer"])


class TokenNotFound(NotFound):
    """There is no such token."""

    code = "token-not-found"

    def __init__(self) -> None:
        super().__init__("Dit token bestaat niet.")


class NewToken(Input):
    """A token to be made: for which system, and what it may do."""

    name: Words = Field(
        min_length=1, max_length=tokens.MAX_NAME, pattern=r"\S", description="Naam van het systeem, voor in het logboek"
    )
    scopes: list[tokens.Scope] = Field(min_length=1, max_length=len(tokens.SCOPES), description="Wat het systeem mag")


class Token(Model):
    """A token as it is listed: never with the token itself."""

    id: uuid.UUID = Field(description="Kenmerk")
    name: str = Field(description="Naam van het systeem")
    scopes: list[tokens.Scope] = Field(description="Wat het systeem mag")
    created_at: AwareDatetime = Field(description="Aangemaakt op")
    created_by: str = Field(description="Wie het token maakte")
    last_used_at: AwareDatetime | None = Field(description="Laatst gebruikt, op een minuut nauwkeurig; null: nooit")
    revoked_at: AwareDatetime | None = Field(description="Ingetrokken op; null: geldig")


class MadeToken(Token):
    """A token just made, with the token itself."""

    token: str = Field(description="Het token; alleen nu te zien")


class TokenList(Model):
    """All tokens, oldest first."""

    items: list[Token]


def _token(row: ApiToken) -> Token:
    return Token(
        id=row.id,
        name=row.name,
        scopes=row.scopes,
        created_at=row.created_at,
        created_by=row.created_by,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
    )


@router.post(
    "",
    status_code=201,
    response_model=MadeToken,
    summary="Token maken voor een ander systeem",
    responses=problems(400, 401, 403),
)
def create_token(new: NewToken, engine: DatabaseEngine, caller: Administrator) -> Response:
    """Het token staat alleen in dit antwoord; bewaard wordt een afdruk waaruit het niet terug te halen is."""
    with transaction(engine) as session:
        row, token = tokens.create(session, new.name, new.scopes, caller.name)
        made = MadeToken(token=token, **_token(row).model_dump())
    return JSONResponse(made.model_dump(mode="json", by_alias=True), 201)


@router.get("", response_model=TokenList, summary="Tokens opvragen", responses=problems(401, 403))
def list_tokens(engine: DatabaseEngine, _caller: Administrator) -> Response:
    """Alle tokens, ook de ingetrokken. Het token zelf is nergens meer te zien."""
    with reading(engine) as session:
        found = TokenList(items=[_token(row) for row in tokens.listed(session)])
    return JSONResponse(found.model_dump(mode="json", by_alias=True))


@router.delete("/{id}", status_code=204, summary="Token intrekken", responses=problems(400, 401, 403, 404))
def revoke_token(
    token_id: Annotated[uuid.UUID, Path(alias="id", description="Kenmerk van het token")],
    engine: DatabaseEngine,
    _caller: Administrator,
) -> Response:
    """Het token is vanaf nu ongeldig, voorgoed. Nog eens intrekken mag."""
    with transaction(engine) as session:
        if not tokens.revoke(session, token_id):
            raise TokenNotFound
    return Response(status_code=204)
