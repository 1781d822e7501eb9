"""Conversations in the database: begin, recognise, store what a person says, take turns, erase.

All functions work inside the caller's transaction. Whoever adds to a conversation locks its row first (`locked`),
so that messages become visible in the order of their positions, with several processes too.
"""

import hashlib
import hmac
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from channels import contacts, outgoing, tables
from channels.message import Button, InterviewState, Message, Outgoing, Standing
from channels.opening import no_progress
from channels.problems import Conflict, NotFound, Unauthorized
from channels.tables import Conversation
from knowledge.texts import load_texts

TOKEN_BYTES = 32
LEASE = timedelta(seconds=15)  # longer than a turn may take (`channels.rasa.TURN_TIMEOUT_S`)
OFFERS_READ = 10  # messages looked back for the buttons that were pressed


class ConversationNotFound(NotFound):
    """There is no such conversation, or it was erased."""

    code = "conversation-not-found"

    def __init__(self) -> None:
        super().__init__("Dit gesprek bestaat niet (meer).")


class WrongToken(Unauthorized):
    """The token is missing or belongs to another conversation."""

    code = "wrong-token"

    def __init__(self) -> None:
        super().__init__("U hebt geen toegang tot dit gesprek.")


class KeyReused(Conflict):
    """The idempotency key came with another message before."""

    code = "idempotency-key-reused"

    def __init__(self) -> None:
        super().__init__("Deze Idempotency-Key is al gebruikt voor een ander bericht.")


class NoResultYet(Conflict):
    """The interview has no result yet, so there is nothing to report."""

    code = "no-result-yet"

    def __init__(self) -> None:
        super().__init__("Er is nog geen uitslag. Beantwoord eerst de vragen tot u een uitslag krijgt.")


class LeaseLost(Exception):
    """The turn took so long that another one may have begun; nothing of it may be stored."""


@dataclass(frozen=True)
class Incoming:
    """What a person sent: the words to show, the payload of a button, and the caller's idempotency key.

    `command` goes to the assistant instead of the words (an earlier answer changed). `channel` and `contact_id` say
    where it came from, and so where the answer goes.
    """

    text: str
    payload: str | None = None
    key: str | None = None
    command: dict[str, Any] | None = None
    channel: str = "web"
    contact_id: int | None = None

    @property
    def fingerprint(self) -> str:
        """Tells two messages apart without keeping what they said."""
        return hashlib.sha256(f"{self.payload is not None}\n{self.payload or self.text}".encode()).hexdigest()


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def start(
    session: Session, channel: str, messages: Sequence[Outgoing], now: datetime, contact_id: int | None = None
) -> tuple[Conversation, str]:
    """A new conversation that opens with these messages, and its token, which is shown this once."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    conversation = Conversation(
        id=uuid.uuid4(),
        token_hash=token_hash(token),
        channel=channel,
        contact_id=contact_id,
        created_at=now,
        updated_at=now,
    )
    session.add(conversation)
    session.flush()
    say(session, conversation, messages, now)
    return conversation, token


def recognised(session: Session, conversation_id: uuid.UUID, token: str) -> Conversation:
    """The conversation, for who holds its token. Raises ConversationNotFound or WrongToken."""
    conversation = existing(session, conversation_id)
    if not hmac.compare_digest(conversation.token_hash, token_hash(token)):
        raise WrongToken
    return conversation


def existing(session: Session, conversation_id: uuid.UUID) -> Conversation:
    """The conversation, to read. Raises ConversationNotFound when it was erased."""
    conversation = session.get(Conversation, conversation_id)
    if conversation is None:
        raise ConversationNotFound
    return conversation


def locked(session: Session, conversation_id: uuid.UUID) -> Conversation:
    """The conversation, held until the transaction ends. Raises ConversationNotFound when it was erased."""
    conversation = session.get(Conversation, conversation_id, with_for_update=True)
    if conversation is None:
        raise ConversationNotFound
    return conversation


def say(
    session: Session,
    conversation: Conversation,
    messages: Sequence[Outgoing],
    now: datetime,
    reply_to: uuid.UUID | None = None,
    author: str | None = None,
) -> list[tables.Message]:
    """Add messages to a locked (or new) conversation and queue them for its channel.

    They are the assistant's, or those of the advisor with the name `author`.
    """
    rows = [
        tables.Message(
            id=uuid.uuid4(),
            conversation_id=conversation.id,
            created_at=now,
            role="bot" if author is None else "advisor",
            author=author,
            with_advisor=author is not None,
            kind=message.kind,
            text=message.text,
            buttons=[button.model_dump() for button in message.buttons],
            multiple=message.multiple,
            attachments=[attachment.model_dump() for attachment in message.attachments],
            status="answered",
            reply_to=reply_to,
        )
        for message in messages
    ]
    for row in rows:
        session.add(row)
        session.flush()  # one by one: the positions must follow the order of the list
    outgoing.enqueue(session, conversation, [_signed(message, author) for message in messages], now)
    return rows


def _signed(message: Outgoing, author: str | None) -> Outgoing:
    """On a channel that shows one sender, an advisor's words begin with his name."""
    if author is None:
        return message
    text = load_texts().sentence("advisor_line", name=author, text=message.text)
    return message.model_copy(update={"text": text})


