"""The endpoints of the report and the pictures: for the owner with the token of the conversation, for the advisor.

Both reports are made when they are asked for and not kept.
"""

import uuid
from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Request, Response
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from actions.assessment import assess
from api.accounts.callers import AppSettings, DatabaseEngine, Reader
from api.cases import audit, handling
from api.cases.intake import AMSTERDAM
from api.cases.router import CaseId
from api.cases.views import case_json
from api.reports import pictures
from api.reports.report import report_pdf
from api.responses import problems
from channels import conversations
from channels.chat import ConversationId, TheGateway
from channels.database import transaction
from channels.problems import Conflict
from channels.rates import Rate

router = APIRouter()

PDF, SVG, PNG = "application/pdf", "image/svg+xml", "image/png"
Json = dict[str, Any]
PictureName = Annotated[pictures.Name, Path(description="Welk plaatje: gereedheid en noodzaak, web, ladder of spiegel")]
PictureFormat = Annotated[Literal["svg", "png"], Path(description="svg of png")]


class NoResultYet(Conflict):
    """The interview has no result yet, so there is nothing to report."""

    code = "no-result-yet"

    def __init__(self) -> None:
        super().__init__("Er is nog geen uitslag. Beantwoord eerst de vragen tot u een uitslag krijgt.")


def _file(description: str, *media_types: str) -> dict[int | str, Json]:
    schema = {"schema": {"type": "string", "format": "binary"}}
    return {200: {"description": description, "content": dict.fromkeys(media_types, schema)}}


def _pdf(content: bytes, made_on: date) -> Response:
    name = f"uitslag-{made_on.isoformat()}.pdf"
    return Response(content, media_type=PDF, headers={"Content-Disposition": f'attachment; filename="{name}"'})


async def _answers_with_result(gate: TheGateway, conversation_id: uuid.UUID) -> dict[str, Json]:
    """The answers of a conversation. Raises ConversationNotFound, and NoResultYet before there is a result."""

    def work(session: Session) -> dict[str, Json]:
        state = conversations.interview(conversations.existing(session, conversation_id))
        if state is None or state.result is None:
            raise NoResultYet
        return state.answers

    return await gate.store(work)


def _assessed(answers: dict[str, Json], on: date) -> Json:
    return assess({key: answer["value"] for key, answer in answers.items() if answer["status"] != "skipped"}, on)


@router.get(
    "/chat/conversations/{id}/report.pdf",
    tags=["gesprek"],
    summary="Het rapport van een gesprek",
    responses={**_file("Het rapport (PDF/UA)", PDF), **problems(401, 404, 409, 429)},
    response_class=Response,
)
async def conversation_report(
    request: Request, gate: TheGateway, conversation_id: ConversationId, settings: AppSettings
) -> Response:
    """Ook zonder te delen. De regelingen zijn die van vandaag. Voor er een uitslag is: 409."""
    rate: Rate = request.app.state.message_rate
    rate.hit(str(conversation_id))
    answers = await _answers_with_result(gate, conversation_id)
    today = gate.now().astimezone(AMSTERDAM).date()
    made = await run_in_threadpool(
        lambda: report_pdf(answers, _assessed(answers, today), today, settings.public_url, settings.organisation)
    )
    return _pdf(made, today)


@router.get(
    "/chat/conversations/{id}/pictures/{name}.{format}",
    tags=["gesprek"],
    summary="Een plaatje bij de uitslag van een gesprek",
    responses={**_file("Het plaatje", SVG, PNG), **problems(400, 401, 404, 409, 429)},
    response_class=Response,
)
async def conversation_picture(
    request: Request, gate: TheGateway, conversation_id: ConversationId, name: PictureName, format: PictureFormat
) -> Response:
    """`quadrant`, `radar`, `ladder` of `mirror`, met een titel en een beschrijving voor schermlezers in de SVG."""
    rate: Rate = request.app.state.message_rate
    rate.hit(str(conversation_id))
    answers = await _answers_with_result(gate, conversation_id)
    today = gate.now().astimezone(AMSTERDAM).date()
    return await run_in_threadpool(lambda: _picture(_assessed(answers, today), name, format))


@router.get(
    "/cases/{id}/report.pdf",
    tags=["zaken"],
    summary="Het rapport van een zaak",
    responses={**_file("Het rapport (PDF/UA)", PDF), **problems(400, 401, 403, 404)},
    response_class=Response,
)
def case_report(case_id: CaseId, engine: DatabaseEngine, caller: Reader, settings: AppSettings) -> Response:
    """Hetzelfde rapport als de ondernemer kreeg, met de cijfers van de dag waarop de zaak werd gedeeld."""
    case = _case(engine, case_id, caller)
    given = datetime.fromisoformat(case["consent"]["givenAt"]).astimezone(AMSTERDAM).date()
    return _pdf(report_pdf(case["answers"], case, given, settings.public_url, settings.organisation), given)


@router.get(
    "/cases/{id}/pictures/{name}.{format}",
    tags=["zaken"],
    summary="Een plaatje bij een zaak",
    responses={**_file("Het plaatje", SVG, PNG), **problems(400, 401, 403, 404)},
    response_class=Response,
)
def case_picture(
    case_id: CaseId, engine: DatabaseEngine, caller: Reader, name: PictureName, format: PictureFormat
) -> Response:
    """Dezelfde plaatjes als in het rapport."""
    return _picture(_case(engine, case_id, caller), name, format)


def _case(engine: DatabaseEngine, case_id: uuid.UUID, caller: Reader) -> Json:
    """The case as JSON; reading it is written in the audit trail. Raises CaseNotFound."""
    with transaction(engine) as session:
        case = handling.find(session, case_id)
        audit.record(session, case_id, caller, "read")
        return case_json(case)


def _picture(result: Json, name: pictures.Name, format: Literal["svg", "png"]) -> Response:
    drawn = pictures.draw(name, result)
    if format == "svg":
        return Response(drawn.svg, media_type=SVG)
    return Response(pictures.png(drawn), media_type=PNG)
