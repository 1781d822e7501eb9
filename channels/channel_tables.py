"""Tables of the channels outside the website: who writes, what came in, what goes out, buttons, and resume codes.

All rows of a person hang on the contact or on the conversation, so that erasing those erases everything.
"""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from channels.database import Base
from channels.tables import Sequence


class Contact(Base):
    """One person on one channel. `address` is Telegram's chat id, or WhatsApp's business-scoped user id.

    `number` is the WhatsApp number, which may be missing; it is only ever used to send to. `next_send_at` keeps the
    channel's pace; `template_sent_at` says that the person was asked to write because the 24-hour window had closed.
    """

    __tablename__ = "contacts"

    id: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=True)
    channel: Mapped[str] = mapped_column(String(20))
    address: Mapped[str] = mapped_column(String(140))
    number: Mapped[str | None] = mapped_column(String(32))
    conversation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("conversations.id", ondelete="SET NULL"))
    last_heard_at: Mapped[datetime]
    next_send_at: Mapped[datetime | None]
    template_sent_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("channel", "address"),
        Index("ix_contacts_number", "channel", "number"),
        Index("ix_contacts_conversation", "conversation_id"),
    )


class InboxRow(Base):
    """One event from a platform, stored before it is answered. `key` is a SHA-256 of the platform's own id.

    The id itself is not kept: that of WhatsApp holds the phone number. `rank` orders the events of one person;
    `event` is emptied when it was dealt with, and the rest stays as long as a platform repeats.
    """

    __tablename__ = "inbox"

    id: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=True)
    channel: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(64))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id", ondelete="SET NULL"))
    rank: Mapped[int] = mapped_column(BigInteger)
    received_at: Mapped[datetime]
    event: Mapped[dict[str, Any] | None]
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    """When the person was told that the answer takes longer; that is told once."""
    done_at: Mapped[datetime | None]
    dead_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (
        UniqueConstraint("channel", "key"),
        Index("ix_inbox_due", "done_at", "next_attempt_at"),
        Index("ix_inbox_contact", "contact_id", "rank"),
    )


class OutgoingRow(Base):
    """What must be sent to a person: the messages of one turn, made when it is stored; gone once sent.

    `messages` are our own; `parts` what the platform sends, made when it is their turn, and `parts_sent` how many of
    those have gone. `reference` tells a part back to us from a platform that can (`sent_parts`). After an erasure
    `contact_id` is empty: the last words need only the address.
    """

    __tablename__ = "outgoing"

    id: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=True)
    reference: Mapped[uuid.UUID] = mapped_column(unique=True, default=uuid.uuid4)
    channel: Mapped[str] = mapped_column(String(20))
    address: Mapped[str] = mapped_column(String(140))
    number: Mapped[str | None] = mapped_column(String(32))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"))
    messages: Mapped[list[Any]]
    parts: Mapped[list[Any] | None]
    parts_sent: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    next_attempt_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    dead_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (
        Index("ix_outgoing_due", "dead_at", "next_attempt_at"),
        Index("ix_outgoing_address", "channel", "address", "id"),
    )


class SentPart(Base):
    """One part that was sent, and how far it got: `sent`, `delivered`, `read`, or `failed`. It holds no words."""

    __tablename__ = "sent_parts"

    id: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=True)
    reference: Mapped[uuid.UUID]
    part: Mapped[int]
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime]
    error: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (UniqueConstraint("reference", "part"), Index("ix_sent_parts_contact", "contact_id"))


class Offer(Base):
    """The buttons of one message, and the question they belong to. A button sends back only the token and its place.

    `chosen` are the places ticked in a multiple choice.
    """

    __tablename__ = "offers"

    id: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=True)
    token: Mapped[str] = mapped_column(String(20), unique=True)
    conversation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    question_id: Mapped[str | None] = mapped_column(String(60))
    ladder_level: Mapped[int | None]
    buttons: Mapped[list[Any]]
    multiple: Mapped[bool]
    chosen: Mapped[list[Any]]

    __table_args__ = (Index("ix_offers_conversation", "conversation_id", "id"),)


class ResumeCode(Base):
    """A code with which an interview goes on elsewhere; only a keyed hash of it is kept."""

    __tablename__ = "resume_codes"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    conversation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    expires_at: Mapped[datetime]

    __table_args__ = (Index("ix_resume_codes_conversation", "conversation_id"),)
