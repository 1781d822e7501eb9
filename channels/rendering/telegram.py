"""Telegram: HTML text with an inline keyboard; a multiple choice as toggles with a button to be done.

Each part is what one method of the Bot API takes, but for the chat: `{"method": "sendMessage", "text": ...}`. The file
of a photo or document is made when it is sent; `file` says which.
"""

import html
import re
from collections.abc import Collection, Iterable
from typing import Any

from channels.message import Attachment
from channels.rendering.bubbles import Bubble, callback, choices, file_of, merged, ways_on
from channels.rendering.limits import TELEGRAM_CALLBACK_BYTES, TELEGRAM_CAPTION, TELEGRAM_TEXT
from channels.rendering.splitting import split
from channels.sentences import sentence

DONE = "done"
SHORT_TITLE = 20  # two such buttons fit beside each other on a small phone
CHOSEN, OPEN = "☑ ", "☐ "
BOLD = re.compile(r"\*\*(.+?)\*\*")


def telegram_parts(bubbles: Iterable[Bubble]) -> list[dict[str, Any]]:
    """The calls that show these messages, in order; the keyboard is below the last piece of a long text."""
    parts: list[dict[str, Any]] = []
    for bubble in merged(bubbles, TELEGRAM_TEXT):
        for piece in split(bubble.text, TELEGRAM_TEXT):
            parts.append({"method": "sendMessage", "text": as_html(piece), "parse_mode": "HTML"})
        if bubble.buttons:
            parts[-1]["reply_markup"] = keyboard(bubble)
        parts += [_attachment(bubble, attachment) for attachment in bubble.attachments]
    return parts


def as_html(text: str) -> str:
    """Our text, in which only `**bold**` means something, as Telegram's HTML; people's words are escaped."""
    return BOLD.sub(r"<b>\1</b>", html.escape(text, quote=False)).replace("**", "")


def keyboard(bubble: Bubble, chosen: Collection[int] = ()) -> dict[str, Any]:
    """The inline keyboard of a message, with the chosen buttons ticked."""
    buttons = []
    for index, button in choices(bubble):
        tick = CHOSEN if index in chosen else OPEN if bubble.multiple else ""
        buttons.append(_button(f"{tick}{button.title}", callback(bubble, index)))
    rows = _rows(buttons)
    if bubble.multiple:
        rows.append([_button(sentence("done"), callback(bubble, DONE))])
        rows += _rows([_button(button.title, callback(bubble, index)) for index, button in ways_on(bubble)])
    return {"inline_keyboard": rows}


def _button(title: str, data: str) -> dict[str, str]:
    if len(data.encode()) > TELEGRAM_CALLBACK_BYTES:
        raise ValueError("the token of an offer is too long for a button")
    return {"text": title, "callback_data": data}


def _rows(buttons: list[dict[str, str]]) -> list[list[dict[str, str]]]:
    width = 2 if all(len(button["text"]) <= SHORT_TITLE for button in buttons) else 1
    return [buttons[at : at + width] for at in range(0, len(buttons), width)]


def _attachment(bubble: Bubble, attachment: Attachment) -> dict[str, Any]:
    method = "sendPhoto" if attachment.type == "image" else "sendDocument"
    caption = split(attachment.title, TELEGRAM_CAPTION)[:1]
    return {"method": method, "file": file_of(bubble, attachment), "caption": caption[0] if caption else ""}
