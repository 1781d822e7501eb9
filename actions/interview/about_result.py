"""What an owner asks about his result: how a score came about, the ladder, pitfalls, steps, the mirror, the report.

Each is one function from the state to a message; `handle_result_wish` chooses by the owner's words.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from actions.assessment import assess
from actions.assessment.explain import explain
from actions.interview import result
from actions.interview.measuring import own_code
from actions.interview.message import Attachment, Button, Message
from actions.interview.state import State
from actions.interview.turn import Turn
from actions.interview.wishes import wished, words_of
from actions.reports.action_list import action_list
from actions.reports.files import REPORT
from knowledge.dutch import number
from knowledge.questionnaire import load_questionnaire
from knowledge.scales import load_scales
from knowledge.survey import load_survey
from knowledge.texts import Texts

AXES = ("readiness", "necessity")
ABOUT_A_PART = ("uitleg", "punten", "tabel", "score", "cijfer", "waarom", "hoe")


def handle_result_wish(turn: Turn) -> bool:
    """Answer a question about the result. False when there is no result yet, or the message is something else."""
    if not turn.state.shown:
        return False
    if part := _part_named(turn.said):
        turn.messages.append(_part(turn, *part))
    elif (wish := wished(turn.said)) in ANSWERS:
        turn.messages.append(ANSWERS[wish](turn.texts, turn.state, turn.on))
    else:
        return False
    turn.ask_again()
    return True


# ---- scores ----


def scores(texts: Texts, state: State, on: date) -> Message:
    """Both scores opened up: per part the points, the weight and the answers; a button per part for its table."""
    why = explain(state.values(), on)
    lines, parts = [texts.sentence("explained_title")], []
    for axis in AXES:
        lines += ["", why[axis]["text"]]
        lines += [f"- {part['text']}" for part in why[axis]["parts"]]
        parts += [part for part in why[axis]["parts"] if part["points"] is not None]
    lines += ["", texts.sentence("explained_more")]
    named = [(part["label"], texts.sentence("explained_payload", label=part["label"])) for part in parts]
    found = assess(state.values(), on)
    return Message(
        "\n".join(lines),
        "result",
        [Button(label[:1].upper() + label[1:], payload) for label, payload in named],
        attachments=[result.image("radar", found)],
    )


def _part_named(said: str) -> tuple[str, str] | None:
    """The axis and part of a score that a message names ("uitleg kennis in huis")."""
    words, text = words_of(said), " ".join(words_of(said))
    if not any(word in ABOUT_A_PART for word in words):
        return None
    labels = [
        (axis, part, words.label.casefold())
        for axis in AXES
        for part, words in getattr(load_scales(), axis).parts.items()
    ]
    return next(((axis, part) for axis, part, label in labels if label in text), None)


def _part(turn: Turn, axis: str, part_id: str) -> Message:
    """One part of a score: the answers it came from and the table that gave the points."""
    texts, questions = turn.texts, load_questionnaire()
    part = next(p for p in explain(turn.state.values(), turn.on)[axis]["parts"] if p["id"] == part_id)
    lines = [f"**{part['label'][:1].upper()}{part['label'][1:]}**", part["text"]]
    given = {got["questionId"]: got["value"] for got in part["answers"]}
    for question_id, table in part["table"].items():
        question = questions.question(question_id)
        lines += ["", texts.sentence("table_title", label=question.label)]
        for code, points in table.items():
            label = _row_label(texts, question_id, str(code))
            key = "table_row_own" if _chosen(given.get(question_id), str(code)) else "table_row"
            lines.append(texts.sentence(key, label=label, points=number(points)))
    return Message("\n".join(lines), "result")


def _row_label(texts: Texts, question_id: str, code: str) -> str:
    """A row of a table in words: an option, yes or no, or what `texts.yaml` calls it."""
    question = load_questionnaire().question(question_id)
    known = {option.code: option.label for option in question.options}
    return known[code] if code in known else texts.sentence(f"table_{code}")


def _chosen(value: Any, code: str) -> bool:
    if isinstance(value, bool):
        return code == ("yes" if value else "no")
    return code in value if isinstance(value, list) else value == code


def weakest(texts: Texts, state: State, on: date) -> Message:
    """The weakest dimension and the one step that raises the score most."""
    found, why = assess(state.values(), on)["assessment"], explain(state.values(), on)
    readiness = found["readiness"]
    lines = [texts.sentence("weakest_title")]
    if readiness["weakest"] is None:
        return Message("\n".join([*lines, texts.sentence("weakest_unknown")]), "result")
    label = load_scales().readiness.parts[readiness["weakest"]].label
    points = readiness["dimensions"][readiness["weakest"]]["points"]
    lines.append(texts.sentence("weakest", label=label, points=number(points)))
    if best := why["readiness"]["raise"]:
        lines.append(best["text"])
    return Message("\n".join(lines), "result")


# ---- the ladder and the pitfalls ----


def ladder(texts: Texts, state: State, on: date) -> Message:
    """The level of the innovation, what the next one asks and which evidence to collect."""
    found, scale = assess(state.values(), on), load_scales()
    level = found["assessment"]["mrl"]["level"]
    lines = [texts.sentence("ladder_title")]
    if level is None:
        return Message("\n".join([*lines, texts.sentence("ladder_unknown")]), "result")
    here = scale.mrl_level(level)
    lines.append(texts.sentence("ladder_here", level=level, name=here.name, definition=here.definition))
    lines.append(scale.mrl.low_is_no_fault)
    if level + 1 < len(scale.mrl.levels):
        above = scale.mrl_level(level + 1)
        lines += ["", texts.sentence("ladder_next", level=above.level, name=above.name)]
        lines += [f"{above.question} {above.explain}", here.next_step, "", texts.sentence("ladder_evidence")]
        lines += [f"- {item}" for item in above.evidence]
    else:
        lines.append(here.next_step)
    return Message("\n".join(lines), "result", attachments=[result.image("ladder", found)])


def pitfalls(texts: Texts, state: State, on: date) -> Message:
    """The risk in words and the pitfalls of the company's types of innovation."""
    found, scale = assess(state.values(), on)["assessment"], load_scales()
    lines = [texts.sentence("pitfalls_title")]
    if risk := found["mrl"]["risk"]:
        lines.append(texts.sentence("risk", label=scale.mrl.risks[risk].label, meaning=scale.mrl.risks[risk].meaning))
    lines.append(scale.mrl.warning)
    for number_of in found["yamamoto"]["types"]:
        kind = scale.type(number_of)
        lines += ["", texts.sentence("pitfalls_type", type=number_of, name=kind.name)]
        lines += [f"- {pitfall}" for pitfall in kind.pitfalls]
    if not found["yamamoto"]["types"]:
        lines.append(texts.sentence("pitfalls_unknown"))
    return Message("\n".join(lines), "result")


