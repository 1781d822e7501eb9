"""Dealing with what came in on a platform: each event is answered once, whatever dies in between.

Either the answer is made in one transaction with the note that the event was dealt with, or it is a turn of the
gateway, which knows the event by its key.
"""

import uuid
from dataclasses import dataclass, field
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from channels import conversations, gateway, inbox, offers, outgoing, resume, takeovers
from channels.channel_tables import Contact, Offer
from channels.contacts import forget
from channels.conversations import ConversationNotFound, Incoming, KeyReused, existing, locked, say, start
from channels.gateway import Gateway, TooBusy
from channels.inbox import Taken
from channels.message import Outgoing
from channels.opening import opening
from channels.problems import InvalidInput, TooLarge, TooManyRequests
from channels.rasa import AssistantDown
from channels.rates import Rate
from channels.rendering.bubbles import Bubble
from channels.rendering.telegram import DONE
from channels.rendering.whatsapp import is_numbered, numbers_in
from channels.sentences import sentence
from channels.tables import Conversation, Message
from channels.typed_text import accepted
from knowledge.texts import load_texts

log = structlog.get_logger()
ALL = "all"
ALL_TRIES_PER_MINUTE = 100  # of resume codes, over all people


@dataclass
class Rates:
    """The same limits as on the website, for people on the platforms."""

    messages: Rate
    conversations: Rate
    codes: Rate = field(default_factory=lambda: Rate(resume.TRIES_PER_MINUTE))
    all_codes: Rate = field(default_factory=lambda: Rate(ALL_TRIES_PER_MINUTE))


@dataclass(frozen=True)
class Press:
    """What is to be shown on the keyboard that was pressed."""

    keyboard: Bubble | None = None
    chosen: tuple[int, ...] = ()


@dataclass(frozen=True)
class Todo:
    """What an event comes to: nothing more to do, or a turn to take in this conversation."""

    conversation_id: uuid.UUID | None = None
    incoming: Incoming | None = None
    press: Press = Press()


async def deal_with(gate: Gateway, rates: Rates, taken: Taken) -> None:
    """Deal with one event that was taken. What the assistant cannot answer now stays in the inbox for later."""
    try:
        todo = await gate.store(_decide, gate, rates, taken)
        if taken.heard.kind == "press":
            await gate.platforms[taken.channel].acknowledge(taken.heard.press, todo.press.keyboard, todo.press.chosen)
        if todo.conversation_id is None or todo.incoming is None:
            return
        await gateway.answer(gate, todo.conversation_id, todo.incoming)
        await gate.store(inbox.finish, taken.id, gate.now())
    except (AssistantDown, TooBusy) as error:
        await gate.store(_later, gate, taken, error.code, None, "delayed")
    except TooManyRequests as error:
        await gate.store(_later, gate, taken, error.code, float(error.headers["Retry-After"]), "too_fast")
    except (ConversationNotFound, KeyReused) as error:  # erased, or answered, while this waited
        log.info("message_settled", channel=taken.channel, reason=error.code)
        await gate.store(inbox.finish, taken.id, gate.now())


def _later(session: Session, gate: Gateway, taken: Taken, error: str, wait_s: float | None, why: str) -> None:
    """Leave the event for later and say so, once."""
    new = inbox.postpone(session, taken, error, wait_s, gate.now())
    contact = session.get(Contact, taken.contact_id)
    if new and contact is not None:
        outgoing.add(session, contact, [Bubble(text=sentence(why))], gate.now())
    log.warning("message_waits", channel=taken.channel, attempts=taken.attempts, error=error)


def _decide(session: Session, gate: Gateway, rates: Rates, taken: Taken) -> Todo:
    """What this event comes to. Raises TooManyRequests; nothing has changed then."""
    contact = session.get(Contact, taken.contact_id, with_for_update=True)
    if contact is None:
        inbox.finish(session, taken.id, gate.now())
        return Todo()
    heard = taken.heard
    if heard.kind == "group":
        return _tell(session, gate, taken, contact, sentence("group"))
    if heard.kind == "command" and heard.command == "help":
        return _tell(session, gate, taken, contact, _help(gate))
    if heard.kind == "command" and heard.command == "erase" and contact.conversation_id is None:
        return _nothing_kept(session, gate, taken, contact)
    if (code := _code(taken)) is not None:
        return _resume(session, gate, rates, taken, contact, code)
    if contact.conversation_id is None:
        rates.conversations.hit(f"{contact.channel}:{contact.address}")
        return _open(session, gate, taken, contact)
    if heard.kind == "notice":
        return _tell(session, gate, taken, contact, sentence(heard.notice))
    if heard.kind == "command" and heard.command == "start":
        return _welcome_back(session, gate, taken, contact)
    rates.messages.hit(str(contact.conversation_id))
    conversation = existing(session, contact.conversation_id)
    if heard.kind == "press":
        return _pressed(session, gate, taken, contact, conversation)
    return _typed(session, gate, taken, contact, conversation)


def _code(taken: Taken) -> str | None:
    heard = taken.heard
    if heard.kind == "command" and heard.command == "start":
        return resume.code_in(f"hervat {heard.text}")  # a link t.me/bot?start=CODE
    return resume.code_in(heard.text) if heard.kind == "text" else None


def _tell(session: Session, gate: Gateway, taken: Taken, contact: Contact, text: str) -> Todo:
    """Answer with a sentence of our own, beside the conversation."""
    if inbox.finish(session, taken.id, gate.now()):
        outgoing.add(session, contact, [Bubble(text=text)], gate.now())
    return Todo()


def _help(gate: Gateway) -> str:
    contact = gate.settings.contact
    how = load_texts().sentence("human_contact", organisation=gate.settings.organisation, contact=contact)
    return sentence("help", contact=how if contact else "", privacy_url=f"{gate.settings.public_url}/privacy")


