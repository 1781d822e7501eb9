"""The list of cases and one case, with the buttons to work on it."""

import uuid
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Query, Request, Response
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.accounts.callers import AppSettings, Caller, DatabaseEngine
from api.cases import audit, handling, listing, talk
from api.cases.errors import CaseClosed, HeldByAnother, StaleVersion, WrongTransition
from api.cases.models import MAX_NOTE, MAX_REASON, CaseChange, Words
from api.cases.preconditions import IfMatch
from api.cases.tables import Case, CaseTranscript
from api.cases.views import etag
from api.desk import thread, wording
from api.desk.pages import CaseWorker, DeskRoute, page, see_other
from api.desk.summary import sentences
from channels import takeovers
from channels.database import reading, transaction
from channels.problems import Problem
from knowledge.questionnaire import load_questionnaire

router = APIRouter(route_class=DeskRoute)

Tab = Literal["nieuw", "mijn", "alle"]
TABS: tuple[tuple[Tab, str], ...] = (("nieuw", "Nieuw"), ("mijn", "Mijn zaken"), ("alle", "Alle"))
PAGE_SIZE = 25
SCHEMES_SHOWN = 6  # the others are one click away

REFUSED: dict[type[Problem], str] = {
    HeldByAnother: "held",
    StaleVersion: "changed",
    CaseClosed: "is-closed",
    WrongTransition: "not-possible",
}
"""What the page says when a button could not do its work because of what a colleague did."""


def _filters(tab: Tab, caller: Caller, q: str | None = None) -> listing.Filters:
    match tab:
        case "nieuw":
            return listing.Filters(status="new", q=q)
        case "mijn":
            return listing.Filters(status="claimed", assignee=caller.id, q=q)
        case "alle":
            return listing.Filters(q=q)


