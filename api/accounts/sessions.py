"""Logged-in browsers. The cookie holds a random token; the database holds only its hash."""

import hashlib
import secrets
import uuid
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete
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
