"""What was waiting for a yes or no: a value asked back, starting over, erasing, a person, and the way of an owner
who has no idea yet (where does it hurt, three examples, one of them or none)."""

import re
from typing import Any

from actions.interview import flow
from actions.interview.ideas import choose_idea, offer_ideas
from actions.interview.reading import read
from actions.interview.state import State
from actions.interview.turn import Turn, advance, keep, not_understood
from knowledge.questionnaire import Question
from knowledge.values import checked

PLAIN_YES = re.compile(r"\s*(ja|jazeker|zeker|graag|klopt|prima|ok|oke|oké|akkoord|doe maar)(\W+\w+){0,4}\W*", re.I)
"""What cannot be undone needs a plain yes: "ja dat is juist de truc" may be about something else."""


def handle_pending(turn: Turn) -> bool:
    """Take the message as the reply to what is pending. False when nothing is, or when it is about something else."""
    pending = turn.state.pending
    if pending is None:
        return False
    match pending["kind"]:
        case "value":
            return _value(turn, turn.questionnaire.question(pending["question"]))
        case "pain":
            return offer_ideas(turn)
        case "ideas":
            return choose_idea(turn)
        case "restart" | "erase" | "human" as wish:
            return _wish(turn, wish)
    raise ValueError(f"no such thing can be pending: {pending['kind']}")


def _value(turn: Turn, question: Question) -> bool:
    state, pending = turn.state, turn.state.pending or {}
    if turn.payload and turn.payload not in ("yes", "no"):
        return False
    agreed = turn.yes_or_no()
    fresh = read(question, turn.understood, state.ladder_level) if not turn.payload else None
    says_more = fresh is not None and fresh.status == "answered" and fresh.value not in ([], [question.exclusive])
    if fresh and says_more and question.kind not in ("yesno", "ladder") and question.no_means != fresh.value:
        value = _joined(question, pending["value"], fresh.value) if agreed else fresh.value
        return _kept(turn, question, value, turn.said)
    if agreed:
        return _kept(turn, question, pending["value"], pending["said"])
    if agreed is False:
        state.pending = None
        state.misses += 1
        turn.say("confirm_no", "explanation", example=question.example)
        turn.ask_again()
        return True
    return False


def _kept(turn: Turn, question: Question, value: Any, said: str) -> bool:
    """Keep a value that was asked back, after the same check as a clicked one; say so when it cannot be."""
    turn.state.pending = None
    try:
        value = checked(question, value)
    except ValueError:
        not_understood(turn)
        return True
    if question.kind == "ladder":
        turn.state.answer(question.id, {**flow.levels(turn.state, question), **value}, said)
    else:
        keep(turn, question, value, said)
    return _go_on(turn, question)


def _joined(question: Question, first: object, second: object) -> object:
    """ "Ja, en ook sensoren": both, for a multiple choice; otherwise the newer."""
    if isinstance(first, list) and isinstance(second, list):
        return [code for code in dict.fromkeys([*first, *second]) if code != question.exclusive]
    return second


def _go_on(turn: Turn, question: Question) -> bool:
    turn.state.misses = 0
    if question.id == turn.state.open:
        advance(turn)
    else:
        turn.ask_again()
    return True


def _wish(turn: Turn, wish: str) -> bool:
    state = turn.state
    agreed = turn.yes_or_no()
    state.pending = None
    if agreed is None or (agreed and wish != "human" and not turn.payload and not PLAIN_YES.fullmatch(turn.said)):
        return False
    if not agreed:
        turn.say("human_no" if wish == "human" else "kept")
        turn.ask_again()
    elif wish == "erase":
        state.erase = True
        turn.say("erase")
    elif wish == "restart":
        turn.state = State(turns=state.turns)
        turn.say("restart")
        advance(turn)
    else:
        state.finish, state.phase = True, "interview"
        state.answers.pop(turn.questionnaire.roles["share"], None)
        advance(turn)
    return True
