"""A case from the database as the JSON of the contract, and its ETag."""

from datetime import datetime
from typing import Any

from api.cases.tables import Case, CaseCorrection, CaseEvent, CaseNote


def moment(value: datetime) -> str:
    """A moment as RFC 3339 in UTC."""
    return value.isoformat().replace("+00:00", "Z")


def etag(case: Case) -> str:
    """The strong ETag of this version of the case."""
    return f'"{case.version}"'


def summary_json(case: Case) -> dict[str, Any]:
    """The case in a list."""
    return {
        "id": str(case.id),
        "reference": case.reference,
        "status": case.status,
        "createdAt": moment(case.created_at),
        "updatedAt": moment(case.updated_at),
        "channel": case.channel,
        "language": case.language,
        "modelVersion": case.model_version,
        "knowledgeVersion": case.knowledge_version,
        "company": case.company,
        "assessment": case.assessment,
        "assignee": {"id": str(case.assignee.id), "name": case.assignee.name} if case.assignee else None,
        "closedReason": case.closed_reason,
        "followUpOn": case.follow_up_on.isoformat() if case.follow_up_on else None,
    }


def case_json(case: Case) -> dict[str, Any]:
    """The whole case."""
    return {
        **summary_json(case),
        "answers": case.answers,
        "mirror": case.mirror,
        "schemes": case.schemes,
        "bestPractices": case.best_practices,
        "contact": case.contact,
        "consent": case.consent,
    }


def note_json(note: CaseNote) -> dict[str, Any]:
    """A note of an advisor."""
    return {"id": str(note.id), "author": note.author, "text": note.text, "createdAt": moment(note.created_at)}


def event_json(event: CaseEvent) -> dict[str, Any]:
    """A line of the audit trail."""
    return {
        "id": event.id,
        "at": moment(event.at),
        "actor": event.actor,
        "role": event.actor_role,
        "address": event.address,
        "action": event.action,
        "fields": event.fields,
        "colleague": event.colleague,
    }


def correction_json(correction: CaseCorrection) -> dict[str, Any]:
    """An answer that an advisor put right."""
    return {
        "questionId": correction.question_id,
        "before": correction.before,
        "after": correction.after,
        "effects": correction.effects,
        "author": correction.author,
        "createdAt": moment(correction.created_at),
    }
