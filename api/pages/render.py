"""How a page of the website is made here: the website's own frame and style, with these pages' templates in it."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.cases.outcome import AMSTERDAM
from channels.opening import no_progress
from channels.settings import Settings
from channels.web import site
from knowledge.content import is_stale
from knowledge.dutch import day, euro, known, listing, number
from knowledge.places import province_name
from knowledge.questionnaire import minutes_for

TEMPLATES = Path(__file__).parent / "templates"
MAX_WORDS = 200  # characters of a search; a longer one is no search


def capital(text: str) -> str:
    """A text with its first letter as a capital; the rest as it is ("MES en ERP")."""
    return text[:1].upper() + text[1:]


def today() -> date:
    """The date in the Netherlands, by which openings and ages of facts are judged."""
    return datetime.now(UTC).astimezone(AMSTERDAM).date()


_templates = Environment(
    loader=FileSystemLoader([TEMPLATES, site.HERE / "templates"]),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters |= {
    "capital": capital,
    "day": day,
    "euro": euro,
    "known": known,
    "listing": listing,
    "number": number,
    "province": province_name,
    "word_in": lambda code, words: words[code],
}


def page(request: Request, template: str, status: int = 200, keep: bool = True, **values: Any) -> HTMLResponse:
    """A page. `keep` is whether a browser may keep it: not where it shows what somebody filled in."""
    settings: Settings = request.app.state.settings
    on = today()
    facts = {
        "static": site.static_url,
        "organisation": settings.organisation,
        "contact": settings.contact,
        "minutes": minutes_for(no_progress().total),
        "questions": no_progress().total,
        "on": on,
        "stale": lambda as_of: is_stale(as_of, on),
    }
    html = _templates.get_template(template).render(**facts, **values)
    return HTMLResponse(html, status, headers={"Cache-Control": site.ASK_AGAIN if keep else "no-store"})
