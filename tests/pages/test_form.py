"""The form: the same questions and the same result as everywhere else, without a script, and nothing is kept."""

import html
import re
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape

from actions.assessment.ladder import level
from api.app import create_app
from api.pages import form
from api.pages.numbers import amount
from knowledge.questionnaire import load_questionnaire
from tests.api.conftest import make_settings
from tests.assessment.answers import answers as any_answers
from tests.assessment.test_companies import COMPANIES
from tests.pages.conftest import BROWSER
from tests.pages.entries import as_asked

AMBIGUOUS = {"Hengelo", "Nergenshuizen"}
FITS = ("fits", "maybe", "no")


def clear_place(answers: dict[str, Any]) -> dict[str, Any]:
    """Without a place that the form asks back about, or an empty ladder, which nobody can fill in."""
    return {q: a for q, a in answers.items() if not (isinstance(a, str) and a in AMBIGUOUS) and a != {}}


def company(path: Any) -> dict[str, Any]:
    return clear_place(as_asked(yaml.safe_load(path.read_text(encoding="utf-8"))["answers"]))


@pytest.mark.parametrize("path", COMPANIES, ids=[path.stem for path in COMPANIES])
def test_form_shows_the_result_that_the_api_gives(visitor: TestClient, path: Any) -> None:
    answers = company(path)

    page = visitor.post("/scan", data=form.entries_of(answers))
    wanted = visitor.post("/api/v1/assessments", json={"answers": answers}).json()

    assert page.status_code == 200
    text = html.unescape(page.text)
    scores = [wanted["assessment"][axis]["score"] for axis in ("readiness", "necessity")]
    assert re.findall(r"<strong>(\d+)</strong> van de 100", text) == [str(s) for s in scores if s is not None]
    shown = re.findall(r'<h4><a href="/regelingen/(\w+)">', text)
    assert shown == [s["id"] for fit in FITS for s in wanted["schemes"] if s["fit"] == fit]
    for scheme in wanted["schemes"]:
        assert all(reason["text"] in text for reason in scheme["reasons"])
    practices = re.findall(r'<h3><a href="/voorbeelden/([\w-]+)">', text)
    assert practices == [practice["id"] for practice in wanted["bestPractices"]]
    assert all(entry["text"] in text for entry in wanted["mirror"])


@settings(max_examples=150, deadline=None)
@given(any_answers())
def test_what_is_filled_in_is_what_is_assessed(answers: dict[str, Any]) -> None:
    asked = {q: a for q, a in clear_place(as_asked(answers)).items() if possible(q, a)}

    got, mistakes = form.read(form.entries_of(asked))

    assert mistakes == {}
    assert got == asked


def possible(question_id: str, answer: Any) -> bool:
    """Whether the form, as the API, takes this: a name is known or left out, "none" stands alone."""
    question = load_questionnaire().question(question_id)
    if question.exclusive:
        return answer is None or (answer != [] and (question.exclusive not in answer or len(answer) == 1))
    return answer is not None or not question.required


@pytest.mark.parametrize("at", range(10))
def test_a_chosen_level_gives_the_evidence_of_the_ladder(at: int) -> None:
    evidence = form.evidence_for(at)

    assert level(evidence) == at
    assert len(evidence) <= 4


def test_questions_about_sharing_and_contact_are_not_in_the_form(visitor: TestClient) -> None:
    roles = load_questionnaire().roles
    page = visitor.get("/scan").text

    for role in ("share", "contact_name", "contact_email", "contact_phone", "transcript"):
        assert f'name="{roles[role]}"' not in page
    assert 'href="/#gesprek"' in page


def test_every_other_question_is_in_the_form(visitor: TestClient) -> None:
    page = visitor.get("/scan").text

    assert all(f'name="{question.id}"' in page for question in form.asked())


