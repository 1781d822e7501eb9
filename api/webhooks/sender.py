"""The background work of the webhooks: sending what is due."""

import asyncio
from datetime import UTC, datetime

import structlog
from sqlalchemy import Engine

from api import attempts
from api.webhooks import outbox, sending
from api.webhooks.tables import WebhookDelivery
from channels.database import transaction
from channels.settings import Settings

log = structlog.get_logger()
PAUSE_S = 2.0


async def send_due(engine: Engine, settings: Settings) -> int:
    """Send what is due now; how many events that were."""
    due = await asyncio.to_thread(_take, engine)
    await asyncio.gather(*(_send(engine, settings, delivery) for delivery in due))
    return len(due)


def _take(engine: Engine) -> list[outbox.Delivery]:
    now = datetime.now(UTC)
    with transaction(engine) as session:
        due = outbox.take_due(session, now)
        if due:
            attempts.remove_old(session, WebhookDelivery, now)
        return due


async def _send(engine: Engine, settings: Settings, delivery: outbox.Delivery) -> None:
    now = datetime.now(UTC)
    error = None
    try:
        await sending.send(delivery, settings.public_url, now, settings.webhooks_to_private_networks)
    except sending.NotSent as problem:
        error = str(problem)
        log.warning("webhook_not_delivered", delivery=str(delivery.id), error=error)
    await asyncio.to_thread(_keep, engine, delivery, error)


def _keep(engine: Engine, delivery: outbox.Delivery, error: str | None) -> None:
    now = datetime.now(UTC)
    with transaction(engine) as session:
        if error is None:
            outbox.arrived(session, delivery.id, now)
        else:
            outbox.failed(session, delivery.id, error, now)
