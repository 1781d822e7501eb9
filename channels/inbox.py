"""The inbox: what a platform brings is stored before it is answered, once, and dealt with in order for each person.

A platform repeats until it gets its "yes", WhatsApp for days: the platform's own id decides. Only the first row of a
person that is not done can be taken, so that one is dealt with at a time.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, exists, or_, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session, aliased

from channels import backoff, outgoing
from channels.channel_tables import Contact, InboxRow
from channels.heard import Heard, Sender

LEASE = timedelta(seconds=15)  # running out early is harmless: the same message is answered once (its key)
LONGEST_PAUSE_S = 60
GIVE_UP_AFTER = timedelta(hours=24)
MAX_ATTEMPTS = 2_000  # a message that ends its process each time must not do so for ever
KEPT_DONE = timedelta(days=8)  # WhatsApp repeats a delivery for up to seven days
BATCH = 20


@dataclass(frozen=True)
class Taken:
    """An event that was taken, to be dealt with."""

    id: int
    key: str
    channel: str
    contact_id: int
    heard: Heard
    attempts: int
    told: bool


def contact_of(session: Session, channel: str, sender: Sender, now: datetime) -> Contact:
    """The person behind an address, known or new. A number known before its user id becomes that user's."""
    contact = session.scalar(select(Contact).filter_by(channel=channel, address=sender.address))
    if contact is None and sender.number is not None:
        contact = session.scalar(select(Contact).filter_by(channel=channel, address=sender.number))
        if contact is not None:
            contact.address = sender.address
    if contact is None:
        # Two processes may see the same new person at once: the database decides.
        insert = postgresql_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
        values = {"channel": channel, "address": sender.address, "number": sender.number, "last_heard_at": now}
        session.execute(insert(Contact).values(**values).on_conflict_do_nothing())
        contact = session.scalars(select(Contact).filter_by(channel=channel, address=sender.address)).one()
    contact.number = sender.number or contact.number
    return contact


def store(
    session: Session,
    channel: str,
    external_id: str,
    sender: Sender,
    rank: int,
    heard: Heard,
    now: datetime,
    settle_s: float = 0.0,
) -> bool:
    """Store an event, to be dealt with after `settle_s` seconds. False when it was stored before."""
    key = hashlib.sha256(external_id.encode()).hexdigest()
    if session.scalar(select(exists().where(InboxRow.channel == channel, InboxRow.key == key))):
        return False
    contact = contact_of(session, channel, sender, now)
    outgoing.heard_from(session, contact, now)
    row = {
        "channel": channel,
        "key": key,
        "contact_id": contact.id,
        "rank": rank,
        "received_at": now,
        "event": heard.model_dump(mode="json"),
        "attempts": 0,
        "next_attempt_at": now + timedelta(seconds=settle_s),
    }
    insert = postgresql_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    session.flush()
    stored = session.execute(insert(InboxRow).values(**row).on_conflict_do_nothing().returning(InboxRow.id))
    return stored.first() is not None


def take_due(session: Session, now: datetime) -> list[Taken]:
    """Take the next event of each person who has one that is due."""
    earlier = aliased(InboxRow)
    before = or_(earlier.rank < InboxRow.rank, and_(earlier.rank == InboxRow.rank, earlier.id < InboxRow.id))
    waiting = and_(earlier.done_at.is_(None), earlier.dead_at.is_(None))
    query = (
        select(InboxRow)
        .where(
            InboxRow.done_at.is_(None),
            InboxRow.dead_at.is_(None),
            InboxRow.next_attempt_at <= now,
            or_(InboxRow.leased_until.is_(None), InboxRow.leased_until <= now),
            ~exists(select(earlier.id).where(earlier.contact_id == InboxRow.contact_id, waiting, before)),
        )
        .order_by(InboxRow.id)
        .limit(BATCH)
        .with_for_update(of=InboxRow, skip_locked=True)
    )
    taken = []
    for row in session.scalars(query).all():
        if row.contact_id is None or row.event is None:  # the person was erased
            row.done_at = now
            continue
        row.attempts += 1
        if row.attempts > MAX_ATTEMPTS:
            row.dead_at, row.error = now, row.error or "it never came to an end"
            continue
        row.leased_until = now + LEASE
        heard = Heard.model_validate(row.event)
        told = row.told_at is not None
        taken.append(Taken(row.id, row.key, row.channel, row.contact_id, heard, row.attempts, told))
    return taken


def finish(session: Session, row_id: int, now: datetime) -> bool:
    """Mark an event as dealt with and empty it. False when it was already, by another worker."""
    row = session.get(InboxRow, row_id, with_for_update=True)
    if row is None or row.done_at is not None:
        return False
    row.done_at, row.event, row.leased_until, row.error = now, None, None, None
    return True


def postpone(session: Session, taken: Taken, error: str, wait_s: float | None, now: datetime) -> bool:
    """Try again later, each time after a longer pause; after a day no more. True when that is new to the person."""
    row = session.get(InboxRow, taken.id, with_for_update=True)
    if row is None or row.done_at is not None:
        return False
    row.leased_until, row.error = None, error[:200]
    if row.received_at + GIVE_UP_AFTER < now:
        row.dead_at = now
        return False
    pause = wait_s if wait_s is not None else backoff.pause(taken.attempts, LONGEST_PAUSE_S)
    row.next_attempt_at = now + timedelta(seconds=pause)
    new, row.told_at = row.told_at is None, now
    return new


def forget(session: Session, contact_ids: Sequence[int], now: datetime) -> None:
    """Empty all events of these contacts; that they came stays, so that a repeat does not count as new."""
    for row in session.scalars(select(InboxRow).where(InboxRow.contact_id.in_(contact_ids))).all():
        row.event, row.contact_id, row.done_at, row.dead_at = None, None, now, None


def remove_old(session: Session, now: datetime) -> None:
    """Remove events that were dealt with so long ago that no platform repeats them."""
    session.execute(delete(InboxRow).where(InboxRow.done_at < now - KEPT_DONE))