def test_mistakes_are_told_next_to_the_field_and_the_entries_stay(visitor: TestClient) -> None:
    page = visitor.post(
        "/scan",
        data={
            "company_name": "Smederij Vonk",
            "place": "Hengelo",
            "employees": "een heleboel",
            "turnover": "8",
            "digital_base": ["none", "erp"],
            "importance": "verzonnen",
            "expects_innovation": "yes",
        },
    )

    assert page.status_code == 400
    text = html.unescape(page.text)
    assert 'value="Smederij Vonk"' in text
    assert 'value="een heleboel"' in text
    assert re.search(r'id="expects_innovation-yes"[^>]* checked', text)
    assert '<details class="more" open>' in text
    for field, words in {
        "place": "'Hengelo (OV)'",
        "employees": "geen getal|niet als getal",
        "turnover": "8 euro of 8.000.000 euro",
        "digital_base": "gaat niet samen",
        "importance": "kennen wij niet",
    }.items():
        found = re.search(rf'<p class="mistake" id="{field}-fout">(.*?)</p>', text)
        assert found
        assert re.search(words.replace("(", r"\(").replace(")", r"\)"), found[1]), found[1]


def test_text_is_escaped_wherever_it_is_shown_again(visitor: TestClient) -> None:
    attack = '"><script>alert(1)</script>'

    shown = visitor.post("/scan", data={"company_name": attack, "employees": "12"})
    refused = visitor.post("/scan", data={"company_name": attack, "employees": attack})

    assert (shown.status_code, refused.status_code) == (200, 400)
    assert "<script>alert" not in shown.text + refused.text
    assert str(escape(attack)) in shown.text


def test_result_can_be_changed_without_typing_all_again(visitor: TestClient) -> None:
    result = visitor.post("/scan", data={"employees": "38", "importance": "important"}).text
    hidden = dict(re.findall(r'<input type="hidden" name="([\w.]+)" value="([^"]*)">', result))

    again = visitor.post("/scan", data={**hidden, "edit": "1"})

    assert again.status_code == 200
    assert re.search(r'id="employees"[^>]*value="38"', again.text)
    assert re.search(r'id="importance-important"[^>]* checked', again.text)


def test_nothing_is_kept_of_what_was_filled_in(visitor: TestClient) -> None:
    result = visitor.post("/scan", data={"employees": "38"})

    assert "set-cookie" not in result.headers
    assert result.headers["cache-control"] == "no-store"


def test_empty_form_asks_for_one_answer(visitor: TestClient) -> None:
    page = visitor.post("/scan", data={})

    assert page.status_code == 400
    assert "ten minste één vraag" in page.text


def test_too_many_results_a_minute_keep_the_entries() -> None:
    app = create_app(make_settings("sqlite://", assessments_per_minute=1))
    visitor = TestClient(app, headers={"Accept": BROWSER})
    visitor.post("/scan", data={"employees": "38"})

    page = visitor.post("/scan", data={"employees": "38"})

    assert page.status_code == 429
    assert int(page.headers["retry-after"]) > 0
    assert re.search(r'id="employees"[^>]*value="38"', page.text)


def test_nul_and_broken_characters_are_refused_in_words(visitor: TestClient) -> None:
    page = visitor.post("/scan", data={"company_name": "Smederij\0"})

    assert page.status_code == 400
    assert "tekens die wij niet kunnen lezen" in page.text


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("45", 45),
        ("45 mensen", 45),
        ("ongeveer 40", 40),
        ("1.250.000", 1_250_000),
        ("1 250 000", 1_250_000),
        ("€ 850.000,-", 850_000),
        ("2,3 miljoen", 2_300_000),
        ("3.5 mln", 3_500_000),
        ("anderhalve ton", 150_000),
        ("tussen 50 en 80 duizend", 65_000),
        ("50 duizend tot 1 ton", 75_000),
        ("2,5%", 2.5),
        ("0", 0),
    ],
)
def test_amounts_are_read_as_people_type_them(typed: str, value: float) -> None:
    assert amount(typed) == value


@pytest.mark.parametrize("typed", ["abc", "-5", "1e9", "12 honden", "1.2.3", "€", "9" * 61])
def test_what_is_no_amount_is_no_number(visitor: TestClient, typed: str) -> None:
    assert visitor.post("/scan", data={"turnover": typed}).status_code == 400


@given(st.text(max_size=60))
def test_any_text_in_a_number_field_is_read_or_refused(text: str) -> None:
    value = amount(text)

    assert value is None or value >= 0
