"""Choices as answers: by label, by place in the list, or by what the model makes of the words."""

import re
from collections.abc import Mapping
from typing import Any

from actions.interview import reading_gate
from actions.interview.reading_rules import rules
from knowledge.questionnaire import Question, Questionnaire

Outcome = dict[str, Any]
_DENIED = re.compile(r"\b(?:niet|nie|geen|bij)\s*$", re.IGNORECASE)
WORDS_A_PLACE = 4  # "niet de tweede maar de derde"


def read_choice(question: Question, understood: Mapping[str, Any]) -> Outcome:
    """The fields of a Reading for a question with one right option."""
    text = str(understood["text"])
    literal = named_options(question, text) or _by_place(question, understood)
    if len(literal) == 1:
        return {"status": "answered", "value": literal[0], "confidence": 1.0}
    if literal:
        return {"status": "confirm", "value": literal[0], "confidence": 0.5, "alternatives": literal[:3]}
    ranked = _ranked(question, understood)
    if not ranked or reading_gate.outweighs(understood, ranked[0][1]):
        return {"status": "not_understood"}
    limits = rules().thresholds["choice"]
    (code, chance), rest = ranked[0], ranked[1:]
    second = rest[0][1] if rest else 0.0
    if chance < limits["confirm"]:
        return {"status": "not_understood"}
    if chance >= limits["answer"] and chance - second >= limits["margin"] and not reading_gate.ends_as_question(text):
        return {"status": "answered", "value": code, "confidence": chance}
    alternatives = [c for c, p in ranked[:3] if p >= limits["confirm"] / 2]
    return {
        "status": "confirm",
        "value": code,
        "confidence": chance,
        "alternatives": alternatives if len(alternatives) > 1 else [],
    }


def read_multi(question: Question, understood: Mapping[str, Any]) -> Outcome:
    """The fields of a Reading for a question with any number of right options."""
    text = str(understood["text"])
    phrase = reading_gate.plain(text)
    if phrase in rules().none:
        return {"status": "answered", "value": _none(question), "confidence": 0.95}
    if phrase in rules().all:
        return {"status": "answered", "value": _all(question), "confidence": 0.95}
    if literal := named_options(question, text) or _by_place(question, understood):
        return {"status": "answered", "value": _in_order(question, literal), "confidence": 1.0}
    ranked = _ranked(question, understood)
    if not ranked or reading_gate.outweighs(understood, ranked[0][1]):
        return {"status": "not_understood"}
    limits = rules().thresholds["multi"]
    chosen = {code: chance for code, chance in ranked if chance >= limits["take"]}
    if question.exclusive in chosen and len(chosen) > 1:
        strongest = max(chosen, key=lambda code: chosen[code])
        chosen = (
            {strongest: chosen[strongest]}
            if strongest == question.exclusive
            else {c: p for c, p in chosen.items() if c != question.exclusive}
        )
    if not chosen:
        code, chance = ranked[0]
        if chance < limits["unsure"]:
            return {"status": "not_understood"}
        return {"status": "confirm", "value": [code], "confidence": chance}
    confidence = min(chosen.values())
    doubtful = confidence < limits["answer"] or reading_gate.ends_as_question(text)
    return {
        "status": "confirm" if doubtful else "answered",
        "value": _in_order(question, list(chosen)),
        "confidence": confidence,
    }


def _ranked(question: Question, understood: Mapping[str, Any]) -> list[tuple[str, float]]:
    known = {option.code for option in question.options}
    return [
        (code, float(chance)) for code, chance in understood.get("options", {}).get(question.id, []) if code in known
    ]


def named_options(question: Question, text: str) -> list[str]:
    """Codes whose code, title or label is the whole text, or all of its parts."""
    names = {name.casefold(): o.code for o in question.options for name in (o.code, o.title, o.label)}
    phrase = reading_gate.plain(text)
    if phrase in names:
        return [names[phrase]]
    parts = [p.strip() for p in re.split(r"[,;/+&\n]| en | plus ", phrase) if p.strip()]
    return [names[p] for p in parts] if len(parts) > 1 and all(p in names for p in parts) else []


def _by_place(question: Question, understood: Mapping[str, Any]) -> list[str]:
    """Codes named by their place in the list: "de tweede", "1 en 3"; -1 is the last.

    Not where the place is denied or only one of many words ("niet de eerste maar wel snel daarna").
    """
    text, count = str(understood["text"]), len(question.options)
    found = [e for e in understood.get("entities", []) if e["entity"] == "ordinal"]
    meant = [e for e in found if not _DENIED.search(text[: int(e["start"])])]
    places = [int(e["value"]) for e in meant]
    if not places or any(not (1 <= place <= count or -count <= place <= -1) for place in places):
        return []
    if len(meant) < len(found) and len(text.split()) > WORDS_A_PLACE * len(found):
        return []
    return list(dict.fromkeys(question.options[place - 1 if place > 0 else place].code for place in places))


def _none(question: Question) -> list[str]:
    """ "Geen van deze": the code that says so, else "anders" where a list cannot be complete, else nothing."""
    if question.exclusive:
        return [question.exclusive]
    return []


def _all(question: Question) -> list[str]:
    return [o.code for o in question.options if o.code not in (question.exclusive, "other")]


def _in_order(question: Question, codes: list[str]) -> list[str]:
    kept = [o.code for o in question.options if o.code in codes]
    return [c for c in kept if c != question.exclusive] if len(kept) > 1 else kept


def volunteered_options(understood: Mapping[str, Any], questionnaire: Questionnaire) -> dict[str, tuple[Any, float]]:
    """Options of the one question that the message is clearly about."""
    limits = rules().thresholds["volunteered"]
    found: dict[str, tuple[Any, float]] = {}
    for question_id, chance in understood.get("topic", []):
        question = next((q for q in questionnaire.questions if q.id == question_id and q.options), None)
        if question is None or chance < limits["topic"]:
            continue
        sure = [(code, p) for code, p in _ranked(question, understood) if p >= limits["option"]]
        if sure:
            codes = _in_order(question, [code for code, _ in sure])
            found[question_id] = (codes if question.kind == "multi" else sure[0][0], min(p for _, p in sure))
    return found
