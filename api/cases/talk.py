"""An advisor and the owner in the conversation a case came from, as long as that conversation is kept beside the case.

What they say is kept with the conversation, not with the case: it goes when the owner erases it. The audit trail holds
that somebody spoke, never what.
"""

import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from api.accounts.callers import Caller
from api.cases import audit
from api.cases.errors import CaseClosed, NotHeld
from api.cases.handling import find, held_by
from api.cases.tables import Case
from api.cases.views import moment
from channels import takeovers
from channels.conversations import ConversationNotFound, existing
from channels.tables import Conversation, Message

OWNER = Caller(None, "De ondernemer", "", "service", "")
MACHINE = Caller(None, "Maakwijzer", "", "service", "")
GAVE_BACK = {"owner": OWNER, "silence": MACHINE}


def channel_here(session: Session, case_id: uuid.UUID) -> str | None:
    """Where the conversation of this case goes on, if it is kept here: its owner can be answered in it."""
    conversation = session.get(Conversation, case_id)
    return conversation.channel if conversation is not None else None


def speaking(caller: Caller, case_id: uuid.UUID, text: str) -> Callable[[Session], Message | None]:
    """The advisor's message as an attempt for `channels.gateway.advisor_says`.

    The attempt raises CaseNotFound, HeldByAnother, NotHeld, CaseClosed, and ConversationNotFound.
    """

    def attempt(session: Session) -> Message | None:
        holder = _holder(session, case_id, caller)
        took_over = takeovers.take_over(session, case_id, holder, datetime.now(UTC))
        if took_over is None:
            return None
        if took_over:
            audit.record(session, case_id, caller, "took-over", ["speaker"])
        audit.record(session, case_id, caller, "replied", ["messages"])
        return takeovers.speak(session, case_id, holder, text.strip(), datetime.now(UTC))

    return attempt


def _holder(session: Session, case_id: uuid.UUID, caller: Caller) -> takeovers.Speaker:
    case = held_by(session, case_id, caller)
    if case.status == "closed":
        raise CaseClosed
    if case.assignee_id is None:
        raise NotHeld
    return takeovers.Speaker(case.assignee_id, caller.name)


def given_back(session: Session, conversation_id: uuid.UUID, by: takeovers.EndedBy) -> None:
    """Record that the owner took the assistant back, or that the advisor was silent too long."""
    if session.get(Case, conversation_id) is not None:
        audit.record(session, conversation_id, GAVE_BACK[by], "gave-back", ["speaker"])


def messages(session: Session, case_id: uuid.UUID, caller: Caller) -> Sequence[Message]:
    """What was said, oldest first. Raises CaseNotFound, and ConversationNotFound when it is not kept here."""
    find(session, case_id)
    existing(session, case_id)
    audit.record(session, case_id, caller, "read", ["messages"])
    return takeovers.exchanged(session, case_id)


def speaker(session: Session, case_id: uuid.UUID) -> str | None:
    """The name of the advisor who speaks now."""
    try:
        takeover = takeovers.current(existing(session, case_id))
    except ConversationNotFound:
        return None
    return takeover.advisor_name if takeover is not None else None


def message_json(message: Message) -> dict[str, Any]:
    """A message of the owner or of an advisor."""
    return {
        "id": str(message.id),
        "role": message.role,
        "author": message.author,
        "text": message.text,
        "createdAt": moment(message.created_at),
    }
