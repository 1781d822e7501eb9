"""The team page: how much work there is, what cases are about, where interviews stop; pictures, tables and CSV."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Response
from sqlalchemy.orm import Session

from api.accounts.callers import DatabaseEngine
from api.cases import export
from api.cases.statistics import Distribution, statistics
from api.cases.work_statistics import BEGINNING, interviews, work
from api.desk import wording
from api.desk.pages import CaseWorker, DeskRoute, page
from channels.database import reading
from knowledge.questionnaire import load_questionnaire
from knowledge.schemes import load_schemes

router = APIRouter(route_class=DeskRoute)

ROW_HEIGHT = 42  # dots: a line of text and a bar
TITLES = {
    "workload": "Zaken in behandeling per adviseur",
    "waiting": "Hoe lang vrije zaken al wachten",
    "pickedUp": "Hoe lang het duurde tot een zaak werd opgepakt",
    "mrlLevel": "MRL",
    "yamamotoTypes": "Type vernieuwing",
    "sizeClass": "Grootte van het bedrijf",
    "province": "Provincie",
    "schemes": "Regelingen die passen",
    "channel": "Kanaal",
    "stopped": "Bij welke vraag gesprekken stilvielen",
}
GROUPS = (
    ("Werk", ("workload", "waiting", "pickedUp")),
    ("Zaken", ("mrlLevel", "yamamotoTypes", "sizeClass", "province", "schemes", "channel")),
    ("Gesprekken", ("stopped",)),
)
KINDS = {"sizeClass": "size_class", "province": "province", "channel": "channel", "waiting": "span", "pickedUp": "span"}
IN_ORDER = ("mrlLevel", "sizeClass", "waiting", "pickedUp", "stopped")
"""Figures whose values have an order of their own; the others stand by size."""


@dataclass(frozen=True)
class Bar:
    """One value of a figure: what it is called, how many, and its length beside the longest, in percent."""

    label: str
    count: int
    length: float


@dataclass(frozen=True)
class Figure:
    """One figure as it is drawn and told; `others` is how many have a value that is not shown."""

    id: str
    title: str
    bars: list[Bar]
    others: int

    @property
    def desc(self) -> str:
        """All that can be seen in the picture."""
        return ", ".join(f"{bar.label}: {bar.count}" for bar in self.bars)

    @property
    def height(self) -> int:
        """The height of the picture, in dots."""
        return ROW_HEIGHT * len(self.bars)


def figures(session: Session, now: datetime) -> dict[str, Figure]:
    """All figures by id; those about fewer than five cases are empty."""
    at_work, talks, counted = work(session, now), interviews(session, now), statistics(session)
    found: dict[str, Distribution] = {
        **counted.distributions,
        "workload": at_work.workload,
        "waiting": at_work.waiting,
        "pickedUp": at_work.picked_up,
        "stopped": talks.stopped,
    }
    nothing = Distribution(values=[], others=0)
    return {name: _figure(name, found.get(name, nothing)) for name in TITLES}


def _figure(name: str, found: Distribution) -> Figure:
    words = _words(name)
    values = found.values
    if name in IN_ORDER:
        order = [str(value) for value in words]
        values = sorted(values, key=lambda share: _place(order, share.value))
    most = max((share.count for share in values), default=1)
    bars = [Bar(_label(words, name, share.value), share.count, 100 * share.count / most) for share in values]
    return Figure(name, TITLES[name], bars, found.others)


def _place(order: list[str], value: Any) -> int:
    return order.index(str(value)) if str(value) in order else len(order)


def _words(name: str) -> Mapping[Any, str]:
    """What the values of a figure are called, in their order."""
    match name:
        case "stopped":
            asked = {question.id: question.label for question in load_questionnaire().questions}
            return {BEGINNING: "voor de eerste vraag", **asked, "deepening": "de vraag om door te gaan"}
        case "schemes":
            return {scheme.id: scheme.name for scheme in load_schemes()}
        case "mrlLevel":
            return {level: f"MRL {level}" for level in range(10)}
        case _ if name in KINDS:
            return wording.load_words()[KINDS[name]]
        case _:
            return {}


def _label(words: Mapping[Any, str], name: str, value: Any) -> str:
    if value is None:
        return wording.UNKNOWN
    if name == "yamamotoTypes":
        return f"type {' en '.join(value)}" if value else "nog geen type"
    return words.get(value, str(value))


@router.get("/desk/team")
def team_page(engine: DatabaseEngine, caller: CaseWorker) -> Response:
    """All figures as pictures, each with its table."""
    with reading(engine) as session:
        now = datetime.now(UTC)
        found = figures(session, now)
        talks, total = interviews(session, now), statistics(session).total
    groups = [(title, [found[name] for name in names]) for title, names in GROUPS]
    return page("team.html", caller, groups=groups, total=total, talks=talks, row_height=ROW_HEIGHT)


@router.get("/desk/team.csv")
def team_file(engine: DatabaseEngine, _caller: CaseWorker) -> Response:
    """All figures as one CSV file: figure, value, count."""
    with reading(engine) as session:
        found = figures(session, datetime.now(UTC))
    file = io.StringIO()
    csv.writer(file).writerows([export.harmless(cell) for cell in row] for row in _rows(found))
    headers = {"Content-Disposition": 'attachment; filename="team.csv"'}
    return Response(file.getvalue(), media_type=export.MEDIA_TYPE, headers=headers)


def _rows(found: Mapping[str, Figure]) -> Iterator[tuple[Any, ...]]:
    yield ("cijfer", "waarde", "aantal")
    for figure in found.values():
        for bar in figure.bars:
            yield (figure.title, bar.label, bar.count)
        if figure.others:
            yield (figure.title, "andere", figure.others)
