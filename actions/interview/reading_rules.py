"""The thresholds and fixed phrases of `reading.yaml`."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

RULES = Path(__file__).parent / "reading.yaml"


@dataclass(frozen=True)
class Rules:
    """The file, phrases as sets for look-up."""

    thresholds: dict[str, Any]
    answering: frozenset[str]
    unknown: frozenset[str]
    skipped: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]
    yes_opens: frozenset[str]
    no_opens: frozenset[str]
    all: frozenset[str]
    none: frozenset[str]
    zero: frozenset[str]
    beside_amounts: frozenset[str]
    not_in_names: frozenset[str]
    trade: frozenset[str]
    yielding: frozenset[str]
    talking: frozenset[str]
    wishes: frozenset[str]
    reasons: dict[str, str]


@cache
def rules() -> Rules:
    """The rules, read once. Raises KeyError when a part is missing."""
    data = yaml.safe_load(RULES.read_text(encoding="utf-8"))
    sets = {
        name: frozenset(map(str, data[name]))
        for name in (
            "answering",
            "unknown",
            "skipped",
            "yes",
            "no",
            "yes_opens",
            "no_opens",
            "all",
            "none",
            "zero",
            "beside_amounts",
            "not_in_names",
            "trade",
            "yielding",
            "talking",
            "wishes",
        )
    }
    return Rules(thresholds=data["thresholds"], reasons=data["reasons"], **sets)
