"""Questions about the field, answered from the knowledge base: schemes, practices and terms.

A question that names something ("wat is een MES?", "bestaat de kennisvoucher nog?") gets that; other questions get
what fits their words best, and nothing when nothing fits. Every answer carries its source and date. Pure: whether
a scheme is open depends on the date passed in.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from knowledge.content import Source, is_stale, kept
from knowledge.criteria import load_criteria
from knowledge.dutch import day, known, listing
from knowledge.index import Index
from knowledge.practices import Practice, load_practices
from knowledge.questionnaire import load_questionnaire
from knowledge.schemes import Scheme, load_schemes
from knowledge.scoring import load_scoring
from knowledge.terms import Schemes, Term, load_terms
from knowledge.words import GENERAL, stem, stems, words_of

Entry = Scheme | Practice | Term

LISTED = 8  # schemes named in one answer
SAME_WORD = 0.6  # shortest spelling of a name as a share of the longest
HEAD_WEIGHT = 3  # how often the names and title of an entry count beside its text
FITS_FROM = 0.6  # likeness from which an entry counts as an answer to a question that names nothing
KINDS: dict[type, Literal["scheme", "practice", "term"]] = {Scheme: "scheme", Practice: "practice", Term: "term"}


@dataclass(frozen=True)
class Found:
    """One answer or search result. `text` is complete Dutch, with source and date.

    `named` is whether the question names the entry (or is a search for it), not merely resembles it. `known_as_of` is
    the year or date of the facts, None when the source has none.
    """

    kind: Literal["scheme", "practice", "term"]
    id: str
    title: str
    text: str
    source: Source
    known_as_of: str | None
    stale: bool
    named: bool


class Knowledge:
    """A fixed set of entries with its index; made once."""

    def __init__(self, schemes: Sequence[Scheme], practices: Sequence[Practice], terms: Sequence[Term]) -> None:
        self.entries: tuple[Entry, ...] = (*terms, *schemes, *practices)
        self.by_id = {scheme.id: scheme for scheme in schemes} | {p.id: p for p in practices}
        self.schemes = tuple(schemes)
        heads = [" ".join(head(entry)) for entry in self.entries]
        self.index = Index([" ".join([h] * HEAD_WEIGHT + [body(e)]) for h, e in zip(heads, self.entries, strict=True)])
        self.heads = [frozenset(self.index.vocabulary.tokens(h)) for h in heads]
        self.names: dict[tuple[str, ...], list[tuple[int, int]]] = {}  # stems → (entry, letters of the name)
        for at, entry in enumerate(self.entries):
            for name in names(entry):
                words = words_of(name)
                self.names.setdefault(tuple(map(stem, words)), []).append((at, len("".join(words))))
        self.longest_name = max((len(name) for name in self.names), default=0)

    def named_in(self, question: str) -> list[int]:
        """The entries whose name is in the question: those with the longest name, in the order of the question."""
        words = words_of(question)
        found = tuple(map(stem, words))
        for length in range(min(self.longest_name, len(words)), 0, -1):
            hits = [
                at
                for start in range(len(words) - length + 1)
                for at, letters in self.names.get(found[start : start + length], [])
                if _alike(letters, len("".join(words[start : start + length])))
            ]
            if hits:
                return list(dict.fromkeys(hits))
        return []

    def ranked(self, question: str, limit: int) -> list[int]:
        """The entries that share words with a question, best first: named ones, then by their words."""
        scores = self.index.scores(question)
        named = self.named_in(question)
        scores[named] = scores.max() + np.arange(len(named), 0, -1)
        best = np.argpartition(-scores, min(limit, len(scores) - 1))[:limit]
        return [int(at) for at in best[np.lexsort((best, -scores[best]))] if scores[at] > 0]

    def likeness(self, question: str, at: int) -> float:
        """How much of a question's specific words entry `at` has: each counts in full in its names or title, by half
        in its text; a compound counts by its parts too.
        """
        words = [word for word in stems(question) if word not in GENERAL]
        parts = [set(self.index.vocabulary.parts(word)) | {word} for word in words]
        text = self.index.tokens_of(at)
        found = sum(1.0 if p & self.heads[at] else 0.5 if p & text else 0.0 for p in parts)
        return found / len(words) if words else 0.0


def _alike(one: int, other: int) -> bool:
    """Whether two spellings of one stem can be the same word by their length: not "halen" and "haalbaarheid"."""
    return min(one, other) >= SAME_WORD * max(one, other)


def names(entry: Entry) -> tuple[str, ...]:
    """What people call an entry. A practice is found by its words only, its title is nobody's name for it."""
    match entry:
        case Scheme():
            return (entry.short, *entry.also_called)
        case Term():
            return entry.names
        case _:
            return (entry.company_or_network,)


def head(entry: Entry) -> tuple[str, ...]:
    """Names, title and subjects of an entry: the words that say what it is about."""
    match entry:
        case Practice():
            return (entry.title, entry.company_or_network, *_labels(entry))
        case Scheme():
            kinds = load_criteria()
            return (entry.name, *entry.also_called, *(kinds.cost_kinds[code] for code in entry.reading.cost_kinds))
        case _:
            return entry.names


