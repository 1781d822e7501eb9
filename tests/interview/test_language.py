"""A message in another language gets one polite line in that language."""

import pytest

from actions.interview.language import language_of
from tests.interview.talk import Talk


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("do you speak english please", "english"),
        ("we are a company with 40 people", "english"),
        ("sprechen sie deutsch", "german"),
        ("wir haben 40 Mitarbeiter und machen Teile", "german"),
        ("bonjour, parlez vous français", "french"),
        ("we doen draaien, frezen en milling", None),
        ("wi-j hebt hier zo'n man of tien", None),
        ("machine learning en the works", None),
        ("ja", None),
        ("", None),
    ],
)
def test_language_is_told_by_its_small_words(text: str, language: str | None) -> None:
    assert language_of(text) == language


def test_an_answer_in_another_language_counts_and_is_greeted_once() -> None:
    talk = Talk().begin().until("employees").say("we are with 40 people")

    assert "This conversation is in Dutch" in talk.heard
    assert talk.answer("employees") == 40
    talk.say("what do you mean with this", "explain_question")
    assert "This conversation is in Dutch" not in talk.heard
