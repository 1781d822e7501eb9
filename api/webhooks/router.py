"""Webhooks over HTTP, for administrators."""

import uuid
from datetime import UTC, datetime
from typing import Annotated

import httpx
from fastapi import APIRouter, Path, Response
from fastapi.responses import JSONResponse
from pydantic import AwareDatetime, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.accounts.callers import Administrator, AppSettings, DatabaseEngine
from api.cases.models import Input, Model, Words
from api.responses import problems
from api.webhooks import outbox
from api.webhooks.sending import is_public, new_secret
from api.webhooks.tables import Webhook
from channels.database import reading, transaction
from channels.problems import InvalidInput, NotFound, invalid

router = APIRouter(prefix="/webhooks", tags=["beheer"])

MAX_URL = 2_000
SHOWN = 100  # deliveries

WebhookId = Annotated[uuid.UUID, Path(alias="id", description="Kenmerk van de webhook")]


class WebhookNotFound(NotFound):
    """There is no such webhook."""

    code = "webhook-not-found"

    def __init__(self) -> None:
        super().__init__("Deze webhook bestaat niet.")


class NewWebhook(Input):
    """An address that wants to be told, and of what."""

    url: Words = Field(min_length=1, max_length=MAX_URL, description="Adres dat de berichten ontvangt; https")
    events: list[outbox.Event] = Field(
        min_length=1, max_length=len(outbox.EVENTS), description="Gebeurtenissen die u wilt ontvangen"
    )


class WebhookBody(Model):
    """A webhook as it is listed: never with its secret."""

    id: uuid.UUID = Field(description="Kenmerk")
    url: str = Field(description="Adres dat de berichten ontvangt")
    events: list[outbox.Event] = Field(description="Gebeurtenissen die worden gestuurd")
    created_at: AwareDatetime = Field(description="Aangemaakt op")
    created_by: str = Field(description="Wie de webhook maakte")


class MadeWebhook(WebhookBody):
    """A webhook just made, with the secret its messages are signed with."""

    secret: str = Field(description="Geheim waarmee berichten zijn ondertekend; alleen nu te zien")


class WebhookList(Model):
    """All webhooks, oldest first."""

    items: list[WebhookBody]


class DeliveryBody(Model):
    """One event that was or is to be sent."""

    id: uuid.UUID = Field(description="Kenmerk; ook in de kop Webhook-Id")
    event: outbox.Event = Field(description="Gebeurtenis")
    reference: str = Field(description="Referentie van de zaak")
    created_at: AwareDatetime = Field(description="Moment van de gebeurtenis")
    attempts: int = Field(description="Aantal pogingen tot nu toe")
    next_attempt_at: AwareDatetime | None = Field(description="Volgende poging; null: afgeleverd of opgegeven")
    delivered_at: AwareDatetime | None = Field(description="Afgeleverd op; null: nog niet")
    error: str | None = Field(description="Waarom de laatste poging niet lukte")


class DeliveryList(Model):
    """The latest deliveries, newest first."""

    items: list[DeliveryBody]


def _checked(url: str, private_too: bool) -> str:
    """The URL as it is kept. Raises InvalidInput; names are only looked up when something is sent."""
    try:
        parsed = httpx.URL(url)
        whole = parsed.scheme in ("https", "http") and parsed.host and not parsed.userinfo and not parsed.fragment
    except httpx.InvalidURL:
        raise _refused("invalid-url", "Dit is geen geldig adres.") from None
    if not whole or any(not character.isprintable() or character == " " for character in url):
        raise _refused("invalid-url", "Dit is geen geldig adres.")
    if private_too:
        return url
    if parsed.scheme != "https":
        raise _refused("insecure-url", "Dit adres moet met https beginnen.")
    if not _may_be_public(parsed.host):
        raise _refused("private-address", "Dit adres ligt niet op het openbare internet.")
    return url


def _may_be_public(host: str) -> bool:
    try:
        return is_public(host)
    except ValueError:  # a name, not an IP address
        return "." in host and not host.rstrip(".").endswith((".localhost", ".local", ".internal"))


def _refused(code: str, reason: str) -> InvalidInput:
    return invalid(reason, "url", code, reason)


def _webhook(row: Webhook) -> WebhookBody:
    return WebhookBody(id=row.id, url=row.url, events=row.events, created_at=row.created_at, created_by=row.created_by)


def _existing(session: Session, webhook_id: uuid.UUID) -> Webhook:
    row = session.get(Webhook, webhook_id)
    if row is None:
        raise WebhookNotFound
    return row


@router.post(
    "",
    status_code=201,
    response_model=MadeWebhook,
    summary="Webhook maken",
    responses=problems(400, 401, 403),
)
def create_webhook(new: NewWebhook, engine: DatabaseEngine, settings: AppSettings, caller: Administrator) -> Response:
    """Het geheim staat alleen in dit antwoord. Een bericht noemt de zaak, maar bevat geen gegevens eruit."""
    url = _checked(new.url, settings.webhooks_to_private_networks)
    with transaction(engine) as session:
        row = Webhook(
            url=url,
            events=sorted(set(new.events)),
            secret=new_secret(),
            created_at=datetime.now(UTC),
            created_by=caller.name,
        )
        session.add(row)
        session.flush()
        made = MadeWebhook(secret=row.secret, **_webhook(row).model_dump())
    return JSONResponse(made.model_dump(mode="json", by_alias=True), 201)


@router.get("", response_model=WebhookList, summary="Webhooks opvragen", responses=problems(401, 403))
def list_webhooks(engine: DatabaseEngine, _caller: Administrator) -> Response:
    """Alle webhooks, zonder hun geheim."""
    with reading(engine) as session:
        rows = session.scalars(select(Webhook).order_by(Webhook.created_at, Webhook.id))
        found = WebhookList(items=[_webhook(row) for row in rows])
    return JSONResponse(found.model_dump(mode="json", by_alias=True))


@router.delete("/{id}", status_code=204, summary="Webhook verwijderen", responses=problems(400, 401, 403, 404))
def delete_webhook(webhook_id: WebhookId, engine: DatabaseEngine, _caller: Administrator) -> Response:
    """Wat nog niet was verstuurd, wordt niet meer verstuurd."""
    with transaction(engine) as session:
        session.delete(_existing(session, webhook_id))
    return Response(status_code=204)


@router.get(
    "/{id}/deliveries",
    response_model=DeliveryList,
    summary="Verzonden berichten van een webhook",
    responses=problems(400, 401, 403, 404),
)
def list_deliveries(webhook_id: WebhookId, engine: DatabaseEngine, _caller: Administrator) -> Response:
    """De laatste honderd, de nieuwste eerst, met wat er misging."""
    with reading(engine) as session:
        _existing(session, webhook_id)
        rows = outbox.of_webhook(session, webhook_id, SHOWN)
        found = DeliveryList(items=[DeliveryBody.model_validate(row, from_attributes=True) for row in rows])
    return JSONResponse(found.model_dump(mode="json", by_alias=True))
