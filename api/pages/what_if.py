""" "Wat als" on a page: every answer that counts as a field of its own, and what changes when one of them changes.

Nothing of it is kept; the page is sent whole, so that it works without scripts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from actions.assessment.whatif import what_if
from api.pages import form
from api.pages.render import capital
from knowledge.criteria import load_criteria
from knowledge.questionnaire import Question, load_questionnaire
from knowledge.scoring import load_scoring, questions_of

PREFIX = "als."  # before the names of the fields, which stand beside the answers themselves in one form
CHOSEN = "wat_als"  # name of the buttons; the value is the question


@dataclass(frozen=True)
class Alternative:
    """A question that can be answered otherwise: what was said, its field, and whether it was just tried."""

    id: str
    label: str
    said: str
    field: form.Field
    tried: bool


@dataclass(frozen=True)
class Outcome:
    """What the other answer changes: the question, both answers in words, the comparison and its sentences."""

    label: str
    before: str
    after: str
    found: dict[str, Any]


@cache
def counting() -> tuple[Question, ...]:
    """The questions of the form on which a score, the type, the ladder or a scheme depends."""
    model = load_scoring()
    read = {q for axis in (model.readiness, model.necessity) for part in axis.parts for q in questions_of(part.rule)}
    named = model.questions
    for criterion in load_criteria().criteria:
        read |= {named.get(answer, answer) for answer in criterion.answers}
    return tuple(question for question in form.asked() if question.id in read and question.kind != "text")


def tried(sent: form.Entries) -> str | None:
    """The question of which another answer is tried; None when none of them is."""
    wanted = (sent.get(CHOSEN) or [""])[0]
    return wanted if any(question.id == wanted for question in counting()) else None


def alternatives(answers: Mapping[str, Any], sent: form.Entries, mistakes: Mapping[str, str]) -> list[Alternative]:
    """All questions that count, with what was tried in the place of what was said."""
    questionnaire, chosen, given = load_questionnaire(), tried(sent), form.entries_of(answers)
    shown = []
    for question in counting():
        entries = _entries(question, sent) if question.id == chosen else given
        field = form.field(question, questionnaire, entries, mistakes)
        own = replace(field, id=PREFIX + question.id)
        said = capital(form.said(question, answers)) if question.id in answers else ""
        shown.append(Alternative(question.id, capital(question.label), said, own, question.id == chosen))
    return shown


def outcome(answers: Mapping[str, Any], sent: form.Entries, on: date) -> tuple[Outcome | None, dict[str, str]]:
    """What the other answer changes, or by question id what is wrong with it; nothing when none is tried."""
    chosen = tried(sent)
    if chosen is None:
        return None, {}
    question = load_questionnaire().question(chosen)
    changes, mistakes = form.read(_entries(question, sent))
    if mistakes:
        return None, mistakes
    if not changes:
        changes = {chosen: None}
    before = form.said(question, answers) if chosen in answers else form.load_texts().not_given
    return Outcome(question.label, before, form.said(question, changes), what_if(answers, changes, on)), {}


def _entries(question: Question, sent: form.Entries) -> dict[str, list[str]]:
    return {name: list(sent[PREFIX + name]) for name in form.names(question) if PREFIX + name in sent}
