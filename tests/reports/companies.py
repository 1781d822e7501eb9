"""The twelve worked companies as the report gets them."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from actions.assessment import assess
from knowledge.questionnaire import load_questionnaire
from knowledge.values import checked

FOLDER = Path(__file__).parent.parent / "assessment" / "companies"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))

Answers = dict[str, dict[str, Any]]


def company(name: str) -> tuple[Answers, dict[str, Any], date]:
    """The answers, the result and the date of a worked company."""
    content = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    questions = load_questionnaire()
    values = {key: checked(questions.question(key), value) for key, value in content["answers"].items()}
    return answered(values), assess(values, content["date"]), content["date"]


def answered(values: dict[str, Any], said: str = "") -> Answers:
    """Plain values as answers of a conversation."""
    return {
        key: {"value": value, "status": "unknown" if value is None else "answered", "said": said}
        for key, value in values.items()
    }
