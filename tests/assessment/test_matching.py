"""Which schemes fit and why: windows against the date, unknown conditions, the order, what is said with a match."""

from datetime import date

import pytest

from actions.assessment import assess

ON = date(2026, 11, 23)
DEVELOPER = {
    "employees": 20,
    "turnover": 3_000_000,
    "place": "Groningen",
    "means_novelty": "new",
    "methods_novelty": "none",
    "combines_technologies": False,
    "will_collaborate": True,
    "international": True,
    "energy_effect": True,
    "budget": 400_000,
    "support_needs": ["wages"],
    "mrl_evidence": {"5": False, "3": True, "4": False},
}


def scheme(answers, scheme_id, on=ON):
    return next(s for s in assess(answers, on)["schemes"] if s["id"] == scheme_id)


def reason(answers, scheme_id, criterion, on=ON):
    return next(r for r in scheme(answers, scheme_id, on)["reasons"] if r["criterion"] == criterion)


def test_wbso_fits_while_its_window_is_open_and_is_unknown_after_it():
    assert scheme(DEVELOPER, "wbso", date(2026, 9, 30))["fit"] == "fits"
    assert scheme(DEVELOPER, "wbso", date(2026, 10, 1))["fit"] == "maybe"
    assert "30 september 2026" in reason(DEVELOPER, "wbso", "opening")["text"]


def test_a_window_that_is_yet_to_open_is_not_open():
    assert reason(DEVELOPER, "innovatiekrediet", "opening", date(2025, 12, 31))["met"] is None
    assert reason(DEVELOPER, "innovatiekrediet", "opening", date(2026, 1, 1))["met"] is True


def test_a_window_without_an_end_is_open_only_for_a_scheme_that_is_open():
    assert reason(DEVELOPER, "interreg_industr_i40", "opening")["met"] is True
    assert reason(DEVELOPER, "jtf", "opening")["met"] is None


@pytest.mark.parametrize("gone", ["mit_kennisvoucher", "wbso_technisch_onderzoek", "mijn_digitale_zaak"])
def test_a_lapsed_or_closed_scheme_is_never_recommended(gone):
    found = scheme(DEVELOPER, gone, date(2023, 6, 1))

    assert found["fit"] == "no"
    assert [r["criterion"] for r in found["reasons"]] == ["opening"]


@pytest.mark.parametrize(("scheme_id", "agreement"), [("oom", "Metaalbewerking"), ("ao_metalektro", "Metalektro")])
def test_the_collective_agreement_decides_and_is_not_known(scheme_id, agreement):
    found = reason(DEVELOPER, scheme_id, "own_check")

    assert found["met"] is None
    assert agreement in found["text"]
    assert scheme(DEVELOPER, scheme_id)["fit"] == "maybe"


def test_a_condition_that_is_not_confirmed_is_unknown():
    assert reason(DEVELOPER, "mit_haalbaarheid", "existing_technology")["met"] is None
    assert reason(DEVELOPER, "mia_vamil", "min_project")["met"] is None


def test_a_condition_that_is_empty_and_not_doubted_restricts_nothing():
    criteria = [r["criterion"] for r in scheme({}, "efro_west_kansen_voor_west")["reasons"]]

    assert "collaboration" not in criteria
    assert "existing_technology" not in criteria


def test_combining_proven_technology_is_own_development():
    buyer = {**DEVELOPER, "means_novelty": "existing", "combines_technologies": True}

    assert reason(buyer, "wbso", "own_development")["met"] is True
    assert reason({**buyer, "combines_technologies": False}, "wbso", "own_development")["met"] is False
    assert reason({**buyer, "combines_technologies": None}, "wbso", "own_development")["met"] is None


def test_class_above_the_turnover_ceiling_is_unknown_whatever_the_class_asked():
    found = reason({**DEVELOPER, "turnover": 10_000_001}, "bmkb", "eu_class")

    assert found["met"] is None
    assert "balanstotaal" in found["text"]


def test_level_zero_counts_as_one_for_the_range_of_a_scheme():
    idea = {**DEVELOPER, "mrl_evidence": {"5": False, "3": False, "2": False, "1": False}}

    assert reason(idea, "wbso", "mrl_range")["met"] is True
    assert reason(idea, "innovatiekrediet", "mrl_range")["met"] is False


def test_a_soft_criterion_never_makes_a_scheme_fail():
    found = scheme(DEVELOPER, "bmkb")

    assert found["fit"] == "fits"
    assert {r["met"] for r in found["reasons"] if r["criterion"] in ("yamamoto_type", "mrl_range", "cost_kinds")} == {
        False
    }


def test_own_money_is_shown_with_a_subsidy_and_decides_nothing():
    no_money = {**DEVELOPER, "co_investment": False}

    assert "niet wilt" in scheme(no_money, "eurostars")["matchend"]
    assert scheme(no_money, "eurostars")["fit"] == scheme(DEVELOPER, "eurostars")["fit"]
    assert scheme(no_money, "kia")["matchend"] is None


def test_old_facts_say_so():
    assert scheme(DEVELOPER, "interreg")["factsAsOf"] == "2022"
    assert "ouder dan twaalf maanden" in scheme(DEVELOPER, "interreg")["factsNote"]
    assert scheme(DEVELOPER, "mit_haalbaarheid")["factsNote"] is None  # a bare year counts to its end
    assert scheme(DEVELOPER, "mit_haalbaarheid", date(2027, 1, 1))["factsNote"] is not None


def test_order_is_fit_then_soft_criteria_then_needs_then_newest_facts():
    found = assess(DEVELOPER, ON)["schemes"]
    ranks = [("fits", "maybe", "no").index(s["fit"]) for s in found]

    assert ranks == sorted(ranks)
    assert [s["id"] for s in found[:2]] == ["horizon_europe", "innovatiekrediet"]
    assert len(found) == 35


def test_minimum_project_counts_against_the_budget():
    assert reason({**DEVELOPER, "budget": 150_000}, "innovatiekrediet", "min_project")["met"] is True
    assert reason({**DEVELOPER, "budget": 149_999}, "innovatiekrediet", "min_project")["met"] is False
    assert reason({**DEVELOPER, "budget": None}, "innovatiekrediet", "min_project")["met"] is None
