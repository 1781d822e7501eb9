"""Numbers as hurried owners type them, each with what is kept for the question that is open."""

from pathlib import Path

import pytest

from actions.interview.reading import read
from knowledge.questionnaire import load_questionnaire
from tests.interview.talk import parse

LINES = Path(__file__).parent / "data" / "numbers.tsv"
QUESTIONNAIRE = load_questionnaire()


def rows(question: str) -> list[tuple[str, str]]:
    """What is typed and what is kept, for one question."""
    lines = [line.split("\t") for line in LINES.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    return [(said, right) for about, said, right in lines if about == question]


def kept(question: str, said: str) -> str:
    """What is kept of a message, as the file writes it."""
    reading = read(QUESTIONNAIRE.question(question), parse(said))
    if reading.status not in ("answered", "confirm"):
        return "-"
    return f"{'?' if reading.status == 'confirm' else ''}{reading.value}"


@pytest.mark.parametrize("question", [q.id for q in QUESTIONNAIRE.questions if q.limits])
def test_number_is_kept_as_it_was_meant_and_nothing_where_there_is_none(question: str) -> None:
    lines = rows(question)
    wrong = {said: kept(question, said) for said, right in lines if kept(question, said) != right}
    meant = {said: right for said, right in lines if said in wrong}

    assert lines
    assert wrong == meant
