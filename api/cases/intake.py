"""A new case from a shared interview: checked, assessed, numbered and stored once, however often it is sent."""

import hashlib
import json
import uuid
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from actions.assessment import assess
from api.accounts.callers import Caller
from api.answers import checked_values
from api.cases import audit, search
from api.cases.errors import CaseErased, CaseExists, KeyReused, NoConsent
from api.cases.models import NewCase
from api.cases.references import next_reference
from api.cases.tables import Case, CaseTranscript, IdempotencyKey
from api.webhooks.outbox import announce
from channels.database import reading, transaction
from channels.problems import InvalidInput, InvalidParam
from knowledge.questionnaire import Questionnaire, load_questionnaire

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def create(engine: Engine, key: str, new: NewCase, caller: Caller) -> Case:
    """Store the case of an interview, or give the one this key already made.

    Raises InvalidInput (answers), NoConsent, KeyReused (same key, other body), CaseExists (same interview, other
    key) and CaseErased (the owner had it erased).
    """
    fingerprint = _fingerprint(new)
    earlier = _made_before(engine, key, fingerprint)
    if earlier is not None:
        return earlier
    case, transcript = _build(new)
    try:
        with transaction(engine) as session:
            if audit.was_erased(session, case.id):
                raise CaseErased
            # The primary key decides between two deliveries at once: the second waits here, then fails.
            session.add(IdempotencyKey(key=key, fingerprint=fingerprint, case_id=case.id, created_at=case.created_at))
            session.flush()
            case.reference = next_reference(session, case.created_at.year)
            session.add(case)
            session.flush()
            search.index(session, case)
            if transcript is not None:
                session.add(CaseTranscript(case_id=case.id, messages=transcript))
            audit.record(session, case.id, caller, "created")
            announce(session, "case.created", case.id, case.reference)
        return case
    except IntegrityError:
        earlier = _made_before(engine, key, fingerprint)
        if earlier is None:
            raise CaseExists from None
        return earlier


def _made_before(engine: Engine, key: str, fingerprint: str) -> Case | None:
    """The case this key made, None when the key is new. Raises KeyReused and CaseErased."""
    with reading(engine) as session:
        row = session.get(IdempotencyKey, key)
        if row is None:
            return None
        case = session.get(Case, row.case_id)
        if case is None:
            raise CaseErased
        if row.fingerprint != fingerprint:
            raise KeyReused
        return case


def forget_key(session: Session, case_id: uuid.UUID) -> None:
    """Empty what a key remembers of the body of an erased case; the key itself keeps the case from returning."""
    session.query(IdempotencyKey).filter_by(case_id=case_id).update({"fingerprint": ""})


def _fingerprint(new: NewCase) -> str:
    canonical = json.dumps(new.model_dump(mode="json"), sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _build(new: NewCase) -> tuple[Case, list[dict[str, Any]] | None]:
    """The case and, where the owner allowed it, the conversation. Raises InvalidInput and NoConsent."""
    body = new.model_dump(mode="json", by_alias=True)
    questionnaire = load_questionnaire()
    given = {i: answer.value for i, answer in new.answers.items() if answer.status == "answered"}
    values = checked_values(questionnaire, given)
    _check_consent(questionnaire, new, values)
    _check_complete(questionnaire, values)
    asked = values | {i: None for i, answer in new.answers.items() if answer.status == "unknown"}
    result = assess(asked, new.consent.given_at.astimezone(AMSTERDAM).date())
    answers = {
        i: {"value": values.get(i), "status": answer.status, "said": answer.said} for i, answer in new.answers.items()
    }
    now = datetime.now(UTC)
    assessment = result["assessment"]
    case = Case(
        id=new.interview_id,
        status="new",
        created_at=now,
        updated_at=now,
        channel=new.channel,
        language=new.language,
        model_version=result["modelVersion"],
        knowledge_version=result["knowledgeVersion"],
        company=result["company"],
        answers=answers,
        assessment=assessment,
        mirror=result["mirror"],
        schemes=result["schemes"],
        best_practices=result["bestPractices"],
        contact={
            part: values.get(questionnaire.role(role).id)
            for part, role in (("name", "contact_name"), ("email", "contact_email"), ("phone", "contact_phone"))
        },
        consent=body["consent"],
        province=result["company"]["province"],
        size_class=result["company"]["sizeClass"],
        yamamoto_types="".join(str(number) for number in assessment["yamamoto"]["types"]),
        mrl_level=assessment["mrl"]["level"],
        assignee=None,
    )
    return case, body["transcript"] if new.consent.keep_transcript else None


def _check_consent(questionnaire: Questionnaire, new: NewCase, values: dict[str, Any]) -> None:
    if not new.consent.share_with_advisor or values.get(questionnaire.role("share").id) is False:
        raise NoConsent


def _check_complete(questionnaire: Questionnaire, values: dict[str, Any]) -> None:
    """Raises InvalidInput naming each required answer that is missing; of e-mail and phone one is enough."""
    either = {questionnaire.role("contact_email").id, questionnaire.role("contact_phone").id}
    required = {question.id for question in questionnaire.questions if question.required} - either
    missing: list[InvalidParam] = [
        {"name": f"answers.{question_id}", "code": "missing", "reason": "Dit antwoord is nodig voor een zaak."}
        for question_id in sorted(required)
        if values.get(question_id) is None
    ]
    if all(values.get(question_id) is None for question_id in either):
        reason = "Een e-mailadres of een telefoonnummer is nodig voor een zaak."
        missing += [{"name": f"answers.{i}", "code": "missing", "reason": reason} for i in sorted(either)]
    if missing:
        raise InvalidInput("Er ontbreken antwoorden die nodig zijn voor een zaak.", invalid_params=missing)
