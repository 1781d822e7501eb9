"""No text whatever raises an error or stores an impossible value, whatever the model makes of it."""

import json
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.interview.commands import COMMANDS
from actions.interview.interpret import interpret
from knowledge.questionnaire import Question, load_questionnaire
from knowledge.values import checked
from tests.interview.talk import Talk, parse

QUESTIONS = load_questionnaire().questions
INTENTS = sorted({*COMMANDS, "inform", "affirm", "deny", "dont_know", "skip", "correct_answer"})

PIECES = st.sampled_from(
    [
        *(Path(__file__).parent / "data" / "pieces.txt").read_text(encoding="utf-8").splitlines(),
        *("\x00", "\u202e", "\n", "\t", "a" * 300, "é" * 40),
    ]
)
TEXTS = st.one_of(
    st.lists(PIECES, min_size=1, max_size=7).map(" ".join),
    st.lists(PIECES, min_size=1, max_size=4).map("".join),
    st.text(max_size=80),
    st.text(alphabet="0123456789.,-/%€ kmMtonjilep'", max_size=24),
)
CHANCE = st.floats(0, 1)


@st.composite
def heard(draw: st.DrawFn) -> dict[str, Any]:
    """A parse of any text with any verdict of the model."""
    text, chance = draw(TEXTS), draw(CHANCE)
    yes, no = draw(CHANCE), draw(CHANCE)
    polarity = {"yes": yes, "no": no, "unknown": draw(CHANCE), "other": draw(CHANCE)}
    options = {q.id: [[o.code, chance] for o in draw(st.permutations(q.options))[:3]] for q in QUESTIONS if q.options}
    topic = [[draw(st.sampled_from(QUESTIONS)).id, draw(CHANCE)]]
    return parse(text, draw(st.sampled_from(INTENTS)), draw(CHANCE), polarity=polarity, options=options, topic=topic)


def assert_possible(question: Question, value: Any) -> None:
    assert checked(question, value) == value


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(parsed=heard(), question=st.sampled_from(QUESTIONS))
def test_interpreting_gives_a_possible_value_or_none(parsed: dict[str, Any], question: Question) -> None:
    row = interpret({**parsed, "questionId": question.id, "said": parsed["text"]})

    assert row["status"] in ("answered", "confirm", "unknown", "skipped", "not_understood")
    assert (row["value"] is not None) == (row["status"] in ("answered", "confirm"))
    json.dumps(row)
    if row["status"] == "answered":
        assert_possible(question, row["value"])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(turns=st.lists(heard(), min_size=1, max_size=5), start=st.sampled_from(QUESTIONS))
def test_a_conversation_of_any_texts_stores_only_possible_values(turns: list[dict[str, Any]], start: Question) -> None:
    talk = Talk().begin()
    assert talk.state
    talk.state |= {"open": start.id, "asked": [start.id], "ladderLevel": 5 if start.kind == "ladder" else None}

    for parsed in turns:
        talk.hear(parsed)
        assert talk.messages
        assert talk.state
        json.dumps(talk.state)
        for question_id, answer in talk.state["answers"].items():
            if answer["status"] == "answered":
                assert_possible(load_questionnaire().question(question_id), answer["value"])
