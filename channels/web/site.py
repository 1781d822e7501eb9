"""The pages of the website and their files. No cookies, nothing from elsewhere, no script or style in the page."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from channels.opening import no_progress
from channels.problems import NotFound
from channels.settings import Settings
from channels.web.embedding import WIDGET
from knowledge.questionnaire import minutes_for

HERE = Path(__file__).parent
STATIC = HERE / "static"
FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
PAGE_METHODS = ["GET", "HEAD"]
TO_ANY_SITE = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}

router = APIRouter(include_in_schema=False)
_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


@cache
def static_version() -> str:
    """A hash over all static files: it is part of their address, so that a browser may keep them for ever."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.iterdir()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def static_url(name: str) -> str:
    """The address of a static file. Raises FileNotFoundError for one that does not exist."""
    if not (STATIC / name).is_file():
        raise FileNotFoundError(name)
    return f"/static/{static_version()}/{name}"


def _page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    settings: Settings = request.app.state.settings
    facts = {
        "organisation": settings.organisation,
        "contact": settings.contact,
        "privacy_contact": settings.privacy_contact or settings.contact,
        "finished_days": settings.retention_finished_days,
        "unfinished_days": settings.retention_unfinished_days,
        "minutes": minutes_for(no_progress().total),
        "questions": no_progress().total,
        "static": static_url,
    }
    html = _templates.get_template(template).render(**facts, **values)
    return HTMLResponse(html, status, headers={"Cache-Control": ASK_AGAIN})


@router.api_route("/", methods=PAGE_METHODS)
def home(request: Request) -> HTMLResponse:
    """What this is, with the chat in it."""
    return _page(request, "home.html")


@router.api_route("/privacy", methods=PAGE_METHODS)
def privacy(request: Request) -> HTMLResponse:
    """What happens with a person's data: the short version first, then all of it."""
    return _page(request, "privacy.html")


@router.api_route("/favicon.ico", methods=PAGE_METHODS)
def favicon() -> FileResponse:
    """The picture that browsers ask for by themselves."""
    return FileResponse(STATIC / "logo.svg", headers={"Cache-Control": ASK_AGAIN})


@router.api_route("/static/{version}/{name}", methods=PAGE_METHODS)
def static_file(version: str, name: str) -> FileResponse:
    """A static file. Under an older address it is the newest file, not to be kept."""
    path = STATIC / name
    if path.parent != STATIC or not path.is_file():
        raise NotFound("Dit bestand bestaat niet.")
    keep = FOREVER if version == static_version() else ASK_AGAIN
    return FileResponse(path, headers={"Cache-Control": keep, **TO_ANY_SITE})


@router.api_route(WIDGET, methods=PAGE_METHODS)
def widget() -> Response:
    """The script that other sites name: an address that stays, leading to the files of now. Only for listed sites."""
    script = f'import "{static_url("widget.js")}";\n'
    return Response(script, media_type="text/javascript", headers={"Cache-Control": ASK_AGAIN, "Vary": "Origin"})
