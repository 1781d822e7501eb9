"""The world around the running system: both platforms, and what can be seen of an interview in its database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
from sqlalchemy import Engine, select

from channels.channel_tables import Contact, InboxRow, OutgoingRow
from channels.database import make_engine, reading
from channels.tables import Conversation
from tests.channels.platforms import QUICK_S, SETTINGS, until
from tests.channels.standins import BotApi, GraphApi, PolledPerson, TelegramPerson, WhatsAppPerson
from tests.servers import free_socket, serving
from tests.system import System

LONG_S = 90.0  # processes that were killed must come back first


@dataclass
class Outside:
    """Both platforms, and the settings that connect the system to them."""

    settings: dict[str, str]
    bot_api: BotApi = field(default_factory=BotApi)
    graph: GraphApi = field(default_factory=GraphApi)


@contextmanager
def outside_world() -> Iterator[Outside]:
    """Both platforms, for a system without a public address: Telegram is asked for news."""
    world = Outside({})
    with serving(world.bot_api.app, free_socket()) as telegram, serving(world.graph.app, free_socket()) as whatsapp:
        values = {
            **SETTINGS,
            "telegram_url": f"http://127.0.0.1:{telegram}",
            "telegram_polling": "true",
            "telegram_pace_seconds": QUICK_S,
            "whatsapp_url": f"http://127.0.0.1:{whatsapp}",
        }
        del values["public_url"]
        world.settings.update({f"MAAKWIJZER_{name.upper()}": str(value) for name, value in values.items()})
        yield world


@dataclass
class Talk:
    """Someone in an interview on a platform of the running system; each thing said is waited for until all is quiet."""

    channel: str
    person: TelegramPerson | WhatsAppPerson
    engine: Engine
    bot_api: BotApi

    @classmethod
    def on(cls, channel: str, system: System, outside: Outside, number: int) -> "Talk":
        """Someone new; `number` tells people apart."""
        http = httpx.Client(base_url=system.url, timeout=40)
        person = (
            PolledPerson(outside.bot_api, http, chat=number)
            if channel == "telegram"
            else WhatsAppPerson(outside.graph, http, user=f"NL.{number}", number=f"316{number:08}")
        )
        return cls(channel, person, make_engine(system.env["MAAKWIJZER_DATABASE_URL"]), outside.bot_api)

    def says(self, text: str, seconds: float = LONG_S) -> str:
        """Type something, or press the button with that title; what came back."""
        before = len(self.person.heard)
        button = next((data for title, data in self.person.keyboard.items() if title.casefold() == text.casefold()), "")
        answer = self.person.presses(button) if button else self.person.says(text)
        assert answer.status_code == 200
        until(lambda: len(self.person.heard) > before and self.quiet(), seconds)
        return "\n".join(self.person.heard[before:])

    def quiet(self) -> bool:
        """Whether all that was said has been answered, and every answer has arrived."""
        if self.bot_api.waiting:
            return False
        with reading(self.engine) as session:
            mine = select(Contact.id).where(Contact.address == self.address)
            heard = select(InboxRow.id).where(InboxRow.contact_id.in_(mine), InboxRow.done_at.is_(None))
            said = select(OutgoingRow.id).where(OutgoingRow.address == self.address)
            return session.scalar(heard) is None and session.scalar(said) is None

    def conversation(self) -> Conversation:
        """The interview that this person is in."""
        query = select(Conversation).join(Contact, Contact.conversation_id == Conversation.id)
        with reading(self.engine) as session:
            return session.scalars(query.where(Contact.address == self.address)).one()

    @property
    def address(self) -> str:
        """Under what the person is known."""
        return str(self.person.chat) if isinstance(self.person, TelegramPerson) else str(self.person.user)

    @property
    def open(self) -> str | None:
        """The question that is open."""
        return (self.conversation().state or {}).get("open")
