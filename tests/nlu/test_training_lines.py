"""The lines that the model learns from, and those that nothing may learn from."""

import re
from pathlib import Path

import pytest

from nlu.heldout import cases, is_right
from nlu.questions import choice_questions, question_kinds
from nlu.training_lines import TrainingLineError, intent_lines, option_lines, polarity_lines


def plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w%€ ]", " ", text.casefold()).split())


LONG_ENOUGH = 3  # "ja" and "weet ik niet" are what everybody types


def test_no_held_out_line_is_trained_on() -> None:
    trained = {plain(line.text) for lines in (intent_lines(), option_lines(), polarity_lines()) for line in lines}
    shared = {c.said for c in cases() if len(c.said.split()) > LONG_ENOUGH and plain(c.said) in trained}
    assert shared == set()


def test_every_option_line_names_codes_of_its_question() -> None:
    questions = choice_questions()
    for line in option_lines():
        question = questions[line.about]
        assert set(line.labels) <= set(question.codes), line
        assert question.many or len(line.labels) == 1, line


def test_every_option_has_enough_lines() -> None:
    lines = option_lines()
    few = {
        (question.id, code): n
        for question in choice_questions().values()
        for code in question.codes
        if (n := sum(line.about == question.id and code in line.labels for line in lines)) < 25
    }
    assert few == {}


def test_every_intent_has_enough_lines() -> None:
    lines = intent_lines()
    intents = {line.labels[0] for line in lines}
    assert len(intents) == 35
    assert {i: n for i in intents if (n := sum(line.labels[0] == i for line in lines)) < 60} == {}


def test_a_line_of_another_form_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.tsv").write_text("markets\tde bouw\n", encoding="utf-8")
    with pytest.raises(TrainingLineError, match=r"bad.tsv, line 1"):
        option_lines(tmp_path)


def test_held_out_lines_ask_for_what_the_questionnaire_holds() -> None:
    kinds, questions = question_kinds(), choice_questions()
    for case in cases():
        if case.file == "options" and case.right != "unknown":
            assert set(case.right.split(",")) <= set(questions[case.question].codes)
        elif case.question:
            assert case.question in kinds


def test_held_out_lines_are_many() -> None:
    assert len(cases()) >= 1200


def test_values_are_judged_by_their_kind() -> None:
    assert is_right("robotics,vision", ["vision", "robotics"])
    assert is_right("2.5", 2.5)
    assert is_right("true", {"5": True})
    assert is_right("jansen bv", "Jansen BV")
    assert not is_right("true", False)
