"""Tables of the accounts: advisors, their sessions, and the tokens of programs."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from channels.database import Base

NOTICES = ("new-case", "assigned", "follow-up")
"""What an advisor can be told by mail: a case waits, he was given one, one comes back today."""


class Advisor(Base):
    """Someone who may log in: an advisor, an editor of the knowledge base, or an administrator."""

    __tablename__ = "advisors"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    """In lower case: people type their address either way."""
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(10))
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change_password: Mapped[bool]
    created_at: Mapped[datetime]
    subject: Mapped[str | None] = mapped_column(String(300))
    """Issuer and subject at the OpenID provider; empty for an account with a password of its own."""
    notices: Mapped[list[Any]] = mapped_column(default=lambda: list(NOTICES))
    """Of what the advisor wants to be told by mail."""

    __table_args__ = (Index("uq_advisors_subject", "subject", unique=True),)


class AdvisorSession(Base):
    """A logged-in browser. Only the hash of the cookie's token is kept; deleting the row logs the browser out."""

    __tablename__ = "advisor_sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    advisor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("advisors.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    advisor: Mapped[Advisor] = relationship(lazy="joined", innerjoin=True)


class ApiToken(Base):
    """A token of another system. Only its hash is kept; a token that was taken back keeps its row, for the trail."""

    __tablename__ = "api_tokens"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    name: Mapped[str] = mapped_column(String(100))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[Any]]
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(200))
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
