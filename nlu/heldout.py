"""The project's own held-out lines and how an answer to them is judged. Nothing is trained on these lines."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "tests" / "nlu" / "heldout"
RIGHT, WRONG, ASKED_RIGHT, ASKED, LOST = "right", "wrong", "asked, meant right", "asked", "not understood"
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Case:
    """One held-out line: which file it is from, the question that is open ("" for intents), what is right.

    `right` is an intent, codes joined by commas, a value, "true", "false" or "unknown"; "" when nothing may be stored.
    """

    file: str
    question: str
    said: str
    right: str


def cases(folder: Path = FOLDER) -> list[Case]:
    """All held-out lines. Raises FileNotFoundError when a file is missing."""
    found = [Case("intents", "", said, intent) for intent, said in _rows(folder / "intents.tsv")]
    for name in ("options", "values", "yesno"):
        found += [Case(name, question, said, right) for question, said, right in _rows(folder / f"{name}.tsv")]
    found += [Case("not_answers", question, said, "") for question, said in _rows(folder / "not_answers.tsv")]
    return found


def _rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def judge(case: Case, reading: Mapping[str, Any]) -> str:
    """What became of a line with a question: stored rightly or wrongly, asked back, or not understood."""
    status, value = reading["status"], reading["value"]
    if case.file == "not_answers":
        return {"answered": WRONG, "confirm": ASKED}.get(status, RIGHT)
    if case.right == "unknown":
        return RIGHT if status == "unknown" else WRONG if status == "answered" else ASKED
    right = is_right(case.right, value)
    if status == "answered":
        return RIGHT if right else WRONG
    if status == "confirm":
        return ASKED_RIGHT if right else ASKED
    return LOST


def is_right(right: str, value: Any) -> bool:
    """Whether a value is the right one: codes as a set, numbers as numbers, words without regard to capitals."""
    if isinstance(value, bool):
        return right == str(value).lower()
    if isinstance(value, list):
        return set(right.split(",")) == set(value)
    if isinstance(value, dict):
        return [right] == [str(v).lower() for v in value.values()]
    if isinstance(value, int | float):
        return abs(value - float(right)) < TOLERANCE
    return isinstance(value, str) and value.casefold() == right.casefold()
