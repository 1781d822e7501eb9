"""How the desk says values: codes from `words.yaml`, answers from the questionnaire's labels, numbers in Dutch."""

from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from knowledge.questionnaire import Question

WORDS = Path(__file__).parent / "words.yaml"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
UNKNOWN = "onbekend"
MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


@cache
def load_words() -> dict[str, dict[Any, str]]:
    """All words by kind and code."""
    words: dict[str, dict[Any, str]] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return words


def word(kind: str, code: Any) -> str:
    """The word for a code of this kind; None is unknown, and a code without a word is shown as it is."""
    return UNKNOWN if code is None else load_words()[kind].get(code, str(code))


def number(value: float | None) -> str:
    """A number with Dutch points and comma, at most two decimals."""
    if value is None:
        return UNKNOWN
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def euro(value: float | None) -> str:
    """An amount of money."""
    return UNKNOWN if value is None else f"€ {number(value)}"


def moment(value: datetime) -> str:
    """A moment in Dutch time: 23 nov 2026, 10:30."""
    local = value.astimezone(AMSTERDAM)
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}, {local:%H:%M}"


def day(value: date) -> str:
    """A day: 23 nov 2026."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def duration(span: timedelta) -> str:
    """How long something has been waiting, in its largest whole unit."""
    minutes = max(0, int(span.total_seconds() // 60))
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 24 * 60:
        return f"{minutes // 60} uur"
    days = minutes // (24 * 60)
    return f"{days} dag" if days == 1 else f"{days} dagen"


def answer(question: Question, value: Any) -> str:
    """The value of an answer in words."""
    match question.kind:
        case "choice":
            return _label(question, value)
        case "multi":
            return ", ".join(_label(question, code) for code in value) or "geen"
        case "yesno":
            return "ja" if value else "nee"
        case "money":
            return euro(value)
        case "percent":
            return f"{number(value)}%"
        case "count":
            return number(value)
        case "ladder":
            return "; ".join(f"niveau {level}: {_shown(met)}" for level, met in sorted(value.items()))
        case _:
            return str(value)


def _label(question: Question, code: str) -> str:
    """The option's wording; an option that has since left the questionnaire is shown by its code."""
    labels = {option.code: option.label for option in question.options}
    return labels.get(code, code)


def _shown(met: bool | None) -> str:
    return "weet niet" if met is None else "ja" if met else "nee"
