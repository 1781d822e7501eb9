"""The buttons of a case: each does its work and shows the case again, with what was done or why it could not be."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Response
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from actions.reports.report import report_pdf
from api.accounts.callers import AppSettings, Caller, DatabaseEngine
from api.cases import audit, handling, outcome, report_mail
from api.cases.errors import CaseClosed, HeldByAnother, NoReportMail, NotHeld, StaleVersion, WrongTransition
from api.cases.models import MAX_LETTER, MAX_NOTE, MAX_REASON, CaseChange, Words
from api.cases.preconditions import IfMatch
from api.cases.views import case_json
from api.desk.inbox import Asked
from api.desk.pages import CaseWorker, DeskRoute, see_other
from channels.database import transaction
from channels.problems import InvalidInput, Problem

router = APIRouter(route_class=DeskRoute, prefix="/desk/cases/{case_id}")

REFUSED: dict[type[Problem], str] = {
    HeldByAnother: "held",
    StaleVersion: "changed",
    CaseClosed: "is-closed",
    WrongTransition: "not-possible",
    NotHeld: "not-held",
    NoReportMail: "no-report-mail",
    InvalidInput: "no-colleague",
}
"""What the page says when a button could not do its work because of what a colleague did."""


class Press:
    """A button pressed on the page of a case: which case, by whom, and the list it is shown in."""

    def __init__(self, case_id: uuid.UUID, engine: DatabaseEngine, caller: CaseWorker, view: Asked) -> None:
        self.case_id, self.engine, self.caller, self.view = case_id, engine, caller, view

    def back(self, done: str) -> Response:
        """The case again, with a message."""
        return see_other(f"/desk/cases/{self.case_id}?{self.view.query(melding=done)}")

    def do(self, done: str, work: Callable[[Session], Any]) -> Response:
        """Do the work; the case again, with what was done or why it could not be."""
        try:
            with transaction(self.engine) as session:
                work(session)
        except tuple(REFUSED) as problem:
            done = REFUSED[type(problem)]
        return self.back(done)


Pressed = Annotated[Press, Depends()]


def _seen(version: Annotated[str, Form(max_length=40)]) -> IfMatch:
    return IfMatch(frozenset({version}))


Seen = Annotated[IfMatch, Depends(_seen)]
"""The version of the case that the page showed."""


@router.post("/claim")
def claim(press: Pressed) -> Response:
    """Take the case."""
    return press.do("claimed", lambda session: handling.claim(session, press.case_id, press.caller, None))


@router.post("/release")
def release(press: Pressed, seen: Seen) -> Response:
    """Let the case go."""
    return press.do("released", lambda session: handling.release(session, press.case_id, press.caller, seen))


@router.post("/assign")
def assign(
    press: Pressed,
    seen: Seen,
    advisor: Annotated[str, Form(max_length=40)] = "",
    text: Annotated[Words, Form(max_length=MAX_NOTE)] = "",
) -> Response:
    """Give the case to a colleague, with a note."""
    try:
        colleague = uuid.UUID(advisor)
    except ValueError:
        return press.back("no-colleague")

    def work(session: Session) -> None:
        handling.assign(session, press.case_id, press.caller, colleague, seen)
        if text.strip():
            handling.add_note(session, press.case_id, press.caller, text)

    return press.do("assigned", work)


@router.post("/follow-up")
def follow_up(press: Pressed, seen: Seen, on: Annotated[str, Form(max_length=10)] = "") -> Response:
    """Choose the day on which the case comes back, or none."""
    try:
        day = date.fromisoformat(on) if on else None
    except ValueError:
        return press.back("no-day")
    return press.do(
        "planned" if day else "unplanned",
        lambda session: handling.follow_up(session, press.case_id, press.caller, seen, day),
    )


@router.post("/note")
def note(press: Pressed, text: Annotated[Words, Form(max_length=MAX_NOTE)] = "") -> Response:
    """Add a note."""
    if not text.strip():
        return press.back("empty-note")
    return press.do("noted", lambda session: handling.add_note(session, press.case_id, press.caller, text))


@router.post("/close")
def close(press: Pressed, seen: Seen, reason: Annotated[Words, Form(max_length=MAX_REASON)] = "") -> Response:
    """Close the case with a reason."""
    if not reason.strip():
        return press.back("no-reason")
    return _change(press, seen, "closed", CaseChange(status="closed", closed_reason=reason.strip()))


@router.post("/reopen")
def reopen(press: Pressed, seen: Seen) -> Response:
    """Reopen a closed case on one's own name."""
    return _change(press, seen, "reopened", CaseChange(status="claimed"))


def _change(press: Press, seen: IfMatch, done: str, wanted: CaseChange) -> Response:
    return press.do(done, lambda session: handling.change(session, press.case_id, press.caller, seen, wanted))


@router.post("/report-mail")
def mail(
    press: Pressed, settings: AppSettings, text: Annotated[Words, Form(max_length=2 * MAX_LETTER)] = ""
) -> Response:
    """Mail the report to the owner."""
    words = text.replace("\r\n", "\n").strip()
    if len(words) > MAX_LETTER:
        return press.back("long-message")
    return press.do(
        "mailed", lambda session: report_mail.send(session, press.case_id, press.caller, words or None, settings)
    )


@router.get("/report.pdf")
def report(case_id: uuid.UUID, engine: DatabaseEngine, caller: CaseWorker, settings: AppSettings) -> Response:
    """The report, to print from the browser."""
    return _report(engine, case_id, caller, settings)


def _report(engine: Engine, case_id: uuid.UUID, caller: Caller, settings: AppSettings) -> Response:
    with transaction(engine) as session:
        case = handling.find(session, case_id)
        audit.record(session, case_id, caller, "read", ["report"])
    on = outcome.shared_on(case.consent)
    made = report_pdf(case.answers, case_json(case), on, settings.public_url, settings.organisation)
    name = f"uitslag-{on.isoformat()}.pdf"
    return Response(made, media_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})
