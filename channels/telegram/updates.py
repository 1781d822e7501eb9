"""Telegram's updates in our words. An update that asks for nothing (a bot that was blocked) comes to None."""

from dataclasses import dataclass

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType

from channels.heard import Heard, Sender

COMMANDS = {
    "/start": Heard(kind="command", command="start"),
    "/help": Heard(kind="command", command="help"),
    "/stop": Heard(kind="text", text="stop"),
    "/verwijder": Heard(kind="command", command="erase"),
}
NOTICES = {
    "voice": "voice",
    "audio": "voice",
    "video_note": "voice",
    "photo": "image",
    "video": "image",
    "animation": "image",
    "document": "document",
    "sticker": "sticker",
    "location": "location",
    "venue": "location",
    "contact": "contact",
}
"""Which sentence answers what, by the attribute of a message that holds it."""
SERVICE = ("new_chat_members", "left_chat_member", "pinned_message", "message_auto_delete_timer_changed")
ALLOWED = ["message", "edited_message", "callback_query"]
"""The kinds of updates we ask for."""


@dataclass(frozen=True)
class Event:
    """One update: its id, who it is of, and what was done."""

    id: str
    sender: Sender
    rank: int
    heard: Heard


def event_of(update: Update) -> Event | None:
    """The event of an update."""
    query, message, edited = update.callback_query, update.message, update.edited_message
    found: Heard | None
    if query is not None:
        found = _pressed(query)
        chat = query.message.chat if query.message is not None else None
        address = str(chat.id if chat is not None else query.from_user.id)
    elif (said := message or edited) is not None:
        found = _said(said, edited is not None)
        address = str(said.chat.id)
    else:
        return None
    if found is None:
        return None
    return Event(str(update.update_id), Sender(address=address), update.update_id, found)


def _pressed(query: CallbackQuery) -> Heard:
    message = query.message
    where = {"chat": message.chat.id, "message": message.message_id} if message is not None else {}
    return Heard(kind="press", data=query.data or "", press={"id": query.id, **where})


def _said(message: Message, edited: bool) -> Heard | None:
    if message.from_user is not None and message.from_user.is_bot:
        return None
    if message.chat.type != ChatType.PRIVATE:
        return None if edited else Heard(kind="group")
    if edited:
        return Heard(kind="notice", notice="edited")
    if message.text is not None:
        return _typed(message.text)
    if any(getattr(message, name) for name in SERVICE):
        return None
    notice = next((notice for name, notice in NOTICES.items() if getattr(message, name)), "other")
    return Heard(kind="notice", notice=notice)


def _typed(text: str) -> Heard:
    """A command of ours; anything else that begins with a slash is text."""
    first, _, rest = text.strip().partition(" ")
    command = COMMANDS.get(first.partition("@")[0].lower())
    if command is None:
        return Heard(kind="text", text=text)
    return command.model_copy(update={"text": rest.strip()}) if command.kind == "command" else command
