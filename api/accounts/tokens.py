"""Tokens of other systems: made, listed and taken back, on the command line too.

`python -m api.accounts.tokens create NAME --scope cases:read`, `... list`, `... revoke ID`.
"""

import argparse
import hashlib
import secrets
import sys
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.accounts.tables import ApiToken
from channels.database import make_engine, transaction
from channels.settings import load_settings

Scope = Literal["cases:read", "cases:create", "cases:erase"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
PREFIX = "mkw_"  # so that a token that leaked is recognised, by people and by scanners
MAX_NAME = 100
USED_EVERY = timedelta(minutes=1)
"""How precisely the last use is kept: a program that asks all the time does not make each question a change."""


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def create(session: Session, name: str, scopes: Sequence[Scope], by: str) -> tuple[ApiToken, str]:
    """A new token for the system with this name, and the token itself, which is shown this once."""
    token = PREFIX + secrets.token_urlsafe(32)
    now = datetime.now(UTC)
    row = ApiToken(
        name=name.strip(), token_hash=_hashed(token), scopes=sorted(set(scopes)), created_at=now, created_by=by
    )
    session.add(row)
    session.flush()
    return row, token


def find(session: Session, token: str) -> ApiToken | None:
    """The token that these characters are, or None when there is no such token or it was taken back."""
    return session.scalar(select(ApiToken).filter_by(token_hash=_hashed(token), revoked_at=None))


def needs_marking(token: ApiToken, now: datetime) -> bool:
    """Whether the last use that is kept of it is too old."""
    return token.last_used_at is None or now - token.last_used_at >= USED_EVERY


def listed(session: Session) -> Sequence[ApiToken]:
    """All tokens, also those taken back, oldest first."""
    return session.scalars(select(ApiToken).order_by(ApiToken.created_at, ApiToken.id)).all()


def revoke(session: Session, token_id: uuid.UUID) -> bool:
    """Take a token back for good; False when there is none with this id. Again is fine."""
    row = session.get(ApiToken, token_id)
    if row is None:
        return False
    row.revoked_at = row.revoked_at or datetime.now(UTC)
    return True


def _name(text: str) -> str:
    if not 1 <= len(text.strip()) <= MAX_NAME:
        raise argparse.ArgumentTypeError(f"geef een naam van 1 tot {MAX_NAME} tekens")
    return text


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m api.accounts.tokens", description="Tokens van andere systemen")
    commands = parser.add_subparsers(dest="command", required=True)
    new = commands.add_parser("create", help="maak een token en toon het, deze ene keer")
    new.add_argument("name", type=_name, help="naam van het systeem")
    new.add_argument("--scope", action="append", choices=SCOPES, required=True, help="wat het systeem mag")
    commands.add_parser("list", help="toon alle tokens")
    old = commands.add_parser("revoke", help="trek een token in")
    old.add_argument("id", type=uuid.UUID)
    return parser


def main(arguments: list[str]) -> int:
    """Carry the command out; 0 when done, 1 when there is no such token, 2 when the command is wrong."""
    asked = _parser().parse_args(arguments)
    engine = make_engine(load_settings().database_url)
    try:
        with transaction(engine) as session:
            match asked.command:
                case "create":
                    print(create(session, asked.name, asked.scope, "opdrachtregel")[1])
                case "list":
                    for row in listed(session):
                        used = f"{row.last_used_at:%Y-%m-%d %H:%M}" if row.last_used_at else "nooit gebruikt"
                        state = "ingetrokken" if row.revoked_at else "geldig"
                        print(row.id, row.name, ",".join(row.scopes), used, state, sep="\t")
                case "revoke" if not revoke(session, asked.id):
                    print("Er is geen token met dit kenmerk.", file=sys.stderr)
                    return 1
    finally:
        engine.dispose()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
