"""The queue of what must be sent to people: written with the turn that led to it, sent at the channel's pace.

A row is taken with a lease and is gone once sent. Whoever dies between the platform's "yes" and our note of it leaves
a part of which nobody knows whether it arrived: a platform that reports on its messages (WhatsApp) settles that
(`sent_parts`), and so does the person who presses one of its buttons. Otherwise it is sent again, because a question
that never comes is worse than one that comes twice.
"""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, exists, or_, select
from sqlalchemy.orm import Session, aliased

from channels import backoff
from channels.channel_tables import Contact, OutgoingRow, SentPart
from channels.message import Outgoing
from channels.offers import offered
from channels.platform import Platform
from channels.rendering.bubbles import Bubble
from channels.tables import Conversation

LEASE = timedelta(seconds=20)  # longer than sending may take (`channels.platform.LONGEST_S`)
LEASE_WITH_FILE = timedelta(seconds=60)  # which must be made and brought first
LONGEST_PAUSE_S = 600
GIVE_UP_AFTER = timedelta(hours=24)
BATCH = 20
KEPT_NOTES = timedelta(days=8)  # Meta brings a report again for up to seven days
HELD = timedelta(days=365)  # until the person writes again
ORDER = {"sent": 1, "failed": 2, "delivered": 3, "read": 4}  # what was delivered has not failed


@dataclass(frozen=True)
class Sending:
    """One part that was taken, to be sent outside the transaction."""

    row_id: int
    reference: uuid.UUID
    number_of_part: int
    channel: str
    address: str
    number: str | None
    part: dict[str, Any]
    attempts: int


def enqueue(session: Session, conversation: Conversation, messages: Sequence[Outgoing], now: datetime) -> None:
    """Queue messages for the channel on which this conversation goes on; nothing when that is the website."""
    if conversation.contact_id is None or not messages:
        return
    contact = session.get(Contact, conversation.contact_id)
    if contact is not None:
        add(session, contact, offered(session, conversation, list(messages)), now)


def add(session: Session, contact: Contact, bubbles: Sequence[Bubble], now: datetime) -> None:
    """Queue messages for a person."""
    session.add(
        OutgoingRow(
            reference=uuid.uuid4(),
            channel=contact.channel,
            address=contact.address,
            number=contact.number,
            contact_id=contact.id,
            messages=[bubble.model_dump(mode="json") for bubble in bubbles],
            created_at=now,
            next_attempt_at=now,
        )
    )
    session.flush()


def take_due(session: Session, now: datetime, platforms: Mapping[str, Platform]) -> list[Sending]:
    """Take the next part for each person whose turn it is."""
    earlier = aliased(OutgoingRow)
    same_person = (earlier.channel == OutgoingRow.channel) & (earlier.address == OutgoingRow.address)
    first = ~exists(select(earlier.id).where(same_person, earlier.id < OutgoingRow.id, earlier.dead_at.is_(None)))
    query = (
        select(OutgoingRow)
        .outerjoin(Contact, Contact.id == OutgoingRow.contact_id)
        .where(
            OutgoingRow.channel.in_(platforms),
            OutgoingRow.dead_at.is_(None),
            OutgoingRow.next_attempt_at <= now,
            or_(OutgoingRow.leased_until.is_(None), OutgoingRow.leased_until <= now),
            or_(Contact.next_send_at.is_(None), Contact.next_send_at <= now),
            first,
        )
        .order_by(OutgoingRow.id)
        .limit(BATCH)
        .with_for_update(of=OutgoingRow, skip_locked=True)
    )
    rows = session.scalars(query).all()
    return [sending for row in rows if (sending := _take(session, row, platforms[row.channel], now)) is not None]


def _take(session: Session, row: OutgoingRow, platform: Platform, now: datetime) -> Sending | None:
    contact = session.get(Contact, row.contact_id) if row.contact_id is not None else None
    if row.parts is None:
        _fold(session, row, platform)
        row.parts = platform.render([Bubble.model_validate(message) for message in row.messages])
    while row.parts_sent < len(row.parts) and _reported(session, row):
        row.parts_sent, row.attempts = row.parts_sent + 1, 0
    if row.parts_sent >= len(row.parts):
        session.delete(row)
        return None
    if row.leased_until is not None:
        # Its sender died: whether it was sent may be reported, or shown by a button that is pressed.
        row.leased_until, row.next_attempt_at = None, now + timedelta(seconds=platform.report_s)
        return None
    number_of_part, part = row.parts_sent, row.parts[row.parts_sent]
    if contact is not None and platform.window is not None and contact.last_heard_at + platform.window <= now:
        template = platform.template()
        if template is None or contact.template_sent_at is not None:
            _hold(row, template is not None, now)
            return None
        contact.template_sent_at = now
        number_of_part, part = -1, template
    row.leased_until, row.attempts = now + (LEASE_WITH_FILE if "file" in part else LEASE), row.attempts + 1
    if contact is not None:
        contact.next_send_at = now + timedelta(seconds=platform.pace_s)
    return Sending(row.id, row.reference, number_of_part, row.channel, row.address, row.number, part, row.attempts)


