"""Wishes and questions of the person's own, at any moment: explain, why, back, summary, pause, a human, erase, and
what is asked about the field. Each is answered and then the open question is put again."""

from collections.abc import Callable

from actions.interview import about_result, flow, result
from actions.interview.answers import decide_deepening
from actions.interview.corrections import advance_to, mentioned
from actions.interview.message import Message
from actions.interview.turn import Turn, after_buttons, not_understood
from actions.interview.wording import answer_in_words, explanation
from knowledge.questionnaire import minutes_for
from knowledge.search import answer as look_up

SURE = 0.45  # below it the intent is a guess: asking again is better than the wrong service
VERY_SURE = 0.75  # for what would break off the interview
BREAKS_OFF = ("restart", "delete_data", "stop", "goodbye")
MANY_COMPLAINTS = 2


def handle_command(turn: Turn) -> bool:
    """Do what the person wants when the message is a wish or a question. False when it is neither."""
    needed = VERY_SURE if turn.intent in BREAKS_OFF else SURE
    if turn.intent in COMMANDS and turn.confidence >= needed:
        COMMANDS[turn.intent](turn)
        return True
    return False


def _answer(key: str) -> Callable[[Turn], None]:
    """A fixed answer to a side question."""

    def say(turn: Turn) -> None:
        turn.say(key, "answer")
        turn.ask_again()

    return say


def _explain(turn: Turn) -> None:
    if turn.state.phase == "complete" or _is_about_a_term(turn):
        return _look_up(turn)
    question = turn.question
    turn.say(
        "explain",
        "explanation",
        explain=explanation(question, turn.state),
        example=question.example,
    )
    turn.ask_again()
    return None


def _is_about_a_term(turn: Turn) -> bool:
    """ "Wat is een MES?" asks about a word; "wat bedoelt u?" about the question."""
    found = look_up(turn.said, turn.on)
    return found is not None and found.named


def _why(turn: Turn) -> None:
    if turn.state.phase == "complete":
        return turn.say("complete_more", buttons=after_buttons(turn))
    turn.say("why", "explanation", why=turn.question.why)
    turn.ask_again()
    return None


def _back(turn: Turn) -> None:
    state = turn.state
    asked = [q for q in state.asked if q != state.open]
    if state.open in state.asked:
        asked = state.asked[: state.asked.index(state.open)]
    named = mentioned(turn)
    if not (named or asked) or state.phase != "interview":
        turn.say("back_nothing")
        return turn.ask_again()
    question = named[0] if named else turn.questionnaire.question(asked[-1])
    value = answer_in_words(question, state)
    state.pending = None
    turn.say("back" if question.id in state.answers else "back_empty", label=question.label, value=value)
    return advance_to(turn, question)


def _summary(turn: Turn) -> None:
    answered = [q for q in turn.questionnaire.questions if q.id in turn.state.answers]
    if answered:
        items = "\n".join(f"- {q.label}: {answer_in_words(q, turn.state)}" for q in answered)
        turn.say("summary", "answer", items=items)
    else:
        turn.say("summary_empty", "answer")
    turn.ask_again()


def _left(turn: Turn) -> int:
    counts = flow.progress(turn.questionnaire, turn.state)
    return counts["total"] - counts["answered"]


def _progress(turn: Turn) -> None:
    counts = flow.progress(turn.questionnaire, turn.state)
    minutes = minutes_for(_left(turn))
    words = turn.texts.sentence("progress_minute" if minutes == 1 else "progress_minutes", n=minutes)
    turn.say("progress", "answer", answered=counts["answered"], total=counts["total"], minutes=words)
    turn.ask_again()


def _wait(key: str) -> Callable[[Turn], None]:
    """The person goes away for a while; the question stays open and is put again when he is back."""

    def say(turn: Turn) -> None:
        if turn.state.phase == "complete":
            return turn.say("goodbye_complete")
        turn.state.paused = True
        return turn.say(key, buttons=[turn.button("resume", "verder")])

    return say


def _stop(turn: Turn) -> None:
    """Stop: in the deepening that means going on to the end, elsewhere it means going away."""
    if turn.state.deepen and not flow.is_contact(turn.questionnaire, turn.question):
        decide_deepening(turn, agreed=False)
    else:
        _wait("stop")(turn)


