"""Buttons on a platform: what each means stays here, and a pressed one brings only a token and its place back.

Old keyboards stay on the screen. A button answers the question it belongs to: pressed for an earlier question it
changes that answer.
"""

import secrets
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from channels.channel_tables import Offer
from channels.message import Button, Outgoing
from channels.rendering.bubbles import WAYS_ON, Bubble, choices
from channels.tables import Conversation
from knowledge.questionnaire import Question, load_questionnaire
from knowledge.values import checked

TOKEN_BYTES = 9  # 12 characters: too many to guess, and far below the 64 bytes of a Telegram button
YES_NO = {"yes": True, "no": False}


@dataclass(frozen=True)
class Meaning:
    """What pressing buttons comes to: a payload for the open question, or a value for an earlier one."""

    titles: str
    payload: str | None = None
    command: dict[str, Any] | None = None


def offered(session: Session, conversation: Conversation, messages: list[Outgoing]) -> list[Bubble]:
    """The messages with an offer stored for the buttons of each."""
    state = conversation.state or {}
    bubbles = []
    for message in messages:
        token = None
        if message.buttons:
            token = secrets.token_urlsafe(TOKEN_BYTES)
            session.add(
                Offer(
                    token=token,
                    conversation_id=conversation.id,
                    question_id=state.get("open"),
                    ladder_level=state.get("ladderLevel"),
                    buttons=[button.model_dump() for button in message.buttons],
                    multiple=message.multiple,
                    chosen=[],
                )
            )
            session.flush()  # one by one: the last one made is the last one shown
        bubbles.append(Bubble(**message.model_dump(), offer=token, conversation_id=conversation.id))
    return bubbles


def found(session: Session, token: str, conversation_id: uuid.UUID | None) -> Offer | None:
    """The offer with this token, if it belongs to this conversation."""
    return session.scalar(select(Offer).filter_by(token=token, conversation_id=conversation_id).with_for_update())


def latest(session: Session, conversation_id: uuid.UUID) -> Offer | None:
    """The last offer made in a conversation."""
    query = select(Offer).filter_by(conversation_id=conversation_id).order_by(Offer.id.desc()).limit(1)
    return session.scalar(query)


def as_bubble(offer: Offer) -> Bubble:
    """The offer as a message again, to draw its keyboard."""
    buttons = [Button(**button) for button in offer.buttons]
    return Bubble(text="", buttons=buttons, multiple=offer.multiple, offer=offer.token)


def choice_places(offer: Offer) -> list[int]:
    """The places of the buttons that are choices, in the order in which they are numbered."""
    return [place for place, _button in choices(as_bubble(offer))]


def meaning(session: Session, offer: Offer, conversation: Conversation, pressed: list[int]) -> Meaning | None:
    """What these buttons come to now; None when they mean nothing any more."""
    if not all(0 <= place < len(offer.buttons) for place in pressed):
        return None
    buttons = [Button(**offer.buttons[place]) for place in pressed]
    titles = ", ".join(button.title for button in buttons)
    payloads = [button.payload for button in buttons]
    newest = latest(session, offer.conversation_id)
    state = conversation.state or {}
    same_question = (state.get("open"), state.get("ladderLevel")) == (offer.question_id, offer.ladder_level)
    if (newest is not None and newest.id == offer.id) or (same_question and _is_the_question_itself(offer)):
        return Meaning(titles, payload=",".join(payloads))
    question = _question(offer.question_id)
    if question is None:
        return None
    return _earlier(question, offer, payloads, titles)


def _is_the_question_itself(offer: Offer) -> bool:
    """Asked with its ways out; a confirmation ("Begrijp ik het goed?") has just yes and no."""
    return any(button["payload"] in WAYS_ON for button in offer.buttons)


def _question(question_id: str | None) -> Question | None:
    """The question with this id; None for a step of the conversation."""
    return next((q for q in load_questionnaire().questions if q.id == question_id), None)


def _earlier(question: Question, offer: Offer, payloads: list[str], titles: str) -> Meaning | None:
    """The new value of an earlier answer, or None when these buttons hold none."""
    value: Any = payloads if question.kind == "multi" else payloads[0]
    if payloads == ["unknown"]:
        value = None
    elif question.kind in ("yesno", "ladder"):
        if payloads[0] not in YES_NO or not _is_the_question_itself(offer):
            return None
        value = YES_NO[payloads[0]]
    if question.kind == "ladder":
        value = {str(offer.ladder_level): value}
    try:
        return Meaning(titles, command={"set": {question.id: checked(question, value)}})
    except ValueError:  # a way out, or codes that do not go together
        return None
