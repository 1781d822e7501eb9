"""Answers as they come in over HTTP: checked against the questionnaire, all mistakes named together."""

from collections.abc import Iterator, Mapping
from typing import Any

from channels.problems import InvalidInput, InvalidParam
from knowledge.questionnaire import Questionnaire
from knowledge.values import checked


def storable(value: Any) -> bool:
    """Whether all text in this JSON value can be stored: no NUL (PostgreSQL refuses it), no half surrogate pair."""
    return all("\0" not in text and not any("\ud800" <= c <= "\udfff" for c in text) for text in _texts(value))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(key)
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def checked_values(questionnaire: Questionnaire, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values in the form in which they are kept; None stays None.

    Raises InvalidInput that names every unknown question, unknown code and value of the wrong kind.
    """
    kept: dict[str, Any] = {}
    wrong: list[InvalidParam] = []
    known = {question.id: question for question in questionnaire.questions}
    for question_id, value in values.items():
        name = f"answers.{question_id}"
        if question_id not in known:
            wrong.append({"name": name, "code": "unknown-question", "reason": "Deze vraag bestaat niet."})
            continue
        if not storable(value):
            wrong.append({"name": name, "code": "invalid-text", "reason": "Deze tekst bevat tekens die niet kunnen."})
            continue
        try:
            kept[question_id] = checked(known[question_id], value)
        except ValueError as error:
            wrong.append({"name": name, "code": "invalid-value", "reason": f"{error}".capitalize() + "."})
    if wrong:
        raise InvalidInput("Een of meer antwoorden kloppen niet.", invalid_params=wrong)
    return kept