def _resume(turn: Turn) -> None:
    turn.say("resume")
    turn.ask_again()


def _ask_back(wish: str) -> Callable[[Turn], None]:
    """Something that cannot be undone is asked back first."""

    def say(turn: Turn) -> None:
        turn.state.pending = {"kind": wish}
        turn.say(f"{wish}_confirm", "question", turn.yes_no())

    return say


def _who(turn: Turn) -> None:
    about = turn.about
    reach = turn.texts.sentence("human_contact", organisation=about.organisation, contact=about.contact)
    turn.say("who", "answer", contact=f" {reach}" if about.contact else "")
    turn.ask_again()


def _human(turn: Turn) -> None:
    if turn.state.shared:
        return turn.say("human_done", "answer")
    reach = "human_contact" if turn.about.contact else "human_no_contact"
    turn.state.pending = {"kind": "human"}
    about = turn.about
    contact = turn.texts.sentence(reach, organisation=about.organisation, contact=about.contact)
    turn.say("human", "answer", turn.yes_no(), contact=contact)
    return None


def _complaint(turn: Turn) -> None:
    turn.state.complaints += 1
    if turn.state.complaints > MANY_COMPLAINTS:
        turn.state.paused = True
        return turn.say(
            "complaint", "answer", [turn.button("human", "spreek een mens"), turn.button("resume", "verder")]
        )
    turn.say("complaint", "answer")
    return turn.ask_again()


def _look_up(turn: Turn) -> None:
    """Answer from the knowledge base, or say honestly that nothing there fits."""
    term = turn.texts.terms.get(turn.intent)
    found = look_up(turn.said, turn.on) or (look_up(term, turn.on) if term else None)
    if found:
        turn.messages.append(Message(found.text, "answer"))
    else:
        turn.say("out_of_scope" if turn.intent == "out_of_scope" else "unknown_term", "answer")
    turn.ask_again()


def _out_of_scope(turn: Turn) -> None:
    """Something else altogether; when it goes on like that, it may as well be an answer that was not understood."""
    if turn.state.misses and turn.state.phase == "interview":
        not_understood(turn)
    else:
        turn.state.misses += 1
        _look_up(turn)


def _schemes(turn: Turn) -> None:
    found = look_up(turn.said, turn.on)
    if found is not None and found.named:
        turn.messages.append(Message(found.text, "answer"))
    elif turn.state.shown:
        turn.messages.append(result.schemes(turn.texts, turn.state, turn.on))
    else:
        turn.say("schemes_not_yet", "answer", n=_left(turn))
    turn.ask_again()


def _practices(turn: Turn) -> None:
    if turn.state.shown:
        turn.messages.append(result.practices(turn.texts, turn.state, turn.on))
        return turn.ask_again()
    return _look_up(turn)


def _result(turn: Turn) -> None:
    if turn.state.shown:
        turn.messages.append(about_result.scores(turn.texts, turn.state, turn.on))
    else:
        turn.say("result_not_yet", "answer", n=_left(turn))
    turn.ask_again()


def _change(turn: Turn) -> None:
    turn.say("change_nothing", "explanation")
    turn.ask_again()


def _begin(turn: Turn) -> None:
    turn.say("resume_running")
    turn.ask_again()


COMMANDS: dict[str, Callable[[Turn], None]] = {
    "are_you_bot": _answer("robot"),
    "ask_best_practices": _practices,
    "ask_result": _result,
    "ask_schemes": _schemes,
    "complaint": _complaint,
    "correct_answer": _change,
    "delete_data": _ask_back("erase"),
    "explain_question": _explain,
    "faq_cost": _answer("cost"),
    "faq_mit": _look_up,
    "faq_mrl": _look_up,
    "faq_smart_industry": _look_up,
    "faq_wbso": _look_up,
    "faq_who": _who,
    "faq_yamamoto": _look_up,
    "go_back": _back,
    "goodbye": _wait("goodbye"),
    "greet": _answer("greet"),
    "human_handoff": _human,
    "out_of_scope": _out_of_scope,
    "pause": _wait("pause"),
    "privacy": _answer("privacy"),
    "progress": _progress,
    "restart": _ask_back("restart"),
    "resume": _resume,
    "start_assessment": _begin,
    "stop": _stop,
    "summary": _summary,
    "thanks": _answer("thanks"),
    "why_question": _why,
}
