"""Numbers as answers: which amount of a message answers this question, and whether it can be true."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from actions.interview import reading_gate
from actions.interview.reading_rules import rules
from knowledge.questionnaire import Limits, Question, Questionnaire

Outcome = dict[str, Any]
SURE, LIKELY, ODD = 0.97, 0.9, 0.5


def read_number(question: Question, understood: Mapping[str, Any]) -> Outcome:
    """The fields of a Reading for a count, an amount of money or a percentage."""
    text = str(understood["text"])
    chosen = candidates(question, understood)
    if not chosen:
        if question.unit != "people" and _says_none(text) and not reading_gate.asks(text):
            return {"status": "answered", "value": 0, "confidence": LIKELY}
        return {"status": "not_understood"}
    named = any(a["unit"] == question.unit for a in chosen)
    certain = reading_gate.intent(understood)[1] >= rules().thresholds["certain"]  # "ik wil een mens spreken"
    if not named and reading_gate.opens_as_question(text):
        return {"status": "not_understood"}
    if (
        reading_gate.digresses(understood, "number")
        and (certain or not named or reading_gate.asks(text))
        and not _says_nothing_else(understood)
    ):
        return {"status": "not_understood"}
    best, others = chosen[0], [a["value"] for a in chosen[1:] if a["value"] != chosen[0]["value"]]
    outcome = within_limits(question, best)
    if outcome["status"] == "answered" and (others or reading_gate.ends_as_question(text)):
        return {
            **outcome,
            "status": "confirm",
            "confidence": ODD,
            "alternatives": [best["value"], *others[:2]] if others else [],
        }
    return outcome


def _says_nothing_else(understood: Mapping[str, Any]) -> bool:
    """Whether the message is one amount with no more than "ongeveer" beside it: no wish fits in that."""
    text = str(understood["text"]).casefold()
    spans = [(e["start"], e["end"]) for e in understood["entities"] if e["entity"] == "amount"]
    if len(spans) != 1 or "?" in text:
        return False
    ((start, end),) = spans
    return set(re.findall(r"[\w']+", text[:start] + " " + text[end:])) <= rules().beside_amounts


_NONE_OF_IT = re.compile(
    r"\b(?:geen|niks|niets|nul|nihil|gin)\b.{0,25}\b(?:budget|geld|euro|cent|procent|begroot|"
    r"gereserveerd|uitgetrokken|opzij|beschikbaar|vrijgemaakt|over|aan uit|omzet|r&d)\b"
    r"|\b(?:budget|geld|procent|omzet)\b.{0,20}\b(?:geen|niks|niets|nul|nihil)\b|^(?:vrijwel|"
    r"zo goed als|bijna|helemaal|eigenlijk|nog|momenteel) (?:niks|niets|nul)\b"
)


def _says_none(text: str) -> bool:
    """ "Geen budget", "niks": zero."""
    return reading_gate.plain(text) in rules().zero or _NONE_OF_IT.search(text.casefold()) is not None


def candidates(question: Question, understood: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The amounts of a message that can answer the question, likeliest first.

    A sum goes before its parts, the right unit before none, what holds now before what was or is hoped for.
    """
    amounts = [e["value"] for e in understood.get("entities", []) if e["entity"] == "amount"]
    about = [a for a in amounts if a.get("about") == question.id]
    amounts = about or [a for a in amounts if a.get("about") is None]
    if total := [a for a in amounts if a.get("total") and a["unit"] == question.unit]:
        return total[:1]
    amounts = [a for a in amounts if a["unit"] in (question.unit, None)]
    for mark in ("negated", "part"):
        amounts = [a for a in amounts if not a.get(mark)] or amounts
    fitting = [a for a in amounts if a["unit"] == question.unit]
    only_past = all(a.get("time") == "past" for a in fitting)  # "ik zei 45 man maar dat is 48"
    fitting += [a for a in amounts if a["unit"] is None and (only_past or a.get("time") == "now")]
    if len(fitting) > 1:
        fitting = (
            [a for a in fitting if a.get("time") == "now"]
            or [a for a in fitting if not a.get("time")]
            or [a for a in fitting if a.get("time") == "past"]
            or fitting
        )
    return fitting


def within_limits(question: Question, amount: Mapping[str, Any]) -> Outcome:
    """Accept an amount, ask it back when it is odd, or refuse it with the reason when it is impossible."""
    limits, value = question.limits, amount["value"]
    assert limits is not None  # every number has limits: checked when the questionnaire is read
    if value < 0:
        return {"status": "not_understood", "reason": rules().reasons["negative"]}
    if meant := _meant(limits, amount):
        return {"status": "confirm", "value": _plain(meant), "confidence": ODD}
    if value < limits.min:
        return {"status": "not_understood", "reason": rules().reasons["too_low"]}
    if value > limits.max:
        return {"status": "not_understood", "reason": rules().reasons["too_high"]}
    note = "ongeveer" if amount.get("approximate") else ""
    if limits.ask_above is not None and value > limits.ask_above:
        return {"status": "confirm", "value": _plain(value), "confidence": ODD, "note": note}
    return {
        "status": "answered",
        "value": _plain(value),
        "confidence": SURE if amount["unit"] == question.unit else LIKELY,
        "note": note,
    }


def _meant(limits: Limits, amount: Mapping[str, Any]) -> float | None:
    """ "8" to the turnover is likely 8 million."""
    if limits.bare_below is None or limits.bare_times is None or amount["scaled"]:
        return None
    value = float(amount["value"])
    return value * limits.bare_times if 0 < value < limits.bare_below else None


def _plain(value: float) -> float | int:
    return int(value) if float(value).is_integer() else round(float(value), 4)


def volunteered_amounts(
    understood: Mapping[str, Any], open_question: Question | None, questionnaire: Questionnaire
) -> Iterator[tuple[str, tuple[Any, float]]]:
    """Amounts that the words around them tie to another question ("3 miljoen omzet"), or that only one unit fits."""
    amounts = [e["value"] for e in understood.get("entities", []) if e["entity"] == "amount"]
    for question in questionnaire.questions:
        if question.unit is None or question == open_question:
            continue
        tied = [a for a in amounts if a.get("about") == question.id]
        if not tied and question.unit == "people" and (open_question is None or open_question.unit != "people"):
            tied = [a for a in amounts if a["unit"] == "people" and a.get("about") is None]
        chosen = [a for a in tied if a.get("total")] or [
            a for a in tied if not (a.get("negated") or a.get("part") or a.get("time") in ("past", "future"))
        ]
        if len(chosen) == 1 and (outcome := within_limits(question, chosen[0]))["status"] == "answered":
            yield question.id, (outcome["value"], outcome["confidence"])
