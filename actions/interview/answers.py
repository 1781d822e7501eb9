"""Answers in a message: to the open question, and to others that were not asked yet."""

import re

from actions.interview import flow
from actions.interview.corrections import mentioned
from actions.interview.ideas import ask_pain
from actions.interview.reading import Reading, read, volunteered
from actions.interview.turn import Turn, advance, keep, pressed, settle, words_of
from actions.interview.wording import FINISH
from knowledge.values import in_words

PLAIN = re.compile(r"\s*(ja|jazeker|jawel|nee|neen|nee hoor|yes|no|nope|klopt|zeker)\b", re.I)


def handle_button(turn: Turn) -> bool:
    """A pressed button of the open question."""
    if not turn.payload or turn.state.phase != "interview":
        return False
    if turn.payload == FINISH and turn.state.deepen:
        return decide_deepening(turn, agreed=False)
    reading = pressed(turn)
    if reading is None:
        return False
    if turn.question.id == flow.DEEPENING:
        return decide_deepening(turn, reading.value is True)
    if _has_no_idea(turn, reading.status):
        return ask_pain(turn)
    return settle(turn, turn.question, reading, words_of(turn))


def handle_opening(turn: Turn) -> bool:
    """The invitation at the start: a yes, a greeting or an answer begins, a no waits."""
    if turn.state.phase != "opening":
        return False
    agreed = turn.yes_or_no()
    if agreed or turn.intent in ("start_assessment", "affirm", "resume"):
        turn.say("start")
        turn.state.phase = "interview"
        advance(turn)
        return True
    if agreed is False or turn.intent in ("deny", "pause", "stop"):
        turn.say("later")
        return True
    if turn.intent == "inform" and (others := volunteered(turn.understood, None, turn.questionnaire)):
        for question_id, reading in others.items():
            turn.state.answer(question_id, reading.value, turn.said)
        turn.say("also_noted", items=_items(turn, list(others)))
        advance(turn)
        return True
    return False


def handle_answer(turn: Turn) -> bool:
    """An answer to the open question, with whatever else the message says."""
    if turn.state.phase != "interview" or turn.state.open is None:
        return False
    question = turn.question
    if question.id == flow.DEEPENING:
        agreed = turn.yes_or_no()
        if agreed is None and turn.intent not in ("skip", "stop", "dont_know"):
            return False
        return decide_deepening(turn, bool(agreed))
    reading = turn.reading()
    if reading.status not in ("answered", "confirm", "unknown", "skipped"):
        return False
    if _has_no_idea(turn, reading.status):
        return ask_pain(turn)
    if question.kind in ("yesno", "ladder") and not PLAIN.match(turn.said) and _about_others(turn):
        return False  # "niemand heeft tijd" sounds like a no, but it answers another question
    if reading.status in ("answered", "confirm"):
        _note_others(turn)
    return settle(turn, question, reading, turn.said)


def handle_others(turn: Turn) -> bool:
    """A message that answers other questions only; the open one is put again."""
    if turn.state.phase != "interview" or not _note_others(turn):
        return False
    turn.ask_again()
    return True


def decide_deepening(turn: Turn, agreed: bool) -> bool:
    """Go on with the other questions, or to the end."""
    turn.state.deepen = agreed
    turn.say("deepening_yes" if agreed else "deepening_no")
    advance(turn)
    return True


def _has_no_idea(turn: Turn, status: str) -> bool:
    return status in ("unknown", "skipped") and turn.question.id == turn.questionnaire.roles["initiative"]


def _about_others(turn: Turn) -> dict[str, Reading]:
    """What the message says about questions that were not asked yet."""
    found = volunteered(turn.understood, turn.question, turn.questionnaire)
    return {question_id: reading for question_id, reading in found.items() if question_id not in turn.state.answers}


def _restated(turn: Turn) -> bool:
    """Change earlier answers that the message names and gives anew: "de omzet is trouwens 4 miljoen"."""
    found = volunteered(turn.understood, turn.question, turn.questionnaire)
    known = [q for q in mentioned(turn) if q.id in found and turn.state.value(q.id) != found[q.id].value]
    for question in known:
        keep(turn, question, found[question.id].value, turn.said)
    return bool(known)


def _note_others(turn: Turn) -> bool:
    """Keep answers to questions that were not asked yet, and earlier ones that are given anew.

    What an idea suggests is asked back in its turn.
    """
    state, found, changed = turn.state, _about_others(turn), _restated(turn)
    if turn.question.id == turn.questionnaire.roles["initiative"]:
        for role in ("technologies", "goals"):
            question = turn.questionnaire.role(role)
            found.pop(question.id, None)
            suggestion = read(question, turn.understood, None)
            if suggestion.status in ("answered", "confirm") and suggestion.value:
                state.suggested[question.id] = suggestion.value
    for question_id, reading in found.items():
        state.answer(question_id, reading.value, turn.said)
    if found:
        turn.say("also_noted", items=_items(turn, list(found)))
    return bool(found) or changed


def _items(turn: Turn, ids: list[str]) -> str:
    questions = [turn.questionnaire.question(question_id) for question_id in ids]
    return "; ".join(f"{q.label}: {in_words(q, turn.state.value(q.id))}" for q in questions)
