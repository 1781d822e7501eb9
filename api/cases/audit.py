"""The audit trail: each line is written in the transaction of what it tells about."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.accounts.callers import Caller
from api.cases.tables import CaseEvent


def record(
    session: Session,
    case_id: uuid.UUID,
    caller: Caller,
    action: str,
    fields: Sequence[str] = (),
    colleague: str | None = None,
) -> None:
    """Add a line: who, when, from where, the colleague and the names of the fields concerned; never their values."""
    session.add(
        CaseEvent(
            case_id=case_id,
            at=datetime.now(UTC),
            actor=caller.name,
            actor_role=caller.role,
            address=caller.address,
            action=action,
            fields=list(fields),
            colleague=colleague,
        )
    )


def trail(session: Session, case_id: uuid.UUID, after: int = 0, limit: int | None = None) -> Sequence[CaseEvent]:
    """The lines about a case with a higher id than `after`, oldest first."""
    query = select(CaseEvent).where(CaseEvent.case_id == case_id, CaseEvent.id > after).order_by(CaseEvent.id)
    return session.scalars(query.limit(limit)).all()


def was_erased(session: Session, case_id: uuid.UUID) -> bool:
    """Whether there was a case with this id that has been erased."""
    query = select(CaseEvent.id).where(CaseEvent.case_id == case_id, CaseEvent.action == "erased").limit(1)
    return session.scalar(query) is not None