# ---- what to do ----


def actions(_texts: Texts, state: State, on: date) -> Message:
    """The steps and what to do about the schemes, as a list to copy and carry out."""
    return Message(action_list(state.values(), assess(state.values(), on), on), "result")


def mirror(texts: Texts, state: State, on: date) -> Message:
    """The company's answers beside those of the survey of 2018, in words and as bars."""
    found, survey = assess(state.values(), on), load_survey()
    if not found["mirror"]:
        return Message(texts.sentence("mirror_none"), "result")
    title = texts.sentence("result_mirror_title", n=survey.respondents)
    source = texts.sentence("mirror_source", source=survey.source.title)
    lines = [title, *(f"- {entry['text']}" for entry in found["mirror"]), source]
    return Message("\n".join(lines), "result", attachments=[result.image("mirror", found)])


def what_if(texts: Texts, _state: State, _on: date) -> Message:
    """How to see what another answer would change."""
    return Message(texts.sentence("what_if"), "answer")


def report(texts: Texts, _state: State, _on: date) -> Message:
    """The report, to take along."""
    attachment = Attachment("document", REPORT, texts.sentence("report_title"))
    return Message(texts.sentence("report"), "result", attachments=[attachment])


ANSWERS: dict[str | None, Callable[[Texts, State, date], Message]] = {
    "actions": actions,
    "ladder": ladder,
    "mirror": mirror,
    "own_code": own_code,
    "pitfalls": pitfalls,
    "report": report,
    "scores": scores,
    "weakest": weakest,
    "what_if": what_if,
}
