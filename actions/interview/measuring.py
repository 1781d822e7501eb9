"""Measuring again: the code of an earlier measurement, given at any moment, and the code of this one."""

from datetime import date

from actions.assessment import assess
from actions.assessment.measurement import code_of, looks_like_a_code, read_code
from actions.interview import result
from actions.interview.message import Message
from actions.interview.state import State
from actions.interview.turn import Turn
from knowledge.dutch import day
from knowledge.texts import Texts


def handle_measurement(turn: Turn) -> bool:
    """Take the code of an earlier measurement. False when the message holds none."""
    found = read_code(turn.said)
    if found is None:
        if not looks_like_a_code(turn.said):
            return False
        turn.say("measurement_wrong", "explanation")
        turn.ask_again()
        return True
    turn.state.earlier = found.code
    if turn.state.shown:
        turn.messages.append(result.comparison(turn.state, turn.on))
    else:
        turn.say("measurement_noted", date=day(found.on))
    turn.ask_again()
    return True


def own_code(texts: Texts, state: State, on: date) -> Message:
    """The code of this measurement, to keep for a year."""
    code = code_of(assess(state.values(), on)["assessment"], on)
    return Message(texts.sentence("measurement_code", code=code), "result")
