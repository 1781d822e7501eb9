"""Brand and trade names and what each stands for, from `lexicon.yaml`."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

WORDS = Path(__file__).parent / "lexicon.yaml"


@cache
def load() -> dict[str, Any]:
    """The parsed file."""
    content: dict[str, Any] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return content


@cache
def brands() -> dict[str, tuple[tuple[str, str], ...]]:
    """Each name in lower case with the (question, code) pairs it stands for."""
    found: dict[str, list[tuple[str, str]]] = {}
    for question, codes in load()["brands"].items():
        for code, names in codes.items():
            for name in names:
                found.setdefault(str(name).lower(), []).append((question, code))
    return {name: tuple(pairs) for name, pairs in found.items()}


@cache
def lacks() -> frozenset[str]:
    """The questions whose answers are lacks and problems."""
    return frozenset(load()["lacks"])
