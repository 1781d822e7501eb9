"""The training lines of `nlu/data`: intents (Rasa YAML), options per question and yes/no (tab-separated)."""

from dataclasses import dataclass
from pathlib import Path

import yaml

DATA = Path(__file__).parent / "data"


class TrainingLineError(ValueError):
    """A line that is not of the form its file should have; the message names file and line."""


@dataclass(frozen=True)
class Line:
    """One training text with its labels; `about` is the intent file's empty string or the question."""

    text: str
    labels: tuple[str, ...]
    about: str = ""


def intent_lines(folder: Path = DATA / "intents", files: str = "*") -> list[Line]:
    """All examples of all intents in the files of that name, each text once an intent."""
    found: dict[tuple[str, str], Line] = {}
    for path in sorted(folder.glob(f"{files}.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            for row in block["examples"].splitlines():
                if text := row.strip().removeprefix("- ").strip():
                    found[(block["intent"], text.lower())] = Line(text, (block["intent"],))
    return list(found.values())


def option_lines(folder: Path = DATA / "options", files: str = "*") -> list[Line]:
    """All lines `question<TAB>text<TAB>codes` in the files of that name, each text once a question."""
    found: dict[tuple[str, str], Line] = {}
    for path in sorted(folder.glob(f"{files}.tsv")):
        for number, row in _rows(path, 3):
            question, text, codes = row
            if not codes:
                raise TrainingLineError(f"{path.name}, line {number}: no code")
            found[(question, text.lower())] = Line(text, tuple(codes.split(",")), question)
    return list(found.values())


def polarity_lines(path: Path = DATA / "polarity.tsv") -> list[Line]:
    """All lines `text<TAB>yes|no|unknown|other`; none when the file does not exist."""
    if not path.exists():
        return []
    found: dict[str, Line] = {}
    for number, (text, label) in _rows(path, 2):
        if label not in ("yes", "no", "unknown", "other"):
            raise TrainingLineError(f"{path.name}, line {number}: {label} is not yes, no, unknown or other")
        found[text.lower()] = Line(text, (label,))
    return list(found.values())


def _rows(path: Path, width: int) -> list[tuple[int, list[str]]]:
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) != width:
            raise TrainingLineError(f"{path.name}, line {number}: {len(cells)} columns instead of {width}")
        rows.append((number, cells))
    return rows
