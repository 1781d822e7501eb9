"""One case: what the interview brought, what is unsure, and all that happened since."""

import uuid
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.assessment.explain import explain
from actions.reports import pictures
from api.accounts.callers import AppSettings, DatabaseEngine
from api.accounts.roles import CASE_WORKERS
from api.accounts.tables import Advisor
from api.cases import audit, corrections, handling, outcome, talk
from api.cases.models import MAX_LETTER, MAX_NOTE, MAX_REASON
from api.cases.similar import similar
from api.cases.tables import Case, CaseCorrection, CaseTranscript
from api.cases.views import case_json, etag
from api.desk import thread, wording
from api.desk.inbox import Asked, rows, waiting
from api.desk.pages import CaseWorker, DeskRoute, page
from api.desk.summary import sentences
from channels import takeovers
from channels.database import reading, transaction
from knowledge.questionnaire import Question, load_questionnaire

router = APIRouter(route_class=DeskRoute)

SCHEMES_SHOWN = 6  # the others are one click away
SHOWN_PICTURES: tuple[pictures.Name, ...] = ("quadrant", "radar", "ladder")


@router.get("/desk/cases/{case_id}")
def case_page(
    case_id: uuid.UUID,
    engine: DatabaseEngine,
    settings: AppSettings,
    caller: CaseWorker,
    view: Asked,
    message: Annotated[str, Query(alias="melding", max_length=40)] = "",
) -> Response:
    """One case: summary, contact, scores, schemes, practices, answers, and the thread of all that happened."""
    with transaction(engine) as session:
        case = handling.find(session, case_id)
        audit.record(session, case_id, caller, "read")
        corrected = {one.question_id: one for one in corrections.corrections(session, case_id)}
        colleagues = select(Advisor).where(Advisor.role.in_(CASE_WORKERS), Advisor.id != caller.id)
        result = case_json(case)
        answer = page(
            "case.html",
            caller,
            case=case,
            version=etag(case),
            message=wording.load_words()["message"].get(message, ""),
            sentences=sentences(case),
            blocks=_answers(case, corrected),
            unsure=_unsure(case),
            sources=_sources(case, corrected),
            pictures=[(name, pictures.draw(name, result)) for name in SHOWN_PICTURES],
            similar=similar(session, case),
            lines=thread.lines(session, case),
            channel=talk.channel_here(session, case_id),
            speaker=talk.speaker(session, case_id),
            silence=settings.advisor_silence_minutes,
            max_reply=takeovers.MAX_REPLY,
            transcript=_transcript(session, case),
            mine=case.assignee_id is not None and case.assignee_id == caller.id,
            free=case.assignee_id is None,
            colleagues=session.scalars(colleagues.order_by(Advisor.name)).all(),
            mail_on=settings.mail_on,
            schemes_shown=SCHEMES_SHOWN,
            given_at=datetime.fromisoformat(case.consent["givenAt"]),
            max_note=MAX_NOTE,
            max_reason=MAX_REASON,
            max_letter=MAX_LETTER,
            **_beside(session, view, caller),
        )
        thread.seen_by(session, case, caller)
        return answer


def _beside(session: Session, view: Any, caller: CaseWorker) -> dict[str, Any]:
    """The list the advisor came from, to stand beside the case."""
    found = rows(session, view, caller)
    return {"view": view, "cases": found["cases"], "unread": found["unread"], "turn": found["turn"], "waiting": waiting}


@router.get("/desk/cases/{case_id}/pictures/{name}.svg")
def picture(case_id: uuid.UUID, name: pictures.Name, engine: DatabaseEngine, _caller: CaseWorker) -> Response:
    """A picture on the case page; the page itself is what is written in the trail."""
    with reading(engine) as session:
        result = case_json(handling.find(session, case_id))
    return Response(pictures.draw(name, result).svg, media_type="image/svg+xml")


def _rows(case: Case) -> list[tuple[Question, dict[str, Any]]]:
    """The answered questions in the order of the questionnaire."""
    questions = load_questionnaire().questions
    return [(question, case.answers[question.id]) for question in questions if question.id in case.answers]


def _answers(case: Case, corrected: dict[str, CaseCorrection]) -> list[dict[str, Any]]:
    """The answers by block in the order of the questionnaire."""
    blocks = []
    for block in load_questionnaire().blocks:
        shown = [
            _row(question, answer, corrected.get(question.id))
            for question, answer in _rows(case)
            if question.block == block.id
        ]
        if shown:
            blocks.append({"title": block.title, "rows": shown})
    return blocks


def _row(question: Question, answer: dict[str, Any], correction: CaseCorrection | None) -> dict[str, Any]:
    value = in_words(question, answer)
    said = answer["said"].strip()
    same = said.casefold() == value.casefold()
    before = correction.before if correction is not None else None
    return {
        "id": question.id,
        "label": question.label,
        "value": value,
        "status": answer["status"],
        "said": "" if same else said,
        "correction": correction,
        "was": in_words(question, before) if before else "niet gevraagd",
        "correctable": corrections.correctable(question),
    }


def in_words(question: Question, answer: dict[str, Any]) -> str:
    """An answer as the desk says it: its value, or that it is not known or was skipped."""
    if answer["status"] != "answered":
        return wording.word("answer_status", answer["status"])
    return wording.answer(question, answer["value"])


def _unsure(case: Case) -> list[dict[str, str]]:
    """What is not known, with what the owner said about it: what an advisor asks first."""
    found = [
        {"label": question.label, "what": in_words(question, answer), "said": answer["said"].strip()}
        for question, answer in _rows(case)
        if answer["status"] != "answered"
    ]
    ladder = load_questionnaire().role("ladder")
    evidence = case.assessment["mrl"]["evidence"]
    for level in sorted(level for level, shown in evidence.items() if shown is None):
        said = case.answers[ladder.id]["said"].strip()
        found.append({"label": f"MRL, niveau {level}", "what": wording.word("answer_status", "unknown"), "said": said})
    return found


def _sources(case: Case, corrected: dict[str, CaseCorrection]) -> dict[str, list[dict[str, Any]]]:
    """Per score where each part comes from: a sentence, and what was put right among its answers."""
    explained = explain(outcome.known(case.answers), outcome.shared_on(case.consent))
    questions = load_questionnaire()
    found = {}
    for score in ("readiness", "necessity"):
        found[score] = [
            {
                "text": part["text"],
                "corrected": [
                    (questions.question(one["questionId"]).label, corrected[one["questionId"]])
                    for one in part["answers"]
                    if one["questionId"] in corrected
                ],
            }
            for part in explained[score]["parts"]
        ]
    return found


def _transcript(session: Session, case: Case) -> list[Any] | None:
    found = session.get(CaseTranscript, case.id)
    return found.messages if found else None
