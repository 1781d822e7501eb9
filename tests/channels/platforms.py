"""A running application with both platforms beside it, for the tests of the channels."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from channels import backoff, workers
from channels.channel_tables import Contact, InboxRow, Offer, OutgoingRow, ResumeCode, SentPart
from channels.database import reading, transaction
from channels.gateway import Gateway, utc_now
from channels.tables import Conversation, Message, OutboxRow, Takeover
from channels.whatsapp import webhook
from tests.channels.standins import (
    APP_SECRET,
    BOT_TOKEN,
    PHONE_ID,
    VERIFY_TOKEN,
    WA_TOKEN,
    BotApi,
    GraphApi,
    TelegramPerson,
    WhatsAppPerson,
)
from tests.servers import free_socket, serving
from tests.site import Client, Site

SECONDS = 20
QUICK_S = 0.02
SOON_S = 0.05
SETTINGS: dict[str, Any] = {
    "public_url": "https://maakwijzer.test",
    "telegram_token": BOT_TOKEN,
    "telegram_pace_seconds": QUICK_S,
    "whatsapp_token": WA_TOKEN,
    "whatsapp_phone_number_id": PHONE_ID,
    "whatsapp_app_secret": APP_SECRET,
    "whatsapp_verify_token": VERIFY_TOKEN,
    "whatsapp_pace_seconds": QUICK_S,
}
TABLES = (Takeover, Offer, ResumeCode, SentPart, OutgoingRow, InboxRow, OutboxRow, Message, Contact, Conversation)


def until(condition: Callable[[], object], seconds: float = SECONDS) -> None:
    """Wait until something in the background has happened."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


@dataclass
class Stage:
    """The application, the two platforms, and someone on each channel; `reset` gives it to the next test."""

    site: Site
    client: Client
    bot_api: BotApi
    graph: GraphApi
    chat: int = 77

    @property
    def gateway(self) -> Gateway:
        """The gateway of the application."""
        found: Gateway = self.client.app.state.gateway
        return found

    @property
    def jan(self) -> TelegramPerson:
        """Someone on Telegram."""
        return TelegramPerson(self.bot_api, self.client.http, self.chat)

    def rows(self, *tables: Any) -> dict[str, int]:
        """How many rows each table holds."""
        with reading(self.gateway.engine) as session:
            return {table.__tablename__: session.query(table).count() for table in tables}

    def reset(self) -> None:
        """As at the start, with other people: nothing is under way, and nothing is kept."""
        self.bot_api.let_go()
        self.graph.let_go()
        self.site.rasa.reset()
        self.site.cases.reset()
        self.gateway.now = utc_now
        for name, platform in self.gateway.platforms.items():
            platform.pace_s = SETTINGS[f"{name}_pace_seconds"]
        until(lambda: not self._under_way())
        with transaction(self.gateway.engine) as session:
            for table in TABLES:
                session.query(table).delete()
        for standin in (self.bot_api, self.graph, self.site.rasa, self.site.cases):
            standin.reset()
        self.chat += 1

    def _under_way(self) -> bool:
        """Whether anything still waits for its turn or is worked on."""
        soon = utc_now() + timedelta(seconds=5)
        queries = (
            select(InboxRow.id).where(InboxRow.done_at.is_(None), InboxRow.dead_at.is_(None)),
            select(OutgoingRow.id).where(OutgoingRow.dead_at.is_(None), OutgoingRow.next_attempt_at < soon),
            select(OutboxRow.id).where(OutboxRow.done_at.is_(None), OutboxRow.next_attempt_at < soon),
            select(Conversation.id).where(Conversation.busy_until > utc_now()),
        )
        with reading(self.gateway.engine) as session:
            return any(session.scalar(query.limit(1)) is not None for query in queries)


@contextmanager
def stage(database_url: str, **settings: Any) -> Iterator[Stage]:
    """Run the application with both platforms on; what it waits for by itself is short."""
    bot_api, graph = BotApi(), GraphApi()
    with ExitStack() as stack:
        quick = stack.enter_context(pytest.MonkeyPatch.context())
        for module, name in ((backoff, "FIRST_S"), (workers, "LOOK_AGAIN_S"), (webhook, "SETTLE_S")):
            quick.setattr(module, name, SOON_S)
        telegram = stack.enter_context(serving(bot_api.app, free_socket()))
        whatsapp = stack.enter_context(serving(graph.app, free_socket()))
        where = {
            "telegram_url": f"http://127.0.0.1:{telegram}",
            "whatsapp_url": f"http://127.0.0.1:{whatsapp}",
            "conversations_per_minute": 10_000,
        }
        site = Site(database_url, **{**SETTINGS, **where, **settings})
        stack.enter_context(site.surroundings())
        client = stack.enter_context(site.running())
        if not settings.get("telegram_polling"):
            until(lambda: bot_api.webhook is not None)
        yield Stage(site, client, bot_api, graph)


def talks(person: TelegramPerson | WhatsAppPerson, text: str, answers: int = 1) -> str:
    """Say something and wait for what comes back."""
    before = len(person.heard)
    assert person.says(text).status_code == 200
    until(lambda: len(person.heard) >= before + answers)
    return "\n".join(person.heard[before:])
