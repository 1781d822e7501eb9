"""What a person did on a platform, in the same words for each platform."""

from typing import Any, Literal

from pydantic import BaseModel


class Sender(BaseModel):
    """Who did it: the address to answer to, and the WhatsApp number where the platform gives it."""

    address: str
    number: str | None = None


class Heard(BaseModel):
    """One thing a person did.

    `text`: typed words. `press`: a button; `data` is what it sent back and `press` what acknowledging it needs.
    `command`: one of `start`, `help` and `erase`, with what came after it in `text`. `notice`: something that is not
    read, answered with the sentence `notice`. `group`: anything in a group.
    """

    kind: Literal["text", "press", "command", "notice", "group"]
    text: str = ""
    data: str = ""
    press: dict[str, Any] = {}
    command: Literal["start", "help", "erase"] | None = None
    notice: str = ""
