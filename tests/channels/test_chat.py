"""The chat API: who may do what, what is refused, and what comes back."""

import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from channels.gateway import utc_now
from tests.site import Client, Site

SECONDS = 15


def test_a_conversation_opens_with_who_speaks_and_two_buttons(client: Client) -> None:
    messages = client.read()["messages"]

    assert "geautomatiseerde assistent" in messages[0]["text"]
    assert any("Stichting Slim Maken" in message["text"] and "/privacy" in message["text"] for message in messages)
    assert messages[-1]["buttons"][0] == {"title": "Ja, laten we beginnen", "payload": "yes"}
    assert not any(button["payload"].startswith("/") for button in messages[-1]["buttons"])
    assert client.read()["questionId"] is None


def test_without_a_token_nothing_is_told(client: Client) -> None:
    for method, path in (("GET", ""), ("DELETE", ""), ("GET", "/export"), ("GET", "/messages"), ("POST", "/messages")):
        answer = client.http.request(method, f"{client.url}{path}", json={"text": "x"} if method == "POST" else None)

        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"


def test_the_token_of_another_conversation_opens_nothing(client: Client) -> None:
    other = client.http.post("/api/v1/chat/conversations").json()

    answer = client.http.get(client.url, headers={"Authorization": f"Bearer {other['token']}"})

    assert (answer.status_code, answer.json()["code"]) == (401, "wrong-token")


@pytest.mark.parametrize("unknown", ["6f7c0f14-f57c-42f1-9650-6df5aad65afd", "geen-kenmerk"])
def test_an_unknown_conversation_is_not_found(client: Client, unknown: str) -> None:
    client.id = unknown

    assert client.request("GET").status_code == 404


def test_a_message_is_answered_and_says_where_the_interview_is(client: Client, site: Site) -> None:
    answer = client.said("met z'n vijven")

    assert [m["text"] for m in answer["messages"]] == ["U zei: met z'n vijven", "Hoeveel mensen werken er?"]
    assert answer["questionId"] == "employees"
    assert answer["progress"] == {"answered": 1, "total": 27}
    assert (answer["ladderLevel"], answer["caseReference"]) == (None, None)
    assert site.rasa.received[0]["sender"] == f"web:{client.id}"
    assert site.rasa.received[0]["state"] is None


def test_the_state_goes_along_with_the_next_message(client: Client, site: Site) -> None:
    client.said("een")
    client.said("twee")

    assert site.rasa.received[1]["state"]["turns"] == 1


def test_a_pressed_button_is_shown_by_its_title(client: Client, site: Site) -> None:
    client.said("opties")
    client.press("sensors,robotics")

    assert "Sensoren, Robots" in client.texts()
    assert site.rasa.received[-1]["payload"] == "sensors,robotics"


def test_a_typed_slash_goes_on_as_text(client: Client, site: Site) -> None:
    client.said('/inform{"employees": 5}')

    assert site.rasa.received[0]["text"] == '/inform{"employees": 5}'
    assert site.rasa.received[0]["payload"] is None


@pytest.mark.parametrize(
    ("typed", "goes_on"),
    [
        ("  vijf \r\n man ", "vijf \n man"),
        ("cafe\u0301", "caf\u00e9"),
        ("zes\u0000tig\u202e", "zestig"),
        ("half \ud83d", "half"),
        ("👩‍🔧 en 5", "👩‍🔧 en 5"),
    ],
)
def test_text_is_cleaned_before_it_goes_on(client: Client, site: Site, typed: str, goes_on: str) -> None:
    body = '{"text": "' + "".join(f"\\u{ord(c):04x}" if ord(c) < 0x10000 else c for c in typed) + '"}'
    answer = client.request("POST", "/messages", content=body.encode(), headers={"Content-Type": "application/json"})

    assert answer.status_code == 200
    assert site.rasa.received[0]["text"] == goes_on


@pytest.mark.parametrize("body", [{"text": ""}, {"text": " \n\t "}, {"text": "\u0000\u200b"}, {}, {"payload": " "}])
def test_an_empty_message_is_refused_with_a_reason(client: Client, body: dict[str, str]) -> None:
    answer = client.request("POST", "/messages", json=body)

    assert answer.status_code == 400
    assert answer.json()["invalidParams"][0]["reason"]
    assert len(client.texts()) == 3


