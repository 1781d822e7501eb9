"""Whether everything answers, told to people and to a load balancer."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from tests.api.conftest import make_settings


class Inner(BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({"status": "ok", "pipeline": "nl_maakwijzer 1.0", "model": "m1"}).encode()
        known = self.path in ("/webhooks/maakwijzer/health", "/health")
        self.send_response(200 if known else 404)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args):
        """Say nothing."""


@pytest.fixture
def inner():
    """The port of a server that answers as rasa and as the action server."""
    server = HTTPServer(("127.0.0.1", 0), Inner)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def test_all_well_is_200_with_a_line_for_each(database_url, inner):
    settings = make_settings(database_url, rasa_port=inner, actions_port=inner)

    answer = TestClient(create_app(settings)).get("/health")

    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "web": "ok",
        "rasa": "ok",
        "actions": "ok",
        "database": "ok",
        "deadLetters": 0,
        "pipeline": "nl_maakwijzer 1.0",
        "model": "m1",
    }
    assert len(answer.text.splitlines()) == 10


@pytest.mark.parametrize("silent", ["rasa", "actions"])
def test_one_that_is_silent_is_503(sqlite_url, inner, silent):
    ports = {"rasa_port": inner, "actions_port": inner, f"{silent}_port": 9}  # nothing listens on discard

    answer = TestClient(create_app(make_settings(sqlite_url, **ports))).get("/health")

    assert answer.status_code == 503
    assert answer.json()[silent] == "no answer"
    assert answer.json()["database"] == "ok"


def test_a_database_that_is_away_is_503(inner):
    url = "postgresql+psycopg://niemand@127.0.0.1:9/weg"
    settings = make_settings(url, rasa_port=inner, actions_port=inner)

    answer = TestClient(create_app(settings)).get("/health")

    assert answer.status_code == 503
    assert answer.json()["database"] == "no answer"
