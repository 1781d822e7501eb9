"""Cases as CSV (RFC 4180), read and sent a page at a time: an export of any size takes the memory of one page."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, insert, literal, select

from api.accounts.callers import Caller
from api.cases import listing
from api.cases.listing import Filters
from api.cases.tables import Case, CaseEvent
from api.cases.views import moment
from channels.database import reading, transaction

MEDIA_TYPE = "text/csv; charset=utf-8; header=present"
UNSEEN = tuple(column for column in listing.UNSEEN if column is not Case.contact)
PAGE = 200  # cases; 2 MB of JSON in memory at a time
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes a cell for a formula by, or skips to get at one (owasp.org, CSV Injection)."""

COLUMNS = (
    *("reference", "id", "status", "createdAt", "updatedAt", "channel", "assignee", "closedReason"),
    *("companyName", "place", "province", "employees", "sizeClass", "turnover"),
    *("yamamotoTypes", "mrlLevel", "mrlRisk", "readinessScore", "readinessLevel", "necessityScore", "necessityLevel"),
    *("contactName", "contactEmail", "contactPhone"),
)


def announce(engine: Engine, filters: Filters, caller: Caller) -> datetime:
    """Write the export in the trail of each case that will be in it, and give the moment up to which it goes."""
    until = datetime.now(UTC)
    line = {
        CaseEvent.at: until,
        CaseEvent.actor: caller.name,
        CaseEvent.actor_role: caller.role,
        CaseEvent.address: caller.address,
        CaseEvent.action: "exported",
        CaseEvent.fields: [],
    }
    values = [literal(value, column.type) for column, value in line.items()]
    with transaction(engine) as session:
        cases = select(Case.id, *values).where(*replace(filters, created_until=until).conditions(session))
        session.execute(insert(CaseEvent).from_select(["case_id", *(column.key for column in line)], cases))
    return until


def lines(engine: Engine, filters: Filters, until: datetime) -> Iterator[str]:
    """The file in pieces: the names of the columns, then the cases up to this moment, oldest first.

    Each page is read in a transaction of its own, so that a slow reader holds nothing up.
    """
    yield _written([COLUMNS])
    wanted, cursor = replace(filters, created_until=until), None
    while True:
        with reading(engine) as session:
            cases, cursor = listing.page(session, wanted, "createdAt", cursor, PAGE, UNSEEN)
            page = _written([_cells(case) for case in cases])
        yield page
        if cursor is None:
            return


def _written(rows: list[tuple[Any, ...]]) -> str:
    page = io.StringIO()
    csv.writer(page).writerows([harmless(cell) for cell in row] for row in rows)
    return page.getvalue()


def harmless(cell: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: text that looks like one gets an apostrophe in front."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(FORMULA) else cell


def _cells(case: Case) -> tuple[Any, ...]:
    """One case in the order of `COLUMNS`; an empty cell is unknown."""
    company, contact, assessment = case.company, case.contact, case.assessment
    mrl, readiness, necessity = assessment["mrl"], assessment["readiness"], assessment["necessity"]
    return (
        *(case.reference, str(case.id), case.status, moment(case.created_at), moment(case.updated_at), case.channel),
        *(case.assignee.name if case.assignee else None, case.closed_reason),
        *(company[key] for key in ("name", "place", "province", "employees", "sizeClass", "turnover")),
        *(" ".join(map(str, assessment["yamamoto"]["types"])), mrl["level"], mrl["risk"]),
        *(readiness["score"], readiness["level"], necessity["score"], necessity["level"]),
        *(contact["name"], contact["email"], contact["phone"]),
    )
