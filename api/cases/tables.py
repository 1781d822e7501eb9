"""Tables of the cases: the case itself, its notes and transcript, its audit trail, and the numbers handed out."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.accounts.tables import Advisor
from channels.database import Base
from channels.tables import Sequence


class Case(Base):
    """One case, with the id of its interview. The JSON columns hold the parts of the contract's Case as they are;
    the plain columns repeat what lists filter, sort and count on. The oldest of these come first: SQLite reads a row
    from its start, and the JSON of a case fills several pages. `version` is the ETag and is checked in each UPDATE.
    """

    __tablename__ = "cases"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    version: Mapped[int] = mapped_column()
    status: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    channel: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(5))
    model_version: Mapped[str] = mapped_column(String(40))
    knowledge_version: Mapped[str] = mapped_column(String(80))

    province: Mapped[str | None] = mapped_column(String(20))
    size_class: Mapped[str | None] = mapped_column(String(10))
    yamamoto_types: Mapped[str] = mapped_column(String(4))
    """The types as digits, "13" for types 1 and 3; empty for none."""
    mrl_level: Mapped[int | None]
    assignee_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("advisors.id", ondelete="SET NULL"))
    closed_reason: Mapped[str | None] = mapped_column(Text)
    follow_up_on: Mapped[date | None]
    """The day on which the case comes back to the top of its holder's list."""
    first_claimed_at: Mapped[datetime | None]
    """When somebody first had the case: how long it waited."""
    readiness_level: Mapped[str | None] = mapped_column(String(20))
    necessity_level: Mapped[str | None] = mapped_column(String(20))

    company: Mapped[dict[str, Any]]
    assessment: Mapped[dict[str, Any]]
    answers: Mapped[dict[str, Any]]
    mirror: Mapped[list[Any]]
    schemes: Mapped[list[Any]]
    best_practices: Mapped[list[Any]]
    contact: Mapped[dict[str, Any]]
    consent: Mapped[dict[str, Any]]

    assignee: Mapped[Advisor | None] = relationship(lazy="joined", innerjoin=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - read once by SQLAlchemy's mapper
    __table_args__ = (
        Index("ix_cases_created_at", "created_at", "id"),
        Index("ix_cases_updated_at", "updated_at", "id"),
        Index("ix_cases_status", "status", "created_at", "id"),
        Index("ix_cases_assignee", "assignee_id", "created_at", "id"),
        Index("ix_cases_province", "province", "created_at", "id"),
        Index("ix_cases_size_class", "size_class", "created_at", "id"),
        Index("ix_cases_mrl", "mrl_level", "created_at", "id"),
        Index("ix_cases_follow_up", "follow_up_on"),
        Index("ix_cases_channel", "channel", "created_at", "id"),
        Index("ix_cases_yamamoto_types", "yamamoto_types"),
        Index("ix_cases_readiness_level", "readiness_level"),
        Index("ix_cases_necessity_level", "necessity_level"),
        Index("ix_cases_first_claimed", "first_claimed_at", "created_at"),
    )


class CaseText(Base):
    """The words of a case that searching looks for: stems in Dutch, each once, in alphabetical order.

    The database keeps an index over them by itself: on PostgreSQL a generated column with a GIN index, on SQLite an
    FTS5 table with triggers (`api.cases.search`, and the migration that makes them).
    """

    __tablename__ = "case_texts"

    id: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), unique=True)
    words: Mapped[str] = mapped_column(Text)


class CaseScheme(Base):
    """A scheme that fits a case, to count without reading all cases."""

    __tablename__ = "case_schemes"

    scheme_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True, index=True)


class CaseNote(Base):
    """A note of an advisor, for advisors only. The name is kept, so that a note outlives its author's account."""

    __tablename__ = "case_notes"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    author: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


class CaseCorrection(Base):
    """An answer that an advisor put right: the answer as it was and as it is, and which figures changed with it.

    `effects` holds per figure what it was and is: `{"readiness": [41, 45]}`.
    """

    __tablename__ = "case_corrections"

    id: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    question_id: Mapped[str] = mapped_column(String(60))
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any]]
    effects: Mapped[dict[str, Any]]
    author: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]


class CaseTranscript(Base):
    """The conversation itself; a row exists only when the owner allowed it."""

    __tablename__ = "case_transcripts"

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
    messages: Mapped[list[Any]]


class CaseEvent(Base):
    """One line of the audit trail: who did what to which case, when and from where.

    `fields` names what changed and never holds values; `colleague` is the advisor who was given the case. There is
    no foreign key: the trail outlives an erased case.
    """

    __tablename__ = "case_events"

    id: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=True)
    case_id: Mapped[uuid.UUID]
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(200))
    actor_role: Mapped[str] = mapped_column(String(10))
    address: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(20))
    fields: Mapped[list[Any]]
    colleague: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (Index("ix_case_events_case", "case_id", "id"),)


class CaseNumber(Base):
    """The last number handed out in a year; the row's lock makes the next one wait its turn."""

    __tablename__ = "case_numbers"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class IdempotencyKey(Base):
    """A key under which a case was posted. The primary key decides between two posts at once.

    `fingerprint` is a SHA-256 over the body; it is emptied when the case is erased, and the row then keeps a
    late repeat of the same post from bringing the case back.
    """

    __tablename__ = "idempotency_keys"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    case_id: Mapped[uuid.UUID] = mapped_column(index=True)
    created_at: Mapped[datetime]
