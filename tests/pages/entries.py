"""Answers as a person fills them in on the form."""

from typing import Any

from actions.assessment.ladder import level
from api.pages import form
from api.pages.form import evidence_for


def as_asked(answers: dict[str, Any]) -> dict[str, Any]:
    """The answers that the form can give: its own questions, and of the ladder the levels on the way to the highest."""
    known = {question.id: question.kind for question in form.asked()}
    kept = {name: value for name, value in answers.items() if name in known}
    for name, value in kept.items():
        if known[name] == "ladder" and value:
            kept[name] = evidence_for(level(value))
    return kept
