"""Lists of cases: filters that combine, and paging by key, which stays right while cases arrive."""

import base64
import binascii
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, func, literal, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session, defer

from api.cases.search import matching
from api.cases.tables import Case
from channels.problems import InvalidInput

Sort = Literal["createdAt", "-createdAt", "updatedAt", "-updatedAt"]
MAX_LIMIT = 100

_COLUMNS: dict[str, InstrumentedAttribute[datetime]] = {"createdAt": Case.created_at, "updatedAt": Case.updated_at}
UNSEEN = (Case.answers, Case.mirror, Case.schemes, Case.best_practices, Case.consent, Case.contact)
"""What a list does not read: nine tenths of a case."""


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; None is no filter. `assignee` "none" means that nobody has the case."""

    status: str | None = None
    province: str | None = None
    size_class: str | None = None
    yamamoto_type: int | None = None
    mrl_min: int | None = None
    mrl_max: int | None = None
    assignee: uuid.UUID | Literal["none"] | None = None
    q: str | None = None
    created_after: datetime | None = None
    created_until: datetime | None = None

    def conditions(self, session: Session) -> list[ColumnElement[bool]]:
        """The filters as conditions that all must hold, for the database of this session."""
        found: list[ColumnElement[bool]] = []
        if self.status is not None:
            found.append(Case.status == self.status)
        if self.province is not None:
            found.append(Case.province == self.province)
        if self.size_class is not None:
            found.append(Case.size_class == self.size_class)
        if self.yamamoto_type is not None:
            found.append(Case.yamamoto_types.contains(str(self.yamamoto_type)))
        if self.mrl_min is not None:
            found.append(Case.mrl_level >= self.mrl_min)
        if self.mrl_max is not None:
            found.append(Case.mrl_level <= self.mrl_max)
        if self.assignee is not None:
            holder = None if self.assignee == "none" else self.assignee
            found.append(Case.assignee_id.is_(None) if holder is None else Case.assignee_id == holder)
        if self.q:
            found.append(matching(session, self.q))
        if self.created_after is not None:
            found.append(Case.created_at > self.created_after)
        if self.created_until is not None:
            found.append(Case.created_at <= self.created_until)
        return found


def page(
    session: Session,
    filters: Filters,
    sort: Sort = "-createdAt",
    cursor: str | None = None,
    limit: int = 25,
    unseen: Sequence[InstrumentedAttribute[Any]] = UNSEEN,
) -> tuple[Sequence[Case], str | None]:
    """One page of cases and the cursor of the next one (None on the last page); columns `unseen` are not read.

    Raises InvalidInput for a cursor that is not one of ours or belongs to another order.
    """
    column = _COLUMNS[sort.removeprefix("-")]
    descending = sort.startswith("-")
    query = select(Case).options(*(defer(part) for part in unseen)).where(*filters.conditions(session))
    if cursor is not None:
        moment, last_id = _read_cursor(cursor, sort)
        here = tuple_(column, Case.id)
        there = tuple_(literal(moment, column.type), literal(last_id, Case.id.type))
        query = query.where(here < there if descending else here > there)
    order = (column.desc(), Case.id.desc()) if descending else (column, Case.id)
    cases = session.scalars(query.order_by(*order).limit(limit + 1)).all()
    if len(cases) <= limit:
        return cases, None
    last = cases[limit - 1]
    return cases[:limit], _write_cursor(sort, getattr(last, column.key), last.id)


def count(session: Session, filters: Filters) -> int:
    """How many cases the filters leave."""
    return session.scalar(select(func.count()).select_from(Case).where(*filters.conditions(session))) or 0


def _write_cursor(sort: Sort, moment: datetime, case_id: uuid.UUID) -> str:
    return base64.urlsafe_b64encode(json.dumps([sort, moment.isoformat(), str(case_id)]).encode()).decode()


def _read_cursor(cursor: str, sort: Sort) -> tuple[datetime, uuid.UUID]:
    try:
        content: Any = json.loads(base64.b64decode(cursor.encode("ascii"), altchars=b"-_", validate=True))
        written_for, moment_text, id_text = content
        moment, case_id = datetime.fromisoformat(moment_text), uuid.UUID(id_text)
        if written_for != sort or moment.tzinfo is None:
            raise ValueError("another order")
    except (binascii.Error, UnicodeError, ValueError, TypeError, AttributeError) as error:
        reason = "Deze cursor hoort niet bij deze lijst. Begin opnieuw zonder cursor."
        params = [{"name": "cursor", "code": "invalid-cursor", "reason": reason}]
        raise InvalidInput(reason, invalid_params=params) from error  # type: ignore[arg-type]
    return moment, case_id
