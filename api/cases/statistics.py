"""Counts and distributions over all cases, none of which is of fewer than five.

A count below five is left out. So is the smallest of those that remain, as long as what was left out adds up to
fewer than five: otherwise it would be the difference between the total and what is shown.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from pydantic import Field
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from api.accounts.callers import Caller, DatabaseEngine, require
from api.cases.models import Model
from api.cases.tables import Case, CaseScheme
from api.responses import problems
from channels.database import reading

FEWEST = 5
router = APIRouter(tags=["zaken"])

Counted = Annotated[Caller, Depends(require("advisor", "admin"))]


class Share(Model):
    """How many cases have this value; null is unknown."""

    value: str | int | None
    count: int = Field(ge=FEWEST)


class Distribution(Model):
    """Values that at least five cases have, and how many cases have another value (0, or at least five)."""

    values: list[Share]
    others: int


class Statistics(Model):
    """Counts over all cases."""

    total: int | None = Field(description="Aantal zaken; null bij minder dan vijf")
    distributions: dict[str, Distribution] = Field(description="Verdeling per kenmerk")


def _columns() -> Mapping[str, ColumnElement[Any]]:
    return {
        "status": Case.status.expression,
        "channel": Case.channel.expression,
        "province": Case.province.expression,
        "sizeClass": Case.size_class.expression,
        "yamamotoTypes": Case.yamamoto_types.expression,
        "mrlLevel": Case.mrl_level.expression,
        "readinessLevel": Case.readiness_level.expression,
        "necessityLevel": Case.necessity_level.expression,
    }


def statistics(session: Session) -> Statistics:
    """The counts as they are now."""
    total = session.scalar(select(func.count()).select_from(Case)) or 0
    if total < FEWEST:
        return Statistics(total=None, distributions={})
    found = {}
    for name, column in _columns().items():
        counts = session.execute(select(column, func.count()).select_from(Case).group_by(column))
        found[name] = distribution({row[0]: row[1] for row in counts})
    fitting = session.execute(select(CaseScheme.scheme_id, func.count()).group_by(CaseScheme.scheme_id))
    found["schemes"] = of_several({row[0]: row[1] for row in fitting}, total)
    return Statistics(total=total, distributions=found)


def distribution[Value: (str, str | int | None)](counts: Mapping[Value, int]) -> Distribution:
    """These counts without any of fewer than five, and without a way to work one out."""
    by_size = sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0])))
    shown = [pair for pair in by_size if pair[1] >= FEWEST]
    others = sum(counts.values()) - sum(count for _, count in shown)
    while shown and 0 < others < FEWEST:
        others += shown.pop()[1]
    return Distribution(values=[Share(value=value, count=count) for value, count in shown], others=others)


def of_several(counts: Mapping[str | int | None, int], total: int) -> Distribution:
    """Counts of something a case can have more than one of; neither who has it nor who has not is fewer than five."""
    told = {
        value: count for value, count in counts.items() if count >= FEWEST and total - count not in range(1, FEWEST)
    }
    by_size = sorted(told.items(), key=lambda pair: (-pair[1], str(pair[0])))
    return Distribution(values=[Share(value=value, count=count) for value, count in by_size], others=0)


@router.get(
    "/statistics",
    response_model=Statistics,
    summary="Aantallen en verdelingen",
    responses=problems(401, 403),
)
def read_statistics(engine: DatabaseEngine, _caller: Counted) -> JSONResponse:
    """Over alle zaken; bij `schemes` telt een zaak mee bij elke regeling die past.

    Een aantal van minder dan vijf wordt nooit gegeven en is ook niet uit te rekenen.
    """
    with reading(engine) as session:
        return JSONResponse(statistics(session).model_dump(by_alias=True))
