"""Taking turns: a message is stored, waits for its turn, goes to the assistant, and what comes back is stored with the
new state in one transaction. The same for every channel; the website's API is one caller.

No database connection and no thread is held while waiting for a turn, for the assistant or for news.
"""

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Concatenate
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from channels import mailing, outbox, outgoing, resume_codes, tables, takeovers
from channels.case_api import CaseApi, NotDelivered
from channels.channel_tables import Contact
from channels.conversations import (
    ConversationNotFound,
    Incoming,
    LeaseLost,
    end_turn,
    existing,
    last_question,
    locked,
    may_take_turn,
    receive,
    replies_to,
    say,
    standing,
    with_result,
)
from channels.database import reading, transaction
from channels.mailing import MailOrder, MailRates
from channels.message import Message, Outgoing, Standing
from channels.office_hours import expected
from channels.platform import Platform
from channels.problems import Problem, TooManyRequests, Unavailable
from channels.rasa import AssistantDown, Rasa, Reply
from channels.sentences import sentence
from channels.settings import Settings
from channels.signals import Signals

log = structlog.get_logger()
HERE = ZoneInfo("Europe/Amsterdam")
WAIT_LIMIT_S = 20.0  # longest that a message waits for its turn; longer than one lease
LOOK_AGAIN_S = 0.25  # how often a waiting message looks whether another process is done
NEWS_PAUSE_S = 2.0  # how often who waits for news looks whether another process had some
NOT_KEPT = "(dit bericht is niet bewaard)"
INLINE_DELIVERY_S = 3.0  # how long a reply may wait for the number of the case


class TooBusy(Unavailable):
    """Earlier messages of this conversation still wait for their answer."""

    code = "conversation-busy"

    def __init__(self) -> None:
        super().__init__(
            "Uw vorige bericht wordt nog beantwoord. Dit bericht is bewaard. Probeer het zo opnieuw.",
            {"Retry-After": "3"},
        )


class TurnReply(Standing):
    """What a turn led to, and where the interview stands now."""

    messages: list[Message]


def utc_now() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


