"""The knowledge base over HTTP: schemes and best practices, with their sources and dates. Public."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Path
from fastapi.responses import JSONResponse
from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

from api.cases.models import Model
from api.responses import problems
from channels.problems import NotFound
from knowledge.practices import Practice, load_practices
from knowledge.schemes import Scheme, load_schemes

router = APIRouter(tags=["kennis"])

EntryId = Annotated[str, Path(alias="id", pattern="^[a-z0-9][a-z0-9_-]{0,99}$", description="Kenmerk")]


class SourceBody(Model):
    """Where a fact was read."""

    title: str
    url: str | None


class SchemeBody(Model):
    """A scheme: what it gives, to whom, when, and where that was read."""

    model_config = ConfigDict(alias_generator=to_camel, extra="allow")
    id: str
    name: str
    kind: str
    status: str
    provider: str
    regions: list[str]
    known_as_of: str
    checked_on: str
    sources: list[SourceBody]


class SchemeList(Model):
    """All schemes, also those that have ended."""

    items: list[SchemeBody]


class PracticeBody(Model):
    """What another company or network did, what it brought, and where that was read."""

    model_config = ConfigDict(alias_generator=to_camel, extra="allow")
    id: str
    title: str
    company_or_network: str
    kind: str
    technologies: list[str]
    goals: list[str]
    summary: str
    lesson: str
    known_as_of: str | None
    sources: list[SourceBody]


class PracticeList(Model):
    """All practices."""

    items: list[PracticeBody]


def _camel(value: Any) -> Any:
    """A record's JSON with camelCase keys."""
    if isinstance(value, Mapping):
        return {to_camel(key): _camel(item) for key, item in value.items()}
    return [_camel(item) for item in value] if isinstance(value, list) else value


def _json(entry: Scheme | Practice) -> dict[str, Any]:
    body: dict[str, Any] = _camel(entry.model_dump(mode="json"))
    return body


def _one(entries: Iterable[Scheme | Practice], entry_id: str, kind: str) -> JSONResponse:
    for entry in entries:
        if entry.id == entry_id:
            return JSONResponse(_json(entry))
    raise NotFound(f"{kind} met dit kenmerk is er niet.")


@router.get("/schemes", response_model=SchemeList, summary="Alle regelingen")
def list_schemes() -> JSONResponse:
    """Ook regelingen die gesloten of vervallen zijn; `status` zegt dat."""
    return JSONResponse({"items": [_json(scheme) for scheme in load_schemes()]})


@router.get("/schemes/{id}", response_model=SchemeBody, summary="Een regeling", responses=problems(400, 404))
def read_scheme(entry_id: EntryId) -> JSONResponse:
    """Met voorwaarden, bedragen, openstellingen, bronnen en de datum van de feiten."""
    return _one(load_schemes(), entry_id, "Een regeling")


@router.get("/best-practices", response_model=PracticeList, summary="Alle praktijkvoorbeelden")
def list_practices() -> JSONResponse:
    """Bedrijven, fieldlabs, netwerken en handreikingen, met hun bronnen."""
    return JSONResponse({"items": [_json(practice) for practice in load_practices()]})


@router.get(
    "/best-practices/{id}", response_model=PracticeBody, summary="Een praktijkvoorbeeld", responses=problems(400, 404)
)
def read_practice(entry_id: EntryId) -> JSONResponse:
    """Met uitgangspunt, les, resultaten en bronnen."""
    return _one(load_practices(), entry_id, "Een voorbeeld")
