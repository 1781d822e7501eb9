"""The answers a person gave, as a page shows them: in words, and with what is needed to change one by clicking."""

from typing import Any

from channels.message import CamelModel, InterviewState
from knowledge.questionnaire import Question, load_questionnaire
from knowledge.scales import load_scales
from knowledge.texts import load_texts
from knowledge.values import in_words

BY_TALKING = ("share", "transcript")  # consent is given and withdrawn in the conversation, where it is explained


class AnswerChoice(CamelModel):
    """One option: `value` is what is sent, `alone` that it goes with no other option."""

    value: Any
    label: str
    chosen: bool
    alone: bool = False


class GivenAnswer(CamelModel):
    """An answer in words and how to change it.

    `choices` is empty where the person types; `unit` is that of a number. `unknownLabel` is what "weet ik niet"
    (null) is called, and null where that is no answer to this question.
    """

    question_id: str
    block: str
    label: str
    text: str
    kind: str
    unit: str | None
    choices: list[AnswerChoice]
    unknown_label: str | None
    value: Any
    status: str
    words: str


class GivenAnswers(CamelModel):
    """All answers that can be changed by clicking, in the order of the questionnaire."""

    answers: list[GivenAnswer]


def given_answers(state: InterviewState | None) -> GivenAnswers:
    """The answers in this state of an interview; none before its first turn."""
    content = load_questionnaire()
    answers = state.answers if state else {}
    talked = {content.role(name).id for name in BY_TALKING}
    asked = [question for question in content.questions if question.id in answers and question.id not in talked]
    titles = {block.id: block.title for block in content.blocks}
    return GivenAnswers(answers=[_given(question, titles[question.block], answers[question.id]) for question in asked])


def _given(question: Question, block: str, answer: dict[str, Any]) -> GivenAnswer:
    texts, value, status = load_texts(), answer["value"], answer["status"]
    ladder = question.kind == "ladder"
    return GivenAnswer(
        question_id=question.id,
        block=block,
        label=question.label,
        text=texts.sentence("ladder_choice") if ladder else question.text,
        kind=question.kind,
        unit=question.unit,
        choices=_levels(value) if ladder else _choices(question, value),
        unknown_label=None if question.required else texts.buttons["unknown"],
        value=value,
        status=status,
        words=in_words(question, value) if status == "answered" else texts.sentence(f"answer_{status}"),
    )


def _choices(question: Question, value: Any) -> list[AnswerChoice]:
    if question.kind == "yesno":
        buttons = load_texts().buttons
        return [
            AnswerChoice(value=said, label=buttons[name], chosen=value is said)
            for name, said in (("yes", True), ("no", False))
        ]
    chosen = value if isinstance(value, list) else [value]
    return [
        AnswerChoice(
            value=option.code,
            label=f"{option.label[:1].upper()}{option.label[1:]}",
            chosen=option.code in chosen,
            alone=option.code == question.exclusive,
        )
        for option in question.options
    ]


def _levels(evidence: dict[str, bool | None] | None) -> list[AnswerChoice]:
    """The ladder as one choice, the highest first: all levels up to the chosen one are shown, those above are not."""
    texts, levels = load_texts(), load_scales().mrl.levels
    reached = max((int(level) for level, shown in (evidence or {}).items() if shown), default=0)
    on_the_ladder = [at.level for at in levels if at.level]
    return [
        AnswerChoice(
            value={str(level): level <= at.level for level in on_the_ladder},
            label=texts.sentence("ladder_level", level=at.level, name=at.name, question=at.question)
            if at.level
            else texts.sentence("ladder_idea"),
            chosen=bool(evidence) and at.level == reached,
        )
        for at in sorted(levels, key=lambda at: at.level, reverse=True)
    ]
