"""An earlier answer that is taken back: "nee, 45 man", "de omzet moet 3 miljoen zijn"."""

import re

from actions.interview.reading import Reading, read
from actions.interview.reading_choices import named_options
from actions.interview.turn import Turn, advance, confirm, keep
from knowledge.questionnaire import Question

TAKES_BACK = re.compile(
    r"^\s*(nee|neen|nie|sorry|oeps|pardon|fout|verkeerd|correctie|ik bedoel|ik zei|wacht|ho|foutje|moet zijn)\b", re.I
)
REPLACES = re.compile(r"\b(?:niet\b.+\bmaar|moet(?:en)?\b.+\bzijn|verander|wijzig|klopt niet|kloppen niet)\b", re.I)
"""Wording that replaces something: beside the name of an answered question it is a correction."""
SURE = 0.7  # chosen on the project's own lines: below it a "correction" is as often an answer
NUMBERS = ("count", "money", "percent")


def handle_correction(turn: Turn) -> bool:
    """Change an earlier answer when the message takes one back and says what it should be."""
    state = turn.state
    if turn.payload or not state.answers or state.phase == "opening":
        return False
    named = mentioned(turn)
    says_so = turn.intent == "correct_answer" and turn.confidence >= SURE
    says_so = says_so or (bool(named) and REPLACES.search(turn.said) is not None)
    if not (says_so or TAKES_BACK.match(turn.said)):
        return False
    if not named and _answers_open(turn, says_so):
        return False
    for question in named or _taken_back(turn) or _latest(turn):
        if question.id == state.open:
            return False
        reading = _instead(question, turn.said) or read(question, turn.understood, None)
        if reading.status in ("answered", "confirm") and question.kind != "ladder":
            return _change(turn, question, reading)
    if says_so and named:
        state.open, state.pending = named[0].id, None
        advance_to(turn, named[0])
        return True
    return False


def mentioned(turn: Turn) -> list[Question]:
    """The answered questions the message names, by label or by another name; of several the longest name counts."""
    text = turn.said.casefold()
    named = [(max(map(len, found)), q) for q in _answered(turn) if (found := [n for n in names(q) if _says(text, n)])]
    longest = max((length for length, _ in named), default=0)
    return [question for length, question in named if length == longest]


def _says(text: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def names(question: Question) -> list[str]:
    """The words by which people refer back to a question."""
    return [name.casefold() for name in (question.label, *question.also_called)]


def _taken_back(turn: Turn) -> list[Question]:
    """The questions whose present answer the message repeats: "ik zei 40 maar dat is 45", "niet Almelo maar Zwolle"."""
    text = turn.said.casefold()
    amounts = [e["value"]["value"] for e in turn.understood.get("entities", []) if e["entity"] == "amount"]
    return [
        question
        for question in _answered(turn)
        if (value := turn.state.value(question.id)) is not None
        and (value in amounts if question.kind in NUMBERS else isinstance(value, str) and _says(text, value.casefold()))
    ]


_RATHER = re.compile(r"\b(?:maar(?: dat| het)?(?: is| moet| moeten| zijn)?|moet(?:en)?|in|naar|zijn)\b", re.I)


def _instead(question: Question, said: str) -> Reading | None:
    """The option that a correction names at its end: "niet onderdelen maar bewerkingen", "moet service zijn"."""
    if not question.options or not (turns := list(_RATHER.finditer(said))):
        return None
    for found in reversed(turns):
        tail = re.sub(r"\s+(?:zijn|worden|wezen)\W*$", "", said[found.end() :])
        if codes := named_options(question, tail):
            return Reading("answered", codes if question.kind == "multi" else codes[0], 1.0)
    return None


def _answered(turn: Turn) -> list[Question]:
    state = turn.state
    unasked = [q for q in state.answers if q not in state.asked]
    return [turn.questionnaire.question(q) for q in [*reversed(state.asked), *unasked] if q in state.answers]


def _latest(turn: Turn) -> list[Question]:
    """The answered question before this one; before it, for a number, the latest number."""
    answered = _answered(turn)
    if any(e["entity"] == "amount" for e in turn.understood.get("entities", [])):
        return [q for q in answered if q.kind in NUMBERS][:2]
    return answered[:1]


def _answers_open(turn: Turn, says_so: bool) -> bool:
    """Whether the message is rather an answer to the open question: "nee, wij doen alleen bewerkingen"."""
    if turn.state.open is None or turn.state.phase != "interview":
        return False
    number = any(e["entity"] == "amount" for e in turn.understood.get("entities", []))
    if number and turn.question.kind not in NUMBERS:
        return False
    reading: Reading = turn.reading()
    return not says_so and reading.status == "answered"


def _change(turn: Turn, question: Question, reading: Reading) -> bool:
    if reading.status == "confirm":
        confirm(turn, question, reading, turn.said)
        return True
    if turn.state.phase == "complete" and turn.state.shared:
        turn.say("complete_changed_shared")
    keep(turn, question, reading.value, turn.said)
    turn.ask_again()
    return True


def advance_to(turn: Turn, question: Question) -> None:
    """Open an earlier question again."""
    turn.state.open = question.id
    turn.state.misses = 0
    if question.kind == "ladder":
        del turn.state.answers[question.id]
        advance(turn)
        return
    turn.ask_again()
