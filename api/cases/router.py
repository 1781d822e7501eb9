"""The case API: each endpoint checks who calls, opens a transaction and leaves the work to the functions beside it."""

import uuid
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Path, Query, Response
from fastapi.responses import StreamingResponse

from api.accounts.callers import DatabaseEngine, Eraser, Reader, Service, Worker
from api.cases import audit, export, handling, intake, listing, talk
from api.cases.filters import Wanted
from api.cases.models import (
    AssigneeInput,
    Case,
    CaseChange,
    CasePage,
    EventPage,
    Exchange,
    ExchangedMessage,
    MessageInput,
    NewCase,
    Note,
    NoteInput,
    NoteList,
    Transcript,
)
from api.cases.preconditions import IfMatch, optional_match, required_match, unchanged
from api.cases.views import case_json, etag, event_json, note_json, summary_json
from api.responses import FastJSONResponse, etag_header, problems
from channels import gateway
from channels.chat import TheGateway
from channels.database import reading, transaction

router = APIRouter(prefix="/cases", tags=["zaken"])

CaseId = Annotated[uuid.UUID, Path(alias="id", description="Kenmerk van de zaak, gelijk aan dat van het gesprek")]
Required = Annotated[IfMatch, Depends(required_match)]
Optional = Annotated[IfMatch | None, Depends(optional_match)]
Limit = Annotated[int, Query(ge=1, le=listing.MAX_LIMIT, description="Hoeveel regels op een pagina")]
MAX_CURSOR = 300  # characters; ours take about 120


def _whole(case: Any, status: int = 200) -> FastJSONResponse:
    return FastJSONResponse(case_json(case), status, headers={"ETag": etag(case)})


@router.post(
    "",
    status_code=201,
    response_model=Case,
    summary="Zaak aanmaken van een gesprek dat de ondernemer deelt",
    responses={201: etag_header("De zaak"), **problems(400, 401, 403, 409, 410)},
)
def create_case(
    new: NewCase,
    engine: DatabaseEngine,
    caller: Service,
    key: Annotated[
        str, Header(alias="Idempotency-Key", min_length=1, max_length=200, description="Het kenmerk van het gesprek")
    ],
) -> Response:
    """Dezelfde sleutel met dezelfde inhoud geeft dezelfde zaak; met een andere inhoud 409."""
    return _whole(intake.create(engine, key, new, caller), 201)


@router.get(
    "",
    response_model=CasePage,
    summary="Zaken opvragen",
    responses=problems(400, 401, 403),
)
def list_cases(
    engine: DatabaseEngine,
    _caller: Reader,
    filters: Wanted,
    sort: Annotated[
        listing.Sort,
        Query(description="Volgorde; een minteken is aflopend. followUp: eerst wat vandaag terugkomt"),
    ] = "-createdAt",
    cursor: Annotated[str | None, Query(max_length=MAX_CURSOR, description="next van de vorige pagina")] = None,
    limit: Limit = 25,
) -> Response:
    """De filters gelden samen. `next` is de cursor van de volgende pagina, of null op de laatste."""
    with reading(engine) as session:
        cases, following = listing.page(session, filters, sort, cursor, limit)
        return FastJSONResponse({"items": [summary_json(case) for case in cases], "next": following})


@router.get(
    "/export.csv",
    response_class=StreamingResponse,
    summary="Zaken als CSV-bestand",
    responses={
        200: {"description": "De zaken, de oudste eerst", "content": {"text/csv": {"schema": {"type": "string"}}}},
        **problems(400, 401, 403),
    },
)
def export_cases(engine: DatabaseEngine, caller: Reader, filters: Wanted) -> Response:
    """Met de filters van de lijst. Elke zaak in het bestand krijgt een regel in haar logboek."""
    until = export.announce(engine, filters, caller)
    headers = {"Content-Disposition": 'attachment; filename="zaken.csv"'}
    return StreamingResponse(export.lines(engine, filters, until), headers=headers, media_type=export.MEDIA_TYPE)


@router.get(
    "/{id}",
    response_model=Case,
    summary="Een zaak opvragen",
    responses={
        200: etag_header("De zaak"),
        304: etag_header("De zaak is niet gewijzigd"),
        **problems(400, 401, 403, 404),
    },
)
def read_case(
    case_id: CaseId,
    engine: DatabaseEngine,
    caller: Reader,
    if_none_match: Annotated[str | None, Header(description="ETag die u al hebt")] = None,
) -> Response:
    """Met `If-None-Match` en een zaak die niet is gewijzigd: 304 zonder inhoud."""
    with reading(engine) as session:
        case = handling.find(session, case_id)
    if unchanged(case, if_none_match):
        return Response(status_code=304, headers={"ETag": etag(case)})
    with transaction(engine) as session:  # a short one: on SQLite all that write wait for each other
        audit.record(session, case_id, caller, "read")
    return _whole(case)


@router.patch(
    "/{id}",
    response_model=Case,
    summary="Een zaak afsluiten of heropenen",
    responses={200: etag_header("De zaak"), **problems(400, 401, 403, 404, 409, 412, 428)},
)
def change_case(
    case_id: CaseId, wanted: CaseChange, engine: DatabaseEngine, caller: Worker, match: Required
) -> Response:
    """Afsluiten (`closed`) vraagt een reden. Heropenen: `claimed` op uw naam, `new` voor wie hem oppakt."""
    with transaction(engine) as session:
        return _whole(handling.change(session, case_id, caller, match, wanted))


