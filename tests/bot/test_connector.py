"""The connector: the only way into Rasa, on a real Rasa and a real action server."""

import json
from collections.abc import Iterator

import httpx
import pytest

from tests.bot.servers import Rasa

pytestmark = pytest.mark.xdist_group("rasa")


@pytest.fixture(scope="module")
def assistant(rasa: Rasa) -> Iterator[Rasa]:
    """Rasa with its action server."""
    with rasa.actions():
        yield rasa


def test_without_the_secret_nobody_gets_in(assistant: Rasa) -> None:
    assert assistant.post("hallo", secret="x" * 40).status_code == 401
    assert httpx.post(f"{assistant.url}/webhook", json={}).status_code == 401


def test_a_message_without_an_id_is_refused(assistant: Rasa) -> None:
    assert assistant.post("hallo", messageId=None).status_code == 400


def test_rasas_own_ways_in_are_closed(assistant: Rasa) -> None:
    base = f"http://127.0.0.1:{assistant.port}"

    for path in ("/webhooks/rest/webhook", "/model", "/conversations/web:test/tracker", "/status"):
        assert httpx.get(base + path).status_code == 404


@pytest.mark.parametrize("typed", ["/restart", '/inform{"company_name": "x"}', "/session_start", " /back"])
def test_a_typed_leading_slash_is_text(assistant: Rasa, typed: str) -> None:
    state = assistant.post("ja, laten we beginnen").json()["state"]

    answer = assistant.post(typed, state).json()

    assert answer["state"]["open"] == state["open"]
    assert answer["state"]["answers"] == {}


def test_the_same_message_with_the_same_state_gives_the_same_answer(assistant: Rasa) -> None:
    state = assistant.post("ja, laten we beginnen").json()["state"]

    first, second = (assistant.post("Bakker Plaatwerk BV", state).json() for _ in range(2))

    assert first == second


def test_starting_over_reaches_our_own_action_and_not_rasas(assistant: Rasa) -> None:
    state = assistant.post("ja, laten we beginnen").json()["state"]

    answer = assistant.post("ik wil helemaal opnieuw beginnen", state).json()

    assert answer["state"]["pending"] == {"kind": "restart"}


def test_a_hundred_misunderstandings_in_a_row_leave_nothing_behind(assistant: Rasa) -> None:
    """Rasa's own fallback reverts each time, and its cost grows with the square of their number; ours does not."""
    state = assistant.post("ja, laten we beginnen").json()["state"]
    state = assistant.post("sla over", state).json()["state"]
    sizes = []

    for _ in range(100):
        state = assistant.post("xqzw vbnm", state).json()["state"]
        sizes.append(len(json.dumps(state)))

    assert state["open"] == "place"
    assert sizes[-1] - sizes[10] < 10
