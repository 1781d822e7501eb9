"""The endpoints of the report and the pictures: for the owner with the token of the conversation, for the advisor.

Both reports are made when they are asked for and not kept.
"""

import uuid
from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Request, Response

from actions.reports import pictures
from actions.reports.files import PDF, PNG, REPORT, SVG, File, picture_file, report_file
from api.accounts.callers import AppSettings, DatabaseEngine, Reader
from api.cases import audit, handling
from api.cases.outcome import AMSTERDAM
from api.cases.router import CaseId
from api.cases.views import case_json
from api.responses import problems
from channels.chat import ConversationId, TheGateway
from channels.conversations import with_result
from channels.database import transaction
from channels.message import CamelModel
from channels.rates import Rate
from channels.result_files import file_of
from channels.tickets import new_ticket

router = APIRouter()

Json = dict[str, Any]
PictureName = Annotated[pictures.Name, Path(description="Welk plaatje: gereedheid en noodzaak, web, ladder of spiegel")]
PictureFormat = Annotated[Literal["svg", "png"], Path(description="svg of png")]


def _file(description: str, *media_types: str) -> dict[int | str, Json]:
    schema = {"schema": {"type": "string", "format": "binary"}}
    return {200: {"description": description, "content": dict.fromkeys(media_types, schema)}}


def _sent(file: File) -> Response:
    """A report is saved, a picture is shown."""
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'} if file.media_type == PDF else {}
    return Response(file.content, media_type=file.media_type, headers=headers)


async def _file_of(request: Request, gate: TheGateway, conversation_id: uuid.UUID, path: str) -> Response:
    """A file of a conversation's result, as of today. Raises TooManyRequests, ConversationNotFound and NoResultYet."""
    rate: Rate = request.app.state.message_rate
    rate.hit(str(conversation_id))
    return _sent(await file_of(gate, conversation_id, path))


@router.get(
    "/chat/conversations/{id}/report.pdf",
    tags=["gesprek"],
    summary="Het rapport van een gesprek",
    responses={**_file("Het rapport (PDF/UA)", PDF), **problems(401, 404, 409, 429)},
    response_class=Response,
)
async def conversation_report(request: Request, gate: TheGateway, conversation_id: ConversationId) -> Response:
    """Ook zonder te delen. De regelingen zijn die van vandaag. Voor er een uitslag is: 409."""
    return await _file_of(request, gate, conversation_id, REPORT)


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
    return await _file_of(request, gate, conversation_id, f"pictures/{name}.{format}")


class ResultPage(CamelModel):
    """Where the result stands on a page of its own, for an hour."""

    url: str


@router.post(
    "/chat/conversations/{id}/result-page",
    tags=["gesprek"],
    summary="Adres van de uitslag op een eigen pagina",
    responses=problems(401, 404, 409, 429),
)
async def result_page(request: Request, gate: TheGateway, conversation_id: ConversationId) -> ResultPage:
    """Het adres werkt een uur en zonder token: open het in een nieuw tabblad. Voor er een uitslag is: 409."""
    rate: Rate = request.app.state.message_rate
    rate.hit(str(conversation_id))
    await gate.read(with_result, conversation_id)
    ticket = new_ticket(gate.settings, conversation_id, gate.now())
    return ResultPage(url=f"{gate.settings.public_url}/uitslag/{ticket}")


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
    return _sent(report_file(case["answers"], case, _given_on(case), settings.public_url, settings.organisation))


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
    case = _case(engine, case_id, caller)
    return _sent(picture_file(name, format, case, _given_on(case)))


def _case(engine: DatabaseEngine, case_id: uuid.UUID, caller: Reader) -> Json:
    """The case as JSON; reading it is written in the audit trail. Raises CaseNotFound."""
    with transaction(engine) as session:
        case = handling.find(session, case_id)
        audit.record(session, case_id, caller, "read")
        return case_json(case)


def _given_on(case: Json) -> date:
    """The day in the Netherlands on which the case was shared."""
    return datetime.fromisoformat(case["consent"]["givenAt"]).astimezone(AMSTERDAM).date()