def _fold(session: Session, row: OutgoingRow, platform: Platform) -> None:
    """Take the messages that wait behind this one along, where a platform wants few."""
    if not platform.folds:
        return
    query = select(OutgoingRow).where(
        OutgoingRow.channel == row.channel,
        OutgoingRow.address == row.address,
        OutgoingRow.id > row.id,
        OutgoingRow.parts.is_(None),
        OutgoingRow.dead_at.is_(None),
    )
    for later in session.scalars(query.order_by(OutgoingRow.id).with_for_update()).all():
        row.messages = [*row.messages, *later.messages]
        session.delete(later)


def _reported(session: Session, row: OutgoingRow) -> bool:
    """Whether the platform reported on this part, of which we never heard that it was sent."""
    return bool(session.scalar(select(exists().where(*_this(row.reference, row.parts_sent)))))


def _this(reference: uuid.UUID, part: int) -> tuple[Any, Any]:
    return SentPart.reference == reference, SentPart.part == part


def _hold(row: OutgoingRow, asked: bool, now: datetime) -> None:
    """Outside the window: wait until the person writes, or give up where nothing may ask them to."""
    if asked:
        row.next_attempt_at = now + HELD
    else:
        row.dead_at, row.error = now, "outside the 24-hour window, and MAAKWIJZER_WHATSAPP_TEMPLATE is not set"


def heard_from(session: Session, contact: Contact, now: datetime) -> None:
    """The person wrote: the window is open again, and what was held goes out."""
    contact.last_heard_at, contact.template_sent_at = now, None
    held = select(OutgoingRow).where(OutgoingRow.contact_id == contact.id, OutgoingRow.next_attempt_at > now + HELD / 2)
    for row in session.scalars(held):
        row.next_attempt_at = now


def sent(session: Session, sending: Sending, now: datetime) -> None:
    """Note that a part was sent; the row is gone after its last one."""
    row = session.get(OutgoingRow, sending.row_id, with_for_update=True)
    if row is None or row.reference != sending.reference:
        return  # erased in the meantime
    row.leased_until, row.attempts, row.error = None, 0, None
    if sending.number_of_part < 0:
        row.next_attempt_at = now + HELD
        return
    note(session, row.reference, sending.number_of_part, row.contact_id, "sent", now)
    row.parts_sent = max(row.parts_sent, sending.number_of_part + 1)
    if row.parts_sent >= len(row.parts or []):
        session.delete(row)


def seen(session: Session, contact: Contact, token: str, now: datetime) -> None:
    """A button of this offer was pressed: its message arrived, and so did all that went before it.

    This settles what nobody knew when the sender died before it could note that the message was sent.
    """
    unsure = select(OutgoingRow).where(OutgoingRow.contact_id == contact.id, OutgoingRow.parts.is_not(None))
    for row in session.scalars(unsure.with_for_update()):
        parts = row.parts or []
        arrived = max((at + 1 for at, part in enumerate(parts) if f"{token}:" in json.dumps(part)), default=0)
        for at in range(row.parts_sent, arrived):
            note(session, row.reference, at, contact.id, "sent", now)
        row.parts_sent = max(row.parts_sent, arrived)
        if row.parts_sent >= len(parts):
            session.delete(row)


def note(
    session: Session,
    reference: uuid.UUID,
    part: int,
    contact_id: int | None,
    state: str,
    now: datetime,
    error: str | None = None,
) -> None:
    """Note how far a part got. Reports come in any order: the state only moves forward."""
    known = session.scalar(select(SentPart).where(*_this(reference, part)).with_for_update())
    if known is None:
        if contact_id is not None and session.get(Contact, contact_id) is not None:
            session.add(
                SentPart(reference=reference, part=part, contact_id=contact_id, state=state, at=now, error=error)
            )
    elif ORDER[state] > ORDER[known.state]:
        known.state, known.at, known.error = state, now, error


def not_sent(session: Session, sending: Sending, error: str, final: bool, wait_s: float | None, now: datetime) -> bool:
    """Try again later, or give up: at once when it is final, else after a day. True when it was given up."""
    row = session.get(OutgoingRow, sending.row_id, with_for_update=True)
    if row is None or row.reference != sending.reference:
        return False
    row.leased_until, row.error = None, error[:200]
    if final or row.created_at + GIVE_UP_AFTER < now:
        row.dead_at = now
        return True
    pause = wait_s if wait_s is not None else backoff.pause(sending.attempts, LONGEST_PAUSE_S)
    row.next_attempt_at = now + timedelta(seconds=pause)
    return False


def remove_old(session: Session, now: datetime) -> None:
    """Remove the notes of messages that nobody reports on any more; what failed stays for the operator."""
    session.execute(delete(SentPart).where(SentPart.at < now - KEPT_NOTES, SentPart.state != "failed"))


def last_words(
    session: Session, channel: str, address: str, number: str | None, messages: Sequence[Outgoing], now: datetime
) -> None:
    """Queue messages to someone of whom nothing else is kept; the row is gone once they were sent."""
    session.add(
        OutgoingRow(
            reference=uuid.uuid4(),
            channel=channel,
            address=address,
            number=number,
            contact_id=None,
            messages=[
                Bubble(**message.model_dump(exclude={"buttons", "attachments"})).model_dump(mode="json")
                for message in messages
            ],
            created_at=now,
            next_attempt_at=now,
        )
    )
