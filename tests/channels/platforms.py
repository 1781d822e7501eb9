"""A running application with both platforms beside it, for the tests of the channels."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from channels.database import transaction
from channels.platforms import Endpoints
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

SECONDS = 40
QUICK_S = 0.02
SETTINGS: dict[str, Any] = {
    "public_url": "https://maakwijzer.test",
    "telegram_token": BOT_TOKEN,
    "whatsapp_token": WA_TOKEN,
    "whatsapp_phone_number_id": PHONE_ID,
    "whatsapp_app_secret": APP_SECRET,
    "whatsapp_verify_token": VERIFY_TOKEN,
}


def until(condition: Callable[[], object], seconds: float = SECONDS) -> None:
    """Wait until something in the background has happened."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


@dataclass
class Stage:
    """The application, the two platforms, and someone on each channel."""

    site: Site
    client: Client
    bot_api: BotApi
    graph: GraphApi

    @property
    def jan(self) -> TelegramPerson:
        """Someone on Telegram."""
        return TelegramPerson(self.bot_api, self.client.http)

    def rows(self, *tables: Any) -> dict[str, int]:
        """How many rows each table holds."""
        with transaction(self.client.app.state.engine) as session:
            return {table.__tablename__: session.query(table).count() for table in tables}


@contextmanager
def stage(database_url: str, pace_s: float = QUICK_S, **settings: Any) -> Iterator[Stage]:
    """Run the application with both platforms on."""
    site = Site(database_url, **{**SETTINGS, **settings})
    bot_api, graph = BotApi(), GraphApi()
    with ExitStack() as stack:
        stack.enter_context(site.surroundings())
        telegram = stack.enter_context(serving(bot_api.app, free_socket()))
        whatsapp = stack.enter_context(serving(graph.app, free_socket()))
        site.endpoints = Endpoints(f"http://127.0.0.1:{telegram}", pace_s, f"http://127.0.0.1:{whatsapp}", pace_s)
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
