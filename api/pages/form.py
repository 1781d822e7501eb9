"""The assessment as a form: from the questionnaire to fields, and from what was filled in to answers.

The fields are made from `knowledge/questionnaire.yaml`; what only a form says is in `form.yaml`. A field left empty is
a question not asked; "weet ik niet" is an answer that is not known.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from actions.assessment.explain import in_words
from actions.assessment.ladder import level as highest
from actions.assessment.ladder import next_level
from api.answers import storable
from api.pages.numbers import amount, names_its_size
from api.pages.render import capital
from knowledge.dutch import number
from knowledge.places import province_of
from knowledge.questionnaire import Block, Question, Questionnaire, Record, load_questionnaire
from knowledge.scales import load_scales
from knowledge.values import checked

TEXTS = Path(__file__).with_name("form.yaml")
UNKNOWN, NOTHING = "unknown", "nothing"  # values of the choices that every question can have; no option's code
UNKNOWN_BOX = ".unknown"  # ends the name of the box beside a text or number
YES_NO = {"yes": True, "no": False}
MAX_TEXT = 4000  # as in the chat
MAX_FIGURES = 60
CHOSEN = ("choice", "multi", "yesno", "ladder")
FIGURES = ("count", "money", "percent")

Entries = Mapping[str, Sequence[str]]
"""What was filled in: the values by the name of the field."""


class LadderTexts(Record):
    """How the ladder is put as one choice."""

    text: str
    hint: str
    explain: str
    level: str
    idea: str


class Texts(Record):
    """What the form says besides the questions."""

    unknown: str
    unknown_as: dict[str, str]
    nothing: str
    not_given: str
    at_level: str
    yes: str
    no: str
    hints: dict[str, str]
    plan_only: str
    without_plan: str
    ladder: LadderTexts
    mistakes: dict[str, str]


class Mistake(Exception):
    """What is wrong with an entry, as a Dutch sentence for the person."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(load_texts().mistakes[key].format(**values))


@dataclass(frozen=True)
class Choice:
    """One radio button or box."""

    value: str
    label: str
    explain: str
    chosen: bool


@dataclass(frozen=True)
class Field:
    """One question as it stands in the form, with what was filled in and what is wrong with it."""

    id: str
    kind: str
    text: str
    label: str
    hints: tuple[str, ...]
    explain: str
    why: str
    choices: tuple[Choice, ...]
    value: str
    unknown: Choice | None
    mistake: str

    @property
    def first(self) -> str:
        """The id of the element to go to when this field is wrong."""
        return f"{self.id}-{self.choices[0].value}" if self.choices else self.id

    @property
    def described_by(self) -> str:
        """The ids of what is said about the field, for people who hear it."""
        said = [f"{self.id}-hint"] if self.hints else []
        return " ".join([*said, f"{self.id}-fout"] if self.mistake else said)


@cache
def load_texts() -> Texts:
    """Read and check `form.yaml`. Raises pydantic.ValidationError naming every mistake in the file."""
    return Texts.model_validate(yaml.safe_load(TEXTS.read_text(encoding="utf-8")))


@cache
def asked() -> tuple[Question, ...]:
    """The questions of the form: all but those about sharing and contact, which belong to the conversation."""
    questionnaire = load_questionnaire()
    sharing = questionnaire.role("share").block
    return tuple(question for question in questionnaire.questions if question.block != sharing)


def names(question: Question) -> tuple[str, ...]:
    """The names under which the entries of a question are sent."""
    return (question.id,) if question.kind in CHOSEN else (question.id, question.id + UNKNOWN_BOX)


def kept(entries: Entries) -> list[tuple[str, str]]:
    """The entries as pairs, to send them along again; only those of the form itself."""
    known = (name for question in asked() for name in names(question))
    return [(name, value) for name in known for value in entries.get(name, ()) if value.strip()]


def entries_of(answers: Mapping[str, Any]) -> dict[str, list[str]]:
    """The entries that give these answers; what the form does not ask is left out."""
    entries: dict[str, list[str]] = {}
    for question in asked():
        if question.id in answers:
            entries |= entries_for(question, answers[question.id])
    return entries


