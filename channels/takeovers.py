"""An advisor takes over: a person speaks in the conversation instead of the assistant, until he gives it back, the
owner wants the assistant back, or he stays silent too long. Each change is said (AI Act, art. 50(1)).

All functions work inside the caller's transaction.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from channels import tables
from channels.conversations import ConversationNotFound, interview, locked, say
from channels.message import Button, Outgoing
from channels.problems import Conflict
from channels.tables import Conversation, Takeover
from knowledge.texts import load_texts

MAX_REPLY = 4_000  # characters; an owner's own message may be as long
AFTER = ("schemes", "practices", "summary")
"""Buttons of a finished interview: each says what its title says."""


class AdvisorSpeaks(Conflict):
    """The assistant does nothing while a person speaks."""

    code = "advisor-speaks"

    def __init__(self) -> None:
        super().__init__("U spreekt nu met een adviseur. Ga eerst verder met de assistent.")


@dataclass(frozen=True)
class Speaker:
    """The advisor who speaks, with the name that the owner sees."""

    id: uuid.UUID
    name: str


EndedBy = Literal["owner", "silence"]
Tell = Callable[[Session, uuid.UUID, EndedBy], None]


def nobody_to_tell(_session: Session, _conversation_id: uuid.UUID, _by: EndedBy) -> None:
    """Where no case API runs beside the gateway, nobody keeps a record of who gave the conversation back."""


@dataclass(frozen=True)
class Rules:
    """How long an advisor may be silent, and who is told when the assistant came back without him."""

    patience: timedelta
    tell: Tell = nobody_to_tell


def current(conversation: Conversation) -> Takeover | None:
    """The takeover that goes on now."""
    takeover = conversation.takeover
    return takeover if takeover is not None and takeover.ended_at is None else None


def take_over(session: Session, conversation_id: uuid.UUID, speaker: Speaker, now: datetime) -> bool | None:
    """Let an advisor speak instead of the assistant, and announce that a human speaks now; False when he did already.

    None while the assistant is in the middle of an answer: that goes first. Raises ConversationNotFound.
    """
    conversation = locked(session, conversation_id)
    if conversation.busy_until is not None and conversation.busy_until > now:
        return None
    takeover = conversation.takeover
    same = takeover is not None and takeover.ended_at is None and takeover.advisor_id == speaker.id
    if takeover is None:
        takeover = Takeover(conversation_id=conversation.id, read_position=0)
        conversation.takeover = takeover
    takeover.advisor_id, takeover.advisor_name = speaker.id, speaker.name
    takeover.quiet_since, takeover.owner_waits, takeover.ended_at = now, False, None
    session.flush()
    if not same:
        texts = load_texts()
        way_back = Button(title=texts.buttons["to_assistant"], payload=texts.to_assistant[0])
        announced = texts.sentence("advisor_speaks", name=speaker.name)
        say(session, conversation, [Outgoing(text=announced, buttons=[way_back])], now)
    return not same


def speak(session: Session, conversation_id: uuid.UUID, speaker: Speaker, text: str, now: datetime) -> tables.Message:
    """What an advisor who took over says. Raises ConversationNotFound."""
    conversation = locked(session, conversation_id)
    (message,) = say(session, conversation, [Outgoing(text=text)], now, author=speaker.name)
    conversation.updated_at = now
    return message


def pass_on(session: Session, conversation: Conversation, message: tables.Message, now: datetime, rules: Rules) -> bool:
    """Let the advisor have a message of the owner instead of the assistant.

    False when the assistant must answer it: nobody took over, the advisor was silent too long, or the owner wants
    everything erased. A wish to go back to the assistant is met here, without the assistant.
    """
    takeover = current(conversation)
    if takeover is None:
        return False
    if takeover.quiet_since + rules.patience <= now:
        rules.tell(session, conversation.id, "silence")
        end(session, conversation, now)
        return False
    words, texts = (message.payload or message.text).strip(" .,!").casefold(), load_texts()
    if words in texts.for_assistant:
        rules.tell(session, conversation.id, "owner")
        end(session, conversation, now)
        return False
    message.status, message.waiting_until = "answered", None
    if words in texts.to_assistant:
        rules.tell(session, conversation.id, "owner")
        end(session, conversation, now, message.id)
        return True
    message.with_advisor = True
    if not takeover.owner_waits:
        takeover.quiet_since, takeover.owner_waits = now, True
    return True


def end(session: Session, conversation: Conversation, now: datetime, reply_to: uuid.UUID | None = None) -> None:
    """The assistant is back, says so, and puts the open question again. Nothing when it was not away."""
    takeover = current(conversation)
    if takeover is None:
        return
    takeover.ended_at = now
    back = Outgoing(text=load_texts().sentence("assistant_back"))
    say(session, conversation, [back, *_go_on(session, conversation)], now, reply_to)


def _go_on(session: Session, conversation: Conversation) -> list[Outgoing]:
    """The open question as it was put last, or what can still be asked when the interview is over."""
    state = interview(conversation)
    if state is None:
        return []
    if state.open is None:
        texts = load_texts()
        buttons = [Button(title=texts.buttons[name], payload=texts.buttons[name].lower()) for name in AFTER]
        return [Outgoing(text=texts.sentence("complete_more"), buttons=buttons)]
    query = (
        select(tables.Message)
        .filter_by(conversation_id=conversation.id, role="bot", kind="question")
        .order_by(tables.Message.position.desc())
        .limit(1)
    )
    asked = session.scalar(query)
    return [Outgoing.model_validate(asked, from_attributes=True)] if asked is not None else []


def give_back(session: Session, conversation_id: uuid.UUID, now: datetime) -> bool:
    """The advisor is done. False when no advisor spoke, or the conversation is gone."""
    try:
        conversation = locked(session, conversation_id)
    except ConversationNotFound:
        return False
    spoke = current(conversation) is not None
    end(session, conversation, now)
    return spoke


def end_due(session: Session, now: datetime, rules: Rules) -> list[uuid.UUID]:
    """End the takeovers in which the advisor was silent too long; their conversations."""
    silent = Takeover.quiet_since <= now - rules.patience
    due = session.scalars(select(Takeover.conversation_id).where(Takeover.ended_at.is_(None), silent)).all()
    ended = []
    for conversation_id in due:
        try:
            conversation = locked(session, conversation_id)
        except ConversationNotFound:  # erased in the meantime
            continue
        takeover = current(conversation)
        if takeover is not None and takeover.quiet_since + rules.patience <= now:
            rules.tell(session, conversation_id, "silence")
            end(session, conversation, now)
            ended.append(conversation_id)
    return ended


def exchanged(session: Session, conversation_id: uuid.UUID) -> Sequence[tables.Message]:
    """What advisors and the owner said to each other, oldest first; nothing of what the owner told the assistant."""
    query = select(tables.Message).filter_by(conversation_id=conversation_id, with_advisor=True)
    return session.scalars(query.order_by(tables.Message.position)).all()


def read_up_to(session: Session, conversation_id: uuid.UUID) -> int:
    """The position up to which the advisor has read; 0 when nobody spoke yet."""
    found = session.scalar(select(Takeover.read_position).filter_by(conversation_id=conversation_id))
    return found or 0


def mark_read(session: Session, conversation_id: uuid.UUID, position: int) -> None:
    """The advisor has seen the messages up to this position."""
    takeover = session.get(Takeover, conversation_id, with_for_update=True)
    if takeover is not None:
        takeover.read_position = max(takeover.read_position, position)


def with_unread(session: Session, conversation_ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """The conversations in which the owner said something that the advisor has not seen yet."""
    unread = exists().where(
        tables.Message.conversation_id == Takeover.conversation_id,
        tables.Message.with_advisor,
        tables.Message.role == "user",
        tables.Message.position > Takeover.read_position,
    )
    query = select(Takeover.conversation_id).where(Takeover.conversation_id.in_(conversation_ids), unread)
    return set(session.scalars(query))
