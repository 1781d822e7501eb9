"""The case API: each endpoint checks who calls, opens a transaction and leaves the work to the functions beside it."""

import uuid
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Header, Path, Query, Response
from fastapi.responses import JSONResponse

from api.accounts.callers import Caller, DatabaseEngine, Eraser, Reader, Service, Worker
from api.cases import audit, handling, intake, listing
from api.cases.models import (
    Case,
    CaseChange,
    CasePage,
    EventPage,
    Moment,
    NewCase,
    Note,
    NoteInput,
    NoteList,
    Status,
    Transcript,
    Words,
)
from api.cases.preconditions import IfMatch, optional_match, required_match, unchanged
from api.cases.views import case_json, etag, event_json, note_json, summary_json
from api.responses import etag_header, problems
from channels.database import transaction
from channels.problems import InvalidInput

router = APIRouter(prefix="/cases", tags=["zaken"])

CaseId = Annotated[uuid.UUID, Path(alias="id", description="Kenmerk van de zaak, gelijk aan dat van het gesprek")]
Required = Annotated[IfMatch, Depends(required_match)]
Optional = Annotated[IfMatch | None, Depends(optional_match)]
Limit = Annotated[int, Query(ge=1, le=listing.MAX_LIMIT, description="Hoeveel regels op een pagina")]
SizeClass = Literal["0-10", "11-50", "51-100", "101-250", "251+"]
MAX_CURSOR = 300  # characters; ours take about 120


def _whole(case: Any, status: int = 200) -> JSONResponse:
    return JSONResponse(case_json(case), status, headers={"ETag": etag(case)})


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
    caller: Reader,
    status: Annotated[Status | None, Query(description="Stand van de zaak")] = None,
    province: Annotated[str | None, Query(pattern="^[a-z_]{1,20}$", description="Provincie")] = None,
    size_class: Annotated[SizeClass | None, Query(alias="sizeClass", description="Grootteklasse")] = None,
    yamamoto_type: Annotated[
        int | None, Query(alias="yamamotoType", ge=1, le=4, description="Een van de types van de procesinnovatie")
    ] = None,
    mrl_min: Annotated[int | None, Query(alias="mrlMin", ge=0, le=9, description="Laagste MRL")] = None,
    mrl_max: Annotated[int | None, Query(alias="mrlMax", ge=0, le=9, description="Hoogste MRL")] = None,
    assigned_to: Annotated[
        uuid.UUID | Literal["me", "none"] | None,
        Query(alias="assignedTo", description="Kenmerk van een adviseur, me (uzelf) of none (niemand)"),
    ] = None,
    q: Annotated[Words | None, Query(max_length=200, description="Woorden uit bedrijf, plaats of referentie")] = None,
    created_after: Annotated[Moment | None, Query(alias="createdAfter", description="Aangemaakt na dit moment")] = None,
    sort: Annotated[listing.Sort, Query(description="Volgorde; een minteken is aflopend")] = "-createdAt",
    cursor: Annotated[str | None, Query(max_length=MAX_CURSOR, description="next van de vorige pagina")] = None,
    limit: Limit = 25,
) -> Response:
    """De filters gelden samen. `next` is de cursor van de volgende pagina, of null op de laatste."""
    filters = listing.Filters(
        status=status,
        province=province,
        size_class=size_class,
        yamamoto_type=yamamoto_type,
        mrl_min=mrl_min,
        mrl_max=mrl_max,
        assignee=_assignee(assigned_to, caller),
        q=q,
        created_after=created_after,
    )
    with transaction(engine) as session:
        cases, following = listing.page(session, filters, sort, cursor, limit)
        return JSONResponse({"items": [summary_json(case) for case in cases], "next": following})


def _assignee(wanted: uuid.UUID | str | None, caller: Caller) -> uuid.UUID | Literal["none"] | None:
    """Whose cases are asked for. Raises InvalidInput when a program asks for its own."""
    match wanted:
        case "me" if caller.id is None:
            reason = "Een programma heeft geen eigen zaken. Noem het kenmerk van een adviseur."
            raise InvalidInput(reason, invalid_params=[{"name": "assignedTo", "code": "no-self", "reason": reason}])
        case "me":
            return caller.id
        case "none":
            return "none"
        case uuid.UUID() | None:
            return wanted
    raise ValueError(wanted)


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
    with transaction(engine) as session:
        case = handling.find(session, case_id)
        if unchanged(case, if_none_match):
            return Response(status_code=304, headers={"ETag": etag(case)})
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
    summary="Een zaak oppakken",
    responses={200: etag_header("De zaak"), **problems(400, 401, 403, 404, 409, 412)},
)
def claim_case(case_id: CaseId, engine: DatabaseEngine, caller: Worker, match: Optional) -> Response:
    """Heeft een ander de zaak al, dan volgt 409 met diens naam in `holder`. `If-Match` mag, maar hoeft niet."""
    with transaction(engine) as session:
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
        return JSONResponse(note_json(handling.add_note(session, case_id, caller, note.text)), 201)


@router.get(
    "/{id}/notes",
    response_model=NoteList,
    summary="De notities bij een zaak",
    responses=problems(400, 401, 403, 404),
)
def list_notes(case_id: CaseId, engine: DatabaseEngine, _caller: Reader) -> Response:
    """Alle notities, de oudste eerst."""
    with transaction(engine) as session:
        return JSONResponse({"items": [note_json(note) for note in handling.notes(session, case_id)]})


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
    with transaction(engine) as session:
        if not audit.was_erased(session, case_id):
            handling.find(session, case_id)
        events = audit.trail(session, case_id, cursor, limit + 1)
        following = str(events[limit - 1].id) if len(events) > limit else None
        return JSONResponse({"items": [event_json(event) for event in events[:limit]], "next": following})


@router.get(
    "/{id}/transcript",
    response_model=Transcript,
    summary="Het gesprek waar de zaak uit komt",
    responses=problems(400, 401, 403, 404),
)
def read_transcript(case_id: CaseId, engine: DatabaseEngine, caller: Reader) -> Response:
    """Alleen als de ondernemer dit heeft toegestaan; anders 404."""
    with transaction(engine) as session:
        return JSONResponse({"items": handling.transcript(session, case_id, caller).messages})
