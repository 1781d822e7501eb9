"""The table of mail that is to be sent."""

import uuid

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.attempts import Attempted
from channels.database import Base
from channels.tables import Sequence

REPORT = "report"
"""The kind of mail that brings the owner his report."""


class Mail(Attempted, Base):
    """One mail, written in the transaction of what it tells of; it goes when its case or its reader does.

    `key` names what it is about, so that nobody is told the same twice. A mail to an advisor has `advisor_id`; the
    report goes to the address of the case, with the words of `author`, which are emptied once sent.
    """

    __tablename__ = "mails"

    id: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(160), unique=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    advisor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("advisors.id", ondelete="CASCADE"))
    author: Mapped[str | None] = mapped_column(String(200))
    words: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (Index("ix_mails_due", "next_attempt_at"),)
