"""What the result page shows: the assessment with its explanation, in the order in which an owner reads it."""

import base64
from collections.abc import Mapping
from datetime import date
from typing import Any

from actions.assessment import assess
from actions.assessment.explain import explain
from actions.assessment.measurement import code_of, read_code
from actions.assessment.roadmap import steps
from actions.reports import quadrant
from actions.reports.action_list import action_list
from actions.reports.measurement import side_by_side
from api.pages.form import asked, said
from api.pages.render import capital
from knowledge.scales import load_scales
from knowledge.survey import load_survey

AXES = {"readiness": "dimensions", "necessity": "factors"}


def result(answers: Mapping[str, Any], on: date, earlier: str) -> dict[str, Any]:
    """All values of `result.html`. `earlier` is the code of an earlier measurement, or empty."""
    before = read_code(earlier)
    found, why = assess(answers, on), explain(answers, on)
    scales, mrl = load_scales(), found["assessment"]["mrl"]
    return {
        "name": found["company"]["name"],
        "scores": [_score(axis, parts, found["assessment"][axis], why[axis]) for axis, parts in AXES.items()],
        "picture": _picture(found),
        "types": why["yamamoto"],
        "type_words": [scales.type(number) for number in found["assessment"]["yamamoto"]["types"]],
        "mrl": mrl,
        "mrl_words": scales.mrl_level(mrl["level"]) if mrl["level"] is not None else None,
        "risk": scales.mrl.risks[mrl["risk"]] if mrl["risk"] else None,
        "why": why,
        "scales": scales,
        "steps": steps(answers, found),
        "schemes": {
            fit: [scheme for scheme in found["schemes"] if scheme["fit"] == fit] for fit in ("fits", "maybe", "no")
        },
        "practices": found["bestPractices"],
        "mirror": found["mirror"],
        "survey": load_survey(),
        "given": _given(answers),
        "code": code_of(found["assessment"], on),
        "measurement": side_by_side(before, found["assessment"]) if before else None,
        "action_list": action_list(answers, found, on).replace("**", ""),
        "versions": (found["modelVersion"], found["knowledgeVersion"]),
    }


def _score(axis: str, parts: str, got: Mapping[str, Any], why: Mapping[str, Any]) -> dict[str, Any]:
    words = getattr(load_scales(), axis)
    return {
        "id": axis,
        "name": load_scales().explain.axes[axis],
        "what": words.what,
        "score": got["score"],
        "level": words.levels[got["level"]] if got["level"] else None,
        "provisional": why["provisional"],
        "parts": [
            {"label": words.parts[part].label, "points": value["points"], "weight": value["weight"]}
            for part, value in got[parts].items()
        ],
        "why": why,
    }


def _picture(found: Mapping[str, Any]) -> dict[str, str] | None:
    """Readiness and necessity in one picture, as an address that is itself the picture; None when neither is known."""
    if all(found["assessment"][axis]["score"] is None for axis in AXES):
        return None
    drawn = quadrant.draw(dict(found))
    return {"src": f"data:image/svg+xml;base64,{base64.b64encode(drawn.svg.encode()).decode()}", "alt": drawn.desc}


def _given(answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The answers in words, in the order of the form."""
    given = [question for question in asked() if question.id in answers]
    return [(capital(question.label), capital(said(question, answers))) for question in given]