@router.delete(
    "/{id}",
    status_code=204,
    summary="Een zaak wissen",
    responses=problems(400, 401, 403, 404, 412, 428),
)
def erase_case(case_id: CaseId, engine: DatabaseEngine, caller: Eraser, match: Required) -> Response:
    """Wist de zaak met notities en gesprek. In het logboek blijft staan dat er is gewist, niet wat."""
    with transaction(engine) as session:
        handling.erase(session, case_id, caller, match)
    return Response(status_code=204)


@router.put(
    "/{id}/assignee",
    response_model=Case,
    summary="Een zaak oppakken, of aan een collega geven",
    responses={200: etag_header("De zaak"), **problems(400, 401, 403, 404, 409, 412)},
)
def claim_case(
    case_id: CaseId, engine: DatabaseEngine, caller: Worker, match: Optional, to: AssigneeInput | None = None
) -> Response:
    """Zonder inhoud: voor uzelf. Met `advisorId`: een vrije zaak of een van uzelf voor een collega.

    Heeft een ander de zaak al, dan volgt 409 met diens naam in `holder`. `If-Match` mag, maar hoeft niet.
    """
    with transaction(engine) as session:
        if to is not None:
            return _whole(handling.assign(session, case_id, caller, to.advisor_id, match))
        return _whole(handling.claim(session, case_id, caller, match))


@router.delete(
    "/{id}/assignee",
    response_model=Case,
    summary="Een zaak vrijgeven",
    responses={200: etag_header("De zaak"), **problems(400, 401, 403, 404, 409, 412)},
)
def release_case(case_id: CaseId, engine: DatabaseEngine, caller: Worker, match: Optional) -> Response:
    """Alleen wie de zaak heeft, of een beheerder, kan hem vrijgeven."""
    with transaction(engine) as session:
        return _whole(handling.release(session, case_id, caller, match))


@router.post(
    "/{id}/notes",
    status_code=201,
    response_model=Note,
    summary="Een notitie toevoegen",
    responses=problems(400, 401, 403, 404),
)
def add_note(case_id: CaseId, note: NoteInput, engine: DatabaseEngine, caller: Worker) -> Response:
    """Alleen adviseurs zien notities."""
    with transaction(engine) as session:
        return FastJSONResponse(note_json(handling.add_note(session, case_id, caller, note.text)), 201)


@router.get(
    "/{id}/notes",
    response_model=NoteList,
    summary="De notities bij een zaak",
    responses=problems(400, 401, 403, 404),
)
def list_notes(case_id: CaseId, engine: DatabaseEngine, _caller: Reader) -> Response:
    """Alle notities, de oudste eerst."""
    with reading(engine) as session:
        return FastJSONResponse({"items": [note_json(note) for note in handling.notes(session, case_id)]})


@router.get(
    "/{id}/events",
    response_model=EventPage,
    summary="Het logboek van een zaak",
    responses=problems(400, 401, 403, 404),
)
def list_events(
    case_id: CaseId,
    engine: DatabaseEngine,
    _caller: Reader,
    cursor: Annotated[int, Query(ge=0, le=2**31 - 1, description="next van de vorige pagina")] = 0,
    limit: Limit = 100,
) -> Response:
    """Wie deed wat, wanneer en vanaf welk adres; namen van velden, geen waarden. Ook na het wissen van de zaak."""
    with reading(engine) as session:
        if not audit.was_erased(session, case_id):
            handling.find(session, case_id)
        events = audit.trail(session, case_id, cursor, limit + 1)
        following = str(events[limit - 1].id) if len(events) > limit else None
        return FastJSONResponse({"items": [event_json(event) for event in events[:limit]], "next": following})


@router.get(
    "/{id}/transcript",
    response_model=Transcript,
    summary="Het gesprek waar de zaak uit komt",
    responses=problems(400, 401, 403, 404),
)
def read_transcript(case_id: CaseId, engine: DatabaseEngine, caller: Reader) -> Response:
    """Alleen als de ondernemer dit heeft toegestaan; anders 404."""
    with transaction(engine) as session:
        return FastJSONResponse({"items": handling.transcript(session, case_id, caller).messages})


@router.post(
    "/{id}/messages",
    status_code=201,
    response_model=ExchangedMessage,
    summary="De ondernemer antwoorden in zijn gesprek",
    responses=problems(400, 401, 403, 404, 409, 503),
)
async def say(case_id: CaseId, said: MessageInput, gate: TheGateway, caller: Worker) -> Response:
    """Alleen voor wie de zaak heeft. De eerste keer hoort de ondernemer dat er nu een mens spreekt."""
    message = await gateway.advisor_says(gate, case_id, talk.speaking(caller, case_id, said.text))
    return FastJSONResponse(talk.message_json(message), 201)


@router.get(
    "/{id}/messages",
    response_model=Exchange,
    summary="Wat adviseur en ondernemer elkaar schreven",
    responses=problems(400, 401, 403, 404),
)
def list_messages(case_id: CaseId, engine: DatabaseEngine, caller: Reader) -> Response:
    """Niet wat de ondernemer met de assistent besprak. 404 als het gesprek hier niet (meer) is."""
    with transaction(engine) as session:
        items = [talk.message_json(message) for message in talk.messages(session, case_id, caller)]
        return FastJSONResponse({"items": items, "advisor": talk.speaker(session, case_id)})


@router.delete(
    "/{id}/takeover",
    status_code=204,
    summary="Het gesprek teruggeven aan de assistent",
    responses=problems(400, 401, 403, 404, 409),
)
async def give_back(case_id: CaseId, gate: TheGateway, caller: Worker) -> Response:
    """De ondernemer hoort dat hij weer met een computer praat. Sprak er al geen adviseur, dan gebeurt er niets."""
    await gate.store(handling.give_back, case_id, caller)
    gate.signals.notify(case_id)
    return Response(status_code=204)
