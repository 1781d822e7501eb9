"""One message as every channel knows it, and what the assistant's reply holds."""

import uuid
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from channels import tables

Role = Literal["bot", "user", "advisor"]
Kind = Literal["question", "explanation", "answer", "result", "error", "info"]


class CamelModel(BaseModel):
    """Base of what goes over the wire: camelCase keys, and either spelling in code."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class Button(CamelModel):
    """A choice that can be pressed; `payload` is what comes back."""

    title: str
    payload: str


class Attachment(CamelModel):
    """A picture or document that belongs to a message; `title` is what it shows, in words.

    On its way to a platform and in the database `url` is the path within the conversation (`actions.reports.files`);
    as the chat API shows it, it is the address, which only answers to the token of the conversation.
    """

    type: Literal["image", "document"]
    url: str
    title: str


class Outgoing(CamelModel):
    """What the assistant says, before it has an id and a time."""

    text: str
    kind: Kind = "info"
    buttons: list[Button] = []
    multiple: bool = False
    attachments: list[Attachment] = []


class Message(Outgoing):
    """A message as the chat API shows it.

    `answered` is false for a person's message without an answer (yet); `key` is the idempotency key it came with;
    `author` is the name of the advisor who said it.
    """

    id: uuid.UUID
    created_at: datetime
    role: Role
    answered: bool = True
    key: str | None = None
    author: str | None = None

    @classmethod
    def of(cls, row: tables.Message) -> "Message":
        """The message of this row."""
        same = ("id", "created_at", "role", "text", "kind", "buttons", "multiple", "attachments", "key", "author")
        values = {name: getattr(row, name) for name in same}
        base = f"/api/v1/chat/conversations/{row.conversation_id}"
        values["attachments"] = [{**file, "url": f"{base}/{file['url']}"} for file in row.attachments]
        return cls.model_validate({**values, "answered": row.status == "answered"})


class Progress(CamelModel):
    """How far the interview is."""

    answered: int
    total: int


class InterviewState(BaseModel):
    """The keys of the assistant's state that the gateway reads; the rest is kept and passed on unread."""

    model_config = ConfigDict(extra="allow")

    open: str | None
    ladder_level: int | None = Field(alias="ladderLevel")
    answers: dict[str, dict[str, Any]]
    progress: Progress
    complete: bool
    share: bool
    transcript: bool
    erase: bool
    result: dict[str, Any] | None
    earlier: str = ""


class Standing(CamelModel):
    """Where an interview stands, as the page needs it beside the messages.

    `advisor` is the name of the person who speaks instead of the assistant now.
    """

    progress: Progress
    question_id: str | None
    ladder_level: int | None
    case_reference: str | None
    advisor: str | None = None
