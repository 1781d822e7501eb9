"""Twelve companies, worked out by hand from the assessment model and the sources of the schemes."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.assessment import assess
from knowledge.questionnaire import load_questionnaire
from knowledge.values import checked

COMPANIES = sorted((Path(__file__).parent / "companies").glob("*.yaml"))


@pytest.fixture(params=COMPANIES, ids=[path.stem for path in COMPANIES])
def company(request: pytest.FixtureRequest) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    return worked_out(request.param)


def worked_out(path: Path) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    questions = load_questionnaire()
    answers = {q: checked(questions.question(q), value) for q, value in content["answers"].items()}
    return answers, content["expected"], assess(answers, content["date"])


def test_there_are_twelve_companies():
    assert len(COMPANIES) == 12


def test_company_is_classified_as_worked_out_by_hand(company):
    answers, expected, result = company

    assert {key: result["company"][key] for key in expected["company"]} == expected["company"]
    assert result["company"]["employees"] == answers.get("employees")


def test_type_and_level_are_as_worked_out_by_hand(company):
    answers, expected, result = company
    mrl = result["assessment"]["mrl"]

    assert result["assessment"]["yamamoto"] == expected["yamamoto"]
    assert {key: mrl[key] for key in ("level", "phase", "risk")} == expected["mrl"]
    assert mrl["evidence"] == (answers.get("mrl_evidence") or {})


def test_scores_are_as_worked_out_by_hand(company):
    _, expected, result = company
    readiness, necessity = result["assessment"]["readiness"], result["assessment"]["necessity"]

    assert {key: readiness[key] for key in expected["readiness"]} == expected["readiness"]
    assert {key: necessity[key] for key in expected["necessity"]} == expected["necessity"]
    for dimension, points in expected.get("readiness_points", {}).items():
        assert readiness["dimensions"][dimension]["points"] == points, dimension


def test_situation_is_as_worked_out_by_hand(company):
    _, expected, result = company

    assert result["assessment"]["situation"] == expected["situation"]


def test_mirror_is_as_worked_out_by_hand():
    answers, expected, result = worked_out(COMPANIES[10])

    assert [entry["questionId"] for entry in result["mirror"]] == list(expected["mirror"])
    for entry in result["mirror"]:
        share = expected["mirror"][entry["questionId"]]
        assert entry["own"] == answers[entry["questionId"]]
        assert entry["share"] == {key: share[key] for key in ("value", "relation", "of")}
        assert entry["text"].endswith(share["text"])


def test_schemes_are_judged_and_ordered_as_worked_out_by_hand(company):
    _, expected, result = company
    fits = {scheme["id"]: scheme["fit"] for scheme in result["schemes"]}

    assert [scheme["id"] for scheme in result["schemes"] if scheme["fit"] == "fits"] == expected["fits"]
    assert {scheme: fits[scheme] for scheme in expected["fit"]} == expected["fit"]
