"""Brand and trade names and what each stands for, from `lexicon.yaml`."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from nlu.text import fold, same_length_lower

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


@cache
def _longest() -> int:
    return max(len(_WORD.findall(name)) for name in brands())


@cache
def _by_words() -> dict[tuple[str, ...], tuple[tuple[str, str], ...]]:
    return {tuple(_WORD.findall(fold(name))): pairs for name, pairs in brands().items()}


_WORD = re.compile(r"\w+")


def codes_of_brands(text: str) -> frozenset[tuple[str, str]]:
    """The (question, code) pairs of the brand and trade names in a text; the longest name counts where two overlap."""
    words = _WORD.findall(fold(same_length_lower(text)))
    found: set[tuple[str, str]] = set()
    at = 0
    while at < len(words):
        for length in range(min(_longest(), len(words) - at), 0, -1):
            if pairs := _by_words().get(tuple(words[at : at + length])):
                found.update(pairs)
                at += length
                break
        else:
            at += 1
    return frozenset(found)
