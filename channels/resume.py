"""Going on with an interview on another channel: a code of eight characters, valid 14 days, used once.

Only a keyed hash of a code is kept, and a new code makes the earlier ones of the same interview worthless.
"""

import re
import uuid
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from channels import tables
from channels.channel_tables import Contact, Offer, ResumeCode
from channels.conversations import (
    Incoming,
    interview,
    last_question,
    locked,
    receive,
    remove,
    replies_to,
    say,
    standing,
)
from channels.gateway import HERE, TurnReply
from channels.message import Message, Outgoing
from channels.resume_codes import hashed
from channels.sentences import sentence
from channels.settings import Settings
from channels.tables import Conversation
from knowledge.questionnaire import load_questionnaire

TRIES_PER_MINUTE = 5
CODE = re.compile(r'\s*hervat(?:ten)?[\s:]+["\']?([a-z0-9]{4})[\s-]?([a-z0-9]{4})["\']?[.!]?\s*', re.IGNORECASE)


def code_in(text: str) -> str | None:
    """The code of "hervat ABCD-2345", in capitals and without the dash; None when the text is something else."""
    found = CODE.fullmatch(text)
    return f"{found[1]}{found[2]}".upper() if found else None


def _redeemed(session: Session, settings: Settings, code: str, now: datetime) -> Conversation | None:
    """The interview that the code belongs to, locked; the code is used up. None when it opens nothing."""
    row = session.get(ResumeCode, hashed(settings, code), with_for_update=True)
    if row is None:
        return None
    session.delete(row)
    session.flush()
    return locked(session, row.conversation_id) if row.expires_at > now else None


def _welcome(session: Session, conversation: Conversation) -> list[Outgoing]:
    """Which interview goes on here, that a machine is speaking, and the question that was open."""
    state = interview(conversation)
    answers = state.answers if state else {}
    name = answers.get(load_questionnaire().role("company_name").id, {}).get("value")
    progress = standing(conversation).progress
    begun = conversation.created_at.astimezone(HERE)
    text = sentence(
        "resumed",
        company=name or sentence("resumed_company_unknown"),
        date=f"{begun.day}-{begun.month}-{begun.year}",
        answered=progress.answered,
        total=progress.total,
    )
    return [Outgoing(text=text), *last_question(session, conversation)]


def here(session: Session, settings: Settings, contact: Contact, code: str, now: datetime) -> Outgoing | None:
    """Go on with the code's interview on this person's channel; what is wrong, or None when it goes on."""
    conversation = _redeemed(session, settings, code, now)
    if conversation is None:
        return Outgoing(text=sentence("resume_unknown"), kind="error")
    left = contact.conversation_id
    contact.conversation_id = conversation.id
    conversation.contact_id, conversation.channel = contact.id, contact.channel
    conversation.updated_at = now
    session.flush()
    if left == conversation.id:
        say(session, conversation, [Outgoing(text=sentence("resume_here"))], now)
        return None
    if left is not None and locked(session, left).state is None:
        remove(session, left, now)  # only its opening had been said
    say(session, conversation, _welcome(session, conversation), now)
    return None


def on_the_website(
    session: Session, settings: Settings, conversation_id: uuid.UUID, incoming: Incoming, code: str, now: datetime
) -> TurnReply:
    """Go on with the code's interview in this conversation of the website, whose address the page keeps.

    The interview moves into it with its messages and answers. One that was shared stays where it is: its case has
    its id. The same key again gives the same answer. Raises ConversationNotFound and KeyReused.
    """
    message = receive(session, conversation_id, incoming, now)
    conversation = locked(session, conversation_id)
    if message.status == "answered":
        return TurnReply(**standing(conversation).model_dump(), messages=replies_to(session, message.id))
    other = _redeemed(session, settings, code, now)
    if other is None:
        said = [Outgoing(text=sentence("resume_unknown"), kind="error")]
    elif other.id == conversation.id:
        said = [Outgoing(text=sentence("resume_here"))]
    elif other.consent_given_at is not None or conversation.consent_given_at is not None:
        said = [Outgoing(text=sentence("resume_shared"), kind="error")]
    else:
        _move(session, other, conversation, now)
        said = _welcome(session, conversation)
    message.status, message.waiting_until = "answered", None
    stands = standing(conversation)
    message.outcome = stands.model_dump(mode="json")
    rows = say(session, conversation, said, now, message.id)
    return TurnReply(**stands.model_dump(), messages=[Message.of(row) for row in rows])


def _move(session: Session, source: Conversation, target: Conversation, now: datetime) -> None:
    """Let the target be the interview that the source was; nothing of the source stays."""
    for table in (tables.Message, Offer, Contact):
        session.execute(update(table).where(table.conversation_id == source.id).values(conversation_id=target.id))
    target.state, target.created_at, target.finished_at = source.state, source.created_at, source.finished_at
    session.flush()
    remove(session, source.id, now)
