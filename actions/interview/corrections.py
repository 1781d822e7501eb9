"""An earlier answer that is taken back: "nee, 45 man", "de omzet moet 3 miljoen zijn"."""

import re

from actions.interview.reading import Reading, read
from actions.interview.turn import Turn, advance, confirm, keep
from knowledge.questionnaire import Question

TAKES_BACK = re.compile(
    r"^\s*(nee|neen|nie|sorry|oeps|pardon|fout|verkeerd|correctie|ik bedoel|ik zei|wacht|ho|foutje|moet zijn)\b", re.I
)
SURE = 0.7  # chosen on the project's own lines: below it a "correction" is as often an answer
NUMBERS = ("count", "money", "percent")


def handle_correction(turn: Turn) -> bool:
    """Change an earlier answer when the message takes one back and says what it should be."""
    state = turn.state
    if turn.payload or not state.answers or state.phase == "opening":
        return False
    says_so = turn.intent == "correct_answer" and turn.confidence >= SURE
    if not (says_so or TAKES_BACK.match(turn.said)):
        return False
    named = mentioned(turn)
    if not named and _answers_open(turn, says_so):
        return False
    for question in named or _latest(turn):
        if question.id == state.open:
            return False
        reading = read(question, turn.understood, None)
        if reading.status in ("answered", "confirm") and question.kind != "ladder":
            return _change(turn, question, reading)
    if says_so and named:
        state.open, state.pending = named[0].id, None
        advance_to(turn, named[0])
        return True
    return False


def mentioned(turn: Turn) -> list[Question]:
    """The answered questions the message names, by label or by another name; the latest first."""
    text = turn.said.casefold()
    return [q for q in _answered(turn) if any(re.search(rf"\b{re.escape(n)}", text) for n in names(q))]


def names(question: Question) -> list[str]:
    """The words by which people refer back to a question."""
    return [name.casefold() for name in (question.label, *question.also_called)]


def _answered(turn: Turn) -> list[Question]:
    return [turn.questionnaire.question(q) for q in reversed(turn.state.asked) if q in turn.state.answers]


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
