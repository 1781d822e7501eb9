"""Assessing answers without a conversation."""

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.assessments import Result
from tests.api.cases import ANSWERS
from tests.api.conftest import make_settings

PATH = "/api/v1/assessments"


@pytest.fixture
def client(sqlite_app):
    return TestClient(sqlite_app)


def test_answers_lead_to_a_result_without_login(client):
    answer = client.post(PATH, json={"answers": ANSWERS})

    assert answer.status_code == 200
    assert set(answer.json()) == {"company", "assessment", "mirror", "schemes", "bestPractices"}
    assert Result.model_validate(answer.json())
    assert answer.json()["assessment"]["mrl"]["level"] == 4


@pytest.mark.parametrize("answers", [{}, {"employees": None}, {"employees": 45.0}, {"mrl_evidence": {}}])
def test_any_subset_will_do(client, answers):
    answer = client.post(PATH, json={"answers": answers})

    assert answer.status_code == 200
    assert Result.model_validate(answer.json())


@pytest.mark.parametrize(
    "answers",
    [{"onbekend": 1}, {"importance": "heel"}, {"employees": "veel"}, {"goals": "cost"}, {"mrl_evidence": {"10": True}}],
)
def test_an_unknown_id_code_or_kind_is_400(client, answers):
    answer = client.post(PATH, json={"answers": answers})

    assert answer.status_code == 400
    assert answer.json()["invalidParams"][0]["name"] == f"answers.{next(iter(answers))}"


@pytest.mark.parametrize("body", ['{"answers": {"employees": NaN}}', '{"answers": {"turnover": 1e999}}', "[]", "{"])
def test_what_is_no_number_or_no_json_is_400(client, body):
    answer = client.post(PATH, content=body, headers={"Content-Type": "application/json"})

    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_too_many_from_one_address_have_to_wait(sqlite_url):
    client = TestClient(create_app(make_settings(sqlite_url, assessments_per_minute=2)))

    answers = [client.post(PATH, json={"answers": {}}) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[2].headers["Retry-After"]) > 0
