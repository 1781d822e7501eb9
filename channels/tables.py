"""Tables of the gateway: conversations, their messages (the inbox too), and the outbox of cases."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from channels.database import Base

Sequence = BigInteger().with_variant(Integer, "sqlite")  # SQLite only counts up an INTEGER PRIMARY KEY


class Conversation(Base):
    """One interview on one channel. `state` is the assistant's and opaque, but for the keys named in `channels.state`.

    `busy_until` is the lease on the conversation: who holds it (`busy_with`) takes the one turn that may be taken.
    It runs out by itself, so that a process that died in the middle of a turn holds nobody up.
    """

    __tablename__ = "conversations"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    token_hash: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the bearer token, in hexadecimal; the token itself is never kept."""
    channel: Mapped[str] = mapped_column(String(20))
    state: Mapped[dict[str, Any] | None]
    consent_given_at: Mapped[datetime | None]
    consent_text_version: Mapped[str | None] = mapped_column(String(40))
    case_reference: Mapped[str | None] = mapped_column(String(20))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    contact_id: Mapped[int | None] = mapped_column(BigInteger)
    """The contact (`channels.channel_tables`) to whom messages go; empty: they are fetched by the website."""
    busy_until: Mapped[datetime | None]
    busy_with: Mapped[uuid.UUID | None]

    takeover: Mapped["Takeover | None"] = relationship(passive_deletes="all")

    __table_args__ = (Index("ix_conversations_updated_at", "updated_at"),)


class Message(Base):
    """One message, in the order of `position`. A person's message is stored before it is answered.

    `status` is `waiting`, `answered` or `failed` for a person's message, and `answered` for all others. `key` is the
    caller's idempotency key, `fingerprint` a SHA-256 of what came with it, `outcome` what the turn led to besides
    messages; the answers to a message point to it by `reply_to`. `author` is the name of the advisor who said it;
    `with_advisor` marks what an advisor and the owner said to each other.
    """

    __tablename__ = "messages"

    position: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=True)
    id: Mapped[uuid.UUID] = mapped_column(unique=True, default=uuid.uuid4)
    conversation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    created_at: Mapped[datetime]
    role: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    payload: Mapped[str | None] = mapped_column(Text)
    buttons: Mapped[list[Any]]
    multiple: Mapped[bool] = mapped_column(default=False)
    attachments: Mapped[list[Any]]
    status: Mapped[str] = mapped_column(String(10))
    waiting_until: Mapped[datetime | None]
    """Until when others let this waiting message go first; after that its process is taken to have died."""
    key: Mapped[str | None] = mapped_column(String(255))
    fingerprint: Mapped[str | None] = mapped_column(String(64))
    reply_to: Mapped[uuid.UUID | None]
    outcome: Mapped[dict[str, Any] | None]
    author: Mapped[str | None] = mapped_column(String(200))
    with_advisor: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        UniqueConstraint("conversation_id", "key"),
        Index("ix_messages_conversation", "conversation_id", "position"),
        Index("ix_messages_reply_to", "reply_to"),
    )


class Takeover(Base):
    """An advisor who speaks in a conversation, or spoke there last: then `ended_at` says when he stopped.

    `quiet_since` is his last message, or the owner's first one since (`owner_waits`): the assistant is back when that
    is too long ago. `read_position` is the last message of the owner that he saw. The advisor is known by id and name
    alone: accounts belong to the case API.
    """

    __tablename__ = "takeovers"

    conversation_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
    )
    advisor_id: Mapped[uuid.UUID]
    advisor_name: Mapped[str] = mapped_column(String(200))
    quiet_since: Mapped[datetime]
    owner_waits: Mapped[bool]
    ended_at: Mapped[datetime | None]
    read_position: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (Index("ix_takeovers_quiet", "ended_at", "quiet_since"),)


class OutboxRow(Base):
    """Something the case API must be told: a case to deliver or one to erase.

    There is no foreign key: an erased conversation leaves its `erase` row until the case is gone too. `payload` is
    emptied once delivered. `leased_until` keeps two workers from sending the same row at the same time.
    """

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(10))
    interview_id: Mapped[uuid.UUID]
    payload: Mapped[dict[str, Any] | None]
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (
        UniqueConstraint("interview_id", "kind"),
        Index("ix_outbox_due", "done_at", "next_attempt_at"),
    )
