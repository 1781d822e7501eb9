"""Putting right an answer that was read wrongly: both versions are kept, and all figures are worked out again."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.accounts.callers import Caller
from api.answers import checked_values
from api.cases import audit, outcome, search
from api.cases.errors import CaseClosed, NotCorrectable
from api.cases.handling import find, locked, only_holder, touch
from api.cases.preconditions import IfMatch
from api.cases.tables import Case, CaseCorrection
from knowledge.questionnaire import Question, load_questionnaire

CONSENT = ("share", "transcript")
"""Roles of the questions that only the owner answers."""


def correctable(question: Question) -> bool:
    """Whether an advisor may put an answer to this question right: what the owner agreed to is his alone."""
    questionnaire = load_questionnaire()
    return question.id not in {questionnaire.role(role).id for role in CONSENT}


def correct(
    session: Session, case_id: uuid.UUID, caller: Caller, expected: IfMatch, question_id: str, value: Any
) -> Case:
    """Give an answer another value (None is unknown); the owner's words stay beside it. The same value changes nothing.

    The figures are worked out for the day on which the owner shared, as before. Raises HeldByAnother, then
    StaleVersion, CaseClosed, NotCorrectable, and InvalidInput for a value that the question does not take or that a
    case cannot do without.
    """
    case = locked(session, case_id)
    if caller.role != "admin":
        only_holder(case, caller)
    expected.check(case)
    if case.status == "closed":
        raise CaseClosed
    questionnaire = load_questionnaire()
    kept = checked_values(questionnaire, {question_id: value})[question_id]
    if not correctable(questionnaire.question(question_id)):
        raise NotCorrectable
    before = case.answers.get(question_id)
    said = before["said"] if before else ""
    after = {"value": kept, "status": "unknown" if kept is None else "answered", "said": said}
    if before is not None and before["value"] == kept and before["status"] == after["status"]:
        return case
    figures = _figures(case.assessment)
    case.answers = {**case.answers, question_id: after}
    for name, worked_out in outcome.columns(outcome.known(case.answers), outcome.shared_on(case.consent)).items():
        setattr(case, name, worked_out)
    session.add(
        CaseCorrection(
            case_id=case_id,
            question_id=question_id,
            before=before,
            after=after,
            effects=_effects(figures, _figures(case.assessment)),
            author=caller.name,
            created_at=datetime.now(UTC),
        )
    )
    touch(case)
    audit.record(session, case_id, caller, "corrected", [f"answers.{question_id}"])
    session.flush()
    search.index_anew(session, case)
    outcome.keep_fitting(session, case)
    return case


def corrections(session: Session, case_id: uuid.UUID) -> Sequence[CaseCorrection]:
    """All corrections of a case, oldest first. Raises CaseNotFound."""
    find(session, case_id)
    return session.scalars(select(CaseCorrection).filter_by(case_id=case_id).order_by(CaseCorrection.id)).all()


def _figures(assessment: Mapping[str, Any]) -> dict[str, int | None]:
    return {
        "readiness": assessment["readiness"]["score"],
        "necessity": assessment["necessity"]["score"],
        "mrl": assessment["mrl"]["level"],
        "yamamoto": assessment["yamamoto"]["primary"],
    }


def _effects(before: Mapping[str, int | None], after: Mapping[str, int | None]) -> dict[str, list[int | None]]:
    """What each figure that changed was and is."""
    return {name: [before[name], after[name]] for name in before if before[name] != after[name]}
