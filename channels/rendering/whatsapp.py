"""WhatsApp: up to three reply buttons, up to ten rows in a list, and numbers in the text for all else.

A list takes one choice only, so a multiple choice is answered with numbers: "1, 3 en 5". Each part is the body of one
message of the Cloud API, but for the person it goes to. The file of an image or document is made when it is sent;
`file` says which.
"""

import re
from collections.abc import Iterable
from typing import Any

from channels.message import Attachment, Outgoing
from channels.rendering.bubbles import Bubble, callback, choices, file_of, merged, ways_on
from channels.rendering.limits import (
    WHATSAPP_BODY,
    WHATSAPP_BUTTON_TITLE,
    WHATSAPP_BUTTONS,
    WHATSAPP_CAPTION,
    WHATSAPP_ROW_DESCRIPTION,
    WHATSAPP_ROW_TITLE,
    WHATSAPP_ROWS,
    WHATSAPP_TEXT,
)
from channels.rendering.splitting import split, split_tail
from channels.sentences import sentence

BOLD = re.compile(r"\*\*(.+?)\*\*")
NUMBERS = re.compile(r"\s*\d{1,2}(?:\s*(?:,|;|\+|&|\ben\b|\s)\s*(?:en\s+)?\d{1,2})*\s*\.?\s*", re.IGNORECASE)


def whatsapp_parts(bubbles: Iterable[Bubble]) -> list[dict[str, Any]]:
    """The messages that show these bubbles, in order and as few as possible."""
    parts: list[dict[str, Any]] = []
    for bubble in merged([_numbered(b) if is_numbered(b) else b for b in bubbles], WHATSAPP_TEXT):
        if not bubble.buttons or is_numbered(bubble):
            parts += [_text(piece) for piece in split(_marked(bubble.text), WHATSAPP_TEXT)]
        else:
            head, body = split_tail(_marked(bubble.text), WHATSAPP_BODY)
            parts += [_text(piece) for piece in split(head, WHATSAPP_TEXT)]
            parts.append(_interactive(bubble, body))
        parts += [_attachment(bubble, attachment) for attachment in bubble.attachments]
    return parts


def is_numbered(bubble: Outgoing) -> bool:
    """Whether the choices are numbers in the text: a multiple choice, or more than a list can hold."""
    return bool(bubble.buttons) and (bubble.multiple or len(bubble.buttons) > WHATSAPP_ROWS)


def numbers_in(text: str) -> list[int] | None:
    """The numbers of "1, 3 en 5"; None when there is anything else in the text."""
    if not NUMBERS.fullmatch(text):
        return None
    return list(dict.fromkeys(int(number) for number in re.findall(r"\d+", text)))


def _numbered(bubble: Bubble) -> Bubble:
    """The same message with its choices as numbers in the text."""
    options = [button.title for _index, button in choices(bubble)]
    lines = [f"{number}. {title}" for number, title in enumerate(options, 1)]
    how = sentence("numbers_many", example=_example(len(options))) if bubble.multiple else sentence("numbers_one")
    if others := [button.title for _index, button in ways_on(bubble)]:
        how = f"{how} {sentence('numbers_or', titles=' of '.join(others))}"
    return bubble.model_copy(update={"text": f"{bubble.text}\n\n" + "\n".join(lines) + f"\n\n{how}"})


def _example(options: int) -> str:
    return "1, 3 en 5" if options >= 5 else "1 en 3" if options >= 3 else "1 en 2"


def _marked(text: str) -> str:
    return BOLD.sub(r"*\1*", text).replace("**", "")


def _text(text: str) -> dict[str, Any]:
    return {"type": "text", "text": {"preview_url": False, "body": text}}


def _interactive(bubble: Bubble, body: str) -> dict[str, Any]:
    titles = [button.title for button in bubble.buttons]
    fits = len(titles) <= WHATSAPP_BUTTONS and all(len(title) <= WHATSAPP_BUTTON_TITLE for title in titles)
    if fits and len(set(titles)) == len(titles):
        replies = [
            {"type": "reply", "reply": {"id": callback(bubble, i), "title": title}} for i, title in enumerate(titles)
        ]
        return _asking("button", body, {"buttons": replies})
    rows = [_row(callback(bubble, i), title) for i, title in enumerate(titles)]
    return _asking("list", body, {"button": sentence("list_button"), "sections": [{"rows": rows}]})


def _asking(kind: str, body: str, action: dict[str, Any]) -> dict[str, Any]:
    return {"type": "interactive", "interactive": {"type": kind, "body": {"text": body}, "action": action}}


def _row(id: str, title: str) -> dict[str, str]:
    """A row of a list; a title that is too long is cut and stands in full below."""
    if len(title) <= WHATSAPP_ROW_TITLE:
        return {"id": id, "title": title}
    cut = title[: WHATSAPP_ROW_TITLE - 1].rstrip()
    return {"id": id, "title": f"{cut}…", "description": title[:WHATSAPP_ROW_DESCRIPTION]}


def _attachment(bubble: Bubble, attachment: Attachment) -> dict[str, Any]:
    caption = split(attachment.title, WHATSAPP_CAPTION)[:1]
    content = {"caption": caption[0] if caption else ""}
    return {"type": attachment.type, attachment.type: content, "file": file_of(bubble, attachment)}
