"""The assessment: what the answers of an interview become. Pure: same answers, same date, same content, same result."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from actions.assessment import examples, ladder, mirror, profile, reasons, scores, situation
from knowledge.content import knowledge_version
from knowledge.scoring import load_scoring

__all__ = ["assess"]


def assess(answers: Mapping[str, Any], on: date) -> dict[str, Any]:
    """Assess a company on a date, in the form of the case API.

    `answers` holds plain values by question id; None is "weet ik niet", an absent question was not asked or skipped.
    Values must be of the question's kind (`knowledge.values.checked`). Unknown scores and levels are None.
    """
    model = load_scoring()
    found = profile.profile(answers)
    readiness = scores.score(model.readiness, answers)
    necessity = scores.score(model.necessity, answers)
    return {
        "company": profile.company(found),
        "assessment": {
            "yamamoto": {"types": list(found.types), "primary": found.primary},
            "mrl": ladder.result(found.answer("ladder")),
            "readiness": {**scores.as_json(readiness, "dimensions"), "weakest": readiness.weakest},
            "necessity": scores.as_json(necessity, "factors"),
            "situation": situation.situations(found),
        },
        "mirror": mirror.entries(found),
        "schemes": reasons.matches(found, on),
        "bestPractices": examples.chosen(found, on),
        "modelVersion": model.version,
        "knowledgeVersion": knowledge_version(),
    }