def _nothing_kept(session: Session, gate: Gateway, taken: Taken, contact: Contact) -> Todo:
    if inbox.finish(session, taken.id, gate.now()):
        words = [Outgoing(text=sentence("nothing_kept"))]
        outgoing.last_words(session, contact.channel, contact.address, contact.number, words, gate.now())
        forget(session, [contact], gate.now())
    return Todo()


def _open(session: Session, gate: Gateway, taken: Taken, contact: Contact) -> Todo:
    """Begin: who speaks and what happens with the data comes before anything else, whatever was said."""
    if inbox.finish(session, taken.id, gate.now()):
        conversation, _token = start(session, contact.channel, opening(gate.settings), gate.now(), contact.id)
        contact.conversation_id = conversation.id
    return Todo()


def _welcome_back(session: Session, gate: Gateway, taken: Taken, contact: Contact) -> Todo:
    if contact.conversation_id is not None and inbox.finish(session, taken.id, gate.now()):
        conversation = locked(session, contact.conversation_id)
        conversation.contact_id, conversation.channel = contact.id, contact.channel
        if (takeover := takeovers.current(conversation)) is not None:  # a person speaks here now, not the assistant
            words = [Outgoing(text=load_texts().sentence("advisor_speaks", name=takeover.advisor_name))]
        else:
            words = [Outgoing(text=sentence("welcome_back")), *conversations.last_question(session, conversation)]
        say(session, conversation, words, gate.now())
    return Todo()


def _resume(session: Session, gate: Gateway, rates: Rates, taken: Taken, contact: Contact, code: str) -> Todo:
    try:
        rates.codes.hit(f"{contact.channel}:{contact.address}")
        rates.all_codes.hit(ALL)
    except TooManyRequests:
        return _tell(session, gate, taken, contact, sentence("resume_too_often"))
    if inbox.finish(session, taken.id, gate.now()):
        wrong = resume.here(session, gate.settings, contact, code, gate.now())
        if wrong is not None:
            outgoing.add(session, contact, [Bubble(**wrong.model_dump())], gate.now())
    return Todo()


def _turn(session: Session, gate: Gateway, taken: Taken, contact: Contact, **what: Any) -> Todo:
    """A turn in the person's conversation, under the key of this event.

    After a crash the turn may have been taken already, or been stored when its buttons meant something else: what was
    stored then decides.
    """
    key = f"{taken.channel}:{taken.key}"
    known = session.scalar(select(Message).filter_by(conversation_id=contact.conversation_id, key=key))
    if known is not None and known.status == "answered":
        inbox.finish(session, taken.id, gate.now())
        return Todo()
    if known is not None:
        what = {"text": known.text, "payload": known.payload, "command": None if known.payload else what.get("command")}
    incoming = Incoming(**what, key=key, channel=contact.channel, contact_id=contact.id)
    return Todo(contact.conversation_id, incoming)


def _typed(session: Session, gate: Gateway, taken: Taken, contact: Contact, conversation: Conversation) -> Todo:
    if taken.heard.kind == "command":  # erase: the assistant asks whether that is meant
        return _turn(session, gate, taken, contact, text="verwijder mijn gegevens")
    try:
        text = accepted(taken.heard.text, "text")
    except (TooLarge, InvalidInput) as error:
        return _tell(session, gate, taken, contact, error.detail)
    offer = offers.latest(session, conversation.id) if contact.channel == "whatsapp" else None
    numbers = numbers_in(text)
    if offer is not None and numbers is not None and is_numbered(offers.as_bubble(offer)):
        return _numbered(session, gate, taken, contact, conversation, offer, numbers)
    return _turn(session, gate, taken, contact, text=text)


def _numbered(
    session: Session,
    gate: Gateway,
    taken: Taken,
    contact: Contact,
    conversation: Conversation,
    offer: Offer,
    numbers: list[int],
) -> Todo:
    """Numbers typed in answer to a list of choices in the text."""
    places = offers.choice_places(offer)
    if not all(1 <= number <= len(places) for number in numbers) or (len(numbers) > 1 and not offer.multiple):
        return _tell(session, gate, taken, contact, sentence("numbers_wrong", last=len(places)))
    means = offers.meaning(session, offer, conversation, [places[number - 1] for number in numbers])
    if means is None or means.payload is None:
        return _turn(session, gate, taken, contact, text=taken.heard.text)
    return _turn(session, gate, taken, contact, text=means.payload, payload=means.payload)


def _pressed(session: Session, gate: Gateway, taken: Taken, contact: Contact, conversation: Conversation) -> Todo:
    token, _, what = taken.heard.data.rpartition(":")
    offer = offers.found(session, token, conversation.id)
    if offer is None or not (what.isdecimal() or what == DONE):
        return _tell(session, gate, taken, contact, sentence("button_gone"))
    outgoing.seen(session, contact, token, gate.now())
    if offer.multiple and what.isdecimal() and int(what) in offers.choice_places(offer):
        if inbox.finish(session, taken.id, gate.now()):
            offer.chosen = sorted(set(offer.chosen) ^ {int(what)})
        return Todo(press=Press(offers.as_bubble(offer), tuple(offer.chosen)))
    pressed = list(offer.chosen) if what == DONE else [int(what)]
    if not pressed:
        return _tell(session, gate, taken, contact, sentence("choose_first"))
    means = offers.meaning(session, offer, conversation, pressed)
    if means is None:
        return _tell(session, gate, taken, contact, sentence("button_gone"))
    todo = _turn(
        session, gate, taken, contact, text=means.payload or means.titles, payload=means.payload, command=means.command
    )
    return Todo(todo.conversation_id, todo.incoming, Press(offers.as_bubble(offer), tuple(pressed)))
