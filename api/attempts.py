"""What is tried until it succeeds: rows in the database, written with the change they tell of (an outbox).

One process at a time takes a row; a failed attempt is repeated after a pause that doubles, until it is given up.
Webhooks and mail are such rows.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, String, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

FIRST_PAUSE_S = 10
LONGEST_PAUSE_S = 6 * 3600
MAX_ATTEMPTS = 15  # about a day: a receiver that is down for the night misses nothing
BATCH = 20
KEPT = timedelta(days=30)  # after which the record of an attempt is removed


class Attempted:
    """Columns of something to be done. `next_attempt_at` is empty when there is nothing more to do: it succeeded, or
    was given up (`error` says why). While an attempt is under way it lies after the end of that attempt, so that it
    is the lease as well.
    """

    created_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]

    error: Mapped[str | None] = mapped_column(String(200))
    """Why the last attempt failed, in a few words of ours."""


def due[S: Select[*tuple[Any, ...]]](query: S, table: type[Attempted], now: datetime) -> S:
    """The query narrowed to what is to be done now, oldest first, and locked until the transaction ends."""
    return (
        query.where(table.next_attempt_at <= now)
        .order_by(table.next_attempt_at, table.created_at)
        .limit(BATCH)
        .with_for_update(skip_locked=True, of=table)
    )


def begin(row: Attempted, now: datetime, lease: timedelta) -> None:
    """An attempt starts; the row comes up again when nobody has told how it went within the lease."""
    row.next_attempt_at = now + lease
    row.attempts += 1


def succeeded(row: Attempted, now: datetime) -> None:
    """There is nothing more to do."""
    row.delivered_at, row.next_attempt_at, row.error = now, None, None


def failed(row: Attempted, error: str, now: datetime, final: bool = False) -> None:
    """Try again after a pause that doubles, or give up: after `MAX_ATTEMPTS`, or when this failure is `final`."""
    pause = min(FIRST_PAUSE_S * 2 ** (row.attempts - 1), LONGEST_PAUSE_S)
    row.error = error[:200]
    row.next_attempt_at = None if final or row.attempts >= MAX_ATTEMPTS else now + timedelta(seconds=pause)


def remove_old(session: Session, table: type[Attempted], now: datetime) -> None:
    """Remove what was done or given up longer ago than `KEPT`."""
    session.execute(delete(table).where(table.next_attempt_at.is_(None), table.created_at < now - KEPT))
