"""Any answers a person can give, made from the questionnaire itself."""

from typing import Any

from hypothesis import strategies as st

from knowledge.questionnaire import Question, load_questionnaire

PLACES = ["Hengelo (OV)", "Eindhoven", "7553", "Goes", "Hengelo", "Nergenshuizen"]
LADDERS = st.dictionaries(st.sampled_from([str(n) for n in range(1, 10)]), st.sampled_from([True, False, None]))


def value(question: Question) -> st.SearchStrategy[Any]:
    """A value of a question's kind."""
    codes = [option.code for option in question.options]
    match question.kind:
        case "choice":
            return st.sampled_from(codes)
        case "multi":
            return st.lists(st.sampled_from(codes), unique=True)
        case "yesno":
            return st.booleans()
        case "ladder":
            return LADDERS
        case "count" | "money" | "percent":
            assert question.limits is not None
            return st.integers(int(question.limits.min), int(question.limits.max))
        case _ if question.id == "place":
            return st.sampled_from(PLACES)
        case _:
            return st.sampled_from(["een lasrobot voor kleine series", "minder papier op de werkvloer", "iets anders"])


def answers() -> st.SearchStrategy[dict[str, Any]]:
    """Any subset of the questions, each with a value or None for "weet ik niet"."""
    questions = load_questionnaire().questions
    return st.fixed_dictionaries({}, optional={q.id: st.none() | value(q) for q in questions})
