"""The inbox: tabs with counts, filters kept in the address, and a part of the page that keeps itself up to date."""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Header, Request, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.accounts.callers import Caller, DatabaseEngine
from api.accounts.roles import CASE_WORKERS
from api.accounts.tables import Advisor
from api.answers import storable
from api.cases import listing
from api.cases.tables import Case
from api.desk import wording
from api.desk.pages import CaseWorker, DeskRoute, page
from channels import takeovers
from channels.database import reading
from channels.problems import InvalidInput

router = APIRouter(route_class=DeskRoute)

Tab = Literal["mijn", "vrij", "alle"]
TABS: dict[Tab, str] = {"mijn": "Mijn zaken", "vrij": "Nog vrij", "alle": "Alle"}
SORTS: dict[listing.Sort, str] = {
    "createdAt": "Langst wachtend eerst",
    "-createdAt": "Nieuwste eerst",
    "-updatedAt": "Laatst gewijzigd eerst",
    "followUp": "Opvolgen eerst",
}
USUAL: dict[Tab, listing.Sort] = {"mijn": "followUp", "vrij": "createdAt", "alle": "-createdAt"}
CHOICES = {"status": "status", "province": "province", "sizeClass": "size_class", "channel": "channel"}
"""Filters with a fixed set of values, and where their words stand."""
NUMBERS = {"yamamotoType": range(1, 5), "mrlMin": range(10), "mrlMax": range(10)}
FILTERS = (*CHOICES, *NUMBERS, "assignedTo")
MAX_ASKED = 200
PAGE_SIZE = 25


@dataclass(frozen=True)
class View:
    """What the address asks to see. `filters` holds what was chosen, by the key of the API's own filters."""

    tab: Tab
    sort: listing.Sort
    q: str
    filters: Mapping[str, str]
    cursor: str | None = None

    def query(self, **changes: str | None) -> str:
        """The view as the query of an address, with changes; what is as usual is left out."""
        usual = {"sort": USUAL[self.tab], "q": ""}
        asked = {"tab": self.tab, "q": self.q, "sort": self.sort, **self.filters} | changes
        return urlencode({key: value for key, value in asked.items() if value and value != usual.get(key)})

    def wanted(self, caller: Caller) -> listing.Filters:
        """The view as filters of the list."""
        chosen = self.filters
        holder = chosen.get("assignedTo")
        found = listing.Filters(
            status=chosen.get("status"),
            province=chosen.get("province"),
            size_class=chosen.get("sizeClass"),
            channel=chosen.get("channel"),
            yamamoto_type=_whole(chosen.get("yamamotoType")),
            mrl_min=_whole(chosen.get("mrlMin")),
            mrl_max=_whole(chosen.get("mrlMax")),
            assignee="none" if holder == "none" else uuid.UUID(holder) if holder else None,
            q=self.q or None,
        )
        return replace(found, **_of_tab(self.tab, caller))


def _whole(text: str | None) -> int | None:
    return None if text is None else int(text)


def _of_tab(tab: Tab, caller: Caller) -> dict[str, Any]:
    match tab:
        case "mijn":
            return {"status": "claimed", "assignee": caller.id}
        case "vrij":
            return {"status": "new"}
        case "alle":
            return {}


def read_view(request: Request) -> View:
    """The view in the address of this request; what is left empty is not asked. Raises InvalidInput."""
    given = {key: value.strip() for key, value in request.query_params.items() if value.strip()}
    tab: Any = given.get("tab", "vrij")
    if tab not in TABS:
        raise _unknown("tab")
    sort: Any = given.get("sort", USUAL[tab])
    q, cursor = given.get("q", ""), given.get("cursor")
    if sort not in SORTS or len(q) > MAX_ASKED or not storable(q) or len(cursor or "") > MAX_ASKED:
        raise _unknown("sort of q")
    chosen = {key: given[key] for key in FILTERS if key in given}
    for key, value in chosen.items():
        if not _possible(key, value):
            raise _unknown(key)
    return View(tab, sort, q, chosen, cursor)


def _possible(key: str, value: str) -> bool:
    if key in CHOICES:
        return value in wording.load_words()[CHOICES[key]]
    if key in NUMBERS:
        return value.isascii() and value.isdecimal() and len(value) == 1 and int(value) in NUMBERS[key]
    try:
        return value == "none" or bool(uuid.UUID(value))
    except ValueError:
        return False


def _unknown(key: str) -> InvalidInput:
    return InvalidInput(f"Dit adres klopt niet ({key}). Ga terug naar de zaken.")


Asked = Annotated[View, Depends(read_view)]


def waiting(case: Case) -> str:
    """How long the case has been waiting for an advisor, or for its end."""
    return "" if case.status == "closed" else wording.duration(datetime.now(UTC) - case.created_at)


def rows(session: Session, view: View, caller: Caller) -> dict[str, Any]:
    """What the list shows: the tabs with their counts, the cases, and the next page."""
    cases, following = listing.page(session, view.wanted(caller), view.sort, view.cursor, PAGE_SIZE)
    tabs = [
        {"id": tab, "title": title, "count": listing.count(session, listing.Filters(**_of_tab(tab, caller)))}
        for tab, title in TABS.items()
    ]
    return {
        "view": view,
        "cases": cases,
        "following": following,
        "tabs": tabs,
        "unread": takeovers.with_unread(session, [case.id for case in cases]),
        "waiting": waiting,
        "turn": listing.turn_of,
    }


@router.get("/desk")
def case_list(engine: DatabaseEngine, caller: CaseWorker, view: Asked) -> Response:
    """The list with its filters."""
    with reading(engine) as session:
        advisors = session.scalars(select(Advisor).where(Advisor.role.in_(CASE_WORKERS)).order_by(Advisor.name)).all()
        names = {str(one.id): one.name for one in advisors}
        words = wording.load_words()
        options = {key: words[kind] for key, kind in CHOICES.items()}
        chips = [(key, _said(key, value, names)) for key, value in view.filters.items()]
        found = rows(session, view, caller)
        return page("list.html", caller, **found, sorts=SORTS, options=options, advisors=advisors, chips=chips)


def _said(key: str, value: str, names: Mapping[str, str]) -> str:
    """A filter in words, for the mark that takes it away."""
    match key:
        case "assignedTo":
            return names.get(value, "niemand")
        case "yamamotoType":
            return f"type {value}"
        case "mrlMin":
            return f"MRL {value} of hoger"
        case "mrlMax":
            return f"MRL {value} of lager"
        case _:
            return wording.word(CHOICES[key], value)


@router.get("/desk/list")
def list_alone(
    engine: DatabaseEngine,
    caller: CaseWorker,
    view: Asked,
    known: Annotated[str | None, Header(alias="If-None-Match")] = None,
) -> Response:
    """The list alone, for the page that looks whether there is something new; 304 when there is not."""
    with reading(engine) as session:
        answer = page("list_body.html", caller, **rows(session, view, caller))
    tag = f'"{hashlib.sha256(bytes(answer.body)).hexdigest()[:16]}"'
    if known == tag:
        return Response(status_code=304, headers={"ETag": tag})
    answer.headers["ETag"] = tag
    return answer
