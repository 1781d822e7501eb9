"""Texts as answers: company name, place, the idea itself, name, e-mail, telephone."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from actions.interview import reading_gate
from actions.interview.hostile import is_no_words
from actions.interview.reading_rules import rules
from knowledge.places import province_name, with_province
from knowledge.questionnaire import Question, Questionnaire, load_questionnaire

Outcome = dict[str, Any]
_NOT_BUT = re.compile(r"\b(?:niet|geen|ik zei|nee)\b.*\bmaar\b", re.IGNORECASE)
NOT_UNDERSTOOD: Outcome = {"status": "not_understood"}
MAX_TEXT = 2000  # an idea in the owner's own words; the rest of a pasted document is not kept
SHORTEST_NAME = 2  # letters and digits: "3M"
SHORT_QUESTION = 5  # words: "een lasrobot, kan dat hier?" is an idea, "en dan?" is not
LONG_WORD = 7  # letters: "snijlijn" is an idea, "gaap" is not
FEWEST_WORDS = 2  # an idea of one word must at least name a technique or a goal


def read_text(role: str, question: Question, understood: Mapping[str, Any]) -> Outcome:
    """The fields of a Reading for a question that is answered with words; `role` says which words it asks for."""
    if question.kind in ("email", "phone"):
        return _contact(question.kind, understood)
    return _BY_ROLE.get(role, _verbatim)(understood)


def entities(understood: Mapping[str, Any], name: str) -> list[Any]:
    """The values of all entities of this name, in order."""
    return [e["value"] for e in understood.get("entities", []) if e["entity"] == name]


def _contact(kind: str, understood: Mapping[str, Any]) -> Outcome:
    if found := entities(understood, kind):
        return {"status": "answered", "value": found[0], "confidence": 0.98}
    name, confidence = reading_gate.intent(understood)
    if name == "deny" and confidence >= rules().thresholds["skipped"]:
        return {"status": "skipped", "confidence": confidence}
    return NOT_UNDERSTOOD


def _company(understood: Mapping[str, Any]) -> Outcome:
    name = (understood.get("names") or {}).get("company")
    if name is None or not any(c.isalpha() for c in name) or sum(c.isalnum() for c in name) < SHORTEST_NAME:
        return NOT_UNDERSTOOD
    of_the_trade = _of_the_trade(name) and not _is_sentence(name, str(understood["text"]))
    return _named(understood, name, of_the_trade or bool(entities(understood, "company")))


def _person(understood: Mapping[str, Any]) -> Outcome:
    name = (understood.get("names") or {}).get("person")
    if name is None:
        return NOT_UNDERSTOOD
    written_as_name = sum(w[0].isupper() for w in name.split()) > 1 and name in str(understood["text"])
    return _named(understood, name, written_as_name or bool(entities(understood, "person")))


def _named(understood: Mapping[str, Any], name: str, looks_like_one: bool) -> Outcome:
    """A name, unless the message is rather a wish, a question, a sentence, or a plain yes or no."""
    text = str(understood["text"])
    if reading_gate.turns_to_us(text) or text.strip().endswith("?") or is_no_words(text):
        return NOT_UNDERSTOOD
    if looks_like_one:
        return {"status": "answered", "value": name, "confidence": 0.97}
    if _is_sentence(name, text):
        return NOT_UNDERSTOOD
    intent, confidence = reading_gate.intent(understood)
    limit = rules().thresholds["digression"]["text"]
    if reading_gate.digresses(understood, "text") or (intent in _REPLIES and confidence >= limit):
        return NOT_UNDERSTOOD
    return {"status": "answered", "value": name, "confidence": 0.9}


def _is_sentence(name: str, text: str) -> bool:
    """Whether small letters and the words of talk make it a sentence: "de baas komt er aan"."""
    in_capitals = sum(word[0].isupper() for word in text.split()) > 1
    return not in_capitals and bool(rules().not_in_names & {word.casefold().strip(".,!") for word in name.split()})


def _of_the_trade(name: str) -> bool:
    return any(stem in name.casefold() for stem in rules().trade)


_REPLIES = ("affirm", "deny", "dont_know", "skip")


def _place(understood: Mapping[str, Any]) -> Outcome:
    if codes := entities(understood, "postcode"):
        return {"status": "answered", "value": str(codes[0]["pc4"]), "confidence": 0.97}
    asked = reading_gate.asks(str(understood["text"]))
    if asked and reading_gate.digresses(understood, "text"):
        return NOT_UNDERSTOOD
    found = _after_but(understood) or entities(understood, "place")
    exact = [p for p in found if p["score"] == 100]
    if exact:
        return _settled(_nearest(exact), asked)
    if provinces := entities(understood, "province"):
        return {"status": "answered", "value": province_name(provinces[0]), "confidence": 0.9}
    if not found or reading_gate.digresses(understood, "text"):
        return NOT_UNDERSTOOD
    if len(found) == 1 and len(found[0]["provinces"]) == 1 and found[0]["score"] >= 85:
        return {"status": "answered", "value": found[0]["name"], "confidence": found[0]["score"] / 100}
    names = list(dict.fromkeys(name for p in found for name in _full_names(p)))
    return {
        "status": "confirm",
        "value": names[0],
        "confidence": 0.5,
        "alternatives": names[:3] if len(names) > 1 else [],
    }


def _after_but(understood: Mapping[str, Any]) -> list[Any]:
    """The places after "niet ... maar", which take back those before it."""
    match = _NOT_BUT.search(str(understood["text"]))
    found = [e for e in understood.get("entities", []) if e["entity"] == "place"]
    return [e["value"] for e in found if match and e["start"] >= match.end()]


def _nearest(places: list[Any]) -> Mapping[str, Any]:
    """Where the company is: after "in", else unannounced, else "bij Hengelo"."""
    ranked: list[Mapping[str, Any]] = sorted(places, key=lambda p: ["at", "", "near"].index(p["cue"]))
    return ranked[0]


def _settled(place: Mapping[str, Any], asked: bool) -> Outcome:
    names = _full_names(place)
    if len(names) == 1 and not asked:
        return {"status": "answered", "value": names[0], "confidence": 0.97}
    return {
        "status": "confirm",
        "value": names[0],
        "confidence": 0.5,
        "alternatives": names[:3] if len(names) > 1 else [],
    }


def _full_names(place: Mapping[str, Any]) -> list[str]:
    """The name, with its province when it lies in more than one."""
    provinces = place["provinces"]
    if len(provinces) == 1 and not place.get("ambiguous"):
        return [str(place["name"])]
    return [with_province(str(place["name"]), province) for province in provinces]


def _verbatim(understood: Mapping[str, Any]) -> Outcome:
    """The words themselves, when they are an idea and not a wish or small talk."""
    text = str(understood["text"]).strip()
    name, confidence = reading_gate.intent(understood)
    if reading_gate.turns_to_us(text) or is_no_words(text):
        return NOT_UNDERSTOOD
    if text.endswith("?") and len(text.split()) < SHORT_QUESTION:
        return NOT_UNDERSTOOD
    names_one = _names_something(understood)
    if names_one and reading_gate.is_bare(text):
        return {"status": "answered", "value": text[:MAX_TEXT], "confidence": 0.9}
    if reading_gate.digresses(understood, "text"):
        return NOT_UNDERSTOOD
    if name in _REPLIES and confidence >= rules().thresholds["digression"]["text"]:
        return {"status": "unknown", "confidence": confidence} if name in ("deny", "dont_know") else NOT_UNDERSTOOD
    if not (names_one or _sounds_like_an_idea(understood, text)):
        return NOT_UNDERSTOOD
    return {"status": "answered", "value": text[:MAX_TEXT], "confidence": 0.9}


def _names_something(understood: Mapping[str, Any]) -> bool:
    """Whether a technique or a goal is clearly named."""
    sure = rules().thresholds["idea"]["named"]
    asked = (load_questionnaire().roles[role] for role in ("technologies", "goals", "systems"))
    options = understood.get("options", {})
    return any(chance >= sure for question in asked for _, chance in options.get(question, [])[:1])


def _sounds_like_an_idea(understood: Mapping[str, Any], text: str) -> bool:
    """Whether the words are those of an answer, or begin like a wish for the company."""
    limits = rules().thresholds["idea"]
    ranking = {r["name"]: float(r["confidence"]) for r in understood.get("intent_ranking") or []}
    if any(text.casefold().startswith(wish) for wish in rules().wishes):
        return True
    words = len(text.split())
    if ranking.get("inform", 0.0) >= (limits["inform"] if words >= FEWEST_WORDS else limits["one_word"]):
        return words >= FEWEST_WORDS or len(text) >= LONG_WORD
    other = sum(chance for name, chance in ranking.items() if name not in rules().answering)
    says_more = rules().talking & set(text.casefold().split())
    return words > FEWEST_WORDS and other < limits["other"] and not says_more


_BY_ROLE: dict[str, Callable[[Mapping[str, Any]], Outcome]] = {
    "company_name": _company,
    "place": _place,
    "contact_name": _person,
}


def volunteered_texts(understood: Mapping[str, Any], questionnaire: Questionnaire) -> dict[str, tuple[Any, float]]:
    """A company name, place, name, e-mail or telephone that the message gives unasked."""
    found: dict[str, tuple[Any, float]] = {}
    for role, entity in (
        ("company_name", "company"),
        ("contact_name", "person"),
        ("contact_email", "email"),
        ("contact_phone", "phone"),
    ):
        if values := entities(understood, entity):
            found[questionnaire.role(role).id] = (values[0], 0.95)
    sure = [
        p for p in entities(understood, "place") if p["score"] == 100 and p["cue"] == "at" and len(_full_names(p)) == 1
    ]
    if len(sure) == 1:
        found[questionnaire.role("place").id] = (_full_names(sure[0])[0], 0.95)
    return found
