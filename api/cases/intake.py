"""A new case from a shared interview: checked, assessed, numbered and stored once, however often it is sent."""

import hashlib
import json
import uuid
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from api.accounts.callers import Caller
from api.answers import checked_values
from api.cases import audit, outcome, search
from api.cases.errors import CaseErased, CaseExists, KeyReused, NoConsent
from api.cases.models import NewCase
from api.cases.references import next_reference
from api.cases.tables import Case, CaseTranscript, IdempotencyKey
from api.mailing import queue
from api.webhooks.outbox import announce
from channels.database import reading, transaction
from knowledge.questionnaire import Questionnaire, load_questionnaire


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
            outcome.keep_fitting(session, case)
            if transcript is not None:
                session.add(CaseTranscript(case_id=case.id, messages=transcript))
            audit.record(session, case.id, caller, "created")
            announce(session, "case.created", case.id, case.reference)
            queue.new_case(session, case)
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
    answers = {
        i: {"value": values.get(i), "status": answer.status, "said": answer.said} for i, answer in new.answers.items()
    }
    worked_out = outcome.columns(outcome.known(answers), outcome.shared_on(body["consent"]))
    now = datetime.now(UTC)
    case = Case(
        id=new.interview_id,
        status="new",
        created_at=now,
        updated_at=now,
        channel=new.channel,
        language=new.language,
        answers=answers,
        consent=body["consent"],
        assignee=None,
        **worked_out,
    )
    return case, body["transcript"] if new.consent.keep_transcript else None


def _check_consent(questionnaire: Questionnaire, new: NewCase, values: dict[str, Any]) -> None:
    if not new.consent.share_with_advisor or values.get(questionnaire.role("share").id) is False:
        raise NoConsent
