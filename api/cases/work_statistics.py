"""How long cases wait, who has how many, and where interviews stop; nothing of fewer than five."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.accounts.callers import DatabaseEngine
from api.accounts.tables import Advisor
from api.cases.models import Model
from api.cases.statistics import FEWEST, Counted, Distribution, distribution
from api.cases.tables import Case
from api.responses import problems
from channels.database import reading
from channels.tables import Conversation

router = APIRouter(tags=["zaken"])

SPANS = {"day": 1, "week": 7, "month": 31}
"""Waiting times by their name, up to so many days; longer is `longer`."""
LOOK_BACK = timedelta(days=90)
SILENT = timedelta(hours=1)  # an interview in which nothing happened for so long has stopped, for now
BEGINNING = "opening"


class Work(Model):
    """How long free cases have been waiting, how long it took to pick cases up, and who has how many open cases."""

    waiting: Distribution
    picked_up: Distribution
    workload: Distribution


class Interviews(Model):
    """Interviews begun in the last ninety days that are kept, how many were finished, and where others stopped."""

    begun: int | None
    finished: int | None
    stopped: Distribution


def _span(waited: timedelta) -> str:
    return next((name for name, days in SPANS.items() if waited < timedelta(days=days)), "longer")


def work(session: Session, now: datetime) -> Work:
    """The figures as they are now; picking up is over the last ninety days."""
    free = session.scalars(select(Case.created_at).where(Case.status == "new"))
    picked = select(Case.created_at, Case.first_claimed_at).where(Case.first_claimed_at > now - LOOK_BACK)
    holders = (
        select(Advisor.name, func.count())
        .join(Case, Case.assignee_id == Advisor.id)
        .where(Case.status == "claimed")
        .group_by(Advisor.id, Advisor.name)
    )
    spans = Counter(_span(claimed - created) for created, claimed in session.execute(picked) if claimed is not None)
    return Work(
        waiting=distribution(Counter(_span(now - created) for created in free)),
        picked_up=distribution(spans),
        workload=distribution(_by_name((row[0], row[1]) for row in session.execute(holders))),
    )


def _by_name(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Counts by name; of two advisors with one name the counts are one."""
    found: Counter[str] = Counter()
    for name, count in pairs:
        found[name] += count
    return dict(found)


def interviews(session: Session, now: datetime) -> Interviews:
    """The interviews that are kept now: an unfinished one is removed after its period (`channels.retention`)."""
    recent = Conversation.created_at > now - LOOK_BACK
    count = select(func.count()).select_from(Conversation).where(recent)
    begun = session.scalar(count) or 0
    finished = session.scalar(count.where(Conversation.finished_at.is_not(None))) or 0
    still = recent, Conversation.finished_at.is_(None), Conversation.updated_at < now - SILENT
    question = func.coalesce(Conversation.state["open"].as_string(), BEGINNING).label("question")
    stopped = session.execute(select(question, func.count()).where(*still).group_by("question"))
    return Interviews(
        begun=begun if begun >= FEWEST else None,
        finished=finished if finished >= FEWEST else None,
        stopped=distribution({row[0]: row[1] for row in stopped}),
    )


@router.get(
    "/statistics/work", response_model=Work, summary="Wachttijden en werkvoorraad", responses=problems(401, 403)
)
def read_work(engine: DatabaseEngine, _caller: Counted) -> JSONResponse:
    """Wachttijden in groepen: tot een dag (`day`), een week, een maand en langer. Nooit over minder dan vijf zaken."""
    with reading(engine) as session:
        return JSONResponse(work(session, datetime.now(UTC)).model_dump(by_alias=True))


@router.get(
    "/statistics/interviews",
    response_model=Interviews,
    summary="Waar gesprekken stoppen",
    responses=problems(401, 403),
)
def read_interviews(engine: DatabaseEngine, _caller: Counted) -> JSONResponse:
    """Per vraag hoeveel gesprekken daar stilvielen. Nooit over minder dan vijf gesprekken."""
    with reading(engine) as session:
        return JSONResponse(interviews(session, datetime.now(UTC)).model_dump(by_alias=True))
