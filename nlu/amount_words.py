"""What an amount is, and the words that make one (`amounts.yaml`)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

WORDS = Path(__file__).parent / "amounts.yaml"


@dataclass(frozen=True)
class Amount:
    """One quantity: `value` (the midpoint of `low`..`high`) in `unit`, people, euro or percent; None when not said.

    `scaled`: a scale word or currency was used, so that a bare "8" can be told from "8 miljoen". `time` is "now",
    "past" or "future" when the words around it say so; `negated` after "niet", `part` when it is a subset of the
    amount before it; `total` when it is a sum of amounts in the text. `lean` is 1 after "ruim" and -1 after "bijna";
    `about` is the question that the words around it name ("3 miljoen omzet"), `scale` the factor that was said.
    """

    start: int
    end: int
    value: float
    low: float
    high: float
    unit: str | None = None
    approximate: bool = False
    scaled: bool = False
    time: str | None = None
    negated: bool = False
    part: bool = False
    total: bool = False
    scale: float = 1.0
    lean: int = 0
    about: str | None = None

    def as_entity(self) -> dict[str, Any]:
        """The amount as an entity of the parse; numbers that are whole are integers."""
        value: dict[str, Any] = {
            "value": _plain(self.value), "low": _plain(self.low), "high": _plain(self.high),
            "unit": self.unit, "approximate": self.approximate, "scaled": self.scaled,
        }  # fmt: skip
        value.update(
            {name: getattr(self, name) for name in ("time", "negated", "part", "total", "about") if getattr(self, name)}
        )
        return {"entity": "amount", "start": self.start, "end": self.end, "value": value}


def _plain(number: float) -> float | int:
    rounded = round(number, 6)
    return int(rounded) if rounded == int(rounded) else rounded


class Lexicon:
    """The words of `amounts.yaml`, ready for look-up."""

    def __init__(self, data: dict[str, Any]) -> None:
        """`data` is the parsed YAML file."""
        self.scales: dict[str, float] = {str(k): float(v) for k, v in data["scales"].items()}
        self.money_scales = frozenset(data["money_scales"])
        self.units = {unit: _matcher(data[unit]) for unit in ("euro", "percent", "people", "other")}
        self.not_before = _matcher(map(str, data["not_before"]))
        self.phrases = {
            name: _phrases(data[name]) for name in ("part", "less", "more", "about", "now", "past", "future")
        }
        self.about: dict[str, re.Pattern[str]] = {
            question: _phrases(entry["words"]) for question, entry in data["questions"].items()
        }
        self.about_unit: dict[str, str] = {question: entry["unit"] for question, entry in data["questions"].items()}

    def unit(self, word: str) -> str | None:
        """The unit a word stands for: euro, percent, people, "other" for things we do not ask about, or None."""
        for unit, pattern in self.units.items():
            if pattern.fullmatch(word):
                return unit
        return None


def _matcher(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(w).replace(r"\*", r"[\w'-]*") for w in words))


def _phrases(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(map(str, words), key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(w)}(?!\w)" for w in longest_first))


@cache
def lexicon() -> Lexicon:
    """The amount words, read once."""
    return Lexicon(yaml.safe_load(WORDS.read_text(encoding="utf-8")))
