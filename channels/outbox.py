"""The outbox: what the case API must be told, written with the turn that led to it and delivered at least once.

The case API tells repeats by the interview's id, so at least once becomes exactly one case. Who takes a row holds
a lease on it; a process that dies in the middle leaves a row that another takes when the lease has run out.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from channels import backoff, contacts
from channels.conversations import ConversationNotFound, locked, messages_of, remove, say
from channels.message import InterviewState, Message, Outgoing
from channels.tables import Conversation, OutboxRow
from knowledge.texts import load_texts

LEASE = timedelta(seconds=60)  # longer than any attempt may take (`channels.case_api.TIMEOUT_S`)
LONGEST_PAUSE_S = 600  # between two attempts: an API that comes back has the case within ten minutes
BATCH = 10


@dataclass(frozen=True)
class Delivery:
    """A row that was taken, to be delivered outside the transaction."""

    id: int
    kind: str
    interview_id: uuid.UUID
    payload: dict[str, Any] | None
    attempts: int


def case_of(
    session: Session, conversation: Conversation, state: InterviewState, given_at: datetime, text_version: str
) -> dict[str, Any]:
    """The body of `POST /cases` for a finished interview; the conversation itself only where that was allowed."""
    transcript = None
    if state.transcript:
        said = messages_of(session, conversation.id)
        transcript = [{"role": m.role, "text": m.text, "createdAt": m.created_at.isoformat()} for m in said]
    return {
        "interviewId": str(conversation.id),
        "channel": conversation.channel,
        "language": "nl",
        "answers": state.answers,
        "consent": {
            "shareWithAdvisor": True,
            "keepTranscript": state.transcript,
            "givenAt": given_at.isoformat(),
            "textVersion": text_version,
        },
        "transcript": transcript,
    }


def enqueue_case(session: Session, conversation: Conversation, state: InterviewState, now: datetime) -> bool:
    """Hand over the case of a finished interview that may be shared, once. True when there is one to deliver now."""
    if not (state.complete and state.share):
        return False
    if conversation.consent_given_at is not None:
        return False
    version = load_texts().consent_version
    conversation.consent_given_at, conversation.consent_text_version = now, version
    payload = case_of(session, conversation, state, now, version)
    session.add(OutboxRow(kind="deliver", interview_id=conversation.id, payload=payload, next_attempt_at=now))
    return True


def enqueue_erasure(session: Session, interview_id: uuid.UUID, now: datetime) -> bool:
    """Let the case of this interview be erased; a case that never left is simply not delivered.

    An attempt that is under way may still reach the case API, so the erasure waits until its lease has run out.
    True when there is something to erase.
    """
    query = select(OutboxRow).filter_by(interview_id=interview_id, kind="deliver").with_for_update()
    delivery = session.scalar(query)
    if delivery is None:
        return False
    session.delete(delivery)
    if delivery.attempts == 0:
        return False
    leased = delivery.leased_until if delivery.done_at is None else None
    begin = max(now, leased) if leased is not None else now
    session.add(OutboxRow(kind="erase", interview_id=interview_id, payload=None, next_attempt_at=begin))
    return True


def take_due(session: Session, now: datetime, interview_id: uuid.UUID | None = None) -> list[Delivery]:
    """Take the rows that are due, oldest first: of one interview, or of all."""
    query = (
        select(OutboxRow)
        .where(
            OutboxRow.done_at.is_(None),
            OutboxRow.next_attempt_at <= now,
            or_(OutboxRow.leased_until.is_(None), OutboxRow.leased_until <= now),
        )
        .order_by(OutboxRow.next_attempt_at, OutboxRow.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    if interview_id is not None:
        query = query.where(OutboxRow.interview_id == interview_id)
    taken = []
    for row in session.scalars(query):
        row.leased_until = now + LEASE
        row.attempts += 1
        taken.append(Delivery(row.id, row.kind, row.interview_id, row.payload, row.attempts))
    return taken


def delivered(session: Session, delivery: Delivery, reference: str | None, now: datetime) -> list[Message]:
    """Mark a row as done, empty it, and tell the person the number of the case. Nothing when it is gone."""
    if delivery.kind == "erase":
        if (done := session.get(OutboxRow, delivery.id)) is not None:
            session.delete(done)
        return []
    try:
        conversation = locked(session, delivery.interview_id)
    except ConversationNotFound:  # removed when its period was over; the case goes on at the desk
        conversation = None
    row = session.get(OutboxRow, delivery.id, with_for_update=True)
    if row is None or row.done_at is not None:
        return []
    row.done_at, row.payload, row.leased_until, row.error = now, None, None, None
    if conversation is None or reference is None:
        return []
    conversation.case_reference = reference
    text = load_texts().sentence("case_reference", reference=reference)
    return [Message.of(row) for row in say(session, conversation, [Outgoing(text=text)], now)]


def postpone(session: Session, delivery: Delivery, error: str, now: datetime) -> None:
    """Try again later, each time after a longer pause."""
    row = session.get(OutboxRow, delivery.id, with_for_update=True)
    if row is None:
        return
    row.leased_until, row.error = None, error[:200]
    row.next_attempt_at = now + timedelta(seconds=backoff.pause(delivery.attempts, LONGEST_PAUSE_S))


def erase_everything(session: Session, conversation: Conversation, now: datetime) -> bool:
    """Delete a locked conversation, its messages and what was waiting to be delivered; erase its case.

    The same goes for interviews that the same person left for this one on a channel. True when there may be a case
    at the API that must be erased too.
    """
    others = contacts.other_conversations(session, conversation)
    people = contacts.of_conversation(session, conversation)
    has_case = [enqueue_erasure(session, interview_id, now) for interview_id in (conversation.id, *others)]
    contacts.forget(session, people, now)
    for interview_id in (conversation.id, *others):
        remove(session, interview_id, now)
    return any(has_case)
