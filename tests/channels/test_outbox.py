"""Cases on their way to the case API, erasure, and what is kept for how long."""

import time
import uuid
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import func, select

from channels.database import transaction
from channels.gateway import Gateway, utc_now
from channels.retention import conversations_due_for_removal, remove_due
from channels.tables import Conversation, Message, OutboxRow
from tests.servers import TOKEN
from tests.site import Client, Site

SECONDS = 15


def until(condition: Callable[[], object]) -> None:
    """Wait until something in the background has happened."""
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


def gateway_of(client: Client) -> Gateway:
    gateway: Gateway = client.app.state.gateway
    return gateway


def rows(client: Client) -> dict[str, int]:
    """How many rows of this conversation each table holds."""
    with transaction(gateway_of(client).engine) as session:
        return {
            "conversations": session.scalar(select(func.count()).where(Conversation.id == _id(client))) or 0,
            "messages": session.scalar(select(func.count()).where(Message.conversation_id == _id(client))) or 0,
            "outbox": session.scalar(select(func.count()).where(OutboxRow.interview_id == _id(client))) or 0,
        }


def _id(client: Client) -> uuid.UUID:
    return uuid.UUID(client.id)


def test_a_shared_interview_becomes_a_case_and_its_number_is_told_once(client: Client, site: Site) -> None:
    client.said("vijf")
    answer = client.said("deel")
    client.said("nog iets")

    case = site.cases.cases[client.id]
    assert answer["caseReference"] == case["reference"]
    assert [text for text in client.texts() if case["reference"] in text] == [answer["messages"][-1]["text"]]
    assert case["answers"]["employees"] == {"value": 5, "status": "answered", "said": "vijf"}
    assert case["consent"]["shareWithAdvisor"]
    assert case["consent"]["textVersion"]
    assert case["transcript"] is None


def test_the_conversation_goes_along_only_where_that_was_allowed(client: Client, site: Site) -> None:
    client.said("vijf")
    client.said("deel alles")

    said = [message["text"] for message in site.cases.cases[client.id]["transcript"]]
    assert said[3:] == ["vijf", "U zei: vijf", "Hoeveel mensen werken er?", "deel alles", "Dank u wel."]


def test_a_finished_interview_that_is_not_shared_leaves_no_case(client: Client, site: Site) -> None:
    client.said("klaar")

    assert site.cases.cases == {}
    assert rows(client)["outbox"] == 0


def test_a_case_waits_while_the_case_api_is_away(client: Client, site: Site) -> None:
    site.cases.down = True
    assert client.said("deel")["caseReference"] is None

    site.cases.down = False
    until(lambda: client.read()["caseReference"])

    assert len(site.cases.cases) == 1
    assert sum("dossiernummer" in text for text in client.texts()) == 1


def test_a_case_survives_a_restart(fresh: Site) -> None:
    fresh.cases.down = True
    with fresh.running() as client:
        client.start()
        client.said("deel")
    fresh.cases.down = False
    with fresh.running() as later:
        later.id, later.token = client.id, client.token
        until(lambda: later.read()["caseReference"])

    assert list(fresh.cases.cases) == [client.id]


def test_nothing_of_a_delivered_case_stays_in_the_outbox(client: Client) -> None:
    client.said("deel")

    with transaction(gateway_of(client).engine) as session:
        row = session.scalars(select(OutboxRow).where(OutboxRow.interview_id == _id(client))).one()
        assert (row.payload, row.done_at is not None) == (None, True)


def test_the_export_holds_everything(client: Client, site: Site) -> None:
    client.said("vijf")
    client.said("deel")
    export = client.request("GET", "/export").json()

    assert export["conversation"]["id"] == client.id
    assert export["conversation"]["consentGivenAt"]
    assert "vijf" in [message["text"] for message in export["messages"]]
    assert export["answers"]["employees"]["said"] == "vijf"
    assert (export["company"], export["assessment"]) == ({"name": "Bakker"}, {"mrl": {"level": 4}})
    assert export["case"]["reference"] == site.cases.cases[client.id]["reference"]


def test_what_was_never_shared_is_exported_too(client: Client) -> None:
    client.said("vijf")
    export = client.request("GET", "/export").json()

    assert export["answers"]["employees"]["value"] == 5
    assert export["case"] is None


def test_erasing_leaves_no_row_and_no_case(client: Client, site: Site) -> None:
    client.said("vijf")
    client.said("deel")

    assert client.request("DELETE").status_code == 204

    assert rows(client) == {"conversations": 0, "messages": 0, "outbox": 0}
    assert site.cases.cases == {}
    assert client.request("DELETE").status_code == 404
    assert client.request("GET").status_code == 404


def test_erasing_before_the_case_could_be_delivered_lets_none_arrive(client: Client, site: Site) -> None:
    site.cases.down = True
    client.said("deel")
    client.request("DELETE")
    site.cases.down = False
    until(lambda: rows(client)["outbox"] == 0)

    assert site.cases.cases == {}


def test_asking_for_erasure_in_the_conversation_is_answered_one_last_time(client: Client, site: Site) -> None:
    client.said("deel")
    answer = client.send("wis alles", key="k9")

    assert answer.json()["messages"][0]["text"] == "Alles is gewist."
    assert rows(client) == {"conversations": 0, "messages": 0, "outbox": 0}
    assert site.cases.cases == {}
    assert client.send("wis alles", key="k9").status_code == 404


def test_old_conversations_are_removed_after_their_own_period(fresh: Site) -> None:
    with fresh.running() as client:
        client.start()
        client.said("deel")
        unfinished = client.http.post("/api/v1/chat/conversations").json()["id"]
        gateway = gateway_of(client)
        settings = gateway.settings

        def due(days: int) -> set[str]:
            with transaction(gateway.engine) as session:
                now = utc_now() + timedelta(days=days, minutes=1)
                return {str(id) for id in conversations_due_for_removal(session, now, settings)}

        assert due(settings.retention_unfinished_days - 1) == set()
        assert due(settings.retention_unfinished_days) == {unfinished}
        assert due(settings.retention_finished_days) == {unfinished, client.id}

        with transaction(gateway.engine) as session:
            assert remove_due(session, utc_now() + timedelta(days=400), settings) == 2
        assert rows(client) == {"conversations": 0, "messages": 0, "outbox": 0}
        assert list(fresh.cases.cases) == [client.id]


def test_this_applications_own_case_api_takes_and_erases_the_case(sqlite_url: str) -> None:
    site = Site(sqlite_url, case_api_url="")
    with site.surroundings(), site.running() as client:
        client.start()
        client.said("vijf")
        reference = client.said("deel alles")["caseReference"]
        case = client.request("GET", "/export").json()["case"]

        assert (case["id"], case["reference"]) == (client.id, reference)
        assert case["answers"]["employees"]["said"] == "vijf"

        client.request("DELETE")
        service = {"Authorization": f"Bearer {TOKEN}"}
        assert client.http.get(f"/api/v1/cases/{client.id}", headers=service).status_code == 404
        assert rows(client) == {"conversations": 0, "messages": 0, "outbox": 0}
