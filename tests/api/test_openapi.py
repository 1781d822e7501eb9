"""The description of the API is in the repository, complete, and as the application is."""

import pytest
from fastapi.testclient import TestClient

from api import openapi


@pytest.fixture
def described(sqlite_app):
    return TestClient(sqlite_app).get("/api/v1/openapi.json")


def test_the_file_in_the_repository_is_up_to_date(tmp_path):
    openapi.write(tmp_path / "openapi.json")

    assert openapi.FILE.read_text() == (tmp_path / "openapi.json").read_text(), "run: python -m api.openapi"


def test_it_is_for_everyone(described):
    assert described.status_code == 200
    assert described.headers["Access-Control-Allow-Origin"] == "*"
    assert described.json()["openapi"].startswith("3.")


def test_it_names_who_to_ask_and_where_it_runs(described):
    info = described.json()["info"]

    assert {"name", "email", "url"} <= set(info["contact"])
    assert described.json()["servers"]


def operations(described):
    for path, methods in described.json()["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def test_every_operation_has_a_dutch_summary_and_description(described):
    for name, operation in operations(described):
        assert operation.get("summary"), name
        assert operation.get("description"), name


def test_errors_are_described_as_problems_and_never_as_422(described):
    for name, operation in operations(described):
        assert "422" not in operation["responses"], name
        for status, response in operation["responses"].items():
            if status >= "400" and "/api/" in name:
                assert list(response["content"]) == ["application/problem+json"], f"{name} {status}"


def test_every_reference_leads_somewhere(described):
    text = described.text
    schemas = described.json()["components"]["schemas"]
    for part in text.split('"#/components/schemas/')[1:]:
        assert part.split('"')[0] in schemas
    assert "HTTPValidationError" not in schemas


def test_operation_ids_are_unique(described):
    ids = [operation["operationId"] for _, operation in operations(described)]

    assert len(ids) == len(set(ids))
