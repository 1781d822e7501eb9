"""Earlier cases that resemble a case, each with what they share: a simple sum of points, to be explained easily."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, load_only

from api.cases.tables import Case
from knowledge.content import read_yaml
from knowledge.dutch import listing
from knowledge.places import province_name
from knowledge.questionnaire import Record, load_questionnaire

FILE = Path(__file__).with_name("similar.yaml")


class Rules(Record):
    """What counts, for how much, and how it is said."""

    least: int
    shown: int
    looked_at: int
    mrl_distance: int
    points: dict[str, int]
    roles: dict[str, int]
    why: dict[str, str]


@dataclass(frozen=True)
class Similar:
    """An earlier case and what it shares with this one, the weightiest first."""

    id: uuid.UUID
    reference: str
    name: str
    status: str
    closed_reason: str | None
    points: int
    why: list[str]


@cache
def _rules() -> Rules:
    return Rules.model_validate(read_yaml(FILE))


def similar(session: Session, case: Case) -> list[Similar]:
    """The earlier cases that resemble this one most; none when nothing is alike enough."""
    rules = _rules()
    seen = (Case.reference, Case.company, Case.status, Case.closed_reason, Case.answers, Case.created_at)
    plain = (Case.size_class, Case.province, Case.yamamoto_types, Case.mrl_level)
    query = select(Case).options(load_only(*seen, *plain)).where(Case.created_at < case.created_at)
    if case.size_class is not None:
        query = query.where(Case.size_class == case.size_class)
    if case.mrl_level is not None:
        near = case.mrl_level - rules.mrl_distance, case.mrl_level + rules.mrl_distance
        query = query.where(Case.mrl_level.between(*near))
    newest = query.order_by(Case.created_at.desc(), Case.id.desc()).limit(rules.looked_at)
    found = [_beside(case, other) for other in session.scalars(newest) if other.id != case.id]
    alike = sorted((one for one in found if one.points >= rules.least), key=lambda one: -one.points)
    return alike[: rules.shown]


def _beside(case: Case, other: Case) -> Similar:
    shared = sorted(_shared(case, other), key=lambda pair: -pair[0])
    return Similar(
        id=other.id,
        reference=other.reference,
        name=other.company["name"],
        status=other.status,
        closed_reason=other.closed_reason,
        points=sum(points for points, _ in shared),
        why=[text for _, text in shared],
    )


def _shared(case: Case, other: Case) -> Iterator[tuple[int, str]]:
    """Points and words for each thing the two cases share."""
    rules, questionnaire = _rules(), load_questionnaire()
    for role, points in rules.roles.items():
        question = questionnaire.role(role)
        here, there = (_codes(one, question.id) for one in (case, other))
        both = [option.label for option in question.options if option.code in here & there]
        if both:
            yield points * len(both), rules.why[role].format(values=listing(both))
    types = sorted(set(case.yamamoto_types) & set(other.yamamoto_types))
    if types:
        yield rules.points["types"], rules.why["types"].format(values=listing(types))
    if case.mrl_level is not None and other.mrl_level is not None:
        yield rules.points["mrl"], rules.why["mrl"].format(values=other.mrl_level)
    if case.size_class is not None and case.size_class == other.size_class:
        yield rules.points["size"], rules.why["size"].format(values=case.size_class)
    if case.province is not None and case.province == other.province:
        yield rules.points["province"], rules.why["province"].format(values=province_name(case.province))


def _codes(case: Case, question_id: str) -> set[Any]:
    answer = case.answers.get(question_id)
    return set(answer["value"]) if answer and answer["value"] else set()