def entries_for(question: Question, value: Any) -> dict[str, list[str]]:
    """The entries that give this answer."""
    if value is None and question.kind not in CHOSEN:
        return {question.id + UNKNOWN_BOX: [UNKNOWN]}
    return {question.id: _filled_in(question.kind, value)}


def _filled_in(kind: str, value: Any) -> list[str]:
    if value is None:
        return [UNKNOWN]
    match kind:
        case "yesno":
            return ["yes" if value else "no"]
        case "multi":
            return list(value) or [NOTHING]
        case "ladder":
            return [str(highest(value))]
        case "money":
            return [f"{number(value)} euro"]
        case "count" | "percent":
            return [number(value)]
        case _:
            return [str(value)]


def said(question: Question, answers: Mapping[str, Any]) -> str:
    """An answer in words."""
    value = answers[question.id]
    if value is None:
        return unknown_label(question)
    if question.kind == "ladder":
        return load_texts().at_level.format(level=highest(value))
    return in_words(question, value) if value != [] else load_texts().nothing


# ---- from entries to answers ----


def read(entries: Entries) -> tuple[dict[str, Any], dict[str, str]]:
    """The answers in the form of `assess`, and by question id what is wrong with an entry."""
    answers: dict[str, Any] = {}
    mistakes: dict[str, str] = {}
    for question in asked():
        try:
            if any(value.strip() for name in names(question) for value in entries.get(name, ())):
                answers[question.id] = _value(question, entries)
        except Mistake as mistake:
            mistakes[question.id] = str(mistake)
    return answers, mistakes


def entered(question: Question, entries: Entries) -> Any:
    """The answer that was filled in for one question; None is "weet ik niet". Raises Mistake, also for nothing."""
    if not any(value.strip() for name in names(question) for value in entries.get(name, ())):
        raise Mistake("empty")
    return _value(question, entries)


def _value(question: Question, entries: Entries) -> Any:
    given = [value.strip() for value in entries.get(question.id, ()) if value.strip()]
    if question.kind != "multi" and len(given) > 1:
        raise Mistake("choice")  # no browser sends this
    if question.kind not in CHOSEN:
        if not entries.get(question.id + UNKNOWN_BOX):
            return _typed(question, given[0])
        if given:
            raise Mistake("both", unknown=unknown_label(question))
        return None
    if question.kind == "multi":
        return _several(question, given)
    if given == [UNKNOWN]:
        return None
    return _one(question, given[0])


def _typed(question: Question, text: str) -> Any:
    figures = question.kind in FIGURES
    most = MAX_FIGURES if figures else MAX_TEXT
    if len(text) > most:
        raise Mistake("long", most=number(most))
    if not storable(text):
        raise Mistake("text")
    if figures:
        return _number(question, text)
    if question == load_questionnaire().role("place"):
        _one_place(text)
    return text


def _one_place(text: str) -> None:
    found = province_of(text)
    if not found:
        raise Mistake("place")
    if len(found) > 1:
        options = " of ".join(f"'{name}'" for name, _province in found)
        raise Mistake("places", options=options)


def _number(question: Question, text: str) -> int | float:
    value, limits = amount(text), question.limits
    assert limits is not None  # every number has limits: checked when the questionnaire is read
    if value is None:
        raise Mistake("number")
    if not limits.min <= value <= limits.max:
        raise Mistake("bounds", low=number(limits.min), high=number(limits.max))
    if limits.bare_below and limits.bare_times and 0 < value < limits.bare_below and not names_its_size(text):
        more = f"{number(value * limits.bare_times)} euro"
        raise Mistake("bare", value=number(value), more=more)
    kept_as: int | float = checked(question, value)
    return kept_as


