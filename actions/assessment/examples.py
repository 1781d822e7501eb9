"""Which best practices to show: likeness in technologies, goals, type, size, province and words, with why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from actions.assessment.profile import Profile
from knowledge.content import is_stale, kept
from knowledge.criteria import load_criteria
from knowledge.dutch import known as in_words
from knowledge.dutch import listing
from knowledge.index import Index
from knowledge.pains import load_pains
from knowledge.places import province_name
from knowledge.practices import Practice, load_practices
from knowledge.questionnaire import load_questionnaire
from knowledge.scoring import load_scoring
from knowledge.words import specific, stems

Floats = npt.NDArray[np.float64]

TEXT_HALF = 6.0  # BM25 score at which the likeness of a text counts half; two or three rare words in common
WORDS_SHOWN = 4


@dataclass(frozen=True)
class Ranked:
    """Practices in order (indexes), and what each likeness added to each practice."""

    order: npt.NDArray[np.intp]
    gains: dict[str, Floats]


class Practices:
    """Compares a company with a fixed set of practices."""

    def __init__(self, practices: Sequence[Practice]) -> None:
        self.practices = tuple(practices)
        self.codes = {
            "technologies": _Overlap([p.technologies for p in practices]),
            "goals": _Overlap([p.goals for p in practices]),
            "types": _Overlap([[str(t) for t in p.yamamoto_types] for p in practices]),
        }
        self.sizes = np.array([p.size_class or "" for p in practices])
        self.provinces = np.array([p.province or "" for p in practices])
        self.index = Index([text_of(p) for p in practices])

    def rank(self, found: Profile) -> Ranked:
        """All practices in order of likeness; what is unknown on either side counts neither for nor against."""
        weights = load_scoring().practices
        gains = {
            "technologies": self.codes["technologies"].of(found.answer("technologies")) * weights.technologies,
            "goals": self.codes["goals"].of(found.answer("goals")) * weights.goals,
            "types": self.codes["types"].of([str(t) for t in found.types]) * weights.types,
            "size": _same(self.sizes, found.size_class) * weights.size,
            "province": _same(self.provinces, found.province) * weights.province,
        }
        text = self.index.scores(initiative(found))
        gains["text"] = text / (text + TEXT_HALF) * weights.text
        total = np.sum(list(gains.values()), axis=0)
        return Ranked(np.lexsort((np.arange(len(total)), -total)), gains)


class _Overlap:
    """How far lists of codes agree: shared codes over the geometric mean of both lengths, 0 to 1."""

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        self.columns = {code: at for at, code in enumerate(sorted({code for row in rows for code in row}))}
        self.has = np.zeros((len(rows), len(self.columns)), dtype=np.float64)
        for at, row in enumerate(rows):
            self.has[at, [self.columns[code] for code in row]] = 1
        self.length = np.sqrt(np.maximum(1, self.has.sum(axis=1)))

    def of(self, codes: Sequence[str] | None) -> Floats:
        own = set(codes or []) - set(load_scoring().practices.ignored)
        shared = self.has[:, [self.columns[code] for code in own if code in self.columns]].sum(axis=1)
        overlap: Floats = shared / (self.length * np.sqrt(max(1, len(own))))
        return overlap


def _same(theirs: npt.NDArray[np.str_], own: str | None) -> Floats:
    if own is None:
        return np.zeros(len(theirs))
    return np.where(theirs == "", 0.0, np.where(theirs == own, 1.0, -1.0))


@kept
def _pain_words() -> frozenset[str]:
    return frozenset(stem for pain in load_pains() for words in pain.words for stem in stems(words))


def initiative(found: Profile) -> str:
    """The words of the initiative, or of where it hurts, that can tell one practice from another."""
    return specific(found.answer("initiative") or "", kept=_pain_words())


def text_of(practice: Practice) -> str:
    """The words by which a practice is found: its own, and the owners' words for what it helps with."""
    pains = (" ".join(pain.words) for pain in load_pains() if practice.id in pain.practices)
    return " ".join(
        part
        for part in (
            *pains,
            practice.title,
            practice.company_or_network,
            practice.place,
            practice.summary,
            practice.starting_point,
            practice.what_helped,
            practice.lesson,
        )
        if part
    )


@kept
def practices() -> Practices:
    """The practices of the knowledge base."""
    return Practices(load_practices())


def chosen(found: Profile, on: date) -> list[dict[str, Any]]:
    """The best practices for a company: as many as the model shows, each with why it was chosen and its source."""
    return shown(practices(), practices().rank(found), found, on, load_scoring().practices.shown)


def shown(known: Practices, ranked: Ranked, found: Profile, on: date, count: int) -> list[dict[str, Any]]:
    """The first `count` practices of a ranking, in the contract's form."""
    return [
        {
            "id": practice.id,
            "title": practice.title,
            "why": why(known, ranked, int(at), found),
            "source": practice.sources[0].model_dump(),
            "factsNote": facts_note(practice, on),
        }
        for at, practice in ((at, known.practices[at]) for at in ranked.order[:count])
    ]


def facts_note(practice: Practice, on: date) -> str | None:
    """The warning that goes with an example older than twelve months or without a date, None for newer ones."""
    if practice.known_as_of is None:
        return load_criteria().undated
    if not is_stale(practice.known_as_of, on):
        return None
    return load_criteria().stale_practice.format(known=in_words(practice.known_as_of))


def why(known: Practices, ranked: Ranked, at: int, found: Profile) -> list[str]:
    """The sentences that say what a practice has in common with the company; one that says so when it is nothing."""
    words, practice = load_criteria().why, known.practices[at]
    shared = {
        "technologies": _labels(found, "technologies", practice.technologies),
        "goals": _labels(found, "goals", practice.goals),
        "types": listing([str(t) for t in found.types if t in practice.yamamoto_types]),
        "size": practice.size_class or "",
        "province": province_name(practice.province) if practice.province else "",
        "text": listing(known.index.shared(initiative(found), at)[:WORDS_SHOWN]),
    }
    reasons = [words[name].format(own=own) for name, own in shared.items() if ranked.gains[name][at] > 0 and own]
    return reasons or [words["none"]]


def _labels(found: Profile, name: str, theirs: Sequence[str]) -> str:
    question = load_questionnaire().question(found.questions[name])
    shared = set(theirs) - set(load_scoring().practices.ignored)
    return listing([question.option(code).label for code in found.answer(name) or [] if code in shared])