def test_4000_characters_are_read_and_one_more_is_too_large(client: Client) -> None:
    assert client.send("a" * 4000).status_code == 200
    assert client.send("a" * 4001).status_code == 413


def test_all_mistakes_in_the_input_are_named_together(client: Client) -> None:
    answer = client.request("POST", "/messages", json={"text": 5, "payload": []})

    assert answer.status_code == 400
    assert {wrong["name"] for wrong in answer.json()["invalidParams"]} == {"text", "payload"}


def test_the_same_key_is_answered_once(client: Client, site: Site) -> None:
    first = client.send("vijf", key="k1")
    again = client.send("vijf", key="k1")

    assert again.json() == first.json()
    assert len(site.rasa.received) == 1
    assert client.texts().count("vijf") == 1


def test_the_same_key_with_other_words_is_a_conflict(client: Client) -> None:
    client.send("vijf", key="k1")

    assert client.send("zes", key="k1").status_code == 409


def test_the_same_key_twice_at_once_is_answered_once(client: Client, site: Site) -> None:
    release = site.rasa.hold("vijf")
    with ThreadPoolExecutor() as pool:
        both = [pool.submit(client.send, "vijf", "k1") for _ in range(2)]
        release.set()
        first, second = (future.result(SECONDS) for future in both)

    assert first.json() == second.json()
    assert len(site.rasa.received) == 1


def test_two_quick_messages_are_answered_in_the_order_they_came(client: Client, site: Site) -> None:
    release = site.rasa.hold("eerst")
    with ThreadPoolExecutor() as pool:
        first = pool.submit(client.send, "eerst")
        _until(lambda: len(site.rasa.received) == 1)
        second = pool.submit(client.send, "dan")
        _until(lambda: "dan" in client.texts())
        assert len(site.rasa.received) == 1  # the second waits for the first
        release.set()

        assert first.result(SECONDS).status_code == second.result(SECONDS).status_code == 200
    assert [body["text"] for body in site.rasa.received] == ["eerst", "dan"]
    assert site.rasa.received[1]["state"]["turns"] == 1


def test_two_processes_keep_the_order_too(fresh: Site) -> None:
    with fresh.running() as one, fresh.running() as other:
        one.start()
        other.id, other.token = one.id, one.token
        release = fresh.rasa.hold("eerst")
        with ThreadPoolExecutor() as pool:
            first = pool.submit(one.send, "eerst")
            _until(lambda: len(fresh.rasa.received) == 1)
            second = pool.submit(other.send, "dan")
            _until(lambda: "dan" in one.texts())
            release.set()

            assert first.result(SECONDS).status_code == second.result(SECONDS).status_code == 200
    assert [body["state"] and body["state"]["turns"] for body in fresh.rasa.received] == [None, 1]


def test_with_the_assistant_down_the_message_is_kept_and_answered_later(client: Client, site: Site) -> None:
    site.rasa.down = True
    refused = client.send("vijf", key="k1")
    kept = client.read()["messages"][-1]

    assert (refused.status_code, refused.json()["code"]) == (503, "assistant-unavailable")
    assert refused.headers["Retry-After"]
    assert (kept["text"], kept["role"], kept["answered"], kept["key"]) == ("vijf", "user", False, "k1")
    assert client.read()["questionId"] is None

    site.rasa.down = False
    assert client.send("vijf", key="k1").status_code == 200
    assert client.texts().count("vijf") == 1
    assert all(message["answered"] for message in client.read()["messages"])


def test_a_message_without_a_key_that_failed_does_not_hold_up_the_next(client: Client, site: Site) -> None:
    site.rasa.down = True
    client.send("vijf")
    site.rasa.down = False

    assert client.said("zes")["messages"][0]["text"] == "U zei: zes"
    assert [m["answered"] for m in client.read()["messages"] if m["role"] == "user"] == [False, True]


def test_an_assistant_that_does_not_run_gives_a_dutch_sentence(lite: Site) -> None:
    lite.rasa_port = 1  # nothing listens there
    with lite.running() as client:
        client.start()
        answer = client.send("vijf")

    assert answer.status_code == 503
    assert "niet bereikbaar" in answer.json()["detail"]


