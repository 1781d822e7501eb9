"""Answers and questions in words: what a value reads like, how a question is put, which buttons go with it."""

from actions.assessment.profile import classify
from actions.interview.flow import BEGIN, DEEPENING, deeper, is_answered, levels
from actions.interview.message import Button, Message
from actions.interview.state import State
from knowledge.content import rounded
from knowledge.questionnaire import Question, Questionnaire, Size
from knowledge.roadmap import load_roadmap
from knowledge.scales import load_scales
from knowledge.scoring import load_scoring
from knowledge.texts import Texts
from knowledge.values import in_words

SKIP, UNKNOWN, YES, NO, FINISH = "skip", "unknown", "yes", "no", "finish"


def answer_in_words(question: Question, state: State) -> str:
    """What is noted for a question, also when that is "weet ik niet" or nothing."""
    answer = state.answers.get(question.id)
    if answer is None:
        return "nog niet gevraagd"
    if answer.status == "unknown":
        return "weet u niet"
    return "overgeslagen" if answer.status == "skipped" else in_words(question, answer.value)


def has_idea(questionnaire: Questionnaire, state: State) -> bool:
    """Whether there is an idea to ask about; before the question was put we take it that there is."""
    idea = state.answers.get(questionnaire.roles["initiative"])
    return idea is None or idea.status == "answered"


def ladder_text(questionnaire: Questionnaire, state: State) -> str:
    """The question about the level that is open, about the combination where the idea is one."""
    level = load_scales().mrl_level(int(state.ladder_level or 0))
    return level.question_combination if state.value(questionnaire.roles["combines"]) else level.question


def question_text(questionnaire: Questionnaire, question: Question, state: State, again: bool) -> str:
    """A question as it is put to this person now; the ladder is introduced once, not each time (`again`)."""
    if question.kind == "ladder":
        opening = "" if again or levels(state, question) else f"{question.text}\n\n"
        return opening + ladder_text(questionnaire, state)
    if question.without_initiative and not has_idea(questionnaire, state):
        return question.without_initiative
    return question.text


def explanation(question: Question, state: State) -> str:
    """What the open question means; for a choice also what each option means where that needs a word."""
    if question.kind == "ladder":
        return load_scales().mrl_level(int(state.ladder_level or 0)).explain
    terms = [f"- {o.title}: {o.explain}" for o in question.options if o.explain]
    return "\n".join([question.explain, *terms])


def question_buttons(texts: Texts, question: Question) -> list[Button]:
    """The choices of a question, and the ways out that are always there."""
    buttons = [Button(option.title, option.code) for option in question.options]
    if question.kind in ("yesno", "ladder"):
        buttons = [Button(texts.buttons["yes"], YES), Button(texts.buttons["no"], NO)]
    if not question.required:
        buttons.append(Button(texts.buttons["unknown"], UNKNOWN))
    buttons.append(Button(texts.buttons["skip"], SKIP))
    return buttons


def step_question(texts: Texts, questionnaire: Questionnaire, step: str, state: State) -> Question:
    """A step of the conversation (`begin`, `deepening`) as a yes-or-no question."""
    wording = texts.steps[step]
    count = sum(not is_answered(questionnaire, q, state) for q in deeper(questionnaire, state))
    return Question(
        id=step,
        block=questionnaire.blocks[0].id,
        kind="yesno",
        core=True,
        required=True,
        label=step,
        text=wording.text.format(count=count),
        example=wording.example,
        explain=wording.explain,
        why=wording.why,
    )


def open_question(texts: Texts, questionnaire: Questionnaire, state: State) -> Question:
    """The question that is open, in words for the size of the company, or the step that stands in its place."""
    step = state.open or BEGIN
    if step in (BEGIN, DEEPENING):
        return step_question(texts, questionnaire, step, state)
    return questionnaire.question(step).worded(size_of(questionnaire, state))


def size_of(questionnaire: Questionnaire, state: State) -> Size | None:
    """Whether the company is spoken to as a small or a large one; None until the number of people is known."""
    people = state.value(questionnaire.roles["employees"])
    if people is None:
        return None
    return load_roadmap().size(classify(load_scoring().size_classes, rounded(people)))


def ask(texts: Texts, questionnaire: Questionnaire, state: State, lead: str = "") -> Message:
    """The open question as a message with its buttons; `lead` comes before it."""
    question = open_question(texts, questionnaire, state)
    text = question_text(questionnaire, question, state, again=bool(lead))
    buttons = (
        [Button(texts.buttons["yes"], YES), Button(texts.buttons["no"], NO)]
        if question.id in (BEGIN, DEEPENING)
        else question_buttons(texts, question)
    )
    if not question.core:
        buttons.append(Button(texts.buttons["finish"], FINISH))
    return Message(f"{lead}{text}", "question", buttons, multiple=question.kind == "multi")