@router.get("/desk")
def case_list(
    engine: DatabaseEngine,
    caller: CaseWorker,
    tab: Tab = "nieuw",
    q: Annotated[Words, Query(max_length=200)] = "",
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """New and own cases with the longest waiting first, all cases with the newest first."""
    sort: listing.Sort = "-createdAt" if tab == "alle" else "createdAt"
    with reading(engine) as session:
        cases, following = listing.page(session, _filters(tab, caller, q), sort, cursor, PAGE_SIZE)
        tabs = [
            {"id": name, "title": title, "count": listing.count(session, _filters(name, caller))}
            for name, title in TABS
        ]
        unread = takeovers.with_unread(session, [case.id for case in cases])
        return page(
            "list.html",
            caller,
            cases=cases,
            unread=unread,
            tabs=tabs,
            tab=tab,
            q=q,
            following=following,
            waiting=_waiting,
        )


def _waiting(case: Case) -> str:
    """How long the case has been waiting for an advisor, or for its end."""
    return "" if case.status == "closed" else wording.duration(datetime.now(UTC) - case.created_at)


@router.get("/desk/cases/{case_id}")
def case_page(
    case_id: uuid.UUID,
    engine: DatabaseEngine,
    settings: AppSettings,
    caller: CaseWorker,
    message: Annotated[str, Query(alias="melding", max_length=40)] = "",
) -> Response:
    """One case: summary, contact, scores, schemes, practices, answers, and the thread of all that happened."""
    with transaction(engine) as session:
        case = handling.find(session, case_id)
        audit.record(session, case_id, caller, "read")
        answer = page(
            "case.html",
            caller,
            case=case,
            version=etag(case),
            message=wording.load_words()["message"].get(message, ""),
            sentences=sentences(case),
            blocks=_answers(case),
            lines=thread.lines(session, case),
            channel=talk.channel_here(session, case_id),
            speaker=talk.speaker(session, case_id),
            silence=settings.advisor_silence_minutes,
            max_reply=takeovers.MAX_REPLY,
            transcript=_transcript(session, case),
            mine=case.assignee_id is not None and case.assignee_id == caller.id,
            free=case.assignee_id is None,
            waiting=_waiting(case),
            schemes_shown=SCHEMES_SHOWN,
            given_at=datetime.fromisoformat(case.consent["givenAt"]),
            max_note=MAX_NOTE,
            max_reason=MAX_REASON,
        )
        thread.seen_by(session, case, caller)
        return answer


def _answers(case: Case) -> list[dict[str, Any]]:
    """The answers by block in the order of the questionnaire; the contact block stands elsewhere on the page."""
    questionnaire = load_questionnaire()
    contact_block = questionnaire.role("contact_name").block
    blocks = []
    for block in questionnaire.blocks:
        rows = []
        for question in questionnaire.questions:
            answer = case.answers.get(question.id)
            if question.block != block.id or answer is None:
                continue
            answered = answer["status"] == "answered"
            value = wording.answer(question, answer["value"]) if answered else ""
            said = answer["said"].strip()
            same = said.casefold() == value.casefold()
            rows.append(
                {"label": question.label, "value": value, "status": answer["status"], "said": "" if same else said}
            )
        if rows and block.id != contact_block:
            blocks.append({"title": block.title, "rows": rows})
    return blocks


def _transcript(session: Session, case: Case) -> list[Any] | None:
    found = session.get(CaseTranscript, case.id)
    return found.messages if found else None


Version = Annotated[str, Form(max_length=40)]


def _work(engine: Engine, case_id: uuid.UUID, done: str, work: Any) -> Response:
    """Do the work in a transaction and show the case again, with what was done or why it could not be."""
    try:
        with transaction(engine) as session:
            work(session)
    except tuple(REFUSED) as problem:
        done = REFUSED[type(problem)]
    return see_other(f"/desk/cases/{case_id}", melding=done)


@router.post("/desk/cases/{case_id}/claim")
def claim(case_id: uuid.UUID, engine: DatabaseEngine, caller: CaseWorker) -> Response:
    """Take the case."""
    return _work(engine, case_id, "claimed", lambda session: handling.claim(session, case_id, caller, None))


@router.post("/desk/cases/{case_id}/release")
def release(case_id: uuid.UUID, engine: DatabaseEngine, caller: CaseWorker, version: Version) -> Response:
    """Let the case go."""
    match = IfMatch(frozenset({version}))
    return _work(engine, case_id, "released", lambda session: handling.release(session, case_id, caller, match))


@router.post("/desk/cases/{case_id}/note")
def note(
    case_id: uuid.UUID,
    engine: DatabaseEngine,
    caller: CaseWorker,
    text: Annotated[Words, Form(max_length=MAX_NOTE)] = "",
) -> Response:
    """Add a note."""
    if not text.strip():
        return see_other(f"/desk/cases/{case_id}", melding="empty-note")
    return _work(engine, case_id, "noted", lambda session: handling.add_note(session, case_id, caller, text))


@router.post("/desk/cases/{case_id}/close")
def close(
    case_id: uuid.UUID,
    engine: DatabaseEngine,
    caller: CaseWorker,
    version: Version,
    reason: Annotated[Words, Form(max_length=MAX_REASON)] = "",
) -> Response:
    """Close the case with a reason."""
    if not reason.strip():
        return see_other(f"/desk/cases/{case_id}", melding="no-reason")
    return _change(
        engine, case_id, caller, version, "closed", CaseChange(status="closed", closed_reason=reason.strip())
    )


@router.post("/desk/cases/{case_id}/reopen")
def reopen(case_id: uuid.UUID, engine: DatabaseEngine, caller: CaseWorker, version: Version) -> Response:
    """Reopen a closed case on one's own name."""
    return _change(engine, case_id, caller, version, "reopened", CaseChange(status="claimed"))


def _change(
    engine: Engine, case_id: uuid.UUID, caller: Caller, version: str, done: str, wanted: CaseChange
) -> Response:
    match = IfMatch(frozenset({version}))
    return _work(engine, case_id, done, lambda session: handling.change(session, case_id, caller, match, wanted))


@router.get("/desk/{rest:path}")
def nothing_here(request: Request, caller: CaseWorker, rest: str) -> Response:
    """Any other address of the desk: a page that says so."""
    return page("error.html", caller, 404, title="Niet gevonden", detail="Deze pagina bestaat niet.")
