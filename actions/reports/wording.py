"""The report's own words (`pictures.yaml`, `report.yaml`), and the short forms in which scores and answers are said."""

from functools import cache
from pathlib import Path
from typing import Any

from actions.assessment.explain import PROVISIONAL_BELOW
from knowledge.content import read_yaml

HERE = Path(__file__).parent


@cache
def picture_words() -> dict[str, Any]:
    """The words in and under the pictures."""
    words: dict[str, Any] = read_yaml(HERE / "pictures.yaml")
    return words


@cache
def report_words() -> dict[str, Any]:
    """The words of the report."""
    words: dict[str, Any] = read_yaml(HERE / "report.yaml")
    return words


def provisional(score: dict[str, Any]) -> bool:
    """Whether a score rests on less than half of its weight."""
    return score["score"] is not None and score["coverage"] < PROVISIONAL_BELOW
