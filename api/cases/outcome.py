"""What the answers of a case lead to: all that is worked out from them, when it comes in and when one is put right."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete
from sqlalchemy.orm import Session

from actions.assessment import assess
from api.cases.tables import Case, CaseScheme
from channels.problems import InvalidInput, InvalidParam
from knowledge.questionnaire import Questionnaire, load_questionnaire

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def shared_on(consent: Mapping[str, Any]) -> date:
    """The day on which the owner shared the case, by which openings are judged."""
    return datetime.fromisoformat(consent["givenAt"]).astimezone(AMSTERDAM).date()


def known(answers: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The answers as the assessment takes them: None for "weet ik niet", nothing for what was skipped."""
    return {key: answer["value"] for key, answer in answers.items() if answer["status"] != "skipped"}


def columns(answers: Mapping[str, Any], on: date) -> dict[str, Any]:
    """The columns of a case that follow from its answers (`known`) on a date, by name.

    Raises InvalidInput naming each required answer that is missing.
    """
    questionnaire = load_questionnaire()
    _check_complete(questionnaire, answers)
    result = assess(answers, on)
    company, assessment = result["company"], result["assessment"]
    roles = {"name": "contact_name", "email": "contact_email", "phone": "contact_phone"}
    return {
        "model_version": result["modelVersion"],
        "knowledge_version": result["knowledgeVersion"],
        "company": company,
        "assessment": assessment,
        "mirror": result["mirror"],
        "schemes": result["schemes"],
        "best_practices": result["bestPractices"],
        "contact": {part: answers.get(questionnaire.role(role).id) for part, role in roles.items()},
        "province": company["province"],
        "size_class": company["sizeClass"],
        "yamamoto_types": "".join(str(number) for number in assessment["yamamoto"]["types"]),
        "mrl_level": assessment["mrl"]["level"],
        "readiness_level": assessment["readiness"]["level"],
        "necessity_level": assessment["necessity"]["level"],
    }


def keep_fitting(session: Session, case: Case) -> None:
    """Keep which schemes fit the case as it is now."""
    session.execute(delete(CaseScheme).where(CaseScheme.case_id == case.id))
    fitting = [scheme["id"] for scheme in case.schemes if scheme["fit"] == "fits"]
    session.add_all(CaseScheme(scheme_id=scheme_id, case_id=case.id) for scheme_id in fitting)


def _check_complete(questionnaire: Questionnaire, values: Mapping[str, Any]) -> None:
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
