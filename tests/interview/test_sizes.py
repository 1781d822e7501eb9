"""A jobbing shop of twelve and a machine builder of 180 are asked the same in different words."""

import re

import pytest

from knowledge.questionnaire import load_questionnaire
from tests.interview.talk import Talk

QUESTIONS = load_questionnaire()
OFFICE_WORDS = re.compile(r"\b(afdeling\w*|directie|MT|CDO|data ?lake|projectteam|projectleider|engineers?)\b")


def asked(people: int | None, question: str) -> str:
    talk = Talk().begin().until("employees")
    if people is None:
        talk.press("unknown")
    else:
        talk.say(str(people))
    return talk.until(question).heard


def test_small_and_large_company_hear_other_words() -> None:
    small, large = asked(12, "people_available"), asked(180, "people_available")

    assert "vast team" in small
    assert "projectteam" in large
    assert "projectteam" not in asked(None, "people_available")


@pytest.mark.parametrize("question", [q for q in QUESTIONS.questions if q.block != "contact"], ids=lambda q: q.id)
def test_small_company_is_not_asked_about_what_it_does_not_have(question) -> None:
    shown = question.worded("small")

    for text in (shown.text, shown.without_initiative, shown.example, shown.explain, *(o.title for o in shown.options)):
        assert not OFFICE_WORDS.search(text), text


def test_other_words_keep_the_codes() -> None:
    for question in QUESTIONS.questions:
        for size in ("small", "large"):
            assert [o.code for o in question.worded(size).options] == [o.code for o in question.options]
