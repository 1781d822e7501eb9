"""Lists of cases: filters that combine, and paging by key, which stays right while cases arrive."""

import base64
import binascii
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, func, literal, select, tuple_
from sqlalchemy import case as sql_case
from sqlalchemy.orm import InstrumentedAttribute, Session, defer

from api.cases.outcome import AMSTERDAM
from api.cases.search import matching
from api.cases.tables import Case
from channels.problems import InvalidInput

Sort = Literal["createdAt", "-createdAt", "updatedAt", "-updatedAt", "followUp"]
MAX_LIMIT = 100

DUE, ANY_TIME, LATER = 0, 1, 2
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
    channel: str | None = None
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
        if self.channel is not None:
            found.append(Case.channel == self.channel)
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
    keys, descending = _keys(sort), sort.startswith("-")
    query = select(Case).options(*(defer(part) for part in unseen)).where(*filters.conditions(session))
    if cursor is not None:
        here, last = tuple_(*keys), _read_cursor(cursor, sort)
        there = tuple_(*(literal(value, key.type) for value, key in zip(last, keys, strict=True)))
        query = query.where(here < there if descending else here > there)
    order = [key.desc() for key in keys] if descending else keys
    cases = session.scalars(query.order_by(*order).limit(limit + 1)).all()
    if len(cases) <= limit:
        return cases, None
    return cases[:limit], _write_cursor(sort, cases[limit - 1])


def _keys(sort: Sort) -> list[ColumnElement[Any]]:
    """What a list is ordered by; the id makes it one order."""
    match sort.removeprefix("-"):
        case "updatedAt":
            return [Case.updated_at.expression, Case.id.expression]
        case "followUp":
            planned = Case.follow_up_on
            turn = sql_case((planned <= today(), DUE), (planned.is_not(None), LATER), else_=ANY_TIME)
            return [turn, Case.created_at.expression, Case.id.expression]
        case _:
            return [Case.created_at.expression, Case.id.expression]


def _values(sort: Sort, case: Case) -> list[Any]:
    """Where a case is in the list: its values of the keys."""
    match sort.removeprefix("-"):
        case "updatedAt":
            return [case.updated_at, case.id]
        case "followUp":
            return [turn_of(case), case.created_at, case.id]
        case _:
            return [case.created_at, case.id]


def today() -> date:
    """The date in the Netherlands, by which cases come back."""
    return datetime.now(AMSTERDAM).date()


def turn_of(case: Case) -> int:
    """Whether a case has come back today or before (`DUE`), waits its turn, or comes back later (`LATER`)."""
    if case.follow_up_on is None:
        return ANY_TIME
    return DUE if case.follow_up_on <= today() else LATER


def count(session: Session, filters: Filters) -> int:
    """How many cases the filters leave."""
    return session.scalar(select(func.count()).select_from(Case).where(*filters.conditions(session))) or 0


def _write_cursor(sort: Sort, last: Case) -> str:
    where = [value if isinstance(value, int) else str(value) for value in _values(sort, last)]
    return base64.urlsafe_b64encode(json.dumps([sort, *where]).encode()).decode()


def _read_cursor(cursor: str, sort: Sort) -> list[Any]:
    try:
        content: Any = json.loads(base64.b64decode(cursor.encode("ascii"), altchars=b"-_", validate=True))
        written_for, *turn, moment_text, id_text = content
        moment, case_id = datetime.fromisoformat(moment_text), uuid.UUID(id_text)
        known = [[DUE], [ANY_TIME], [LATER]] if sort == "followUp" else [[]]
        if written_for != sort or moment.tzinfo is None or turn not in known:
            raise ValueError("another order")
    except (binascii.Error, UnicodeError, ValueError, TypeError, AttributeError) as error:
        reason = "Deze cursor hoort niet bij deze lijst. Begin opnieuw zonder cursor."
        params = [{"name": "cursor", "code": "invalid-cursor", "reason": reason}]
        raise InvalidInput(reason, invalid_params=params) from error  # type: ignore[arg-type]
    return [*turn, moment, case_id]