@dataclass
class Gateway:
    """What taking turns needs: the database, the assistant, the case API, who waits for news, and the platforms."""

    settings: Settings
    engine: Engine
    rasa: Rasa
    cases: CaseApi
    signals: Signals = field(default_factory=Signals)
    platforms: Mapping[str, Platform] = field(default_factory=dict)
    now: Callable[[], datetime] = utc_now
    tell_given_back: takeovers.Tell = takeovers.nobody_to_tell
    mail_rates: MailRates = field(default_factory=MailRates)

    @property
    def takeover_rules(self) -> takeovers.Rules:
        """How long an advisor may be silent, and who is told when the assistant came back without him."""
        return takeovers.Rules(timedelta(minutes=self.settings.advisor_silence_minutes), self.tell_given_back)

    async def store[**P, T](
        self, function: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a function of the database in a transaction of its own, in a worker thread."""

        def work() -> T:
            with transaction(self.engine) as session:
                return function(session, *args, **kwargs)

        return await asyncio.to_thread(work)

    async def read[**P, T](
        self, function: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a function that changes nothing: it waits for nobody who writes, and what it changes is undone."""

        def work() -> T:
            with reading(self.engine) as session:
                return function(session, *args, **kwargs)

        return await asyncio.to_thread(work)


@dataclass(frozen=True)
class Begun:
    """A turn that may be taken: what the assistant must know."""

    channel: str
    state: dict[str, Any] | None


async def answer(gateway: Gateway, conversation_id: uuid.UUID, incoming: Incoming) -> TurnReply:
    """Store a person's message and answer it; the same key again gives the same answer, without a second turn.

    Raises ConversationNotFound, KeyReused, TooBusy and AssistantDown; after the last two the message is kept, and
    the same key may be sent again.
    """
    message = await gateway.store(receive, conversation_id, incoming, gateway.now())
    turn = uuid.uuid4()
    begun = await _wait_for_turn(gateway, conversation_id, message.id, turn)
    if isinstance(begun, TurnReply):
        gateway.signals.notify(conversation_id)
        return begun
    if incoming.command is not None:
        return await _take_turn(gateway, conversation_id, message.id, turn, begun, command=incoming.command)
    words = message.payload or incoming.text
    return await _take_turn(gateway, conversation_id, message.id, turn, begun, text=words, payload=message.payload)


async def change_answer(gateway: Gateway, conversation_id: uuid.UUID, question_id: str, value: Any) -> TurnReply:
    """Change an earlier answer; the value was checked.

    Raises ConversationNotFound, AdvisorSpeaks, TooBusy and AssistantDown.
    """
    turn = uuid.uuid4()
    begun = await _wait_for_turn(gateway, conversation_id, None, turn)
    assert isinstance(begun, Begun)  # only a message can have been answered already
    return await _take_turn(gateway, conversation_id, None, turn, begun, command={"set": {question_id: value}})


async def _wait_for_turn(
    gateway: Gateway, conversation_id: uuid.UUID, message_id: uuid.UUID | None, turn: uuid.UUID
) -> Begun | TurnReply:
    deadline = time.monotonic() + WAIT_LIMIT_S
    while True:
        begun = await gateway.store(_begin, gateway.takeover_rules, conversation_id, message_id, turn, gateway.now())
        if begun is not None:
            return begun
        if time.monotonic() > deadline:
            await gateway.store(_give_up, conversation_id, message_id, None)
            raise TooBusy
        await gateway.signals.wait(conversation_id, LOOK_AGAIN_S)


def _begin(
    session: Session,
    rules: takeovers.Rules,
    conversation_id: uuid.UUID,
    message_id: uuid.UUID | None,
    turn: uuid.UUID,
    now: datetime,
) -> Begun | TurnReply | None:
    """Begin the turn; None when it is not this message's turn yet; the reply when the message has one already.

    A message that goes to an advisor needs no turn. Raises AdvisorSpeaks for what only the assistant can do.
    """
    conversation = locked(session, conversation_id)
    message = _message(session, message_id)
    if message is None and takeovers.current(conversation) is not None:
        raise takeovers.AdvisorSpeaks
    unanswered = message is not None and message.status != "answered"
    if message is not None and unanswered and takeovers.pass_on(session, conversation, message, now, rules):
        message.outcome = standing(conversation).model_dump(mode="json")
    if message is not None and message.status == "answered":
        now_known = standing(conversation).model_dump(include={"case_reference", "advisor"})
        now_known["messages"] = replies_to(session, message.id)
        return TurnReply.model_validate({**(message.outcome or {}), **now_known})
    if not may_take_turn(session, conversation, message, turn, now):
        return None
    return Begun(conversation.channel, conversation.state)


def _message(session: Session, message_id: uuid.UUID | None) -> tables.Message | None:
    if message_id is None:
        return None
    return session.query(tables.Message).filter_by(id=message_id).one()


async def _take_turn(
    gateway: Gateway,
    conversation_id: uuid.UUID,
    message_id: uuid.UUID | None,
    turn: uuid.UUID,
    begun: Begun,
    **what: Any,
) -> TurnReply:
    here = gateway.now().astimezone(HERE)
    what["expected"] = expected(gateway.settings.open_hours, here)
    try:
        reply = await gateway.rasa.take_turn(conversation_id, begun.channel, turn, begun.state, here.date(), **what)
        ended = await gateway.store(_end, conversation_id, message_id, turn, reply, gateway.now())
    except (AssistantDown, LeaseLost):
        await gateway.store(_give_up, conversation_id, message_id, turn)
        raise AssistantDown from None
    finally:
        gateway.signals.notify(conversation_id)
    if reply.mail is not None:
        return await _mail_and_tell(gateway, conversation_id, message_id, reply.mail, ended.reply)
    if not ended.to_deliver:
        return ended.reply
    return await _deliver_now(gateway, conversation_id, ended.reply)


@dataclass(frozen=True)
class Ended:
    """A turn that was stored, and whether the case API must be told something."""

    reply: TurnReply
    to_deliver: bool


def _end(
    session: Session,
    conversation_id: uuid.UUID,
    message_id: uuid.UUID | None,
    turn: uuid.UUID,
    reply: Reply,
    now: datetime,
) -> Ended:
    """Store all that a turn led to: the state, the messages and what goes to the case API, or none of it."""
    conversation = locked(session, conversation_id)
    end_turn(conversation, turn)
    message = _message(session, message_id)
    state = reply.interview
    if message is not None:
        message.status, message.waiting_until = "answered", None
        if reply.redact:
            message.text, message.payload, message.fingerprint = NOT_KEPT, None, None
    conversation.state, conversation.updated_at = reply.state, now
    conversation.finished_at = (conversation.finished_at or now) if state.complete else None
    said = say(session, conversation, reply.messages, now, message_id)
    stands = standing(conversation)
    if message is not None:
        message.outcome = stands.model_dump(mode="json")
    messages = [Message.of(row) for row in said]
    if state.erase:
        contact = session.get(Contact, conversation.contact_id) if conversation.contact_id is not None else None
        address = (contact.channel, contact.address, contact.number) if contact is not None else None
        to_deliver = outbox.erase_everything(session, conversation, now)
        if address is not None:
            outgoing.last_words(session, *address, reply.messages, now)
    else:
        to_deliver = outbox.enqueue_case(session, conversation, state, now)
    return Ended(TurnReply(**stands.model_dump(), messages=messages), to_deliver)


def _give_up(
    session: Session, conversation_id: uuid.UUID, message_id: uuid.UUID | None, turn: uuid.UUID | None
) -> None:
    """Leave a message unanswered, and the turn to the next one."""
    try:
        conversation = locked(session, conversation_id)
    except ConversationNotFound:  # erased in the meantime: nothing is left to put right
        return
    if turn is not None and conversation.busy_with == turn:
        end_turn(conversation, turn)
    message = _message(session, message_id)
    if message is not None and message.status == "waiting":
        message.status, message.waiting_until = "failed", None


async def mail(gateway: Gateway, conversation_id: uuid.UUID, order: MailOrder) -> None:
    """Mail an owner his report, or a link to go on with.

    Raises MailOff, TooManyRequests, NoResultYet, ConversationNotFound, InvalidInput for an address that is refused,
    and MailNotSent.
    """
    settings, now = gateway.settings, gateway.now()
    if not settings.mail_on:
        raise mailing.MailOff
    gateway.mail_rates.hit(str(conversation_id), order.to)
    if order.what == "report":
        state = await gateway.read(with_result, conversation_id)
        await asyncio.to_thread(mailing.send_report, settings, order.to, state, now.astimezone(HERE).date())
    else:
        code = await gateway.store(resume_codes.new_code, settings, conversation_id, now)
        until = (now + resume_codes.VALID).astimezone(HERE).date()
        await asyncio.to_thread(mailing.send_link, settings, order.to, code, until)


async def _mail_and_tell(
    gateway: Gateway, conversation_id: uuid.UUID, message_id: uuid.UUID | None, order: MailOrder, reply: TurnReply
) -> TurnReply:
    """Mail what the turn asked for, tell how that went, and put the open question again."""
    try:
        await mail(gateway, conversation_id, order)
        outcome = Outgoing(text=sentence(f"mail_sent_{order.what}"))
    except TooManyRequests:
        outcome = Outgoing(text=sentence("mail_too_often"), kind="error")
    except ConversationNotFound:
        raise
    except Problem as problem:
        outcome = Outgoing(text=problem.detail, kind="error")

    def tell(session: Session) -> list[Message]:
        conversation = locked(session, conversation_id)
        told = [outcome, *last_question(session, conversation)]
        return [Message.of(row) for row in say(session, conversation, told, gateway.now(), message_id)]

    told = await gateway.store(tell)
    gateway.signals.notify(conversation_id)
    return reply.model_copy(update={"messages": [*reply.messages, *told]})


async def _deliver_now(gateway: Gateway, conversation_id: uuid.UUID, reply: TurnReply) -> TurnReply:
    """Try at once, for a short time; what does not succeed is left to `deliver_due`."""
    due = await gateway.store(outbox.take_due, gateway.now(), conversation_id)
    attempt = asyncio.gather(*(deliver(gateway, delivery) for delivery in due))
    done, _pending = await asyncio.wait([attempt], timeout=INLINE_DELIVERY_S)  # a slow attempt goes on by itself
    told = [message for messages in attempt.result() for message in messages] if done else []
    if not told:
        return reply
    stands = await gateway.read(lambda session: standing(existing(session, conversation_id)))
    return TurnReply(**stands.model_dump(), messages=[*reply.messages, *told])


async def deliver(gateway: Gateway, delivery: outbox.Delivery) -> list[Message]:
    """Deliver one row that was taken; what was told to the person about it."""
    try:
        reference = None
        if delivery.kind == "erase":
            await gateway.cases.erase(delivery.interview_id)
        else:
            reference = await gateway.cases.deliver(delivery.interview_id, delivery.payload or {})
    except NotDelivered as error:
        log.warning("case_not_delivered", kind=delivery.kind, attempts=delivery.attempts, error=str(error))
        await gateway.store(outbox.postpone, delivery, str(error), gateway.now())
        return []
    told = await gateway.store(outbox.delivered, delivery, reference, gateway.now())
    log.info("case_delivered", kind=delivery.kind, attempts=delivery.attempts)
    gateway.signals.notify(delivery.interview_id)
    return told


async def deliver_due(gateway: Gateway) -> int:
    """Deliver everything that is due; how many rows were tried."""
    due = await gateway.store(outbox.take_due, gateway.now())
    for delivery in due:
        await deliver(gateway, delivery)
    return len(due)


async def erase(gateway: Gateway, conversation_id: uuid.UUID) -> None:
    """Erase a conversation and all that came of it. Raises ConversationNotFound when it is gone already."""

    def work(session: Session) -> bool:
        return outbox.erase_everything(session, locked(session, conversation_id), gateway.now())

    has_case = await gateway.store(work)
    gateway.signals.notify(conversation_id)
    if has_case:
        due = await gateway.store(outbox.take_due, gateway.now(), conversation_id)
        attempt = asyncio.gather(*(deliver(gateway, delivery) for delivery in due))
        await asyncio.wait([attempt], timeout=INLINE_DELIVERY_S)


async def news(
    gateway: Gateway,
    conversation_id: uuid.UUID,
    look: Callable[[Session], TurnReply],
    seconds: float,
    gone: Callable[[], Awaitable[bool]],
) -> TurnReply:
    """Look until there is a message, this many seconds have passed, or nobody waits for it any more."""
    deadline = time.monotonic() + seconds
    while True:
        found = await gateway.read(look)
        left = deadline - time.monotonic()
        if found.messages or left <= 0 or gateway.signals.closed or await gone():
            return found
        await gateway.signals.wait(conversation_id, min(left, NEWS_PAUSE_S))


async def advisor_says(
    gateway: Gateway, conversation_id: uuid.UUID, attempt: Callable[[Session], tables.Message | None]
) -> tables.Message:
    """Let an advisor say something as soon as the assistant has finished its answer; `attempt` is None until then.

    Raises TooBusy, and what the attempt raises.
    """
    deadline = time.monotonic() + WAIT_LIMIT_S
    while True:
        said = await gateway.store(attempt)
        if said is not None:
            gateway.signals.notify(conversation_id)
            return said
        if time.monotonic() > deadline:
            raise TooBusy
        await gateway.signals.wait(conversation_id, LOOK_AGAIN_S)


async def end_silent_takeovers(gateway: Gateway) -> None:
    """Bring the assistant back where an advisor was silent too long."""
    for conversation_id in await gateway.store(takeovers.end_due, gateway.now(), gateway.takeover_rules):
        gateway.signals.notify(conversation_id)
