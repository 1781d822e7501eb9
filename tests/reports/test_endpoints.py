"""Who may fetch a report or picture, and what they get."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pypdf import PdfReader

from api.app import create_app
from api.openapi import PREFIX
from api.reports import router
from tests.api.cases import new_case
from tests.api.conftest import SERVICE_TOKEN, UNKNOWN, login, make_settings
from tests.site import Client, Site


def mounted(app: FastAPI) -> FastAPI:
    """The application with the endpoints of the report."""
    if not any(getattr(route, "path", "").endswith("/report.pdf") for route in app.routes):
        app.include_router(router, prefix=PREFIX)
    return app


@pytest.fixture
def client(sqlite_url: str) -> Iterator[Client]:
    """A person with a conversation that has just begun."""
    site = Site(sqlite_url)
    with site.surroundings(), site.running() as running:
        mounted(running.app)
        running.start()
        yield running


@pytest.fixture
def app(sqlite_url: str) -> Iterator[FastAPI]:
    made = create_app(make_settings(sqlite_url))
    yield mounted(made)
    made.state.engine.dispose()


@pytest.fixture
def case_id(app: FastAPI) -> str:
    """The id of a case as the gateway posts it."""
    body = new_case()
    key = {"Idempotency-Key": body["interviewId"], "Authorization": f"Bearer {SERVICE_TOKEN}"}
    assert TestClient(app).post("/api/v1/cases", json=body, headers=key).status_code == 201
    return str(body["interviewId"])


@pytest.fixture
def anna(app: FastAPI) -> TestClient:
    """An advisor."""
    return login(app, "Anna Bakker")


def title_of(pdf: bytes) -> Any:
    metadata = PdfReader(io.BytesIO(pdf)).metadata
    assert metadata is not None
    return metadata.title


def test_report_of_a_conversation_needs_its_token(client):
    answer = client.http.get(f"{client.url}/report.pdf")

    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_token_of_another_conversation_gives_no_report(client):
    first = client.url
    client.start()

    answer = client.http.get(f"{first}/report.pdf", headers={"Authorization": f"Bearer {client.token}"})

    assert answer.status_code == 401


def test_without_a_result_there_is_no_report_yet(client):
    client.said("hallo")

    for path in ("/report.pdf", "/pictures/radar.svg"):
        answer = client.request("GET", path)
        assert answer.status_code == 409
        assert answer.json()["code"] == "no-result-yet"


def test_owner_downloads_the_report(client):
    client.said("deel")

    answer = client.request("GET", "/report.pdf")

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="uitslag-20')
    assert answer.headers["Cache-Control"] == "no-store"
    assert title_of(answer.content) == "Uitslag voor Bakker Metaal"


@pytest.mark.parametrize("name", ["quadrant", "radar", "ladder", "mirror"])
def test_owner_sees_the_pictures(client, name):
    client.said("deel")

    svg = client.request("GET", f"/pictures/{name}.svg")
    png = client.request("GET", f"/pictures/{name}.png")

    assert svg.headers["Content-Type"] == "image/svg+xml"
    assert svg.text.startswith("<svg")
    assert png.headers["Content-Type"] == "image/png"
    assert png.content.startswith(b"\x89PNG")


@pytest.mark.parametrize("path", ["/pictures/kaart.svg", "/pictures/radar.gif"])
def test_picture_that_does_not_exist_is_refused(client, path):
    client.said("deel")

    assert client.request("GET", path).status_code == 400


def test_report_of_a_case_needs_a_login(app, case_id):
    assert TestClient(app).get(f"/api/v1/cases/{case_id}/report.pdf").status_code == 401


def test_editor_gets_no_report(app, case_id):
    assert login(app, "Els Redactie", "editor").get(f"/api/v1/cases/{case_id}/report.pdf").status_code == 403


def test_case_that_is_not_there_has_no_report(anna):
    answer = anna.get(f"/api/v1/cases/{UNKNOWN}/report.pdf")

    assert answer.status_code == 404
    assert answer.json()["code"] == "case-not-found"


def test_advisor_gets_the_report_and_that_is_written_down(anna, case_id):
    answer = anna.get(f"/api/v1/cases/{case_id}/report.pdf")

    assert answer.status_code == 200
    assert title_of(answer.content) == "Uitslag voor Jansen Metaal BV"
    events = anna.get(f"/api/v1/cases/{case_id}/events").json()["items"]
    assert events[-1]["action"] == "read"
    assert events[-1]["actor"] == "Anna Bakker"


def test_advisor_sees_the_pictures_of_a_case(anna, case_id):
    answer = anna.get(f"/api/v1/cases/{case_id}/pictures/ladder.svg")

    assert answer.status_code == 200
    assert "niveau 4" in answer.text
