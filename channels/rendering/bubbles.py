"""What the renderers start from: messages with the token of the offer their buttons belong to, and merging them."""

import re
import uuid
from collections.abc import Iterable

from channels.message import Attachment, Button, Outgoing
from channels.rendering.splitting import length

WAYS_ON = frozenset({"skip", "unknown", "finish"})
"""Payloads that are no choice in a multiple choice but a way past it."""


class Bubble(Outgoing):
    """A message on its way to a person.

    `offer` is the token under which its buttons are known, `conversation_id` whose result its attachments show.
    """

    offer: str | None = None
    conversation_id: uuid.UUID | None = None


def choices(bubble: Outgoing) -> list[tuple[int, Button]]:
    """The buttons that are choices, each with its place: of a multiple choice without the ways past it."""
    return [(i, b) for i, b in enumerate(bubble.buttons) if not bubble.multiple or b.payload not in WAYS_ON]


def ways_on(bubble: Outgoing) -> list[tuple[int, Button]]:
    """The other buttons of a multiple choice."""
    return [(i, b) for i, b in enumerate(bubble.buttons) if bubble.multiple and b.payload in WAYS_ON]


def callback(bubble: Bubble, index: int | str) -> str:
    """What a pressed button sends back: the offer's token and the place of the button; the meaning stays with us."""
    return f"{bubble.offer}:{index}"


def file_of(bubble: Bubble, attachment: Attachment) -> dict[str, str]:
    """Which file it is, to be made when it is sent; a picture as PNG, because messengers show no SVG."""
    path = re.sub(r"\.svg$", ".png", attachment.url)
    return {"conversation": str(bubble.conversation_id), "path": path}


def merged(bubbles: Iterable[Bubble], limit: int) -> list[Bubble]:
    """The same messages in as few as possible: what comes before a message goes along in it.

    A message with buttons or attachments ends one; nothing grows over `limit`.
    """
    found: list[Bubble] = []
    for bubble in bubbles:
        last = found[-1] if found else None
        if last is None or last.buttons or last.attachments or bubble.attachments:
            found.append(bubble)
            continue
        text = f"{last.text}\n\n{bubble.text}"
        if length(text) > limit:
            found.append(bubble)
        else:
            found[-1] = bubble.model_copy(update={"text": text})
    return found
