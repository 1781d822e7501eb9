"""An assessment without a conversation: answers in, result out, nothing stored."""

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse
from pydantic import ConfigDict, Field
from pydantic.alias_generators import to_camel

from actions.assessment import assess
from api.accounts.callers import address_of
from api.answers import checked_values
from api.cases.models import MAX_ANSWERS, Assessment, Company, Input, MirrorEntry, Model, PracticeMatch, SchemeMatch
from api.cases.outcome import AMSTERDAM
from api.responses import problems
from channels.rates import Rate
from knowledge.questionnaire import load_questionnaire

router = APIRouter(tags=["kennis"])


class AssessmentInput(Input):
    """Any of the questions; null is "weet ik niet", a question left out was not asked."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        extra="forbid",
        json_schema_extra={
            "example": {"answers": {"employees": 45, "importance": "very_important", "mrl_evidence": {"5": False}}}
        },
    )
    answers: dict[str, Any] = Field(max_length=MAX_ANSWERS, description="Waarde per vraag; null is weet ik niet")


class Result(Model):
    """What the answers lead to."""

    company: Company
    assessment: Assessment
    mirror: list[MirrorEntry]
    schemes: list[SchemeMatch]
    best_practices: list[PracticeMatch]


def within_rate(request: Request) -> None:
    """Count this assessment for the address it comes from. Raises TooManyRequests."""
    rate: Rate = request.app.state.assessment_rate
    rate.hit(address_of(request))


@router.post(
    "/assessments",
    response_model=Result,
    summary="Antwoorden beoordelen",
    responses=problems(400, 413, 429),
    dependencies=[Depends(within_rate)],
)
def assess_answers(given: AssessmentInput) -> JSONResponse:
    """Zelfde rekenmodel als het gesprek, op de dag van vandaag. Er wordt niets bewaard."""
    values = checked_values(load_questionnaire(), given.answers)
    result = assess(values, datetime.now(UTC).astimezone(AMSTERDAM).date())
    return JSONResponse({key: result[key] for key in ("company", "assessment", "mirror", "schemes", "bestPractices")})
