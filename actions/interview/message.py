"""A message of the assistant as every channel gets it, before it is rendered."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Kind = Literal["question", "explanation", "answer", "result", "error", "info"]


@dataclass(frozen=True)
class Button:
    """A choice on a button: `payload` comes back when it is pressed."""

    title: str
    payload: str


@dataclass(frozen=True)
class Attachment:
    """A file of the result that goes with a message.

    `url` is its path within the conversation (`actions.reports.files`), `title` what it shows, in words.
    """

    type: Literal["image", "document"]
    url: str
    title: str


@dataclass(frozen=True)
class Message:
    """What is said, what can be pressed, what goes with it, and what sort of message it is (the API's `Message`)."""

    text: str
    kind: Kind = "info"
    buttons: list[Button] = field(default_factory=list)
    multiple: bool = False
    attachments: list[Attachment] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON."""
        return asdict(self)
