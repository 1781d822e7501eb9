"""The roadmap: three steps that fit the company, in words that fit its size; and the worksheet without a price."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings

from actions.assessment.roadmap import roadmap, worksheet
from knowledge.criteria import load_criteria
from knowledge.roadmap import Sized, Step, load_roadmap
from knowledge.scales import load_scales
from knowledge.scoring import load_scoring
from tests.assessment.answers import answers

ON = date(2026, 11, 23)
COMPANIES = sorted((Path(__file__).parent / "companies").glob("*.yaml"))
JOBBING_SHOP = {
    "employees": 12,
    "initiative": "een lasrobot",
    "means_novelty": "existing",
    "mrl_evidence": {"5": False, "3": True, "4": False},
    "digital_vision": "plan",
    "people_available": "none",
    "knowledge_level": "sufficient",
    "chain_digital": "files",
}
MACHINE_BUILDER = {**JOBBING_SHOP, "employees": 180}
TOO_BIG = re.compile(
    r"afdeling|personeelszaken|projectleider|productieleider|CDO|datameer|data lake|ploeg|directie", re.I
)


def own(path: Path) -> dict[str, object]:
    content: dict[str, object] = yaml.safe_load(path.read_text(encoding="utf-8"))["answers"]
    return content


@pytest.mark.parametrize("path", COMPANIES, ids=[path.stem for path in COMPANIES])
def test_every_company_gets_three_different_steps(path):
    steps = roadmap(own(path), ON)

    assert len({step["id"] for step in steps}) == 3
    assert all(step["what"] and step["who"] and step["howLong"] and step["person"] for step in steps)


def test_level_weakest_point_and_situation_give_the_steps():
    steps = roadmap(JOBBING_SHOP, ON)

    assert [step["id"] for step in steps] == ["level-3", "dimension-people", "situation-risk"]
    assert steps[0]["because"] == "Uw vernieuwing staat op MRL 3, eerste proef geslaagd."
    assert steps[1]["because"] == "Dit is uw zwakste punt: mensen en tijd, 0 van de 100 punten."


def test_step_to_the_next_level_says_which_evidence_to_collect():
    step = roadmap(JOBBING_SHOP, ON)[0]

    assert step["evidence"] == list(load_scales().mrl_level(4).evidence)


def test_who_has_no_direction_yet_begins_there():
    steps = roadmap({"employees": 8, "digital_vision": "none", "mrl_evidence": {"1": False}}, ON)

    assert steps[0]["id"] == "situation-vision"


def test_shop_of_twelve_and_builder_of_a_hundred_and_eighty_get_other_words():
    small, large = roadmap(JOBBING_SHOP, ON), roadmap(MACHINE_BUILDER, ON)

    assert [step["id"] for step in small] == [step["id"] for step in large]
    assert all(a["who"] != b["who"] for a, b in zip(small, large, strict=True))


def test_small_company_reads_nothing_of_departments():
    content = load_roadmap()
    every: list[Step] = [
        *content.levels.values(),
        *content.dimensions.values(),
        *content.situations.values(),
        *content.types.values(),
        *content.always,
    ]

    for step in every:
        for text in (step.title, step.what, step.who, step.how_long):
            assert not isinstance(text, Sized) or not TOO_BIG.search(text.small), text.small


def test_there_is_a_step_for_every_level_dimension_situation_and_type():
    content, scales = load_roadmap(), load_scales()

    assert set(content.levels) == {level.level for level in scales.mrl.levels}
    assert set(content.dimensions) == {part.id for part in load_scoring().readiness.parts}
    assert set(content.situations) == set(scales.situations)
    assert set(content.types) == {found.type for found in scales.yamamoto.types}


def test_steps_name_costs_that_schemes_know():
    content = load_roadmap()
    steps = [*content.levels.values(), *content.dimensions.values(), *content.situations.values()]

    assert {kind for step in steps for kind in step.cost_kinds} <= set(load_criteria().cost_kinds)


def test_scheme_that_falls_out_is_never_named_as_help():
    for path in COMPANIES:
        for step in roadmap(own(path), ON):
            assert step["scheme"] is None or step["scheme"]["fit"] in ("fits", "maybe")


def test_combination_is_proved_as_a_whole():
    combined = roadmap({**JOBBING_SHOP, "combines_technologies": True}, ON)

    assert "niet met de losse delen" in combined[0]["what"]


@settings(max_examples=60, deadline=None)
@given(answers())
def test_any_answers_give_three_steps(given_answers):
    steps = roadmap(given_answers, ON)

    assert len({step["id"] for step in steps}) == 3


def test_worksheet_shows_the_named_budget_and_invents_no_price():
    sheet = worksheet({"budget": 80_000})

    assert sheet["budget"] == "U noemde een budget van € 80.000."
    assert [row["id"] for row in sheet["rows"]][:4] == ["purchase", "integration", "own_hours", "training"]
    assert "€" not in str(sheet["rows"])
    assert not re.search(r"\d", str([row["what"] for row in sheet["rows"]]))


def test_worksheet_without_a_budget_says_so():
    assert worksheet({})["budget"] == "U hebt nog geen budget genoemd."
    assert worksheet({"budget": None})["budget"] == "U hebt nog geen budget genoemd."
