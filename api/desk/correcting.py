"""The page on which an advisor puts an answer right."""

from typing import Annotated, Any

from email_validator import EmailNotValidError, validate_email
from fastapi import APIRouter, Depends, Request, Response

from api.cases import audit, corrections, handling
from api.cases.errors import NotCorrectable
from api.cases.preconditions import IfMatch
from api.cases.tables import Case
from api.cases.views import etag
from api.desk.cases import in_words
from api.desk.pages import DeskRoute, page
from api.desk.work import REFUSED, Press, Pressed
from api.pages import form
from channels.database import reading, transaction
from channels.problems import InvalidInput, NotFound
from knowledge.questionnaire import Question, load_questionnaire

router = APIRouter(route_class=DeskRoute, prefix="/desk/cases/{case_id}/answers/{question_id}")


def _asked(question_id: str) -> Question:
    """The question of this address. Raises NotFound, NotCorrectable."""
    known = {question.id: question for question in load_questionnaire().questions}
    if question_id not in known:
        raise NotFound("Deze vraag bestaat niet.")
    if not corrections.correctable(known[question_id]):
        raise NotCorrectable
    return known[question_id]


Asked = Annotated[Question, Depends(_asked)]


@router.get("")
def correction_page(press: Pressed, question: Asked) -> Response:
    """The answer as it is, and a field to put it right."""
    with transaction(press.engine) as session:
        case = handling.find(session, press.case_id)
        audit.record(session, press.case_id, press.caller, "read", [f"answers.{question.id}"])
    return _page(press, case, question, _entries(question, case.answers.get(question.id)), {})


def _page(
    press: Press, case: Case, question: Question, entries: form.Entries, mistakes: dict[str, str], status: int = 200
) -> Response:
    answer = case.answers.get(question.id)
    return page(
        "correct.html",
        press.caller,
        status,
        case=case,
        version=etag(case),
        view=press.view,
        field=form.field(question, load_questionnaire(), entries, mistakes),
        now=in_words(question, answer) if answer else "niet gevraagd",
        said=answer["said"].strip() if answer else "",
        most=form.MAX_TEXT,
    )


async def _sent(request: Request) -> dict[str, list[str]]:
    """The form as it was filled in."""
    sent = await request.form()
    return {key: [str(value) for value in sent.getlist(key)] for key in sent}


@router.post("")
def correct(press: Pressed, question: Asked, entries: Annotated[dict[str, list[str]], Depends(_sent)]) -> Response:
    """Put the answer right, or show the field again with what is wrong."""
    seen = IfMatch(frozenset(entries.get("version", [])))
    try:
        value = _value(question, entries)
        with transaction(press.engine) as session:
            corrections.correct(session, press.case_id, press.caller, seen, question.id, value)
    except form.Mistake as mistake:
        return _again(press, question, entries, str(mistake))
    except EmailNotValidError:
        return _again(press, question, entries, "Dit is geen geldig e-mailadres.")
    except InvalidInput as problem:
        return _again(press, question, entries, problem.detail)
    except tuple(REFUSED) as problem:
        return press.back(REFUSED[type(problem)])
    return press.back("corrected")


def _value(question: Question, entries: dict[str, list[str]]) -> Any:
    value = form.entered(question, entries)
    if question.kind == "email" and value is not None:
        return validate_email(value, check_deliverability=False).normalized
    return value


def _again(press: Press, question: Question, entries: form.Entries, mistake: str) -> Response:
    with reading(press.engine) as session:
        case = handling.find(session, press.case_id)
    return _page(press, case, question, entries, {question.id: mistake}, 400)


def _entries(question: Question, answer: dict[str, Any] | None) -> form.Entries:
    """An answer as it would have been filled in; nothing for a question that was skipped or not asked."""
    if answer is None or answer["status"] == "skipped":
        return {}
    return form.entries_for(question, answer["value"])
