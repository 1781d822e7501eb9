"""What the understanding needs of the questionnaire, read from the knowledge base's file."""

from dataclasses import dataclass
from pathlib import Path

import yaml

QUESTIONNAIRE = Path(__file__).parent.parent / "knowledge" / "questionnaire.yaml"


@dataclass(frozen=True)
class ChoiceQuestion:
    """What is needed of a choice question: its codes, whether several may be given, the code that excludes others.

    `no_means` is the code that a plain "nee" stands for.
    """

    id: str
    codes: tuple[str, ...]
    many: bool
    exclusive: str | None
    no_means: str | None = None


def question_kinds(path: Path = QUESTIONNAIRE) -> dict[str, str]:
    """The kind of every question by id."""
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return {q["id"]: q["kind"] for q in content["questions"]}


def choice_questions(path: Path = QUESTIONNAIRE) -> dict[str, ChoiceQuestion]:
    """The choice questions of the questionnaire by id."""
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return {
        q["id"]: ChoiceQuestion(
            q["id"],
            tuple(o["code"] for o in q["options"]),
            q["kind"] == "multi",
            q.get("exclusive"),
            q.get("no_means"),
        )
        for q in content["questions"]
        if q["kind"] in ("choice", "multi")
    }
