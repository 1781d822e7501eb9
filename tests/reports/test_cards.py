"""A scheme as a card: only facts of its entry, with what is missing, by when and what to do now."""

from datetime import date
from typing import Any

import pytest

from actions.reports.cards import card, cards
from actions.reports.wording import report_words
from knowledge.criteria import load_criteria
from knowledge.schemes import Scheme, load_schemes
from tests.reports.companies import NAMES, company


def of(scheme_id: str, name: str = "01_lasserij") -> dict[str, Any]:
    _, result, on = company(name)
    match = next(match for match in result["schemes"] if match["id"] == scheme_id)
    return card(match, scheme(scheme_id), on)


def scheme(scheme_id: str) -> Scheme:
    return next(known for known in load_schemes() if known.id == scheme_id)


def test_open_scheme_says_until_when_and_what_to_do():
    shown = of("eia")

    assert shown["verdict"] == "lijkt te passen"
    assert shown["byWhen"] == "Kalenderjaar 2026, van 1 januari 2026 tot en met 31 december 2026."
    assert shown["now"] == "Vraag uw boekhouder of u dit in de aangifte of aanvraag van dit jaar kunt meenemen."


def test_what_it_is_takes_three_lines_from_the_entry():
    what = of("eia")["what"]

    assert len(what) == 3
    assert what[0] == "Fiscale regeling van RVO / Belastingdienst."
    assert what[1:] == [fact.text for fact in scheme("eia").facts[:2]]


def test_scheme_that_is_closed_now_tells_to_look_for_the_next_opening():
    shown = of("mit_rd_samenwerking", "03_ontwikkelaar")

    assert shown["now"].startswith("Kijk bij provincies (regionaal loket) en RVO")


def test_scheme_with_something_unknown_tells_what_to_find_out_first():
    shown = of("oom")

    assert shown["verdict"] == "past misschien"
    assert shown["now"].startswith("Zoek eerst dit uit: ")
    assert shown["missing"]


def test_our_own_reading_is_marked_as_such():
    shown = of("eia")

    assert shown["against"] == [
        "Onze lezing: de regeling past bij MRL 7 tot en met 9. Uw vernieuwing staat op niveau 4."
    ]


def test_old_facts_say_so_on_the_card():
    _, result, _ = company("01_lasserij")
    match = next(match for match in result["schemes"] if match["id"] == "eia")

    shown = card({**match, "factsNote": "Let op: oud."}, scheme("eia"), date(2026, 11, 23))

    assert shown["source"].endswith("Let op: oud.")


def test_amounts_are_those_of_the_entry():
    assert "€ 1.500.000" in of("bmkb")["howMuch"]
    assert "90%" in of("bmkb")["howMuch"]


@pytest.mark.parametrize("name", NAMES)
def test_cards_show_no_scheme_that_falls_out(name):
    _, result, on = company(name)

    shown = cards(result["schemes"], on, 50)

    assert [card["id"] for card in shown] == [match["id"] for match in result["schemes"] if match["fit"] != "no"]
    assert all(card["what"] and card["now"] and card["source"] and card["byWhen"] for card in shown)


def test_there_is_something_to_do_for_every_kind_of_scheme():
    assert set(load_criteria().kinds) <= set(report_words()["schemes"]["do"])
