"""Finding cases by a few words, in one place so that a full-text index can take over without touching the rest."""

import unicodedata
from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, true

from api.cases.tables import Case


def folded(text: str) -> str:
    """Text without capitals and accents, as it is stored for searching and as it is searched for."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def search_text(parts: Iterable[str | None]) -> str:
    """What is stored with a case to be searched: company, place and reference."""
    return " ".join(folded(part) for part in parts if part)


def matching(words: str) -> ColumnElement[bool]:
    """The condition that a case holds every one of these words, or part of a word."""
    return and_(true(), *(Case.search_text.contains(word, autoescape=True) for word in folded(words).split()))
