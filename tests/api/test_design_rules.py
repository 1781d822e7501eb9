"""The technical rules of the NL GOV API Design Rules 2.2, on every route of the application.

Source: github.com/Logius-standaarden/API-Design-Rules, sections/designRules.md. The names of the tests are those of
the rules. Routes of pages are no API; rules on paths and headers of the API are for `/api/`.
"""

import re

import pytest
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient

from api.app import create_app
from tests.api.conftest import SERVICE_TOKEN, UNKNOWN, make_settings

KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.json|\.pdf|\.csv)?")
CAMEL = re.compile(r"[a-z]+([A-Z][a-z0-9]*)*")
VALUES = {"id": UNKNOWN, "question_id": "employees", "questionId": "employees"}


@pytest.fixture
def whole(sqlite_url):
    """An application with a gateway of its own on this test's database."""
    made = create_app(make_settings(sqlite_url))
    yield made
    made.state.engine.dispose()


@pytest.fixture
def client(whole):
    return TestClient(whole, follow_redirects=False, raise_server_exceptions=False)


@pytest.fixture
def description(client):
    return client.get("/api/v1/openapi.json").json()


@pytest.fixture
def operations(description):
    """Method, path and description of each operation of the API."""
    return [
        (method.upper(), path, operation)
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
        if path.startswith("/api/")
    ]


def filled(path):
    return re.sub(r"\{(\w+)\}", lambda match: VALUES.get(match[1], UNKNOWN), path)


def token():
    return {"Authorization": f"Bearer {SERVICE_TOKEN}"}


def test_every_route_of_the_api_is_described(whole, description):
    served = {context.path for context in iter_route_contexts(whole.routes)}
    about_itself = {"/api/v1/openapi.json", "/api/v1/docs"}
    of_the_api = {path for path in served if path.startswith("/api/")}

    assert of_the_api - about_itself == {path for path in description["paths"] if path.startswith("/api/")}
    assert len(of_the_api) > 15


def test_no_trailing_slash(client, operations):
    for method, path, _ in operations:
        answer = client.request(method, f"{filled(path)}/", headers=token())
        assert answer.status_code == 404, path


def test_path_segments_kebab_case(operations):
    for _, path, _ in operations:
        for segment in path.strip("/").split("/"):
            assert segment.startswith("{") or KEBAB.fullmatch(segment), path


def test_query_keys_camel_case(operations):
    for _, path, operation in operations:
        for parameter in operation.get("parameters", []):
            if parameter["in"] in ("query", "path"):
                assert CAMEL.fullmatch(parameter["name"]), f"{path} {parameter['name']}"


def test_uri_version(operations):
    for _, path, _ in operations:
        assert path.startswith("/api/v1/")


def test_version_header_and_security_headers(client, operations):
    for method, path, _ in operations:
        if method == "GET" and path.endswith("/messages"):
            continue  # waits for new messages; its headers come from the same place
        answer = client.request(method, filled(path))
        assert re.fullmatch(r"1\.\d+\.\d+", answer.headers["API-Version"]), path
        assert answer.headers["Cache-Control"] == "no-store", path
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], path
        assert answer.headers["Strict-Transport-Security"].startswith("max-age="), path
        assert answer.headers["X-Content-Type-Options"] == "nosniff", path
        assert answer.headers["X-Frame-Options"] == "DENY", path


def is_problem(answer):
    body = answer.json()
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert {"status", "title", "detail", "code"} <= set(body)
    assert body["status"] == answer.status_code
    return True


def test_problem_details_for_whom_is_not_logged_in(client, operations):
    for method, path, operation in operations:
        if operation.get("security"):
            answer = client.request(method, filled(path), json={})
            assert answer.status_code in (400, 401), path
            assert is_problem(answer)


def test_problem_details_for_what_is_not_there(client):
    for path in ("/api/v1/niets", "/api/niets", "/api/v2/cases"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert is_problem(answer)


def test_problem_details_for_a_method_that_is_not_there(client, operations):
    for _, path, _ in operations:
        answer = client.request("TRACE", filled(path))
        assert answer.status_code == 405, path
        assert is_problem(answer)


def test_invalid_input_is_400_with_all_errors(client, operations):
    for method, path, operation in operations:
        if "requestBody" in operation:
            answer = client.request(method, filled(path), json=[], headers=token())
            assert answer.status_code in (400, 401, 403, 404), path
            assert is_problem(answer)
    answer = client.get("/api/v1/cases", params={"limit": "veel", "status": "weg"}, headers=token())
    assert {param["name"] for param in answer.json()["invalidParams"]} == {"limit", "status"}


def test_date_times_are_described(description):
    created = description["components"]["schemas"]["Case"]["properties"]["createdAt"]

    assert created["format"] == "date-time"


def test_http_methods(operations):
    assert {method for method, _, _ in operations} <= {"GET", "POST", "PUT", "PATCH", "DELETE"}


def test_resources_are_plural_nouns(operations):
    collections = {path.split("/")[3] for _, path, _ in operations}
    not_countable = {"chat"}

    assert all(name.endswith("s") for name in collections - not_countable)
