"""Which question is next, how far the interview is, and what a case still needs. Only data decides: see
`knowledge/questionnaire.yaml`.

The order: the core questions, the offer to deepen (a step of its own), the other questions for who wants them,
then sharing and contact.
"""

from collections.abc import Iterator

from actions.assessment.ladder import next_level
from actions.interview.state import State
from knowledge.questionnaire import Question, Questionnaire

BEGIN = "begin"
DEEPENING = "deepening"


def is_contact(questionnaire: Questionnaire, question: Question) -> bool:
    """Whether a question belongs to the last block, which comes after the result."""
    return question.block == questionnaire.role("share").block


def applies(questionnaire: Questionnaire, question: Question, state: State) -> bool:
    """Whether this question makes sense after the answers so far.

    While the answer it depends on is still to come, it counts as one that will be asked, but for those that are
    only asked after a yes (`ask_if`).
    """
    if any(state.value(other) not in wanted for other, wanted in question.ask_if.items()):
        return False
    idea = state.answers.get(questionnaire.roles["initiative"])
    return not (question.needs_initiative and idea is not None and idea.status != "answered")


def is_answered(questionnaire: Questionnaire, question: Question, state: State) -> bool:
    """Whether a question is done with. The ladder is when no level is left to ask."""
    answer = state.answers.get(question.id)
    if answer is None:
        return False
    return question.kind != "ladder" or answer.status == "skipped" or next_level(levels(state, question)) is None


def levels(state: State, ladder: Question) -> dict[str, bool | None]:
    """The answers per level so far: {"5": True, "7": None}."""
    return dict(state.value(ladder.id) or {})


def core(questionnaire: Questionnaire, state: State) -> list[Question]:
    """The questions of the short interview that apply."""
    return [
        q
        for q in questionnaire.questions
        if q.core and not is_contact(questionnaire, q) and applies(questionnaire, q, state)
    ]


def deeper(questionnaire: Questionnaire, state: State) -> list[Question]:
    """The questions of the deepening that apply."""
    return [q for q in questionnaire.questions if not q.core and applies(questionnaire, q, state)]


def contact(questionnaire: Questionnaire, state: State) -> list[Question]:
    """The questions about sharing and contact that apply."""
    return [q for q in questionnaire.questions if is_contact(questionnaire, q) and applies(questionnaire, q, state)]


def _steps(questionnaire: Questionnaire, state: State) -> Iterator[str]:
    if not state.finish:
        yield from (q.id for q in core(questionnaire, state) if not is_answered(questionnaire, q, state))
        open_deeper = [q.id for q in deeper(questionnaire, state) if not is_answered(questionnaire, q, state)]
        if state.deepen is None and open_deeper:
            yield DEEPENING
        if state.deepen:
            yield from open_deeper
    yield from (q.id for q in contact(questionnaire, state) if not is_answered(questionnaire, q, state))
    yield from (q.id for q in missing_for_case(questionnaire, state) if q.id not in state.insisted)


def next_step(questionnaire: Questionnaire, state: State) -> str | None:
    """The id of the question or step to put next; None when the interview is complete."""
    return next(_steps(questionnaire, state), None)


def wants_case(questionnaire: Questionnaire, state: State) -> bool:
    """Whether the person said yes to sharing with an advisor."""
    return state.value(questionnaire.roles["share"]) is True


def missing_for_case(questionnaire: Questionnaire, state: State) -> list[Question]:
    """What a case cannot do without and was not given: required answers; of e-mail and phone one is enough."""
    if not wants_case(questionnaire, state):
        return []
    reach = [questionnaire.role("contact_email"), questionnaire.role("contact_phone")]
    reachable = any(state.value(q.id) for q in reach)
    needed = [q for q in questionnaire.questions if q.required and q not in reach]
    missing = [q for q in needed if q.id in state.answers and state.value(q.id) is None]
    if not reachable and all(q.id in state.answers for q in reach):
        missing += reach
    never_asked = [q for q in needed if q.id not in state.answers and state.finish]
    return missing + never_asked


def progress(questionnaire: Questionnaire, state: State) -> dict[str, int]:
    """How many questions were answered, of how many in all as it looks now."""
    asked = core(questionnaire, state) + contact(questionnaire, state)
    if state.deepen:
        asked += deeper(questionnaire, state)
    answered = sum(is_answered(questionnaire, q, state) for q in asked)
    return {"answered": answered, "total": max(len(asked), answered)}