def receive(session: Session, conversation_id: uuid.UUID, incoming: Incoming, now: datetime) -> tables.Message:
    """Store what a person sent, before it is answered. The same key again gives the message that is there already.

    Raises ConversationNotFound, and KeyReused when the key came with another message.
    """
    conversation = locked(session, conversation_id)
    if incoming.key is not None:
        query = select(tables.Message).filter_by(conversation_id=conversation_id, key=incoming.key)
        if (known := session.scalar(query)) is not None:
            if known.fingerprint not in (None, incoming.fingerprint):
                raise KeyReused
            return known
    message = tables.Message(
        id=uuid.uuid4(),
        conversation_id=conversation_id,
        created_at=now,
        role="user",
        kind="answer",
        text=titles(session, conversation_id, incoming.payload) or incoming.text,
        payload=incoming.payload,
        buttons=[],
        attachments=[],
        status="waiting",
        waiting_until=now + LEASE,
        key=incoming.key,
        fingerprint=incoming.fingerprint,
    )
    conversation.updated_at = now
    conversation.channel, conversation.contact_id = incoming.channel, incoming.contact_id  # answered where it was said
    session.add(message)
    session.flush()
    return message


def titles(session: Session, conversation_id: uuid.UUID, payload: str | None) -> str:
    """What stood on the pressed buttons, as last shown; empty when the payload was not on offer."""
    if payload is None:
        return ""
    query = (
        select(tables.Message.buttons)
        .filter_by(conversation_id=conversation_id, role="bot")
        .order_by(tables.Message.position.desc())
        .limit(OFFERS_READ)
    )
    for buttons in session.scalars(query):
        offered = {button["payload"]: button["title"] for button in buttons}
        chosen = [payload] if payload in offered else [part.strip() for part in payload.split(",")]
        if all(part in offered for part in chosen):
            return ", ".join(offered[part] for part in chosen)
        if buttons:
            return ""
    return ""


def may_take_turn(
    session: Session, conversation: Conversation, message: tables.Message | None, turn: uuid.UUID, now: datetime
) -> bool:
    """Take the lease on a locked conversation. False when another turn or an earlier message goes first."""
    if message is not None:
        message.status, message.waiting_until = "waiting", now + LEASE
    if conversation.busy_until is not None and conversation.busy_until > now:
        return False
    earlier = select(tables.Message.id).where(
        tables.Message.conversation_id == conversation.id,
        tables.Message.status == "waiting",
        tables.Message.waiting_until > now,
    )
    if message is not None:
        earlier = earlier.where(tables.Message.position < message.position)
    if session.scalar(select(exists(earlier))):
        return False
    conversation.busy_until, conversation.busy_with = now + LEASE, turn
    return True


def end_turn(conversation: Conversation, turn: uuid.UUID) -> None:
    """Give the lease back. Raises LeaseLost when this turn no longer holds it."""
    if conversation.busy_with != turn:
        raise LeaseLost
    conversation.busy_until = conversation.busy_with = None


def messages_of(session: Session, conversation_id: uuid.UUID, after: tables.Message | None = None) -> list[Message]:
    """The messages in order: all, or those after a certain one."""
    query = select(tables.Message).filter_by(conversation_id=conversation_id).order_by(tables.Message.position)
    if after is not None:
        query = query.where(tables.Message.position > after.position)
    return [Message.of(row) for row in session.scalars(query)]


def replies_to(session: Session, message_id: uuid.UUID) -> list[Message]:
    """What was said in answer to this message."""
    query = select(tables.Message).filter_by(reply_to=message_id).order_by(tables.Message.position)
    return [Message.of(row) for row in session.scalars(query)]


def interview(conversation: Conversation) -> InterviewState | None:
    """What the gateway reads of the interview's state; None before the first turn."""
    return InterviewState.model_validate(conversation.state) if conversation.state is not None else None


def with_result(session: Session, conversation_id: uuid.UUID) -> InterviewState:
    """The state of an interview. Raises ConversationNotFound, and NoResultYet before there is a result."""
    state = interview(existing(session, conversation_id))
    if state is None or state.result is None:
        raise NoResultYet
    return state


def standing(conversation: Conversation) -> Standing:
    """Where the interview stands now."""
    state, takeover = interview(conversation), conversation.takeover
    return Standing(
        advisor=takeover.advisor_name if takeover is not None and takeover.ended_at is None else None,
        progress=state.progress if state else no_progress(),
        question_id=state.open if state else None,
        ladder_level=state.ladder_level if state else None,
        case_reference=conversation.case_reference,
    )


def last_question(session: Session, conversation: Conversation) -> list[Outgoing]:
    """The question that was asked last, to ask it again; none when the interview is complete."""
    if conversation.finished_at is not None:
        return []
    query = (
        select(tables.Message)
        .filter_by(conversation_id=conversation.id, role="bot", kind="question")
        .order_by(tables.Message.position.desc())
        .limit(1)
    )
    row = session.scalar(query)
    if row is None:
        return []
    buttons = [Button(**button) for button in row.buttons]
    return [Outgoing(text=row.text, kind="question", buttons=buttons, multiple=row.multiple)]


def remove(session: Session, conversation_id: uuid.UUID, now: datetime) -> None:
    """Delete a conversation, all its messages, and who takes part in it on a channel."""
    session.flush()
    contacts.forget(session, contacts.in_conversation(session, conversation_id), now)
    session.execute(delete(tables.Message).filter_by(conversation_id=conversation_id))
    session.execute(delete(Conversation).filter_by(id=conversation_id))
