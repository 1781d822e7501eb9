"""What is to be sent: written with the change it tells of, taken by one process at a time, tried until it arrives."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, get_args

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.webhooks.tables import Webhook, WebhookDelivery

Event = Literal["case.created", "case.claimed", "case.closed"]
EVENTS: tuple[Event, ...] = get_args(Event)
BATCH = 20
LEASE = timedelta(seconds=60)  # longer than an attempt may take (`api.webhooks.sending.ATTEMPT_S`)
FIRST_PAUSE_S = 10
LONGEST_PAUSE_S = 6 * 3600
MAX_ATTEMPTS = 15  # about a day: a receiver that is down for the night misses nothing
KEPT = timedelta(days=30)  # after which the record of a delivery is removed


@dataclass(frozen=True)
class Delivery:
    """One event to be sent outside the transaction."""

    id: uuid.UUID
    url: str
    secret: str
    event: str
    case_id: uuid.UUID
    reference: str
    created_at: datetime


def announce(session: Session, event: Event, case_id: uuid.UUID, reference: str) -> None:
    """Write, in the caller's transaction, what each webhook that wants this event is to be sent."""
    now = datetime.now(UTC)
    for webhook in session.scalars(select(Webhook)):
        if event in webhook.events:
            session.add(
                WebhookDelivery(
                    webhook_id=webhook.id,
                    event=event,
                    case_id=case_id,
                    reference=reference,
                    created_at=now,
                    next_attempt_at=now,
                )
            )


def take_due(session: Session, now: datetime) -> list[Delivery]:
    """What is to be sent now, oldest first; it comes up again when nobody has told how it went within the lease."""
    query = (
        select(WebhookDelivery, Webhook)
        .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
        .where(WebhookDelivery.next_attempt_at <= now)
        .order_by(WebhookDelivery.next_attempt_at, WebhookDelivery.position)
        .limit(BATCH)
        .with_for_update(skip_locked=True, of=WebhookDelivery)
    )
    taken = []
    for row, webhook in session.execute(query):
        row.next_attempt_at = now + LEASE
        row.attempts += 1
        taken.append(
            Delivery(row.id, webhook.url, webhook.secret, row.event, row.case_id, row.reference, row.created_at)
        )
    return taken


def arrived(session: Session, delivery_id: uuid.UUID, now: datetime) -> None:
    """The receiver took it; nothing to do when the webhook has gone."""
    if (row := _row(session, delivery_id)) is not None:
        row.delivered_at, row.next_attempt_at, row.error = now, None, None


def failed(session: Session, delivery_id: uuid.UUID, error: str, now: datetime) -> None:
    """Try again after a pause that doubles, or give up after `MAX_ATTEMPTS`."""
    if (row := _row(session, delivery_id)) is not None:
        pause = min(FIRST_PAUSE_S * 2 ** (row.attempts - 1), LONGEST_PAUSE_S)
        row.error = error[:200]
        row.next_attempt_at = now + timedelta(seconds=pause) if row.attempts < MAX_ATTEMPTS else None


def _row(session: Session, delivery_id: uuid.UUID) -> WebhookDelivery | None:
    return session.scalar(select(WebhookDelivery).filter_by(id=delivery_id).with_for_update())


def of_webhook(session: Session, webhook_id: uuid.UUID, limit: int) -> Sequence[WebhookDelivery]:
    """The latest deliveries of a webhook, newest first."""
    query = select(WebhookDelivery).filter_by(webhook_id=webhook_id).order_by(WebhookDelivery.position.desc())
    return session.scalars(query.limit(limit)).all()


def remove_old(session: Session, now: datetime) -> None:
    """Remove what was delivered or given up longer ago than `KEPT`."""
    old = WebhookDelivery.next_attempt_at.is_(None), WebhookDelivery.created_at < now - KEPT
    session.execute(delete(WebhookDelivery).where(*old))
