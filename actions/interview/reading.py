"""What a message means for the question that is open.

`read` looks at one parse of the message ("understood") through the eyes of one question; `volunteered` finds answers
to other questions in it. Both only decide: words, amounts and options were found by the NLU pipeline. Nothing here
knows a question by its id: kinds, roles, limits and options of the questionnaire say what an answer can be.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from actions.interview import reading_choices, reading_gate, reading_numbers, reading_texts, reading_yesno
from actions.interview.hostile import is_hostile, is_in_other_script
from actions.interview.reading_rules import rules
from knowledge.questionnaire import Question, Questionnaire, load_questionnaire

BRIEF = 2  # words; an answer of so few is about one thing
Status = Literal["answered", "confirm", "unknown", "skipped", "not_understood"]


@dataclass(frozen=True)
class Reading:
    """What a message means for a question.

    `answered`: sure enough to store. `confirm`: asked back; `value` is the best reading, `alternatives` the values to
    choose from. `unknown` ("weet ik niet"), `skipped` and `not_understood` have no value. `note` says how the words
    were taken ("ongeveer"); `reason` is a Dutch sentence that says why an impossible value is refused.
    """

    status: Status
    value: Any = None
    confidence: float = 0.0
    alternatives: list[Any] = field(default_factory=list)
    note: str = ""
    reason: str = ""


NOT_UNDERSTOOD = Reading("not_understood")
WITH_DIGITS = ("count", "money", "percent", "email", "phone")
Reader = Callable[[Question, Mapping[str, Any]], Reading]


def read(question: Question, understood: Mapping[str, Any], ladder_level: int | None = None) -> Reading:
    """What a parsed message means as an answer to `question`.

    `ladder_level` is the level that is asked about when the question is a ladder; its value is then {level: bool}.
    """
    text = str(understood.get("text") or "").strip()
    if not text or is_hostile(text):
        return NOT_UNDERSTOOD
    if question.kind not in WITH_DIGITS and is_in_other_script(text):
        return NOT_UNDERSTOOD
    if reading_gate.holds_sensitive(understood):
        return Reading("not_understood", reason=rules().reasons["sensitive"])
    if (fixed := _fixed_phrase(text, question)) is not None:
        return fixed
    reading = _READERS[question.kind](question, understood)
    if reading.status not in ("answered", "confirm") and not reading.reason:
        reading = _way_out(understood) or reading
    if question.kind == "ladder" and isinstance(reading.value, bool):
        return replace(reading, value={str(ladder_level): reading.value})
    return reading


def _fixed_phrase(text: str, question: Question) -> Reading | None:
    """ "Weet ik niet" and "sla over" as whole messages, unless they are words of an option."""
    plain = reading_gate.plain(text)
    if any(plain in (o.title.casefold(), o.label.casefold()) for o in question.options):
        return None
    if plain in rules().unknown:
        return Reading("unknown", None, 1.0)
    if plain in rules().skipped:
        return Reading("skipped", None, 1.0)
    return None


def _way_out(understood: Mapping[str, Any]) -> Reading | None:
    """Unknown or skipped when the message as a whole says so in other words."""
    name, confidence = reading_gate.intent(understood)
    if name == "dont_know" and confidence >= rules().thresholds["unknown"]:
        return Reading("unknown", None, confidence)
    if name == "skip" and confidence >= rules().thresholds["skipped"]:
        return Reading("skipped", None, confidence)
    return None


def _text(question: Question, understood: Mapping[str, Any]) -> Reading:
    roles = load_questionnaire().roles
    role = next((name for name, question_id in roles.items() if question_id == question.id), "")
    return Reading(**reading_texts.read_text(role, question, understood))


def _number(question: Question, understood: Mapping[str, Any]) -> Reading:
    return Reading(**reading_numbers.read_number(question, understood))


def _choice(question: Question, understood: Mapping[str, Any]) -> Reading:
    reading = Reading(**reading_choices.read_choice(question, understood))
    if question.no_means is None:
        return reading
    if reading.status != "not_understood":
        return _denied(question, understood, reading) or reading
    return _plain_yes_or_no(question, understood) or reading


def _denied(question: Question, understood: Mapping[str, Any], reading: Reading) -> Reading | None:
    """ "Niet echt een plan" denies the option it names: the one that means no, asked back where that is less sure."""
    says_no = reading_yesno.read_yesno(understood)
    if reading.value == question.no_means or reading.confidence == 1.0 or says_no.get("value") is not False:
        return None
    if says_no["status"] != "answered" or re.search(r"\b(?:wel|maar|alleen|en)\b", str(understood["text"]).casefold()):
        return None
    name, confidence = reading_gate.intent(understood)
    if name == "deny" and confidence >= rules().thresholds["yesno"]["denied"]:
        return Reading("answered", question.no_means, confidence)
    return Reading("confirm", question.no_means, 0.5, alternatives=[question.no_means, reading.value])


def _plain_yes_or_no(question: Question, understood: Mapping[str, Any]) -> Reading | None:
    """ "Nee" chooses the option that means no; "ja" asks which of the others."""
    plain = reading_yesno.read_yesno(understood)
    if plain["status"] != "answered":
        return None
    if not plain["value"]:
        return Reading("answered", question.no_means, plain["confidence"])
    others = [option.code for option in question.options if option.code != question.no_means]
    return Reading("confirm", others[0], 0.5, alternatives=others)


def _multi(question: Question, understood: Mapping[str, Any]) -> Reading:
    return Reading(**reading_choices.read_multi(question, understood))


def _yesno(question: Question, understood: Mapping[str, Any]) -> Reading:
    return Reading(**reading_yesno.read_yesno(understood))


_READERS: dict[str, Reader] = {
    "text": _text,
    "email": _text,
    "phone": _text,
    "count": _number,
    "money": _number,
    "percent": _number,
    "choice": _choice,
    "multi": _multi,
    "yesno": _yesno,
    "ladder": _yesno,
}


def _borrowed(text: str, question: Question, answered: Question | None) -> bool:
    """Whether words that fit this question's options say too little, or were meant for the one they `answered`.

    "Klanten" or "wel belangrijk ja" is the answer to what was asked, also where a later question has options alike;
    "weinig" by itself belongs to no question that was not asked.
    """
    brief = len(text.split()) <= BRIEF
    if answered is None:
        return brief and question.kind == "choice" and not reading_choices.named_options(question, text)
    alike = {option.code for option in question.options} == {option.code for option in answered.options}
    return brief or alike


def volunteered(
    understood: Mapping[str, Any], open_question: Question | None, questionnaire: Questionnaire
) -> dict[str, Reading]:
    """Answers to other questions than the open one in the same message; only those that are sure."""
    text = str(understood.get("text") or "").strip()
    name, _ = reading_gate.intent(understood)
    if not text or is_hostile(text) or reading_gate.asks(text) or name not in rules().answering:
        return {}
    found = dict(reading_numbers.volunteered_amounts(understood, open_question, questionnaire))
    found |= reading_texts.volunteered_texts(understood, questionnaire)
    answers_open = open_question is not None and read(open_question, understood).status in ("answered", "confirm")
    for question_id, option in reading_choices.volunteered_options(understood, questionnaire).items():
        if not _borrowed(text, questionnaire.question(question_id), open_question if answers_open else None):
            found[question_id] = option
    open_id = open_question.id if open_question else None
    return {q: Reading("answered", value, confidence) for q, (value, confidence) in found.items() if q != open_id}
