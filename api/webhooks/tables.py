"""Tables of the webhooks: who wants to know what, and what is to be sent."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from api.attempts import Attempted
from channels.database import Base
from channels.tables import Sequence


class Webhook(Base):
    """An address that wants to be told of some events. The secret is kept as it is: each message is signed with it."""

    __tablename__ = "webhooks"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    url: Mapped[str] = mapped_column(String(2000))
    events: Mapped[list[Any]]
    secret: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(200))


class WebhookDelivery(Attempted, Base):
    """One event for one webhook, written in the transaction of what happened."""

    __tablename__ = "webhook_deliveries"

    position: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=True)
    id: Mapped[uuid.UUID] = mapped_column(unique=True, default=uuid.uuid4)
    webhook_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("webhooks.id", ondelete="CASCADE"))
    event: Mapped[str] = mapped_column(String(20))
    case_id: Mapped[uuid.UUID]
    reference: Mapped[str] = mapped_column(String(20))

    __table_args__ = (
        Index("ix_webhook_deliveries_due", "next_attempt_at"),
        Index("ix_webhook_deliveries_webhook", "webhook_id", "position"),
    )
