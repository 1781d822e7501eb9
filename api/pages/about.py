"""How the conversation and its figures work, from the content they are made with; and how accessible this site is."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.pages.render import page
from channels.web.site import PAGE_METHODS
from knowledge.criteria import load_criteria
from knowledge.docs import rule_words
from knowledge.practices import load_practices
from knowledge.scales import load_scales
from knowledge.schemes import load_schemes
from knowledge.scoring import load_scoring
from knowledge.survey import load_survey

router = APIRouter(include_in_schema=False)


@router.api_route("/hoe-het-werkt", methods=PAGE_METHODS)
def how_it_works(request: Request) -> HTMLResponse:
    """The conversation, the figures and the verdicts, with the tables that are used."""
    return page(
        request,
        "how.html",
        axes=[_axis(axis) for axis in ("readiness", "necessity")],
        scales=load_scales(),
        criteria=load_criteria().criteria,
        schemes=len(load_schemes()),
        practices=len(load_practices()),
        shown=load_scoring().practices.shown,
        survey=load_survey(),
        version=load_scoring().version,
    )


@router.api_route("/toegankelijkheid", methods=PAGE_METHODS)
def accessibility(request: Request) -> HTMLResponse:
    """The accessibility statement."""
    return page(request, "accessibility.html")


def _axis(axis: str) -> dict[str, Any]:
    model, words = getattr(load_scoring(), axis), getattr(load_scales(), axis)
    return {
        "name": load_scales().explain.axes[axis],
        "what": words.what,
        "levels": [(band.start, words.levels[band.code]) for band in model.levels],
        "parts": [(words.parts[p.id].label, p.weight, rule_words(p.rule).split("<br>")) for p in model.parts],
    }
