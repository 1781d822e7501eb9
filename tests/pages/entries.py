"""Answers as a person fills them in on the form."""

from typing import Any

from actions.assessment.ladder import level
from api.pages import form
from api.pages.form import evidence_for


def filled_in(answers: dict[str, Any]) -> dict[str, list[str]]:
    """The entries of the form that give these answers; what the form does not ask is left out."""
    entries: dict[str, list[str]] = {}
    for question in form.asked():
        if question.id not in answers:
            continue
        value = answers[question.id]
        if value is None and question.kind not in form.CHOSEN:
            entries[question.id + form.UNKNOWN_BOX] = [form.UNKNOWN]
        else:
            entries[question.id] = _values(question.kind, value)
    return entries


def _values(kind: str, value: Any) -> list[str]:
    if value is None:
        return [form.UNKNOWN]
    match kind:
        case "yesno":
            return ["yes" if value else "no"]
        case "multi":
            return list(value) or [form.NOTHING]
        case "ladder":
            return [str(level(value))]
        case "money":
            return [f"{value} euro"]
        case _:
            return [str(value)]


def as_asked(answers: dict[str, Any]) -> dict[str, Any]:
    """The answers that the form can give: its own questions, and of the ladder the levels on the way to the highest."""
    known = {question.id: question.kind for question in form.asked()}
    kept = {name: value for name, value in answers.items() if name in known}
    for name, value in kept.items():
        if known[name] == "ladder" and value:
            kept[name] = evidence_for(level(value))
    return kept
