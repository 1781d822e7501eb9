"""One turn of the interview: a message comes in, something is decided, messages and a new state go out.

`take_turn` is a pure function. It tries, in this order: what must never be kept; what was waiting for a yes or
no; a pressed button; a correction of an earlier answer; an answer to the open question; a wish or a question of
the person's own; answers to other questions. What none of these took was not understood.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from actions.assessment.ladder import next_level
from actions.interview import flow, result
from actions.interview.message import Button, Kind, Message
from actions.interview.reading import Reading, read
from actions.interview.state import State
from actions.interview.wording import ask, open_question
from knowledge.questionnaire import Question, Questionnaire, load_questionnaire
from knowledge.texts import Texts, load_texts
from knowledge.values import in_words

SHORT = 40  # characters; a longer text is not repeated to who just typed it
TYPED = ("skip", "unknown", "finish", "without_idea")
"""Buttons whose title may be typed as well; those of options are read as answers."""


@dataclass(frozen=True)
class About:
    """Who runs this assistant, from the settings: what the person is told about it.

    `expected` says when someone of them can be reached ("vandaag voor 17.00 uur"); empty where nothing is promised.
    `mail` is whether mail can be sent; `messenger` whether files arrive in the conversation by themselves.
    """

    organisation: str
    contact: str
    privacy_url: str
    days: int
    expected: str = ""
    mail: bool = False
    messenger: bool = False


@dataclass
class Turn:
    """All that belongs to one turn: what came in, the state it changes, the messages it leads to.

    `mail` is a mail that the gateway is to send (`what`: report or link, `to`: the address, which is kept nowhere).
    """

    state: State
    understood: dict[str, Any]
    said: str
    payload: str | None
    on: date
    about: About
    messages: list[Message] = field(default_factory=list)
    redact: bool = False
    mail: dict[str, str] | None = None
    questionnaire: Questionnaire = field(default_factory=load_questionnaire)
    texts: Texts = field(default_factory=load_texts)

    def say(self, key: str, kind: Kind = "info", buttons: list[Button] | None = None, **values: Any) -> None:
        """Add a message with this wording; the facts about the organisation are always at hand."""
        facts = {
            "organisation": self.about.organisation,
            "contact": self.about.contact,
            "privacy_url": self.about.privacy_url,
            "days": self.about.days,
            "when": self.texts.sentence("expected", when=self.about.expected) if self.about.expected else "",
        }
        text = self.texts.sentence(key, self.state.turns, **{**facts, **values})
        self.messages.append(Message(text, kind, buttons or []))

    def button(self, name: str, payload: str) -> Button:
        """A button with one of the fixed titles."""
        return Button(self.texts.buttons[name], payload)

    def yes_no(self) -> list[Button]:
        """The two buttons under a question of the conversation itself."""
        return [self.button("yes", "yes"), self.button("no", "no")]

    @property
    def question(self) -> Question:
        """The question or step that is open."""
        return open_question(self.texts, self.questionnaire, self.state)

    @property
    def intent(self) -> str:
        """The intent of the message; a fallback counts as none."""
        return str(self.understood.get("intent", {}).get("name") or "")

    @property
    def confidence(self) -> float:
        """How sure the intent is, 0 to 1."""
        return float(self.understood.get("intent", {}).get("confidence") or 0.0)

    def reading(self) -> Reading:
        """What the message says about the open question."""
        return read(self.question, self.understood, self.state.ladder_level)

    def yes_or_no(self) -> bool | None:
        """What the message says as an answer to a yes-or-no question; None when it says neither."""
        if self.payload in ("yes", "no"):
            return self.payload == "yes"
        if self.payload:
            return None
        reading = read(yes_no_question(self.question), self.understood, None)
        return reading.value if reading.status == "answered" else None

    def ask_again(self) -> None:
        """Put the open question once more after something else; in other words each time.

        A question that makes no sense any more after a change gives way to the next one.
        """
        if self.state.phase == "complete":
            return
        is_question = self.state.phase == "interview" and self.state.open not in (None, flow.BEGIN, flow.DEEPENING)
        if is_question and not flow.applies(self.questionnaire, self.question, self.state):
            advance(self)
            return
        if self.state.phase == "opening":
            self.messages.append(ask(self.texts, self.questionnaire, self.state))
            return
        lead = self.texts.sentence("again", self.state.turns, text="").rstrip()
        self.messages.append(ask(self.texts, self.questionnaire, self.state, f"{lead} "))


def yes_no_question(like: Question) -> Question:
    """A yes-or-no question of the conversation itself, to read an answer with."""
    return like.model_copy(update={"kind": "yesno", "options": (), "limits": None, "unit": None, "required": True})


def settle(turn: Turn, question: Question, reading: Reading, said: str) -> bool:
    """Take a reading of the open question: keep it, ask it back, or leave it open. False when it is no answer."""
    state = turn.state
    match reading.status:
        case "answered" if question.kind == "ladder":
            state.answer(question.id, {**flow.levels(state, question), **reading.value}, said)
        case "answered":
            keep(turn, question, reading.value, said)
        case "confirm":
            confirm(turn, question, reading, said)
            return True
        case "unknown" if question.kind == "ladder":
            level = {str(state.ladder_level): None}
            state.answer(question.id, {**flow.levels(state, question), **level}, said)
            turn.say("level_unknown")
        case "unknown" | "skipped":
            state.leave_open(question.id, reading.status, said)
            turn.say(f"noted_{reading.status}")
        case _:
            return False
    state.pending, state.misses = None, 0
    if question.id == state.open:
        advance(turn)
    else:
        turn.ask_again()
    return True


def keep(turn: Turn, question: Question, value: Any, said: str) -> None:
    """Keep a value and say what was noted; when it replaces another, say what changed and what that does."""
    state = turn.state
    before = state.answers.get(question.id)
    state.answer(question.id, value, said)
    if before is None:
        if question.kind == "text" and len(value) > SHORT:
            turn.say("noted_text")
        elif question.kind != "yesno":
            turn.say("noted", value=in_words(question, value).rstrip("."))
        return
    new = in_words(question, value)
    if before.status != "answered":
        turn.say("changed_first", label=question.label, new=new)
    elif before.value == value:
        turn.say("unchanged", label=question.label, new=new)
    else:
        turn.say("changed", label=question.label, new=new, old=in_words(question, before.value))
        if state.shown:
            scores = result.headline(state.values(), turn.on)
            turn.say("changed_result", readiness=scores["readiness"], necessity=scores["necessity"])


def confirm(turn: Turn, question: Question, reading: Reading, said: str) -> None:
    """Ask back, as a choice where several readings are possible; the best reading waits for a yes."""
    turn.state.pending = {"kind": "value", "question": question.id, "value": reading.value, "said": said}
    if len(reading.alternatives) > 1:
        words = [in_words(question, value) for value in reading.alternatives]
        codes = {option.code: option.title for option in question.options}
        buttons = [Button(codes.get(str(v), in_words(question, v))[:40], str(v)) for v in reading.alternatives]
        options = f"{', '.join(words[:-1])} of {words[-1]}"
        turn.say("confirm_choice", "question", [*buttons, turn.button("other", "no")], options=options)
    else:
        turn.say("confirm", "question", turn.yes_no(), value=in_words(question, reading.value))


def advance(turn: Turn) -> None:
    """Go on to the next question or step, with the result where it is due, or bring the interview to its end."""
    state, content = turn.state, turn.questionnaire
    step = flow.next_step(content, state)
    show_result(turn, step)
    if step is None:
        finish(turn)
        return
    previous = state.open
    state.open, state.misses, state.pending = step, 0, None
    state.phase = "interview"
    if step in state.answers and step not in state.insisted and turn.question.kind != "ladder":
        state.insisted.append(step)
        turn.say("required_missing", what=turn.question.label)
    if step != flow.DEEPENING and step not in state.asked:
        introduce_block(turn, previous)
        state.asked.append(step)
    if turn.question.kind == "ladder":
        state.ladder_level = next_level(flow.levels(state, turn.question))
    else:
        state.ladder_level = None
    if suggestion := state.suggested.pop(step, None):
        state.pending = {"kind": "value", "question": step, "value": suggestion, "said": said_of_idea(turn)}
        turn.say("confirm_suggested", value=in_words(turn.question, suggestion))
    turn.messages.append(ask(turn.texts, content, state))


def said_of_idea(turn: Turn) -> str:
    """The words of the idea, from which codes were read."""
    idea = turn.state.answers.get(turn.questionnaire.roles["initiative"])
    return idea.said if idea else ""


def introduce_block(turn: Turn, previous: str | None) -> None:
    """A sentence where a new part of the interview begins."""
    block = turn.question.block
    known = {turn.questionnaire.question(q).block for q in turn.state.asked}
    if block not in known:
        intro = next(b.intro for b in turn.questionnaire.blocks if b.id == block)
        turn.messages.append(Message(intro, "info"))


def show_result(turn: Turn, step: str | None) -> None:
    """The result: once after the core questions, once more when the deepening made it sharper."""
    state, content = turn.state, turn.questionnaire
    at_end = step is None or (step != flow.DEEPENING and flow.is_contact(content, content.question(step)))
    if state.finish or not (step == flow.DEEPENING or at_end):
        return
    went_deeper = any(q.id in state.asked and q.id in state.answers for q in flow.deeper(content, state))
    stage: Literal["core", "deep"] = "deep" if went_deeper and at_end else "core"
    if state.shown in (stage, "deep"):
        return
    if stage == "deep" and state.shown == "core":
        turn.say("sharper")
    state.shown = stage
    turn.messages += result.messages(turn.texts, state, turn.on, turn.about.mail)


def finish(turn: Turn) -> None:
    """The end: what was shared with whom, or that nothing was."""
    state, content = turn.state, turn.questionnaire
    missing = flow.missing_for_case(content, state)
    if missing:
        turn.say("required_refused", what=missing[0].label)
    state.open, state.ladder_level, state.pending = None, None, None
    state.phase, state.finish = "complete", False
    state.shared = flow.wants_case(content, state) and not missing
    turn.say("done_shared" if state.shared else "done_private", buttons=after_buttons(turn))


def after_buttons(turn: Turn) -> list[Button]:
    """What can be asked when the interview is over."""
    names = ("schemes", "practices", "summary", "report") if turn.state.shown else ("summary",)
    return result.buttons(turn.texts, names)


def pressed(turn: Turn) -> Reading | None:
    """The answer a button stands for, when it belongs to the open question."""
    question, payload = turn.question, turn.payload or ""
    if payload in ("skip", "unknown"):
        return Reading("skipped" if payload == "skip" else "unknown", None, 1.0)
    if question.kind in ("yesno", "ladder") and payload in ("yes", "no"):
        value = payload == "yes"
        return Reading("answered", {str(turn.state.ladder_level): value} if question.kind == "ladder" else value, 1.0)
    codes = [code.strip() for code in payload.split(",") if code.strip()]
    known = {option.code for option in question.options}
    if not codes or not set(codes) <= known:
        return None
    if question.kind == "choice":
        return Reading("answered", codes[0], 1.0) if len(codes) == 1 else None
    if question.exclusive in codes and len(codes) > 1:
        codes.remove(question.exclusive)
        return Reading("confirm", codes, 0.5)
    return Reading("answered", codes, 1.0)


def words_of(turn: Turn) -> str:
    """The words an answer came from: what was typed, or the titles of the pressed buttons."""
    if not turn.payload:
        return turn.said
    titles = {option.code: option.title for option in turn.question.options}
    titles |= {name: turn.texts.buttons[name] for name in ("yes", "no", "skip", "unknown")}
    return ", ".join(titles.get(part.strip(), part.strip()) for part in turn.payload.split(","))


def not_understood(turn: Turn, reason: str = "") -> None:
    """Say so: first with an example, then with the explanation and the choices, then with the way out."""
    state, question = turn.state, turn.question
    state.misses += 1
    if reason:
        turn.say("refused", "explanation", reason=reason, example=question.example)
    elif state.misses == 1:
        turn.say("missed_1", "explanation", example=question.example)
    elif state.misses == 2:
        turn.say("missed_2", "explanation", explain=question.explain)
    else:
        ways_out = [turn.button("skip", "skip"), turn.button("human", "spreek een mens")]
        turn.say("missed_3", "explanation", ways_out)
        return
    turn.ask_again()


Handler = Callable[[Turn], bool]


def typed_button(turn: Turn) -> str | None:
    """The payload of a button whose title was typed instead of pressed."""
    typed = turn.said.strip(" .!").casefold()
    return next((name for name in TYPED if turn.texts.buttons[name].casefold() == typed), None)


def take_turn(turn: Turn, handlers: tuple[Handler, ...]) -> None:
    """Let the first handler that recognises the message take it; what none takes was not understood."""
    turn.state.turns += 1
    turn.payload = turn.payload or typed_button(turn)
    turn.state.paused = turn.state.paused and turn.intent in ("thanks", "goodbye", "pause")
    for handler in handlers:
        if handler(turn):
            return
    reading = turn.reading() if turn.state.phase != "complete" else None
    if turn.state.phase == "complete":
        turn.say("complete_more", buttons=after_buttons(turn))
    else:
        not_understood(turn, reading.reason if reading else "")