def _labels(practice: Practice) -> Iterator[str]:
    question = load_questionnaire().question(load_scoring().questions["technologies"])
    return (question.option(code).label for code in practice.technologies)


def body(entry: Entry) -> str:
    """The other words of an entry."""
    match entry:
        case Scheme():
            return " ".join([entry.provider, *(fact.text for fact in entry.facts)])
        case Practice():
            parts = (entry.place, entry.summary, entry.starting_point, entry.what_helped, entry.lesson)
            return " ".join(part for part in parts if part)
        case _:
            return entry.text


@kept
def knowledge() -> Knowledge:
    """All schemes, practices and terms of the knowledge base."""
    return Knowledge(load_schemes(), load_practices(), load_terms().terms)


def search(question: str, on: date, limit: int = 10, among: Knowledge | None = None) -> list[Found]:
    """Up to `limit` entries that fit a question, best first; empty when no word of it occurs anywhere."""
    base = among or knowledge()
    named = set(base.named_in(question))
    return [told(base, base.entries[at], on, question, at in named) for at in base.ranked(question, limit)]


def answer(question: str, on: date, among: Knowledge | None = None) -> Found | None:
    """The one answer to a question, or None when the knowledge base honestly has none."""
    base = among or knowledge()
    best = base.ranked(question, 1)
    if not best:
        return None
    named = best[0] in base.named_in(question)
    if not named and base.likeness(question, best[0]) < FITS_FROM:
        return None
    return told(base, base.entries[best[0]], on, question, named)


def told(base: Knowledge, entry: Entry, on: date, question: str, named: bool) -> Found:
    """An entry as the answer to a question: text, source and date."""
    as_of: str | None
    match entry:
        case Scheme():
            title, text, source, as_of = entry.name, scheme_text(entry, on), scheme_source(entry), entry.known_as_of
        case Practice():
            title, text, source, as_of = entry.title, practice_text(entry), entry.sources[0], entry.known_as_of
        case _:
            title, text, source, as_of = entry.names[0], term_text(base, entry, question, on), entry.source, entry.as_of
    date_words = f"stand {known(as_of)}" if as_of else "zonder datum"
    warning = " Deze gegevens zijn ouder dan twaalf maanden." if as_of and is_stale(as_of, on) else ""
    whole = f"{text} Bron: {source.title}, {date_words}.{warning}"
    return Found(KINDS[type(entry)], entry.id, title, whole, source, as_of, is_stale(as_of, on), named)


def scheme_source(scheme: Scheme) -> Source:
    """The source of what is said first about a scheme: how it ended, or its first fact."""
    return scheme.sources[scheme.ended.source if scheme.ended else scheme.facts[0].source]


def scheme_text(scheme: Scheme, on: date) -> str:
    """What a scheme is, whether it still exists and whether one can apply on a date."""
    if scheme.ended:
        return f"{scheme.name}: {scheme.ended.text}"
    kind = load_criteria().kinds[scheme.kind]
    if (window := scheme.open_window(on)) is not None:
        until = f" tot en met {day(window.closes)}" if window.closes else ""
        opening = f"U kunt nu aanvragen{until}."
    elif (last := scheme.last_window()) is not None:
        closed = f", tot en met {day(last.closes)}" if last.closes else ""
        opening = f"De volgende openstelling is nog niet bekend; de laatste die wij kennen: {last.label}{closed}."
    else:
        opening = "Of u nu kunt aanvragen, weten wij niet."
    return f"{scheme.name}, {kind} van {scheme.provider}. {scheme.facts[0].text} {opening}"


def practice_text(practice: Practice) -> str:
    """What a practice shows, and our lesson from it."""
    return f"{practice.title} ({practice.company_or_network}). {practice.summary} Onze les: {practice.lesson}"


def term_text(base: Knowledge, term: Term, question: str, on: date) -> str:
    """What a term means, which running schemes go with it and which practices show it."""
    text = term.text
    about_schemes = set(words_of(question)) & set(load_terms().scheme_words)
    if term.schemes and (about_schemes or not term.schemes.when_asked):
        text += f" Regelingen die wij kennen: {listing(_named_schemes(base, term.schemes, on))}."
    practices = [entry for name in term.see if isinstance(entry := base.by_id.get(name), Practice)]
    if practices:
        examples = listing([f"{p.title} ({p.company_or_network})" for p in practices])
        text += f" Voorbeeld uit de praktijk: {examples}."
    return text


def _named_schemes(base: Knowledge, asked: Schemes, on: date) -> list[str]:
    """The running schemes a term names, those that are open now first, at most `LISTED`."""
    opened: list[Scheme] = []
    others: list[Scheme] = []
    for scheme in base.schemes:
        if scheme.runs and (scheme.id in asked.ids or not set(asked.cost_kinds).isdisjoint(scheme.reading.cost_kinds)):
            (opened if scheme.open_window(on) else others).append(scheme)
            if len(opened) == LISTED:
                break
    return [_in_list(scheme, on) for scheme in (opened + others)[:LISTED]]


def _in_list(scheme: Scheme, on: date) -> str:
    opened = "nu open, " if scheme.open_window(on) else ""
    return f"{scheme.short} ({opened}stand {known(scheme.known_as_of)})"
