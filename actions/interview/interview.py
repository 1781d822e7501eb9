"""The interview as one pure function: the state and a message in, messages and the new state out."""

from datetime import date
from typing import Any

from actions.assessment import assess
from actions.interview import flow
from actions.interview.about_result import handle_result_wish
from actions.interview.answers import handle_answer, handle_button, handle_opening, handle_others
from actions.interview.commands import handle_command
from actions.interview.corrections import handle_correction
from actions.interview.hostile import is_abusive
from actions.interview.language import greet_in_own_language
from actions.interview.mailing import handle_mail
from actions.interview.measuring import handle_measurement
from actions.interview.pending import handle_pending
from actions.interview.state import State
from actions.interview.turn import About, Turn, advance, keep, take_turn
from knowledge.values import checked


def handle_sensitive(turn: Turn) -> bool:
    """A number that nobody asked for (BSN, bank account) is not kept, nor is the message it stood in."""
    kinds = [e["value"] for e in turn.understood.get("entities", []) if e["entity"] == "sensitive"]
    if not kinds:
        return False
    turn.redact = True
    turn.say(f"sensitive_{kinds[0]}", "error")
    turn.ask_again()
    return True


def handle_abuse(turn: Turn) -> bool:
    """Abuse gets one calm warning; after it a person or a pause is offered. Nothing of it is kept as an answer."""
    if turn.payload or not is_abusive(turn.said):
        return False
    turn.state.abused += 1
    if turn.state.abused > 1:
        turn.state.paused = True
        turn.say("abuse_again", "answer", [turn.button("human", "spreek een mens"), turn.button("resume", "verder")])
        return True
    turn.say("abuse", "answer")
    turn.ask_again()
    return True


HANDLERS = (
    handle_measurement,
    handle_sensitive,
    handle_abuse,
    handle_mail,
    handle_pending,
    handle_button,
    handle_result_wish,
    handle_correction,
    handle_opening,
    handle_answer,
    handle_command,
    handle_others,
)


def reply(
    stored: dict[str, Any] | None,
    understood: dict[str, Any],
    said: str,
    payload: str | None,
    command: dict[str, Any] | None,
    on: date,
    about: About,
) -> dict[str, Any]:
    """Take one turn.

    `stored` is the state as the gateway keeps it (None: a new interview), `understood` the parse of the message,
    `said` its words, `payload` the button that was pressed, `command` a change by clicking
    (`{"set": {"employees": 45}}`), `on` the date for schemes. Returns `{"messages", "state", "redact", "mail"}`;
    the state carries the result once there is one. Raises KeyError or ValueError for a command that names no
    question or holds no value of its kind; the gateway checks that first.
    """
    turn = Turn(State.from_json(stored), understood, said, payload, on, about)
    if command:
        change_by_clicking(turn, command["set"])
    else:
        greet_in_own_language(turn)
        take_turn(turn, HANDLERS)
    return {
        "messages": [message.to_json() for message in turn.messages],
        "state": {**turn.state.to_json(), **derived(turn)},
        "redact": turn.redact,
        "mail": turn.mail,
    }


def change_by_clicking(turn: Turn, values: dict[str, Any]) -> None:
    """Set earlier answers; the conversation says what changed and goes on where it was."""
    state = turn.state
    if state.phase == "complete" and state.shared:
        turn.say("complete_changed_shared")
    for question_id, value in values.items():
        question = turn.questionnaire.question(question_id)
        value = checked(question, value)
        if value is None:
            state.leave_open(question_id, "unknown", "")
            turn.say("noted_unknown")
        else:
            keep(turn, question, value, str(state.answers[question_id].said) if question_id in state.answers else "")
        if question_id == state.open:
            advance(turn)
            return
    turn.ask_again()


def derived(turn: Turn) -> dict[str, Any]:
    """What the gateway and the pages need beside the state itself: progress, consent, and the result once shown."""
    state, content = turn.state, turn.questionnaire
    return {
        "progress": flow.progress(content, state),
        "complete": state.phase == "complete",
        "share": state.shared,
        "transcript": state.value(content.roles["transcript"]) is True,
        "result": scores(turn) if state.shown else None,
    }


def scores(turn: Turn) -> dict[str, Any]:
    """The figures that are kept with the answers; schemes and practices are looked up when they are shown."""
    found = assess(turn.state.values(), turn.on)
    return {"company": found["company"], "assessment": found["assessment"]}
