"""Logged-in browsers. The cookie holds a random token; the database holds only its hash."""

import hashlib
import secrets
import uuid
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from api.accounts.tables import Advisor, AdvisorSession

COOKIE = "maakwijzer_desk"
LIFETIME = timedelta(hours=12)  # a working day: who logs in at eight is not thrown out at five


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def start(session: Session, advisor: Advisor) -> str:
    """Start a session for this advisor and give the token for the cookie; expired ones are cleared on the way."""
    now = datetime.now(UTC)
    session.execute(delete(AdvisorSession).where(AdvisorSession.expires_at <= now))
    token = secrets.token_urlsafe(32)
    session.add(
        AdvisorSession(token_hash=_hashed(token), advisor_id=advisor.id, created_at=now, expires_at=now + LIFETIME)
    )
    session.flush()
    return token


def advisor_of(session: Session, token: str) -> Advisor | None:
    """Whose session this token is, or None when it is unknown, ended or expired."""
    row = session.get(AdvisorSession, _hashed(token))
    if row is None or row.expires_at <= datetime.now(UTC):
        return None
    return row.advisor


def end(session: Session, token: str) -> None:
    """Log this browser out; an unknown token is fine."""
    session.execute(delete(AdvisorSession).where(AdvisorSession.token_hash == _hashed(token)))


def end_all(session: Session, advisor_id: uuid.UUID) -> None:
    """Log all browsers of this advisor out."""
    session.execute(delete(AdvisorSession).where(AdvisorSession.advisor_id == advisor_id))


def end_others(session: Session, advisor_id: uuid.UUID, token: str) -> None:
    """Log all browsers of this advisor out but this one."""
    own = AdvisorSession.advisor_id == advisor_id
    session.execute(delete(AdvisorSession).where(own, AdvisorSession.token_hash != _hashed(token)))


def of(session: Session, advisor_id: uuid.UUID, token: str) -> list[tuple[datetime, bool]]:
    """When each logged-in browser of this advisor logged in, and whether it is this one; the newest first."""
    query = select(AdvisorSession).where(
        AdvisorSession.advisor_id == advisor_id, AdvisorSession.expires_at > datetime.now(UTC)
    )
    rows = session.scalars(query.order_by(AdvisorSession.created_at.desc()))
    return [(row.created_at, row.token_hash == _hashed(token)) for row in rows]


def counts(session: Session) -> dict[uuid.UUID, int]:
    """How many browsers each advisor is logged in with."""
    now = datetime.now(UTC)
    query = select(AdvisorSession.advisor_id, func.count()).where(AdvisorSession.expires_at > now)
    return {row[0]: row[1] for row in session.execute(query.group_by(AdvisorSession.advisor_id))}