def _several(question: Question, given: list[str]) -> list[str] | None:
    alone = {UNKNOWN: unknown_label(question), NOTHING: load_texts().nothing}
    if question.exclusive:
        alone[question.exclusive] = capital(question.option(question.exclusive).label)
    for code, label in alone.items():
        if code in given and len(given) > 1:
            raise Mistake("alone", alone=label)
    if given == [UNKNOWN]:
        return None
    if given == [NOTHING] and not question.exclusive:
        return []
    if not set(given) <= {option.code for option in question.options}:
        raise Mistake("choice")
    codes: list[str] = checked(question, given)
    return codes


def _one(question: Question, given: str) -> Any:
    if question.kind == "yesno" and given in YES_NO:
        return YES_NO[given]
    if question.kind == "ladder" and given in {str(level.level) for level in load_scales().mrl.levels}:
        return evidence_for(int(given))
    if question.kind == "choice" and given in {option.code for option in question.options}:
        return given
    raise Mistake("choice")


def evidence_for(level: int) -> dict[str, bool]:
    """What the ladder's questions are answered by someone whose highest level this is: the same evidence."""
    shown: dict[str, bool] = {}
    while (at := next_level(shown)) is not None:
        shown[str(at)] = at <= level
    return shown


# ---- from questions to fields ----


def parts(entries: Entries, mistakes: Mapping[str, str], core: bool) -> list[tuple[Block, list[Field]]]:
    """The fields of the core questions, or of the others, under the parts of the questionnaire."""
    questionnaire = load_questionnaire()
    shown = [question for question in asked() if question.core == core]
    grouped = [
        (block, [field(q, questionnaire, entries, mistakes) for q in shown if q.block == block.id])
        for block in questionnaire.blocks
    ]
    return [(block, fields) for block, fields in grouped if fields]


def field(question: Question, questionnaire: Questionnaire, entries: Entries, mistakes: Mapping[str, str]) -> Field:
    """One question as a field."""
    texts, given = load_texts(), entries.get(question.id, ())
    ladder = question.kind == "ladder"
    boxed = question.kind not in CHOSEN and not question.required
    box = Choice(UNKNOWN, unknown_label(question), "", bool(entries.get(question.id + UNKNOWN_BOX)))
    return Field(
        id=question.id,
        kind=question.kind,
        text=texts.ladder.text if ladder else question.text,
        label=question.label,
        hints=tuple(_hints(texts, question)),
        explain=texts.ladder.explain if ladder else question.explain,
        why=question.why,
        choices=tuple(_choices(texts, question, given)),
        value=given[0] if given and question.kind not in CHOSEN else "",
        unknown=box if boxed else None,
        mistake=mistakes.get(question.id, ""),
    )


def unknown_label(question: Question) -> str:
    """What "weet ik niet" is called for a question."""
    texts, roles = load_texts(), load_questionnaire().roles
    return next((label for role, label in texts.unknown_as.items() if roles[role] == question.id), texts.unknown)


def _hints(texts: Texts, question: Question) -> list[str]:
    hints = [texts.plan_only] if question.needs_initiative else []
    if question.without_initiative:
        hints.append(texts.without_plan.format(question=question.without_initiative))
    if question.kind == "ladder":
        return [*hints, texts.ladder.hint]
    if question.kind == "text":
        return [*hints, question.example]
    hint = texts.hints.get(question.unit or question.kind)
    return [*hints, hint] if hint else hints


def _choices(texts: Texts, question: Question, given: Sequence[str]) -> list[Choice]:
    if question.kind not in CHOSEN:
        return []
    shown = [(option.code, capital(option.label), option.explain) for option in question.options]
    if question.kind == "yesno":
        shown = [("yes", texts.yes, ""), ("no", texts.no, "")]
    if question.kind == "ladder":
        levels = load_scales().mrl.levels
        shown = [(str(at.level), _level(texts, at.level, at.name, at.question), at.explain) for at in levels]
    if question.kind == "multi" and not question.exclusive:
        shown.append((NOTHING, texts.nothing, ""))
    shown.append((UNKNOWN, unknown_label(question), ""))
    return [Choice(value, label, explain, value in given) for value, label, explain in shown]


def _level(texts: Texts, level: int, name: str, question: str) -> str:
    return texts.ladder.level.format(level=level, name=name, question=question) if question else texts.ladder.idea
