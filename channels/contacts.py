"""People on the channels: which interview they are in, and forgetting them."""

import uuid
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from channels import inbox
from channels.channel_tables import Contact, OutgoingRow
from channels.tables import Conversation


def in_conversation(session: Session, conversation_id: uuid.UUID) -> list[Contact]:
    """Those whose present interview this is."""
    return list(session.scalars(select(Contact).filter_by(conversation_id=conversation_id)))


def of_conversation(session: Session, conversation: Conversation) -> list[Contact]:
    """Everyone who takes or took part in this conversation on some channel: the same person, each time."""
    mine = or_(Contact.conversation_id == conversation.id, Contact.id == conversation.contact_id)
    return list(session.scalars(select(Contact).where(mine)))


def other_conversations(session: Session, conversation: Conversation) -> list[uuid.UUID]:
    """Interviews that the same person left for this one on a channel."""
    ids = [contact.id for contact in of_conversation(session, conversation)]
    query = select(Conversation.id).where(Conversation.contact_id.in_(ids), Conversation.id != conversation.id)
    return list(session.scalars(query))


def forget(session: Session, contacts: list[Contact], now: datetime) -> None:
    """Remove these contacts with all that came in, waits to go out or was sent."""
    ids = [contact.id for contact in contacts]
    inbox.forget(session, ids, now)
    session.flush()
    session.execute(delete(OutgoingRow).where(OutgoingRow.contact_id.in_(ids)))
    session.execute(delete(Contact).where(Contact.id.in_(ids)))
