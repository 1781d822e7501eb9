"""What is never an answer: code, orders to the machine, pasted post, abuse, keys at random (`hostile.yaml`)."""

import re
import unicodedata
from functools import cache
from pathlib import Path

import yaml

WORDS = Path(__file__).parent / "hostile.yaml"
MAX_SEARCHED = 4000  # characters: the longest message a channel takes
FOREIGN_SHARE = 0.5  # of the letters, from which a text is in another script than ours


@cache
def _lists() -> dict[str, list[str]]:
    return dict(yaml.safe_load(WORDS.read_text(encoding="utf-8")))


@cache
def _patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(line, re.IGNORECASE | re.DOTALL) for line in _lists()[kind])


def _is(text: str, *kinds: str) -> bool:
    return any(pattern.search(text[:MAX_SEARCHED]) for kind in kinds for pattern in _patterns(kind))


def _is_random_keys(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", text[:MAX_SEARCHED])
    return bool(words) and all(
        word.islower() and any(pattern.fullmatch(word) for pattern in _patterns("random_keys")) for word in words
    )


def is_hostile(text: str) -> bool:
    """Whether nothing of a message may be kept, whatever the question: code, orders, pasted post, abuse, noise."""
    if not any(c.isalnum() or c in "?👍👎" for c in text):
        return True
    return _is(text, "code", "orders", "pasted", "abuse", "noise", "no_dutch") or _is_random_keys(text)


def is_abusive(text: str) -> bool:
    """Whether a message insults or threatens."""
    return _is(text, "abuse") and not _is(text, "code", "orders")


def is_no_words(text: str) -> bool:
    """Whether a message is nothing to keep as words: swearing, a word that names nothing, another script."""
    plain = text.strip(" \t\n.!?,;:'\"()-").casefold()
    return plain in _lists()["no_names"] or _is(text, "swearing") or is_in_other_script(text)


def is_in_other_script(text: str) -> bool:
    """Whether most letters are not Latin: what it says cannot be read here, only its digits."""
    letters = [c for c in text[:MAX_SEARCHED] if c.isalpha()]
    other = sum(not unicodedata.name(c, "").startswith("LATIN") for c in letters)
    return bool(letters) and other > FOREIGN_SHARE * len(letters)
