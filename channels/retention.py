"""Conversations that have been kept long enough: which they are, and their removal."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.orm import Session

from channels.conversations import remove
from channels.settings import Settings
from channels.tables import Conversation, OutboxRow


def kept_until(conversation: Conversation, settings: Settings) -> datetime:
    """When a conversation is due for removal if nothing happens in it any more."""
    finished = conversation.finished_at is not None
    days = settings.retention_finished_days if finished else settings.retention_unfinished_days
    return conversation.updated_at + timedelta(days=days)


def conversations_due_for_removal(session: Session, now: datetime, settings: Settings) -> Sequence[uuid.UUID]:
    """Finished and unfinished conversations in which nothing happened for their period."""
    finished_before = now - timedelta(days=settings.retention_finished_days)
    unfinished_before = now - timedelta(days=settings.retention_unfinished_days)
    due = or_(
        and_(Conversation.finished_at.is_not(None), Conversation.updated_at < finished_before),
        and_(Conversation.finished_at.is_(None), Conversation.updated_at < unfinished_before),
    )
    return session.scalars(select(Conversation.id).where(due)).all()


def remove_due(session: Session, now: datetime, settings: Settings) -> int:
    """Remove them; how many there were.

    A case that was shared lives on at the desk, under its own period; one that was not delivered yet still will be.
    """
    due = conversations_due_for_removal(session, now, settings)
    for conversation_id in due:
        remove(session, conversation_id, now)
        session.execute(
            delete(OutboxRow).where(OutboxRow.interview_id == conversation_id, OutboxRow.done_at.is_not(None))
        )
    return len(due)
