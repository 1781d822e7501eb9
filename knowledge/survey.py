"""Figures of the 2018 survey among 180 companies, for the mirror; read from `survey.yaml`."""

from typing import Any, Literal

from knowledge.content import FOLDER, Source, kept, read_yaml
from knowledge.questionnaire import Record

SURVEY = FOLDER / "survey.yaml"


class Figure(Record):
    """A percentage of the respondents that gave one of the answers in `of`; `words` says it in a sentence.

    `read_from` is "chart" for a figure read from a chart with labels and figures in the same order.
    """

    question: str
    of: tuple[str, ...]
    value: int
    relation: Literal["exact", "about", "more_than"] = "exact"
    read_from: Literal["text", "chart"] = "text"
    words: str


class Survey(Record):
    """All figures; those in `background` cannot be held against an answer."""

    source: Source
    respondents: int
    as_of: str
    figures: tuple[Figure, ...]
    background: tuple[dict[str, Any], ...]


@kept
def load_survey() -> Survey:
    """Read and check the survey figures. Raises pydantic.ValidationError naming every mistake in the file."""
    return Survey.model_validate(read_yaml(SURVEY))
