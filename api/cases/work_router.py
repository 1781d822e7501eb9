"""What advisors do with a case over HTTP besides claiming and closing it: giving it to a colleague, a date to come
back, putting an answer right, mailing the report."""

import uuid
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Response
from sqlalchemy import select

from api.accounts.callers import AppSettings, DatabaseEngine, Reader, Worker
from api.accounts.roles import CASE_WORKERS
from api.accounts.tables import Advisor
from api.cases import corrections, handling, report_mail
from api.cases.models import (
    AssigneeList,
    Case,
    CorrectionInput,
    CorrectionList,
    FollowUpInput,
    ReportMail,
    ReportMailInput,
)
from api.cases.preconditions import IfMatch, optional_match, required_match
from api.cases.views import case_json, correction_json, etag, moment
from api.responses import FastJSONResponse, etag_header, problems
from channels.database import reading, transaction

router = APIRouter(tags=["zaken"])

CaseId = Annotated[uuid.UUID, Path(alias="id", description="Kenmerk van de zaak, gelijk aan dat van het gesprek")]
Required = Annotated[IfMatch, Depends(required_match)]
Optional = Annotated[IfMatch | None, Depends(optional_match)]
QuestionId = Annotated[str, Path(alias="questionId", max_length=60, description="Kenmerk van de vraag")]


def _whole(case: Any) -> FastJSONResponse:
    return FastJSONResponse(case_json(case), headers={"ETag": etag(case)})


@router.get("/advisors", response_model=AssigneeList, summary="Adviseurs opvragen", responses=problems(401, 403))
def list_advisors(engine: DatabaseEngine, _caller: Worker) -> Response:
    """Aan wie een zaak gegeven kan worden, op naam."""
    with reading(engine) as session:
        found = session.scalars(select(Advisor).where(Advisor.role.in_(CASE_WORKERS)).order_by(Advisor.name))
        return FastJSONResponse({"items": [{"id": str(one.id), "name": one.name} for one in found]})


@router.put(
    "/cases/{id}/follow-up",
    response_model=Case,
    summary="Een dag kiezen waarop de zaak terugkomt",
    responses={200: etag_header("De zaak"), **problems(400, 401, 403, 404, 409, 412)},
)
def plan_follow_up(
    case_id: CaseId, wanted: FollowUpInput, engine: DatabaseEngine, caller: Worker, match: Optional
) -> Response:
    """Op die dag staat de zaak bovenaan bij wie haar heeft. `If-Match` mag, maar hoeft niet."""
    with transaction(engine) as session:
        return _whole(handling.follow_up(session, case_id, caller, match, wanted.on))


@router.delete(
    "/cases/{id}/follow-up",
    response_model=Case,
    summary="De dag van opvolgen weghalen",
    responses={200: etag_header("De zaak"), **problems(400, 401, 403, 404, 409, 412)},
)
def drop_follow_up(case_id: CaseId, engine: DatabaseEngine, caller: Worker, match: Optional) -> Response:
    """De zaak staat weer gewoon in de lijst. Was er geen dag, dan verandert er niets."""
    with transaction(engine) as session:
        return _whole(handling.follow_up(session, case_id, caller, match, None))


@router.put(
    "/cases/{id}/answers/{questionId}",
    response_model=Case,
    summary="Een verkeerd gelezen antwoord verbeteren",
    responses={200: etag_header("De zaak"), **problems(400, 401, 403, 404, 409, 412, 428)},
)
def correct_answer(
    case_id: CaseId,
    question_id: QuestionId,
    correction: CorrectionInput,
    engine: DatabaseEngine,
    caller: Worker,
    match: Required,
) -> Response:
    """Beide versies blijven bewaard, de eigen woorden ook. De uitslag wordt opnieuw berekend."""
    with transaction(engine) as session:
        return _whole(corrections.correct(session, case_id, caller, match, question_id, correction.value))


@router.get(
    "/cases/{id}/corrections",
    response_model=CorrectionList,
    summary="Verbeterde antwoorden opvragen",
    responses=problems(400, 401, 403, 404),
)
def list_corrections(case_id: CaseId, engine: DatabaseEngine, _caller: Reader) -> Response:
    """Met het antwoord zoals het was, wie het verbeterde en wat er in de uitslag veranderde."""
    with reading(engine) as session:
        return FastJSONResponse({"items": [correction_json(one) for one in corrections.corrections(session, case_id)]})


@router.post(
    "/cases/{id}/report-mails",
    status_code=202,
    response_model=ReportMail,
    summary="Het rapport naar de ondernemer mailen",
    responses=problems(400, 401, 403, 404, 409),
)
def mail_report(
    case_id: CaseId, wanted: ReportMailInput, engine: DatabaseEngine, caller: Worker, settings: AppSettings
) -> Response:
    """Het bericht gaat naar het adres in de zaak, en wordt herhaald tot het aankomt."""
    with transaction(engine) as session:
        mail = report_mail.send(session, case_id, caller, wanted.text, settings)
        return FastJSONResponse({"id": str(mail.id), "createdAt": moment(mail.created_at)}, 202)
