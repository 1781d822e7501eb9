""" "Wat als" on the result page: one answer changed, what moves is named, and nothing else changes."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.pages import form
from api.pages.what_if import PREFIX, counting
from tests.reports.companies import company


def entries(name: str = "01_lasserij") -> dict[str, list[str]]:
    answers, _, _ = company(name)
    return form.entries_of({key: answer["value"] for key, answer in answers.items()})


def tried(visitor: TestClient, question: str, **values: Any) -> str:
    sent = {**entries(), **{PREFIX + name: value for name, value in values.items()}, "wat_als": question}
    answer = visitor.post("/scan", data=sent)
    assert answer.status_code == 200, answer.status_code
    return answer.text


def test_score_moves_and_what_changed_is_named(visitor: TestClient) -> None:
    page = tried(visitor, "digital_vision", digital_vision="executing")

    assert "Als plan voor digitalisering plan in uitvoering was, en niet globaal beeld" in page
    assert "Gereedheid gaat van 40 naar 55." in page
    assert "Nieuw in uw situatie: risico verkleinen." in page


def test_schemes_move_with_the_reason(visitor: TestClient) -> None:
    page = tried(visitor, "employees", employees="400")

    assert "valt af." in page.split('class="outcome"')[1].split("<form")[0]


def test_own_answers_stay_as_they_were(visitor: TestClient) -> None:
    page = tried(visitor, "digital_vision", digital_vision="executing")

    assert '<input type="hidden" name="digital_vision" value="rough">' in page
    assert "<strong>40</strong> van de 100" in page


def test_mistake_stands_at_its_field(visitor: TestClient) -> None:
    sent = {**entries(), f"{PREFIX}employees": "veel", "wat_als": "employees"}

    answer = visitor.post("/scan", data=sent)

    assert answer.status_code == 400
    assert 'id="als.employees-fout"' in answer.text


@pytest.mark.parametrize("question", [question.id for question in counting()])
def test_every_question_that_counts_can_be_tried(visitor: TestClient, question: str) -> None:
    page = tried(visitor, question)

    assert "Wat zou een ander antwoord uitmaken?" in page
    assert page.count('<details class="fold" open>') >= 1


def test_report_is_downloaded_from_the_page(visitor: TestClient) -> None:
    answer = visitor.post("/scan", data={**entries(), "download": "1"})

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["Cache-Control"] == "no-store"


def test_earlier_measurement_stands_beside_this_one_and_stays_there_while_trying(visitor: TestClient) -> None:
    first = visitor.post("/scan", data=entries()).text
    code = first.split("Uw meetcode is <strong>")[1].split("<")[0]
    again = {**entries(), "digital_vision": "executing", "meetcode": code.lower()}

    page = visitor.post("/scan", data=again).text
    tried_on = visitor.post("/scan", data={**again, f"{PREFIX}importance": "important", "wat_als": "importance"}).text

    for shown in (page, tried_on):
        assert "Gereedheid ging omhoog van 40 naar 55." in shown
        assert "<td>33</td><td>100</td>" in shown


def test_code_that_cannot_be_read_is_told_at_its_field(visitor: TestClient) -> None:
    answer = visitor.post("/scan", data={**entries(), "meetcode": "ABCDE-23456"})

    assert answer.status_code == 400
    assert "Deze meetcode kunnen wij niet lezen." in answer.text