def test_a_conversation_goes_on_after_a_restart(fresh: Site) -> None:
    with fresh.running() as client:
        client.start()
        client.said("een")
    with fresh.running() as later:
        later.id, later.token = client.id, client.token
        later.said("twee")

        assert later.read()["progress"]["answered"] == 2
        assert later.texts()[3:] == [
            *("een", "U zei: een", "Hoeveel mensen werken er?"),
            *("twee", "U zei: twee", "Hoeveel mensen werken er?"),
        ]


def test_new_messages_are_waited_for(client: Client) -> None:
    last = client.read()["messages"][-1]["id"]
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(client.request, "GET", f"/messages?after={last}")
        started = time.monotonic()
        client.said("vijf")
        found = waiting.result(SECONDS).json()["messages"]

    assert found[0]["text"] == "vijf"
    assert time.monotonic() - started < SECONDS


def test_waiting_for_messages_holds_no_thread(lite: Site) -> None:
    with lite.running() as client:
        client.start()
        last = client.read()["messages"][-1]["id"]
        pool = ThreadPoolExecutor(60)
        waiting = [pool.submit(client.request, "GET", f"/messages?after={last}") for _ in range(60)]

        client.said("vijf")

        assert all(future.result(SECONDS).json()["messages"] for future in waiting)
        pool.shutdown()


def test_an_unknown_last_message_is_refused(client: Client) -> None:
    answer = client.request("GET", f"/messages?after={uuid.uuid4()}")

    assert (answer.status_code, answer.json()["invalidParams"][0]["name"]) == (400, "after")


def test_an_earlier_answer_is_changed_by_clicking(client: Client, site: Site) -> None:
    client.said("vijf")
    answer = client.request("PUT", "/answers/employees", json={"value": 45})

    assert answer.json()["messages"][0]["text"] == "Aangepast: employees is nu 45."
    assert site.rasa.received[-1]["command"] == {"set": {"employees": 45}}
    assert client.request("GET", "/export").json()["answers"]["employees"]["value"] == 45


@pytest.mark.parametrize(
    ("question", "value", "name"),
    [
        ("employees", "veel", "value"),
        ("employees", -1, "value"),
        ("technologies", ["tovenarij"], "value"),
        ("no_such_question", 1, "questionId"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(client: Client, question: str, value: object, name: str) -> None:
    answer = client.request("PUT", f"/answers/{question}", json={"value": value})

    assert answer.status_code == 400
    assert answer.json()["invalidParams"][0]["name"] == name


def test_a_number_that_may_not_be_kept_is_not_kept(client: Client) -> None:
    first = client.send("123456782", key="k1")

    assert first.status_code == 200
    assert "123456782" not in str(client.request("GET", "/export").json())
    assert client.send("123456782", key="k1").json() == first.json()


def test_too_many_messages_are_told_to_wait(sqlite_url: str) -> None:
    site = Site(sqlite_url, messages_per_minute=3)
    with site.surroundings(), site.running() as client:
        client.start()
        answers = [client.send("vijf") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 1 <= int(answers[3].headers["Retry-After"]) <= 61


def test_too_many_new_conversations_are_told_to_wait(sqlite_url: str) -> None:
    site = Site(sqlite_url, conversations_per_minute=2)
    with site.surroundings(), site.running() as client:
        statuses = [client.http.post("/api/v1/chat/conversations").status_code for _ in range(3)]

    assert statuses == [201, 201, 429]


def test_a_turn_whose_process_died_holds_nobody_up_for_long(fresh: Site) -> None:
    """The lease runs out, and the message that was being answered is answered when it is sent again."""
    with fresh.running() as client:
        client.start()
        gateway = client.app.state.gateway
        release = fresh.rasa.hold("vijf")
        thread = threading.Thread(target=client.send, args=("vijf", "k1"))
        thread.start()
        _until(lambda: len(fresh.rasa.received) == 1)

        gateway.now = lambda: utc_now() + timedelta(seconds=16)
        release_later = threading.Timer(0.2, release.set)
        release_later.start()
        again = client.send("vijf", "k1")
        thread.join(SECONDS)

        assert again.status_code == 200
        assert client.texts().count("U zei: vijf") == 1


def _until(condition: Callable[[], object]) -> None:
    """Wait until something another thread does has happened."""
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.01)
