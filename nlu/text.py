"""Small text helpers shared by the readers."""

import unicodedata


def same_length_lower(text: str) -> str:
    """The text in lower case with every character still in its place, so that offsets stay true.

    Look-alike dashes, spaces and quotes become the plain ones.
    """
    return "".join(_PLAIN.get(c, _lower(c)) for c in text)


def _lower(character: str) -> str:
    lowered = character.lower()
    return lowered if len(lowered) == 1 else character


_PLAIN = (
    dict.fromkeys("‐‑‒–—−﹣－", "-") | dict.fromkeys("\xa0\u2007\u202f\u2009\t\n\r", " ") | dict.fromkeys("‘’`´ʼ", "'")
)


def fold(text: str) -> str:
    """The text in lower case without accents, for comparing. Its length may differ."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
