"""The thread of a case: events, notes, and what the owner and an advisor said to each other, in one order; and the
advisor's side of that conversation."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Response
from sqlalchemy.orm import Session

from api.accounts.callers import Caller, DatabaseEngine
from api.cases import audit, handling, talk
from api.cases.errors import CaseClosed, HeldByAnother, NotHeld
from api.cases.models import Words
from api.cases.tables import Case, CaseEvent
from api.desk import wording
from api.desk.inbox import Asked, View
from api.desk.pages import CaseWorker, DeskRoute, page, see_other
from channels import gateway, takeovers
from channels.chat import TheGateway
from channels.conversations import ConversationNotFound
from channels.database import reading, transaction
from channels.gateway import TooBusy
from channels.problems import Problem
from channels.takeovers import MAX_REPLY
from knowledge.questionnaire import load_questionnaire

router = APIRouter(route_class=DeskRoute)

SHOWN = 300  # lines, the newest; the whole trail is at the API
TOLD_OTHERWISE = {"read", "replied", "noted"}
"""Events that are not shown: who only looked, and those that stand beside the words themselves."""

REFUSED: dict[type[Problem], str] = {
    HeldByAnother: "held",
    CaseClosed: "is-closed",
    NotHeld: "not-held",
    TooBusy: "assistant-busy",
    ConversationNotFound: "no-conversation",
}


@dataclass(frozen=True)
class Line:
    """One line of the thread. `unread`: the owner said it and the advisor has not seen it yet."""

    id: str
    kind: Literal["event", "note", "owner", "advisor"]
    at: datetime
    who: str
    text: str
    unread: bool = False


def lines(session: Session, case: Case) -> list[Line]:
    """The thread of a case, oldest first."""
    known = takeovers.read_up_to(session, case.id)
    found = [
        Line(f"gebeurtenis-{event.id}", "event", event.at, event.actor, _happened(event))
        for event in audit.trail(session, case.id)
        if event.action not in TOLD_OTHERWISE
    ]
    found += [
        Line(f"notitie-{note.id}", "note", note.created_at, note.author, note.text)
        for note in handling.notes(session, case.id)
    ]
    for message in takeovers.exchanged(session, case.id):
        mark = f"bericht-{message.id}"
        if message.role == "user":
            owner = case.contact["name"]
            unread = message.position > known
            found.append(Line(mark, "owner", message.created_at, owner, message.text, unread))
        else:
            found.append(Line(mark, "advisor", message.created_at, str(message.author), message.text))
    return sorted(found, key=lambda line: line.at)[-SHOWN:]


def _happened(event: CaseEvent) -> str:
    """What happened, with the colleague or the questions it concerns."""
    labels = {f"answers.{question.id}": question.label for question in load_questionnaire().questions}
    about = [event.colleague] if event.colleague else [labels[field] for field in event.fields if field in labels]
    text = wording.word("event", event.action)
    return f"{text}: {', '.join(about)}" if about else text


def seen_by(session: Session, case: Case, caller: Caller) -> None:
    """Who has the case has now seen what its owner said."""
    messages = takeovers.exchanged(session, case.id)
    if messages and case.assignee_id == caller.id:
        takeovers.mark_read(session, case.id, messages[-1].position)


@router.get("/desk/cases/{case_id}/thread")
def new_lines(case_id: uuid.UUID, engine: DatabaseEngine, caller: CaseWorker) -> Response:
    """The thread alone, for the page that looks whether there is something new."""
    with reading(engine) as session:
        case = handling.find(session, case_id)
        found = lines(session, case)
    if any(line.unread for line in found):
        with transaction(engine) as session:
            seen_by(session, case, caller)
    return page("thread.html", caller, lines=found)


@router.post("/desk/cases/{case_id}/message")
async def message(
    case_id: uuid.UUID,
    view: Asked,
    gate: TheGateway,
    caller: CaseWorker,
    text: Annotated[Words, Form(max_length=2 * MAX_REPLY)] = "",  # a form's line ends count twice
) -> Response:
    """Say something to the owner."""
    text = text.replace("\r\n", "\n").strip()
    if not 0 < len(text) <= MAX_REPLY:
        return _back(case_id, view, "empty-message" if not text else "long-message")
    try:
        await gateway.advisor_says(gate, case_id, talk.speaking(caller, case_id, text))
    except tuple(REFUSED) as problem:
        return _back(case_id, view, REFUSED[type(problem)])
    return _back(case_id, view, "replied")


@router.post("/desk/cases/{case_id}/give-back")
async def give_back(case_id: uuid.UUID, view: Asked, gate: TheGateway, caller: CaseWorker) -> Response:
    """Let the assistant speak again."""
    try:
        await gate.store(handling.give_back, case_id, caller)
    except HeldByAnother:
        return _back(case_id, view, "held")
    gate.signals.notify(case_id)
    return _back(case_id, view, "gave-back")


def _back(case_id: uuid.UUID, view: View, done: str) -> Response:
    return see_other(f"/desk/cases/{case_id}?{view.query(melding=done)}")
