"""What Meta's webhooks bring, as far as we read it, in our words.

Since 2026 a person may hide the number: `user_id` (the business-scoped user id) is then all there is.
Source: developers.facebook.com, "Webhooks" and "Business-scoped user IDs" of the WhatsApp Business Platform.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, Field

from channels.heard import Heard, Sender

NOTICES = {
    "audio": "voice",
    "voice": "voice",
    "image": "image",
    "video": "image",
    "document": "document",
    "sticker": "sticker",
    "reaction": "reaction",
    "location": "location",
    "contacts": "contact",
}
SILENT = ("system",)  # a person's number changed: nothing was said
State = Literal["sent", "delivered", "read", "failed"]


class Text(BaseModel):
    """Typed words."""

    body: str


class Reply(BaseModel):
    """A pressed button or a chosen row."""

    id: str
    title: str = ""


class Interactive(BaseModel):
    """An answer to buttons or to a list."""

    button_reply: Reply | None = None
    list_reply: Reply | None = None


class QuickReply(BaseModel):
    """A pressed button of a template."""

    text: str = ""


class WaMessage(BaseModel):
    """One message of a person."""

    id: str
    type: str = "unknown"
    timestamp: int = 0
    number: str | None = Field(None, alias="from")
    user_id: str | None = Field(None, alias="from_user_id")
    text: Text | None = None
    interactive: Interactive | None = None
    button: QuickReply | None = None


class Profile(BaseModel):
    """Who a message is of."""

    wa_id: str | None = None
    user_id: str | None = None


class WaError(BaseModel):
    """Why a message could not be delivered."""

    code: int = 0


class Status(BaseModel):
    """How far one of our messages got; `reference` is what we sent along."""

    status: str
    reference: str | None = Field(None, alias="biz_opaque_callback_data")
    errors: list[WaError] = []


class Metadata(BaseModel):
    """Which of our numbers it is about."""

    phone_number_id: str = ""


class Value(BaseModel):
    """Messages and states together."""

    metadata: Metadata = Metadata()
    contacts: list[Profile] = []
    messages: list[WaMessage] = []
    statuses: list[Status] = []


class Change(BaseModel):
    """One change; others than of messages may look in any way."""

    field: str = ""
    value: dict[str, object] = {}


class Entry(BaseModel):
    """The changes of one business account."""

    changes: list[Change] = []


class Notification(BaseModel):
    """The body of a webhook."""

    entry: list[Entry] = []

    def values(self, phone_number_id: str) -> Iterator[Value]:
        """What is about messages of this number of ours. Raises pydantic.ValidationError."""
        for entry in self.entry:
            for change in entry.changes:
                if change.field == "messages":
                    value = Value.model_validate(change.value)
                    if value.metadata.phone_number_id == phone_number_id:
                        yield value


@dataclass(frozen=True)
class Event:
    """One message: its id, who it is of, its place in time, and what was done."""

    id: str
    sender: Sender
    rank: int
    heard: Heard


def events(value: Value) -> list[Event]:
    """The messages of a notification, in the order in which they were sent."""
    found = []
    for message in sorted(value.messages, key=lambda one: one.timestamp):
        sender = _sender(value, message)
        if sender is not None and message.type not in SILENT:
            found.append(Event(message.id, sender, message.timestamp, _heard(message)))
    return found


def _sender(value: Value, message: WaMessage) -> Sender | None:
    """Who sent it: by user id where there is one, else by number."""
    known = [one for one in value.contacts if message.number is not None and one.wa_id == message.number]
    profile = known[0] if known else value.contacts[0] if len(value.contacts) == 1 else Profile()
    user_id = message.user_id or profile.user_id
    number = message.number or profile.wa_id
    address = user_id or number
    return Sender(address=address, number=number) if address is not None else None


def _heard(message: WaMessage) -> Heard:
    pressed = message.interactive and (message.interactive.button_reply or message.interactive.list_reply)
    if pressed:
        return Heard(kind="press", data=pressed.id)
    if message.text is not None:
        return Heard(kind="text", text=message.text.body)
    if message.button is not None:
        return Heard(kind="text", text=message.button.text)
    return Heard(kind="notice", notice=NOTICES.get(message.type, "other"))
