"""The address to which Meta brings what happens: signed over the raw body, stored before it is answered."""

import hashlib
import hmac
import uuid
from typing import Annotated

import structlog
from fastapi import APIRouter, Query, Request
from fastapi.responses import PlainTextResponse
from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from channels import inbox, outgoing
from channels.channel_tables import OutgoingRow, SentPart
from channels.gateway import Gateway
from channels.problems import Forbidden, invalid
from channels.whatsapp.cloud import WhatsApp
from channels.whatsapp.payloads import Notification, Status, Value, events
from channels.workers import Bell

log = structlog.get_logger()
SIGNATURE_HEADER = "X-Hub-Signature-256"
SETTLE_S = 0.5  # messages sent shortly after each other may come in any order: wait for the one that was first


def signature(app_secret: bytes, body: bytes) -> str:
    """Meta's signature of a body: over its bytes as they came, because JSON written anew may differ."""
    return f"sha256={hmac.new(app_secret, body, hashlib.sha256).hexdigest()}"


def routes(gate: Gateway, whatsapp: WhatsApp, bell: Bell) -> APIRouter:
    """The two sides of the webhook: proving that the address is ours, and taking what is brought."""
    router = APIRouter()

    @router.get("/webhooks/whatsapp", include_in_schema=False)
    async def verify(
        mode: Annotated[str, Query(alias="hub.mode")] = "",
        token: Annotated[str, Query(alias="hub.verify_token")] = "",
        challenge: Annotated[str, Query(alias="hub.challenge")] = "",
    ) -> PlainTextResponse:
        if mode != "subscribe" or not hmac.compare_digest(token.encode(), whatsapp.verify_token):
            raise Forbidden("Dit adres is alleen voor WhatsApp.")
        return PlainTextResponse(challenge)

    @router.post("/webhooks/whatsapp", include_in_schema=False)
    async def receive(request: Request) -> dict[str, bool]:
        body = await request.body()
        given = request.headers.get(SIGNATURE_HEADER, "")
        if not hmac.compare_digest(given.encode(), signature(whatsapp.app_secret, body).encode()):
            raise Forbidden("Dit adres is alleen voor WhatsApp.")
        try:
            values = list(Notification.model_validate_json(body).values(whatsapp.phone_number_id))
        except ValidationError as error:
            log.warning("whatsapp_unreadable", errors=error.error_count())
            raise invalid("Dit is geen bericht van WhatsApp.", "body", "not-a-notification", "Onleesbaar.") from None
        await gate.store(_store, gate, whatsapp, values)
        bell.ring()
        return {"ok": True}

    return router


def _store(session: Session, gate: Gateway, whatsapp: WhatsApp, values: list[Value]) -> None:
    now = gate.now()
    for value in values:
        for event in events(value):
            inbox.store(session, whatsapp.name, event.id, event.sender, event.rank, event.heard, now, SETTLE_S)
        for status in value.statuses:
            _note(session, gate, status)


def _note(session: Session, gate: Gateway, status: Status) -> None:
    """Note how far one of our messages got."""
    found = _part(status.reference or "")
    if found is None or status.status not in outgoing.ORDER:
        return
    reference, part = found
    contact_id = session.scalar(select(OutgoingRow.contact_id).filter_by(reference=reference)) or session.scalar(
        select(SentPart.contact_id).filter_by(reference=reference).limit(1)
    )
    error = f"{status.errors[0].code}" if status.errors else None
    outgoing.note(session, reference, part, contact_id, status.status, gate.now(), error)
    if status.status == "failed":
        log.warning("message_failed_at_platform", channel="whatsapp", error=error)


def _part(reference: str) -> tuple[uuid.UUID, int] | None:
    """The part that a report is about; None when it is not one of ours, or a template."""
    row, _, part = reference.rpartition(":")
    try:
        return (uuid.UUID(row), int(part)) if int(part) >= 0 else None
    except ValueError:
        return None
