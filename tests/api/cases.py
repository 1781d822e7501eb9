"""Interviews as the gateway posts them, for tests."""

import uuid
from typing import Any

ANSWERS: dict[str, Any] = {
    "company_name": "Jansen Metaal BV",
    "place": "Enschede",
    "employees": 45,
    "turnover": 6_500_000,
    "main_activity": "parts",
    "digital_vision": "rough",
    "initiative": "Een lasrobot die zelf zijn programma maakt uit de tekening.",
    "technologies": ["robotics", "vision"],
    "goals": ["cost", "flexibility"],
    "means_novelty": "existing",
    "methods_novelty": "none",
    "combines_technologies": True,
    "mrl_evidence": {"5": False, "3": True, "4": True},
    "digital_base": ["erp", "cad_cam"],
    "knowledge_level": "basic",
    "people_available": "partly",
    "chain_digital": "files",
    "importance": "very_important",
    "chain_pressure": "required",
    "budget": 150_000,
    "co_investment": True,
    "will_collaborate": True,
    "support_needs": ["advice", "training"],
    "share_with_advisor": True,
    "contact_name": "A. de Wit",
    "contact_email": "a.dewit@jansenmetaal.nl",
    "contact_phone": "+31612345678",
    "keep_transcript": False,
}
SAID = {
    "employees": "een man of 45",
    "turnover": "zo'n zes en een half miljoen",
    "technologies": "robots, en camera's die zien wat er ligt",
    "importance": "heel belangrijk hoor",
}


def answers(changes: dict[str, Any]) -> dict[str, Any]:
    """The answers as the API takes them; a change to None makes an answer unknown, to ... leaves it out."""
    values = {**ANSWERS, **changes}
    return {
        question: {
            "value": value,
            "status": "unknown" if value is None else "answered",
            "said": "geen idee" if value is None else SAID.get(question, ""),
        }
        for question, value in values.items()
        if value is not ...
    }


def new_case(
    interview: str | None = None,
    change: dict[str, Any] | None = None,
    consent: dict[str, Any] | None = None,
    transcript: list[dict[str, Any]] | None = None,
    channel: str = "web",
) -> dict[str, Any]:
    """The body of a POST of a case, with some answers or parts of the consent changed."""
    return {
        "interviewId": interview or str(uuid.uuid4()),
        "channel": channel,
        "language": "nl",
        "answers": answers(change or {}),
        "consent": {
            "shareWithAdvisor": True,
            "keepTranscript": False,
            "givenAt": "2026-11-23T10:30:00+01:00",
            "textVersion": "2026-11",
            **(consent or {}),
        },
        "transcript": transcript,
    }
