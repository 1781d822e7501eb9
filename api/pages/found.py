"""Searching all that is known: schemes, practices and terms, the same search as in the conversation."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.pages.render import MAX_WORDS, page, today
from channels.web.site import PAGE_METHODS
from knowledge.search import Found, answer, knowledge, search

RELATED = 0.5  # share of the specific words that an entry must have to be shown below an answer, or instead of one
SHOWN = 12
ADDRESSES = {"scheme": "/regelingen", "practice": "/voorbeelden"}
KINDS = {"scheme": "regeling", "practice": "voorbeeld", "term": "begrip"}

router = APIRouter(include_in_schema=False)


def ranked(question: str, on: date) -> list[Found]:
    """Everything that has to do with a question, best first; nothing for a question about something else."""
    base = knowledge()
    most = len(base.entries)
    scored = zip(search(question, on, limit=most), base.ranked(question, most), strict=True)
    return [found for found, at in scored if found.named or base.likeness(question, at) >= RELATED]


@router.api_route("/zoeken", methods=PAGE_METHODS)
def search_page(request: Request, q: Annotated[str, Query(max_length=MAX_WORDS)] = "") -> HTMLResponse:
    """The answer to a question as the conversation gives it, what else has to do with it, or that we do not know."""
    on = today()
    best = answer(q, on) if q.strip() else None
    others = [found for found in ranked(q, on) if best is None or found.id != best.id] if q.strip() else []
    return page(
        request,
        "search.html",
        q=q.strip(),
        best=best,
        others=others[:SHOWN],
        left_out=len(others[SHOWN:]),
        addresses=ADDRESSES,
        kinds=KINDS,
    )
