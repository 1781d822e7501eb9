"""Best practices that look like what the owner told, and why."""

from datetime import date

import pytest

from actions.assessment import assess
from actions.assessment.examples import practices
from actions.assessment.profile import profile
from knowledge.practices import load_practices

ON = date(2026, 11, 23)


def shown(answers):
    return assess(answers, ON)["bestPractices"]


def test_an_idea_about_a_cobot_finds_companies_with_a_cobot():
    answers = {"technologies": ["robotics"], "initiative": "Een lascobot voor aluminium hekwerken"}

    assert shown(answers)[0]["id"] == "thibo-lascobot-op-rail"
    assert any("robot" in why for why in shown(answers)[0]["why"])


def test_words_alone_are_enough_to_find_an_example():
    assert "harol-qrm" in [p["id"] for p in shown({"initiative": "Kanban en QRM voor wisselende vraag per seizoen"})]


@pytest.mark.parametrize(
    ("pain", "example"),
    [
        ("te weinig mensen", "hieselaar-robotprogrammeurs"),
        ("veel papier en overtypen", "sirris-papierloos"),
        ("te lange levertijden", "harol-qrm"),
        ("vermoeiend schuurwerk", "aae-helmond-cobot"),
    ],
)
def test_an_owner_who_says_where_it_hurts_sees_examples_that_help(pain, example):
    assert example in [p["id"] for p in shown({"initiative": pain})]


def test_words_that_say_nothing_do_not_count_as_likeness():
    assert all("algemeen voorbeeld" in p["why"][0] for p in shown({"initiative": "we willen het anders doen"}))


def test_sharing_something_else_is_no_likeness():
    assert all("algemeen voorbeeld" in p["why"][0] for p in shown({"technologies": ["other"]}))


def test_every_reason_why_is_true_of_the_example():
    answers = {"place": "Helmond", "employees": 55, "technologies": ["robotics"], "goals": ["cost"]}
    entries = {p.id: p for p in load_practices()}

    for found in shown(answers):
        entry = entries[found["id"]]
        assert ("Bij u in de provincie: Noord-Brabant." in found["why"]) == (entry.province == "noord_brabant")
        assert any("dezelfde grootte" in why for why in found["why"]) == (entry.size_class == "51-100")


def test_an_example_of_unknown_size_counts_neither_for_nor_against():
    gains = practices().rank(profile({"employees": 55})).gains["size"]
    by_size = {p.size_class: gain for p, gain in zip(load_practices(), gains, strict=True)}

    assert by_size["51-100"] > by_size[None] == 0 > by_size["11-50"]


def test_an_example_with_an_old_source_says_so():
    notes = {p["id"]: p["factsNote"] for p in shown({"initiative": "Kanban en QRM voor wisselende vraag per seizoen"})}

    assert "geen datum" in notes["harol-qrm"]


def test_with_nothing_known_the_examples_say_that_they_are_general():
    assert all("algemeen voorbeeld" in p["why"][0] for p in shown({}))
