"""Finding cases by words, in Dutch: over company, reference, answers and notes.

Words are reduced to their stems here (snowball's Dutch stemmer, without capitals and accents) before either database
sees them, so that SQLite and PostgreSQL find the same cases: "lasrobots" finds "lasrobot". The databases index these
stems (FTS5 and tsvector) and find those that begin as the words looked for.
"""

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, String, TextClause, bindparam, exists, false, select, text
from sqlalchemy.orm import Session

from api.cases.tables import Case, CaseNote, CaseText
from knowledge.questionnaire import Question, load_questionnaire
from knowledge.words import plain, stem

MAX_WORD = 40  # characters; longer "words" are keys and addresses
MAX_WORDS = 5_000  # of a case, each once; keeps a tsvector under PostgreSQL's limit of 1 MB
MAX_ASKED = 10  # words of one search
ADDRESSES = ("email", "phone")  # kinds of answers that are left out: nobody looks for a part of them
FREQUENT = 500  # cases; see `matching`

_WORD = re.compile(r"[^\W_]+")
_REFERENCE = re.compile(r"SMA-(\d{4})-(0*)(\d+)")


def words(sentence: str) -> list[str]:
    """The stems of a text, in order."""
    return [stem(word[:MAX_WORD]) for word in _WORD.findall(plain(sentence))]


def _stored(stems: Iterable[str]) -> str:
    return " ".join(sorted(set(stems))[:MAX_WORDS])


def index(session: Session, case: Case) -> None:
    """Store the words of a new case: company, place, reference and what was answered."""
    session.add(CaseText(case_id=case.id, words=_stored(_stems(_sentences(case)))))


def index_anew(session: Session, case: Case) -> None:
    """Store the words of a case with an answer that was put right, and of its notes."""
    notes = session.scalars(select(CaseNote.text).filter_by(case_id=case.id))
    row = session.scalars(select(CaseText).filter_by(case_id=case.id)).one()
    row.words = _stored(_stems(chain(_sentences(case), notes)))


def _stems(sentences: Iterable[str]) -> Iterator[str]:
    return (word for sentence in sentences for word in words(sentence))


def index_note(session: Session, case_id: uuid.UUID, note: str) -> None:
    """Add the words of a note to those of its case."""
    row = session.scalars(select(CaseText).filter_by(case_id=case_id)).one()
    row.words = _stored([*row.words.split(), *words(note)])


def forget(session: Session) -> None:
    """Drop the words of what was erased from the index itself: SQLite's FTS5 keeps them until it merges its parts."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("INSERT INTO case_search(case_search) VALUES('optimize')"))


def _sentences(case: Case) -> Iterator[str]:
    yield from _reference(case.reference)
    yield case.company["name"] or ""
    yield case.company["place"] or ""
    questions = {question.id: question for question in load_questionnaire().questions}
    for question_id, answer in case.answers.items():
        question = questions[question_id]
        if question.kind in ADDRESSES:
            continue
        yield answer["said"]
        if answer["value"] is not None:
            yield from _answered(question, answer["value"])


def _reference(reference: str) -> Iterator[str]:
    """The reference, and its number with fewer zeros: people ask for case 123."""
    yield reference
    if found := _REFERENCE.fullmatch(reference):
        _year, zeros, number = found.groups()
        yield from (zeros[start:] + number for start in range(len(zeros) + 1))


def _answered(question: Question, value: Any) -> Iterator[str]:
    """The words of a value: the text itself, or the wording of the options."""
    if isinstance(value, str | list):
        wording: Mapping[str, str] = {option.code: option.label for option in question.options}
        for part in [value] if isinstance(value, str) else value:
            yield wording.get(part, part)


def matching(session: Session, asked: str) -> ColumnElement[bool]:
    """The condition that a case has, for each word asked for, a word that begins with its stem.

    A text without a letter or digit is in no case. Rare words are looked up in the index first; cases with frequent
    ones are soon met when walking down the list. Neither database chooses well between the two by itself: how many
    words begin alike is not in its statistics.
    """
    stems = words(asked)[:MAX_ASKED]
    if not stems:
        return false()
    found = _found(session.get_bind().dialect.name, stems)
    cases = session.scalars(select(CaseText.case_id).where(found).limit(FREQUENT)).all()
    if len(cases) < FREQUENT:
        return Case.id.in_(cases)
    return exists().where(CaseText.case_id == Case.id, found)


def _found(database: str, stems: list[str]) -> TextClause:
    """The condition on a row of `case_texts`; the stems are letters and digits alone, so no part of a query."""
    if database == "postgresql":
        query = " & ".join(f"'{one}':*" for one in stems)
        condition = "case_texts.search @@ CAST(:asked AS tsquery)"
    else:
        query = " ".join(f'"{one}" *' for one in stems)
        condition = "case_texts.id IN (SELECT rowid FROM case_search WHERE case_search MATCH :asked)"
    return text(condition).bindparams(bindparam("asked", query, String))
