"""The content as a whole: complete, checked, and versioned by what is in it."""

from datetime import date

import pytest
from pydantic import ValidationError

from knowledge import check
from knowledge.content import end_of, is_stale, knowledge_version, rounded
from knowledge.dutch import day, euro, known, listing, number
from knowledge.practices import load_practices
from knowledge.questionnaire import load_questionnaire
from knowledge.scales import load_scales
from knowledge.schemes import Scheme, Window, load_schemes
from knowledge.scoring import load_scoring
from knowledge.survey import load_survey
from knowledge.terms import load_terms

ON = date(2026, 11, 23)


def scheme(scheme_id: str) -> Scheme:
    return next(s for s in load_schemes() if s.id == scheme_id)


def test_the_content_has_no_errors():
    assert [remark for remark in check.check(ON) if remark.level == "fout"] == []


def test_all_schemes_and_practices_are_there_with_sources():
    assert (len(load_schemes()), len(load_practices())) == (35, 45)
    assert all(entry.sources for entry in (*load_schemes(), *load_practices()))
    assert all(term.source.title for term in load_terms().terms)


def test_old_facts_and_closed_windows_are_warnings():
    told = {(remark.about, remark.text) for remark in check.check(ON) if remark.level == "let op"}

    assert ("regeling interreg", "gegevens van 2022 zijn ouder dan twaalf maanden") in told
    assert ("regeling eurostars", "geen open venster; 'ronde 11' sloot op 2026-09-10") in told
    assert not any(about == "regeling kia" for about, _ in told)
    assert any(about == "regeling kia" for about, _ in {(r.about, r.text) for r in check.check(date(2027, 1, 1))})


def test_the_table_counts_errors_and_warnings():
    remarks = [check.Remark("fout", "regeling x", "onbekende provincie: y"), check.Remark("let op", "begrip z", "oud")]

    assert check.table(remarks).splitlines() == [
        "fout    regeling x  onbekende provincie: y",
        "let op  begrip z    oud",
        "",
        "1 fouten, 1 waarschuwingen",
    ]
    assert check.table([]) == "Geen fouten en geen waarschuwingen."


def test_unknown_codes_in_a_scheme_are_errors():
    wrong = scheme("wbso").model_copy(
        update={
            "regions": ("atlantis",),
            "successor_of": "nergens",
            "reading": scheme("wbso").reading.model_copy(update={"cost_kinds": ("koffie",), "yamamoto_types": (5,)}),
        }
    )
    found = [text for _, text in check.scheme_errors(wrong, load_scoring(), load_questionnaire())]

    assert found == [
        "onbekende provincie: atlantis",
        "onbekende kostensoort: koffie",
        "onbekende Yamamoto-type: 5",
        "onbekende voorganger: nergens",
    ]


def test_unknown_codes_in_a_practice_are_errors():
    wrong = load_practices()[0].model_copy(update={"technologies": ("stoom",), "size_class": "1-2"})
    found = [text for _, text in check.practice_errors(wrong, load_scoring(), load_questionnaire())]

    assert found == ["onbekende technologies: stoom", "onbekende grootteklasse: 1-2"]


def test_a_figure_about_an_unknown_answer_is_an_error():
    survey = load_survey()
    wrong = survey.model_copy(update={"figures": (survey.figures[0].model_copy(update={"of": ("1-2",)}),)})

    assert [text for _, text in check.survey_errors(wrong, load_scoring(), load_questionnaire())] == [
        "onbekende klasse: 1-2"
    ]


def test_a_window_that_closes_before_it_opens_does_not_parse():
    with pytest.raises(ValidationError, match="closes before it opens"):
        Window(label="x", opens=date(2026, 2, 1), closes=date(2026, 1, 1))


@pytest.mark.parametrize(
    "change",
    [
        {"status": "lapsed"},
        {"known_as_of": "ooit"},
        {"facts": [{"text": "x", "source": 99, "as_of": None}]},
        {"facts": []},
    ],
)
def test_a_scheme_without_ground_does_not_parse(change):
    with pytest.raises(ValidationError):
        Scheme.model_validate({**scheme("wbso").model_dump(), **change})


@pytest.mark.parametrize(
    ("as_of", "end"),
    [("2024", "2024-12-31"), ("2024-02", "2024-02-29"), ("2022-2024", "2024-12-31"), ("2025-11-03", "2025-11-03")],
)
def test_a_bare_year_counts_to_its_end(as_of, end):
    assert end_of(as_of) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("as_of", "on", "stale"),
    [
        ("2025", "2026-12-31", False),
        ("2025", "2027-01-01", True),
        ("2025-11", "2026-11-30", False),
        ("2025-11", "2026-12-01", True),
        ("2024-02-29", "2025-02-28", False),
        ("2024-02-29", "2025-03-01", True),
        (None, "2026-01-01", True),
    ],
)
def test_facts_are_old_after_twelve_months(as_of, on, stale):
    assert is_stale(as_of, date.fromisoformat(on)) is stale


def test_the_version_is_short_and_stable():
    assert len(knowledge_version()) == 12
    assert knowledge_version() == knowledge_version()


@pytest.mark.parametrize(("value", "whole"), [(0.5, 1), (1.5, 2), (2.5, 3), (2.49, 2), (59.775, 60), (0, 0)])
def test_half_is_rounded_up(value, whole):
    assert rounded(value) == whole


def test_every_level_of_the_ladder_asks_about_the_combination_too():
    for level in load_scales().mrl.levels[1:]:
        assert level.question.endswith("?")
        assert level.question_combination.endswith("?")
        assert level.question != level.question_combination
        assert level.explain
        assert level.next_step


def test_numbers_amounts_dates_and_lists_are_written_the_dutch_way():
    assert [number(12), number(46.5), number(1234.25)] == ["12", "46,5", "1.234,25"]
    assert euro(3_500_000) == "€ 3.500.000"
    assert day(date(2026, 2, 2)) == "2 februari 2026"
    assert [known("2024"), known("2024-11"), known("2018-2019")] == ["2024", "november 2024", "2018-2019"]
    assert [listing([]), listing(["a"]), listing(["a", "b", "c"])] == ["", "a", "a, b en c"]
