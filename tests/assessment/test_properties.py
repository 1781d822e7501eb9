"""What holds for any answers: bounds, monotony, unknown never counts as zero, the order of choices does not matter."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.assessment import assess
from actions.assessment.explain import explain
from knowledge.questionnaire import load_questionnaire
from knowledge.scoring import Table, load_scoring
from tests.assessment.answers import answers

ON = date(2026, 11, 23)
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
AXES = (("readiness", "dimensions"), ("necessity", "factors"))


def assessment(given_answers: dict[str, Any]) -> dict[str, Any]:
    return assess(given_answers, ON)["assessment"]


@settings(max_examples=100, deadline=None)
@given(answers(), DAYS)
def test_every_score_is_bounded_and_has_the_level_of_its_number(given_answers, on):
    result = assess(given_answers, on)["assessment"]

    for axis, parts in AXES:
        found, model = result[axis], getattr(load_scoring(), axis)
        known = [p["points"] for p in found[parts].values() if p["points"] is not None]
        assert all(0 <= points <= 100 for points in known)
        assert 0 <= found["coverage"] <= 1
        assert (found["score"] is None) == (not known) == (found["level"] is None)
        if known:
            assert min(known) - 0.5 <= found["score"] <= max(known) + 0.5
            assert found["level"] == [b.code for b in model.levels if b.start <= found["score"]][-1]


@settings(max_examples=60, deadline=None)
@given(answers(), DAYS)
def test_the_same_answers_on_the_same_date_always_give_the_same_result(given_answers, on):
    before = repr(given_answers)

    assert assess(given_answers, on) == assess(given_answers, on)
    assert repr(given_answers) == before


@settings(max_examples=60, deadline=None)
@given(answers(), st.randoms())
def test_the_order_of_a_multiple_choice_does_not_matter(given_answers, random):
    shuffled = {q: random.sample(v, len(v)) if isinstance(v, list) else v for q, v in given_answers.items()}
    one, other = assess(given_answers, ON), assess(shuffled, ON)

    assert one["assessment"] == other["assessment"]
    assert [(s["id"], s["fit"]) for s in one["schemes"]] == [(s["id"], s["fit"]) for s in other["schemes"]]
    assert [p["id"] for p in one["bestPractices"]] == [p["id"] for p in other["bestPractices"]]


@settings(max_examples=100, deadline=None)
@given(answers(), st.data())
def test_an_unknown_answer_never_counts_as_zero(given_answers, data):
    """Forgetting an answer takes its weight away; what is left scores as it did."""
    axis, parts = data.draw(st.sampled_from(AXES))
    full = assessment(given_answers)[axis]
    simple = [p for p in getattr(load_scoring(), axis).parts if isinstance(p.rule, Table)]
    part = data.draw(st.sampled_from(simple))
    without = assessment({**given_answers, part.rule.question: None})[axis]

    assert without[parts][part.id]["points"] is None
    others = {key: p for key, p in full[parts].items() if key != part.id}
    assert {key: p for key, p in without[parts].items() if key != part.id} == others
    weights = [p["weight"] for p in others.values() if p["points"] is not None]
    points = [p["weight"] * p["points"] for p in others.values() if p["points"] is not None]
    assert without["score"] == (int(sum(points) / sum(weights) + 0.5) if weights else None)


@settings(max_examples=100, deadline=None)
@given(answers(), st.data())
def test_a_better_answer_never_lowers_a_score(given_answers, data):
    axis, _ = data.draw(st.sampled_from(AXES))
    part = data.draw(st.sampled_from([p for p in getattr(load_scoring(), axis).parts if isinstance(p.rule, Table)]))
    codes = sorted(part.rule.points, key=lambda code: part.rule.points[code])
    at = data.draw(st.integers(0, len(codes) - 2))

    worse = assessment({**given_answers, part.rule.question: codes[at]})[axis]["score"]
    better = assessment({**given_answers, part.rule.question: codes[at + 1]})[axis]["score"]

    assert worse <= better


@settings(max_examples=60, deadline=None)
@given(answers(), DAYS)
def test_every_reason_names_its_answer_and_its_verdict(given_answers, on):
    questions = {q.id for q in load_questionnaire().questions}
    starts = {True: "Voldoet", False: "Voldoet niet", None: "Nog niet bekend"}

    for scheme in assess(given_answers, on)["schemes"]:
        assert scheme["reasons"]
        for reason in scheme["reasons"]:
            assert set(reason["questionIds"]) <= questions
            assert reason["text"].startswith(starts[reason["met"]])
            assert "{" not in reason["text"]
            assert "None" not in reason["text"]


@settings(max_examples=60, deadline=None)
@given(answers(), DAYS)
def test_fit_follows_from_the_hard_criteria_alone(given_answers, on):
    soft = {"yamamoto_type", "mrl_range", "cost_kinds"}

    for scheme in assess(given_answers, on)["schemes"]:
        hard = {reason["met"] for reason in scheme["reasons"] if reason["criterion"] not in soft}
        assert scheme["fit"] == ("no" if False in hard else "maybe" if None in hard else "fits")


@settings(max_examples=60, deadline=None)
@given(answers())
def test_three_practices_are_shown_each_with_why_and_source(given_answers):
    practices = assess(given_answers, ON)["bestPractices"]

    assert len(practices) == 3
    assert all(practice["why"] and practice["source"]["title"] for practice in practices)


@settings(max_examples=60, deadline=None)
@given(answers())
def test_the_explanation_says_the_same_as_the_assessment(given_answers):
    result, told = assessment(given_answers), explain(given_answers, ON)

    for axis, parts in AXES:
        assert {p["id"]: p["points"] for p in told[axis]["parts"]} == {
            part: p["points"] for part, p in result[axis][parts].items()
        }
        assert told[axis]["provisional"] == (result[axis]["score"] is not None and result[axis]["coverage"] < 0.5)
        if told[axis]["raise"]:
            assert told[axis]["raise"]["from"] == result[axis]["score"] <= told[axis]["raise"]["to"]
    assert told["mrl"]["level"] == result["mrl"]["level"]
    assert [s["id"] for s in told["situation"]] == result["situation"]


def test_nothing_asked_gives_no_scores_and_no_guess():
    result = assess({}, ON)

    assert result["assessment"]["readiness"]["score"] is None
    assert result["assessment"]["mrl"] == {"level": None, "phase": None, "evidence": {}, "risk": None}
    assert result["assessment"]["situation"] == ["continue"]  # an initiative that was never asked is not unknown
    assert result["mirror"] == []
    assert {scheme["fit"] for scheme in result["schemes"]} == {"maybe", "no"}


BORDERS = [
    (0, "0-10", "micro"),
    (9.4, "0-10", "micro"),
    (9.5, "0-10", "small"),
    (10, "0-10", "small"),
    (11, "11-50", "small"),
    (49, "11-50", "small"),
    (50, "11-50", "medium"),
    (100.5, "101-250", "medium"),
    (250, "101-250", "large"),
    (251, "251+", "large"),
]


@pytest.mark.parametrize(("employees", "size", "eu"), BORDERS)
def test_size_classes_at_their_borders(employees, size, eu):
    company = assess({"employees": employees}, ON)["company"]

    assert (company["sizeClass"], company["euClass"]) == (size, eu)


CEILINGS = [
    (9, 2_000_000, True),
    (9, 2_000_001, False),
    (49, 10_000_000, True),
    (49, 10_000_001, False),
    (249, 50_000_001, False),
    (300, 900_000_000, True),
    (9, None, True),
]


@pytest.mark.parametrize(("employees", "turnover", "is_certain"), CEILINGS)
def test_eu_class_is_uncertain_above_its_turnover_ceiling(employees, turnover, is_certain):
    company = assess({"employees": employees, "turnover": turnover}, ON)["company"]

    assert company["euClassCertain"] is is_certain


@pytest.mark.parametrize(
    ("found", "points"),
    [
        ({"co_investment": True}, 100),
        ({"co_investment": False}, 0),
        ({"budget": 0}, 0),
        ({"budget": 1}, 50),
        ({"budget": 5000, "turnover": 1_000_000}, 100),
        ({"budget": 4999, "turnover": 1_000_000}, 50),
        ({"co_investment": True, "budget": 0}, 50),
        ({"co_investment": True, "budget": 4999, "turnover": 1_000_000}, 75),
        ({"co_investment": None, "budget": None}, None),
    ],
)
def test_finance_counts_the_known_half_double(found, points):
    assert assessment(found)["readiness"]["dimensions"]["finance"]["points"] == points
