"""What every response and request is held to, and what never ends up in a log."""

import json
import logging

import pytest
from fastapi.testclient import TestClient

from api import logs, security
from api.app import create_app
from tests.api.cases import new_case
from tests.api.conftest import SERVICE_TOKEN, make_settings


@pytest.fixture
def client(sqlite_app):
    return TestClient(sqlite_app, raise_server_exceptions=False, headers={"Authorization": f"Bearer {SERVICE_TOKEN}"})


def test_the_desk_cannot_be_framed_and_runs_no_script_from_elsewhere(client):
    headers = client.get("/desk/login").headers

    assert headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"


def test_an_unhandled_error_is_a_problem_with_all_headers_and_no_trace(sqlite_url):
    app = create_app(make_settings(sqlite_url))

    @app.get("/api/v1/stuk")
    def broken():
        raise RuntimeError("geheim: jan@voorbeeld.nl")

    answer = TestClient(app, raise_server_exceptions=False).get("/api/v1/stuk")

    assert answer.status_code == 500
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["API-Version"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "geheim" not in answer.text


@pytest.mark.parametrize("announced", [True, False], ids=["announced", "in pieces"])
def test_what_is_too_large_is_413(client, announced):
    body = b"x" * (security.MAX_BODY + 1)

    content = body if announced else (body[start : start + 65536] for start in range(0, len(body), 65536))
    answer = client.post("/api/v1/cases", content=content, headers={"Content-Type": "application/json"})

    assert answer.status_code == 413
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_the_log_has_no_words_of_people(client, caplog):
    caplog.set_level(logging.INFO)
    body = new_case(change={"company_name": "Geheim BV"})

    client.post("/api/v1/cases", json=body, headers={"Idempotency-Key": body["interviewId"]})
    client.get("/api/v1/cases", params={"q": "Geheim"})

    assert "request" in caplog.text
    assert "Geheim" not in caplog.text
    assert body["interviewId"] not in caplog.text


def test_log_lines_are_json_without_the_message_of_an_error(capsys):
    logs.configure(as_json=True)
    try:
        raise ValueError("geheim: jan@voorbeeld.nl")
    except ValueError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application")

    line = capsys.readouterr().err.strip().splitlines()[-1]
    event = json.loads(line)
    assert event["error"] == "ValueError"
    assert "test_security.py" in event["raised_at"]
    assert "geheim" not in line
