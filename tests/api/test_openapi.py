"""The description of the API is in the repository, complete, and as the application is."""

import re

import jsonschema_rs
import pytest
import yaml
from fastapi.testclient import TestClient

from api import examples, openapi


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


def test_every_field_and_parameter_is_described_in_dutch(described):
    content = described.json()
    wording = yaml.safe_load(examples.FILE.read_text(encoding="utf-8"))

    assert set(content["components"]["schemas"]) == set(wording["schemas"])
    for name, schema in content["components"]["schemas"].items():
        for field, described_field in schema.get("properties", {}).items():
            assert described_field.get("description"), f"{name}.{field}"
    for name, operation in operations(described):
        for parameter in operation.get("parameters", []):
            assert parameter.get("description"), f"{name} {parameter['name']}"


def test_every_json_body_has_an_example_that_fits_its_schema(described):
    content = described.json()
    for name, operation in operations(described):
        bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
        for media in (media for body in bodies for media in body.get("content", {}).items()):
            if media[0].endswith("json") and "schema" in media[1]:
                schema = {**media[1]["schema"], "components": content["components"]}
                errors = list(jsonschema_rs.validator_for(schema).iter_errors(media[1]["example"]))
                assert not errors, f"{name}: {errors[0].instance_path} {errors[0].message}"


def test_the_page_to_read_shows_every_address_without_anything_from_elsewhere(sqlite_app, described):
    page = TestClient(sqlite_app).get("/api/v1/docs")

    assert page.status_code == 200
    assert page.headers["Content-Type"].startswith("text/html")
    assert "style-src 'self'" in page.headers["Content-Security-Policy"]
    assert "<script" not in page.text
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page.text)
    for name, operation in operations(described):
        assert f"<code>{name}</code>" in page.text
        assert operation["summary"] in page.text
