"""What happens when the action server is down or talks nonsense: an error, and nothing is kept."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.bot.servers import Rasa

pytestmark = pytest.mark.xdist_group("rasa")


def test_action_server_down_at_the_start_is_an_error_and_no_answer(rasa: Rasa) -> None:
    answer = rasa.post("ja, laten we beginnen")

    assert answer.status_code == 503
    assert "state" not in answer.json()


def test_action_server_down_in_the_middle_keeps_nothing_unvalidated(rasa: Rasa) -> None:
    with rasa.actions():
        state = rasa.post("ja, laten we beginnen").json()["state"]

    answer = rasa.post("Bakker Plaatwerk BV", state)

    assert answer.status_code == 503
    assert "state" not in answer.json()
    with rasa.actions():
        after = rasa.post("hoe ver zijn we?", state).json()["state"]
    assert after["answers"] == {}


class WrongResult(BaseHTTPRequestHandler):
    """An action server that answers with something that is no result."""

    def do_POST(self) -> None:
        body = json.dumps({"events": "none", "responses": [{"custom": {"state": {}}}]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing to see."""


def test_a_wrong_result_of_an_action_is_still_refused(rasa: Rasa) -> None:
    with ThreadingHTTPServer(("127.0.0.1", rasa.actions_port), WrongResult) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()

        answer = rasa.post("hallo")

        server.shutdown()
    assert answer.status_code == 503
