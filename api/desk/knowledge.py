"""The knowledge page: each entry with its age and state, and taking edited files in use without a restart."""

import asyncio
from dataclasses import dataclass
from datetime import date
from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, Response

from api.accounts.callers import Caller, require
from api.desk.pages import DeskRoute, page
from api.pages.render import today
from knowledge import renewal
from knowledge.check import check
from knowledge.content import is_stale, knowledge_version
from knowledge.practices import load_practices
from knowledge.renewal import Renewal
from knowledge.schemes import Scheme, load_schemes

log = structlog.get_logger()
router = APIRouter(route_class=DeskRoute)

Editor = Annotated[Caller, Depends(require("editor", "admin"))]
PAUSE_S = 5.0


@dataclass(frozen=True)
class Entry:
    """One entry of the knowledge base as the list shows it; `state` is a code of `words.yaml`."""

    id: str
    kind: str
    name: str
    state: str
    known_as_of: str | None
    checked_on: date | None
    stale: bool
    address: str


def entries(on: date) -> list[Entry]:
    """All schemes and practices, those that need attention first."""
    schemes = [
        Entry(
            one.id,
            "scheme",
            one.name,
            _state(one, on),
            one.known_as_of,
            one.checked_on,
            one.runs and is_stale(one.known_as_of, on),
            f"/regelingen/{one.id}",
        )
        for one in load_schemes()
    ]
    practices = [
        Entry(
            one.id,
            "practice",
            one.title,
            "practice",
            one.known_as_of,
            None,
            is_stale(one.known_as_of, on),
            f"/voorbeelden/{one.id}",
        )
        for one in load_practices()
    ]
    return sorted(schemes + practices, key=lambda entry: (not entry.stale, entry.kind != "scheme", entry.name))


def _state(scheme: Scheme, on: date) -> str:
    if not scheme.runs:
        return "ended"
    return "open" if scheme.open_window(on) is not None else "shut"


@router.get("/desk/knowledge")
def knowledge_page(caller: Editor) -> Response:
    """The list of entries."""
    return _page(caller, None)


@router.post("/desk/knowledge/renew")
def renew(caller: Editor) -> Response:
    """Check the files as they are now, take them in use when nothing is wrong, and tell how it went."""
    renewed = renewal.renew(today())
    if renewed.taken:
        renewal.tell_others()
    log.info("knowledge_renewed", taken=renewed.taken, version=renewed.version, errors=len(renewed.errors))
    return _page(caller, renewed, 200 if renewed.taken else 409)


def _page(caller: Caller, renewed: Renewal | None, status: int = 200) -> Response:
    on = today()
    return page(
        "knowledge.html",
        caller,
        status,
        entries=entries(on),
        version=knowledge_version(),
        remarks=renewed.remarks if renewed else check(on),
        renewed=renewed,
    )


async def follow_others() -> None:
    """Take in use what another process has, when it has."""
    followed = await asyncio.to_thread(renewal.follow, today())
    if followed is not None:
        log.info("knowledge_followed", taken=followed.taken, version=followed.version)
