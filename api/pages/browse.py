"""Schemes and practices to browse: lists with filters and the conversation's own search, and a page for each."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.pages.found import ranked
from api.pages.render import MAX_WORDS, capital, page, today
from channels.problems import NotFound, invalid
from channels.web.site import PAGE_METHODS
from knowledge.content import end_of, is_stale
from knowledge.criteria import load_criteria
from knowledge.docs import scheme_conditions
from knowledge.places import load_places
from knowledge.practices import Practice, load_practices
from knowledge.questionnaire import load_questionnaire
from knowledge.schemes import Scheme, load_schemes

Words = Annotated[str, Query(max_length=MAX_WORDS)]
YEAR = re.compile(r"\b\d{4}\b")
STATUS_ORDER = ("open", "periodic", "closed", "lapsed")
PRACTICE_KINDS = {
    "case": "bedrijf",
    "fieldlab": "fieldlab",
    "network": "netwerk",
    "training": "opleiding",
    "guide": "handreiking",
}
COUNTRIES = {"nl": "Nederland", "be": "België"}

router = APIRouter(include_in_schema=False)


@router.api_route("/regelingen", methods=PAGE_METHODS)
def list_schemes(request: Request, q: Words = "", kind: str = "", status: str = "", region: str = "") -> HTMLResponse:
    """All schemes, also those that are no more; fewer when something is searched or chosen."""
    words, on = load_criteria(), today()
    provinces: dict[str, str] = load_places()["provinces"]
    options = {"kind": words.kinds, "status": words.statuses, "region": provinces}
    chosen = _chosen({"kind": kind, "status": status, "region": region}, options)
    tests: dict[str, Callable[[Scheme], bool]] = {
        "kind": lambda scheme: scheme.kind == kind,
        "status": lambda scheme: scheme.status == status,
        "region": lambda scheme: not scheme.regions or region in scheme.regions,
    }
    schemes = sorted(load_schemes(), key=lambda s: (s.open_window(on) is None, STATUS_ORDER.index(s.status), s.name))
    return page(
        request,
        "schemes.html",
        schemes=_left(q, "scheme", schemes, [tests[name] for name in chosen]),
        total=len(schemes),
        words=words,
        options=options,
        chosen=chosen,
        q=q.strip(),
    )


@router.api_route("/regelingen/{entry_id}", methods=PAGE_METHODS)
def show_scheme(request: Request, entry_id: str) -> HTMLResponse:
    """One scheme: everything that is known of it, each fact with its source and date."""
    scheme = _entry(load_schemes(), entry_id)
    return page(
        request,
        "scheme.html",
        scheme=scheme,
        words=load_criteria(),
        successor=next((other for other in load_schemes() if other.successor_of == scheme.id), None),
        conditions=[capital(condition) for condition in scheme_conditions(scheme)],
        opened=scheme.open_window(today()),
        figures_old=_figures_old(scheme.support.figures_as_of, today()),
        windows=sorted(scheme.windows, key=lambda w: w.closes or w.opens or date.min, reverse=True),
    )


@router.api_route("/voorbeelden", methods=PAGE_METHODS)
def list_practices(request: Request, q: Words = "", technology: str = "", goal: str = "") -> HTMLResponse:
    """All practices; fewer when something is searched or chosen."""
    options = {"technology": _labels("technologies"), "goal": _labels("goals")}
    chosen = _chosen({"technology": technology, "goal": goal}, options)
    tests: dict[str, Callable[[Practice], bool]] = {
        "technology": lambda practice: technology in practice.technologies,
        "goal": lambda practice: goal in practice.goals,
    }
    practices = sorted(load_practices(), key=_newest_first)
    return page(
        request,
        "practices.html",
        practices=_left(q, "practice", practices, [tests[name] for name in chosen]),
        total=len(practices),
        kinds=PRACTICE_KINDS,
        options=options,
        chosen=chosen,
        q=q.strip(),
    )


@router.api_route("/voorbeelden/{entry_id}", methods=PAGE_METHODS)
def show_practice(request: Request, entry_id: str) -> HTMLResponse:
    """One practice: what was done, what it brought, our lesson, and where that was read."""
    practice = _entry(load_practices(), entry_id)
    return page(
        request,
        "practice.html",
        practice=practice,
        kind=PRACTICE_KINDS[practice.kind],
        technologies=_labels("technologies"),
        goals=_labels("goals"),
        countries=COUNTRIES,
    )


def _figures_old(as_of: str | None, on: date) -> bool:
    """Whether amounts are old: their date is free text ("2024; Utrecht ongedateerd"), its newest year counts."""
    return as_of is not None and is_stale(max(YEAR.findall(as_of), default=None), on)


def _labels(role: str) -> dict[str, str]:
    """The words for the codes of a question with options, by its role."""
    return {option.code: option.label for option in load_questionnaire().role(role).options}


def _chosen(given: Mapping[str, str], options: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The filters that are set. Raises InvalidInput for a choice that does not exist."""
    for name, code in given.items():
        if code and code not in options[name]:
            raise invalid(
                "Deze keuze kennen wij niet. Begin opnieuw bij het overzicht.", name, "enum", "Onbekende keuze."
            )
    return {name: code for name, code in given.items() if code}


def _left[T: (Scheme, Practice)](
    q: str, kind: str, entries: Iterable[T], tests: Iterable[Callable[[T], bool]]
) -> list[T]:
    """The entries that pass, in the order given; with words to search for, those that fit them, best first."""
    passing = [entry for entry in entries if all(test(entry) for test in tests)]
    if not q.strip():
        return passing
    by_id = {entry.id: entry for entry in passing}
    return [by_id[found.id] for found in ranked(q, today()) if found.kind == kind and found.id in by_id]


def _entry[T: (Scheme, Practice)](entries: Iterable[T], entry_id: str) -> T:
    for entry in entries:
        if entry.id == entry_id:
            return entry
    raise NotFound("Dit staat niet in onze kennisbank.")


def _newest_first(practice: Practice) -> tuple[int, str]:
    newest = end_of(practice.known_as_of).toordinal() if practice.known_as_of else 0
    return -newest, practice.title
