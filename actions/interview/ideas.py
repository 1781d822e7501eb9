"""The way of an owner without an idea yet, the report's first target group: where does it hurt, three practices
of other companies as ideas, and on with one of them, with an idea of his own, or without."""

from actions.assessment import assess
from actions.interview.message import Button
from actions.interview.turn import Turn, advance

WITHOUT = "without_idea"


def ask_pain(turn: Turn) -> bool:
    """Ask where it hurts; the question about the idea stays open."""
    turn.state.pending = {"kind": "pain"}
    turn.say("pain", "question", [turn.button("without_idea", WITHOUT)])
    return True


def offer_ideas(turn: Turn) -> bool:
    """Show the three practices that fit what was said and what is known of the company."""
    if turn.payload == WITHOUT or _nothing_said(turn):
        return go_without(turn)
    if turn.intent not in ("inform", "out_of_scope", "complaint", "affirm", "deny", ""):
        return False
    idea = turn.questionnaire.roles["initiative"]
    found = assess({**turn.state.values(), idea: turn.said}, turn.on)["bestPractices"]
    titles = [practice["title"] for practice in found]
    turn.state.pending = {"kind": "ideas", "titles": titles, "pain": turn.said}
    items = "\n".join(f"{n}. {title}" for n, title in enumerate(titles, 1))
    buttons = [Button(str(n), str(n)) for n in range(1, len(titles) + 1)]
    turn.say("ideas", "question", [*buttons, turn.button("without_idea", WITHOUT)], items=items)
    return True


def choose_idea(turn: Turn) -> bool:
    """Take the number of an example, an own idea, or none."""
    state, titles = turn.state, (turn.state.pending or {})["titles"]
    if turn.payload == WITHOUT or _nothing_said(turn) or turn.yes_or_no() is False:
        return go_without(turn)
    number = _number(turn)
    if number is not None and 1 <= number <= len(titles):
        state.pending = None
        idea = turn.questionnaire.role("initiative")
        state.answer(idea.id, titles[number - 1], turn.said)
        turn.say("idea_chosen", value=titles[number - 1])
        advance(turn)
        return True
    return False


def go_without(turn: Turn) -> bool:
    """Note that there is no idea yet and go on."""
    turn.state.pending = None
    turn.state.leave_open(turn.questionnaire.roles["initiative"], "unknown", turn.said)
    turn.say("without_idea")
    advance(turn)
    return True


def _nothing_said(turn: Turn) -> bool:
    return turn.intent in ("dont_know", "skip") or turn.payload in ("skip", "unknown")


def _number(turn: Turn) -> int | None:
    if turn.payload and turn.payload.isdigit():
        return int(turn.payload)
    if turn.said.strip().isdigit():
        return int(turn.said)
    found = [e["value"] for e in turn.understood.get("entities", []) if e["entity"] == "ordinal"]
    return int(found[0]) if len(found) == 1 else None
