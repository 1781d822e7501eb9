"""Clauses, negation, "alles behalve", brand names and shares that mean a code."""

import pytest

from nlu.amounts import read_amounts
from nlu.enumeration import all_but, clauses
from nlu.lexicon import brands, codes_of_brands, lacks, load
from nlu.questions import choice_questions
from nlu.shares import codes_of_shares


@pytest.mark.parametrize(
    ("text", "said", "ruled_out"),
    [
        ("ERP en CAD, geen MES", ["erp", "cad"], ["geen mes"]),
        ("geen robots, wel sensoren", ["wel sensoren"], ["geen robots"]),
        ("geen robots, cobots of AI maar wel sensoren", ["sensoren"], ["geen robots", "cobots", "ai"]),
        ("papierloos, een MES nog niet", ["papierloos"], ["een mes nog niet"]),
        ("niet alleen robots maar ook AI", ["niet alleen robots", "ai"], []),
    ],
)
def test_what_is_ruled_out_is_told_from_what_is_said(text: str, said: list[str], ruled_out: list[str]) -> None:
    parts = clauses(text)
    assert [part.text for part in parts if part.negated] == ruled_out
    assert [part.text.removeprefix("ook ") for part in parts if not part.negated] == said


@pytest.mark.parametrize(
    ("text", "exceptions"),
    [
        ("allemaal", ""),
        ("alles behalve blockchain", "blockchain"),
        ("alles op de robots na", "de robots"),
        ("alles wat vaart", None),
        ("robots", None),
    ],
)
def test_everything_and_its_exceptions(text: str, exceptions: str | None) -> None:
    found = all_but(text)
    assert (found.exceptions if found else None) == exceptions


def test_brand_names_stand_for_codes() -> None:
    assert ("digital_base", "erp") in codes_of_brands("we werken met Ridder iQ")
    assert ("markets", "hightech") in codes_of_brands("ASML vooral")


def test_the_lexicon_names_only_codes_that_exist() -> None:
    questions = choice_questions()
    for pairs in brands().values():
        for question, code in pairs:
            assert code in questions[question].codes
    assert lacks() <= set(questions)
    for question, classes in load()["shares"].items():
        assert {code for code, *_ in classes} == set(questions[question].codes)


@pytest.mark.parametrize(
    ("text", "code"),
    [("60 procent", "often"), ("twee op de drie projecten", "often"), ("ruim de helft", "often"),
     ("bijna de helft", "regularly"), ("100%", "always"),
     ("een keer op de tien", "sometimes")],
)  # fmt: skip
def test_shares_of_cases_mean_a_code(text: str, code: str) -> None:
    assert codes_of_shares(text, read_amounts(text)).get("chain_collaboration") == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("80 procent proces en 20 procent product", "mostly_process"),
        ("70 product 30 proces", "mostly_product"),
        ("100% proces", "process_only"),
        ("50/50", "equal"),
    ],
)
def test_a_split_means_a_code(text: str, code: str) -> None:
    assert codes_of_shares(text, read_amounts(text)).get("rd_split") == code
