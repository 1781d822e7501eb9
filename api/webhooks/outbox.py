"""What is to be sent: written with the change it tells of, taken by one process at a time, tried until it arrives."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from api import attempts
from api.webhooks.tables import Webhook, WebhookDelivery

Event = Literal["case.created", "case.claimed", "case.closed"]
EVENTS: tuple[Event, ...] = get_args(Event)
LEASE = timedelta(seconds=60)  # longer than an attempt may take (`api.webhooks.sending.ATTEMPT_S`)


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
    both = select(WebhookDelivery, Webhook).join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
    taken = []
    for row, webhook in session.execute(attempts.due(both, WebhookDelivery, now)):
        attempts.begin(row, now, LEASE)
        taken.append(
            Delivery(row.id, webhook.url, webhook.secret, row.event, row.case_id, row.reference, row.created_at)
        )
    return taken


def arrived(session: Session, delivery_id: uuid.UUID, now: datetime) -> None:
    """The receiver took it; nothing to do when the webhook has gone."""
    if (row := _row(session, delivery_id)) is not None:
        attempts.succeeded(row, now)


def failed(session: Session, delivery_id: uuid.UUID, error: str, now: datetime) -> None:
    """Try again later, or give up."""
    if (row := _row(session, delivery_id)) is not None:
        attempts.failed(row, error, now)


def _row(session: Session, delivery_id: uuid.UUID) -> WebhookDelivery | None:
    return session.scalar(select(WebhookDelivery).filter_by(id=delivery_id).with_for_update())


def of_webhook(session: Session, webhook_id: uuid.UUID, limit: int) -> Sequence[WebhookDelivery]:
    """The latest deliveries of a webhook, newest first."""
    query = select(WebhookDelivery).filter_by(webhook_id=webhook_id).order_by(WebhookDelivery.position.desc())
    return session.scalars(query.limit(limit)).all()
