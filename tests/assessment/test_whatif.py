"""The question "wat als": what another answer changes, with the reason named."""

from datetime import date

from hypothesis import given, settings

from actions.assessment import assess
from actions.assessment.whatif import what_if
from tests.assessment.answers import answers

ON = date(2026, 11, 23)
SHOP = {
    "employees": 45,
    "turnover": 6_000_000,
    "place": "7553",
    "digital_vision": "rough",
    "knowledge_level": "basic",
    "importance": "important",
    "means_novelty": "existing",
    "methods_novelty": "none",
    "combines_technologies": False,
    "will_collaborate": True,
}


def test_better_plan_raises_readiness_and_nothing_else():
    found = what_if(SHOP, {"digital_vision": "executing"}, ON)

    assert (found["readiness"]["before"], found["readiness"]["after"]) == (33, 71)
    assert found["readiness"]["parts"] == {"vision": {"before": 33, "after": 100}}
    assert found["necessity"]["before"] == found["necessity"]["after"] == 67
    assert found["text"][0] == "Gereedheid gaat van 33 naar 71. Dat is op peil."


def test_developing_something_new_brings_schemes_with_the_reason():
    found = what_if(SHOP, {"means_novelty": "new"}, ON)

    wbso = next(scheme for scheme in found["schemes"] if scheme["id"] == "wbso")
    assert (wbso["before"], wbso["after"]) == ("no", "maybe")
    assert {reason["criterion"] for reason in wbso["reasons"]} == {"own_development", "existing_technology"}
    assert wbso["text"] in found["text"]
    assert found["yamamoto"] == {"before": [1], "after": [3]}


def test_scheme_that_falls_out_says_why():
    found = what_if(SHOP, {"employees": 400}, ON)

    bmkb = next(scheme for scheme in found["schemes"] if scheme["id"] == "bmkb")
    assert bmkb["after"] == "no"
    assert bmkb["text"].startswith("Borgstelling mkb-kredieten valt af. Voldoet niet: de regeling is er voor")


def test_unknown_answer_makes_a_score_unknown_and_says_so():
    found = what_if({"importance": "important"}, {"importance": None}, ON)

    assert found["necessity"]["after"] is None
    assert "Noodzaak gaat van 67 naar nog niet bekend." in found["text"]


def test_change_without_effect_says_that_nothing_changes():
    found = what_if(SHOP, {"company_name": "Anders"}, ON)

    assert found["text"] == ["Met dit antwoord verandert er niets aan uw cijfers en regelingen."]


@settings(max_examples=50, deadline=None)
@given(answers(), answers())
def test_what_changed_is_the_difference_of_two_assessments(before, changes):
    found = what_if(before, changes, ON)

    old, new = assess(before, ON), assess({**before, **changes}, ON)
    assert found["readiness"]["after"] == new["assessment"]["readiness"]["score"]
    fit = {scheme["id"]: scheme["fit"] for scheme in old["schemes"]}
    moved = {scheme["id"] for scheme in new["schemes"] if scheme["fit"] != fit[scheme["id"]]}
    assert {scheme["id"] for scheme in found["schemes"]} == moved
    assert all(scheme["reasons"] for scheme in found["schemes"])


@settings(max_examples=30, deadline=None)
@given(answers())
def test_the_same_answers_change_nothing(given_answers):
    found = what_if(given_answers, given_answers, ON)

    assert len(found["text"]) == 1
    assert not found["schemes"]
