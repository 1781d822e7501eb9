"""The mirror shows the company's own answer beside figures of the survey, and never a figure that is not there."""

from datetime import date

import pytest
from hypothesis import given, settings

from actions.assessment import assess
from knowledge.survey import load_survey
from tests.assessment.answers import answers

ON = date(2026, 11, 23)


def mirror(given_answers):
    return assess(given_answers, ON)["mirror"]


@settings(max_examples=60, deadline=None)
@given(answers())
def test_every_share_is_a_figure_of_the_survey(given_answers):
    figures = {(f.question, f.of, f.value, f.relation) for f in load_survey().figures}

    for entry in mirror(given_answers):
        share = entry["share"]
        assert (entry["questionId"], tuple(share["of"]), share["value"], share["relation"]) in figures
        assert entry["own"] == given_answers[entry["questionId"]]


@pytest.mark.parametrize(
    ("answer", "value", "of", "ending"),
    [
        ({"importance": "important"}, 95, ["very_important", "important"], "U ook."),
        ({"importance": "unimportant"}, 95, ["very_important", "important"], "U niet."),
        ({"chain_collaboration": "never"}, 82, ["regularly", "sometimes", "never"], "U ook."),
        ({"rd_split": "product_only"}, 4, ["product_only"], "U ook."),
        ({"rd_split": "equal"}, 30, ["mostly_process"], "U niet."),
        ({"joint_projects": False}, 9, ["yes"], "U niet."),
        ({"innovation_spend": 3.5}, 50, ["3-5", "5-7", "7-10", "10-15", "15+"], "U ook."),
        ({"scheme_experience": "none"}, 59, ["granted", "rejected", "both"], "U niet."),
    ],
)
def test_the_figure_nearest_to_the_answer_is_shown(answer, value, of, ending):
    (entry,) = mirror(answer)

    assert (entry["share"]["value"], entry["share"]["of"]) == (value, of)
    assert entry["text"].endswith(ending)


def test_each_chosen_answer_with_a_figure_has_its_own_entry():
    entries = mirror({"goals": ["cost", "flexibility", "own_product"]})

    assert [entry["share"]["of"] for entry in entries] == [["cost"], ["flexibility"]]


def test_about_and_more_than_are_said_in_words():
    assert "ongeveer 95%" in mirror({"importance": "important"})[0]["text"]
    assert "meer dan 75%" in mirror({"chain_importance": "important"})[0]["text"]


@pytest.mark.parametrize("nothing", [{}, {"importance": None}, {"business_trends": []}, {"goals": ["own_product"]}])
def test_without_an_answer_or_a_figure_there_is_no_mirror(nothing):
    assert mirror(nothing) == []
