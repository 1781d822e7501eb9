"""An advisor speaks in the conversation instead of the assistant, and the assistant comes back."""

import asyncio
import threading
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from channels import takeovers
from channels.channel_tables import Contact, OutgoingRow
from channels.database import transaction
from channels.gateway import Gateway, advisor_says, end_silent_takeovers, utc_now
from channels.tables import Conversation, Takeover
from tests.site import Client, Site

JAN = takeovers.Speaker(uuid.uuid4(), "Jan de Boer")
EVA = takeovers.Speaker(uuid.uuid4(), "Eva Smit")
HUMAN = "U spreekt nu met Jan de Boer, adviseur. Dit is een mens."
BACK = "De assistent is er weer: u praat weer met een computer."
QUESTION = "Hoeveel mensen werken er?"


def gateway_of(client: Client) -> Gateway:
    gateway: Gateway = client.app.state.gateway
    return gateway


def advisor(client: Client, text: str, who: takeovers.Speaker = JAN) -> None:
    """An advisor says something, the way the case API lets him."""
    gateway, id = gateway_of(client), uuid.UUID(client.id)

    def attempt(session: Any) -> Any:
        if takeovers.take_over(session, id, who, gateway.now()) is None:
            return None
        return takeovers.speak(session, id, who, text, gateway.now())

    asyncio.run(advisor_says(gateway, id, attempt))


def give_back(client: Client) -> bool:
    with transaction(gateway_of(client).engine) as session:
        return takeovers.give_back(session, uuid.UUID(client.id), utc_now())


@pytest.fixture
def later(client: Client) -> Any:
    """Lets the gateway's clock run ahead."""
    gateway = gateway_of(client)

    def move(minutes: int) -> None:
        gateway.now = lambda: utc_now() + timedelta(minutes=minutes)

    yield move
    gateway.now = utc_now


def test_it_is_announced_once_that_a_human_speaks(client: Client) -> None:
    client.said("vijf")
    advisor(client, "Goedemiddag.")
    advisor(client, "Ik las uw antwoorden.")

    assert client.texts()[-3:] == [HUMAN, "Goedemiddag.", "Ik las uw antwoorden."]
    announcement, first = client.read()["messages"][-3:-1]
    assert (announcement["role"], announcement["buttons"][0]["title"]) == ("bot", "Verder met de assistent")
    assert (first["role"], first["author"]) == ("advisor", "Jan de Boer")
    assert client.read()["advisor"] == "Jan de Boer"


def test_another_advisor_is_announced_too(client: Client) -> None:
    advisor(client, "Goedemiddag.")
    advisor(client, "Ik neem het over van Jan.", EVA)

    assert "U spreekt nu met Eva Smit, adviseur. Dit is een mens." in client.texts()
    assert client.read()["advisor"] == "Eva Smit"


def test_while_a_person_speaks_the_assistant_is_not_asked(client: Client, site: Site) -> None:
    client.said("vijf")
    advisor(client, "Goedemiddag.")
    answer = client.said("dag Jan")

    assert (answer["messages"], answer["advisor"]) == ([], "Jan de Boer")
    assert answer["questionId"] == "employees"
    assert [body["text"] for body in site.rasa.received] == ["vijf"]
    assert client.read()["messages"][-1]["answered"]


def test_the_same_message_again_reaches_the_advisor_once(client: Client) -> None:
    advisor(client, "Goedemiddag.")
    first = client.send("dag Jan", key="k1").json()

    assert client.send("dag Jan", key="k1").json() == first
    assert client.texts().count("dag Jan") == 1


def test_an_answer_is_not_changed_by_clicking_while_a_person_speaks(client: Client) -> None:
    client.said("vijf")
    advisor(client, "Goedemiddag.")
    answer = client.request("PUT", "/answers/employees", json={"value": 7})

    assert (answer.status_code, answer.json()["code"]) == (409, "advisor-speaks")


def test_giving_back_says_so_and_puts_the_open_question_again(client: Client, site: Site) -> None:
    client.said("vijf")
    advisor(client, "Goedemiddag.")

    assert give_back(client)
    assert client.texts()[-2:] == [BACK, QUESTION]
    assert client.read()["advisor"] is None
    assert client.said("tien")["messages"][0]["text"] == "U zei: tien"
    assert not give_back(client)


@pytest.mark.parametrize("words", ["verder met de assistent", "Verder met de assistent.", " Terug naar de assistent "])
def test_the_owner_goes_back_to_the_assistant_when_he_wants(client: Client, site: Site, words: str) -> None:
    client.said("vijf")
    advisor(client, "Goedemiddag.")
    answer = client.said(words)

    assert [message["text"] for message in answer["messages"]] == [BACK, QUESTION]
    assert answer["advisor"] is None
    assert len(site.rasa.received) == 1


def test_pressing_the_button_goes_back_too_even_when_the_assistant_is_down(client: Client, site: Site) -> None:
    client.said("vijf")
    advisor(client, "Goedemiddag.")
    site.rasa.down = True
    answer = client.press(client.read()["messages"][-2]["buttons"][0]["payload"])

    assert answer.json()["messages"][0]["text"] == BACK
    assert "Verder met de assistent" in client.texts()


def test_an_owner_who_wants_everything_erased_reaches_the_assistant(client: Client) -> None:
    advisor(client, "Goedemiddag.")

    assert client.said("Wis alles.")["messages"][0]["text"] == "U zei: Wis alles."
    assert BACK in client.texts()
    assert client.said("wis alles")["messages"][0]["text"] == "Alles is gewist."
    assert client.request("GET").status_code == 404


def test_after_the_interview_the_assistant_says_what_can_still_be_asked(client: Client) -> None:
    client.said("deel")
    advisor(client, "Goedemiddag.")
    give_back(client)
    last = client.read()["messages"][-1]

    assert last["text"].startswith("Het gesprek is afgerond.")
    assert [button["payload"] for button in last["buttons"]] == ["regelingen", "voorbeelden", "mijn antwoorden"]


def test_a_silent_advisor_gives_way_after_half_an_hour(client: Client, later: Callable[[int], None]) -> None:
    client.said("vijf")
    advisor(client, "Ik zoek het op.")

    later(29)
    asyncio.run(end_silent_takeovers(gateway_of(client)))
    assert client.read()["advisor"] == "Jan de Boer"
    later(31)
    asyncio.run(end_silent_takeovers(gateway_of(client)))

    assert client.texts()[-2:] == [BACK, QUESTION]


def test_the_half_hour_counts_from_what_the_owner_asked(client: Client, later: Callable[[int], None]) -> None:
    advisor(client, "Goedemiddag.")
    later(25)
    client.said("past de WBSO bij mij?")
    later(40)
    client.said("bent u er nog?")
    assert client.read()["advisor"] == "Jan de Boer"
    later(56)

    assert client.said("hallo")["messages"][0]["text"] == "U zei: hallo"
    assert BACK in client.texts()


def test_the_advisor_waits_until_the_assistant_has_finished_its_answer(client: Client, site: Site) -> None:
    held = site.rasa.hold("vijf")
    owner = threading.Thread(target=client.said, args=("vijf",))
    owner.start()
    while not site.rasa.received:
        time.sleep(0.01)
    speaking = threading.Thread(target=advisor, args=(client, "Goedemiddag."))
    speaking.start()
    held.set()
    owner.join()
    speaking.join()

    assert client.texts()[-4:] == ["U zei: vijf", QUESTION, HUMAN, "Goedemiddag."]


def test_on_a_channel_with_one_sender_the_advisors_words_begin_with_his_name(client: Client) -> None:
    with transaction(gateway_of(client).engine) as session:
        contact = Contact(channel="telegram", address=client.id, last_heard_at=utc_now())
        session.add(contact)
        session.flush()
        session.get_one(Conversation, uuid.UUID(client.id)).contact_id = contact.id
    advisor(client, "Goedemiddag.")

    with transaction(gateway_of(client).engine) as session:
        rows = session.query(OutgoingRow).filter_by(address=client.id).order_by(OutgoingRow.id)
        assert [row.messages[0]["text"] for row in rows] == [HUMAN, "Adviseur Jan de Boer: Goedemiddag."]
    assert client.texts()[-1] == "Goedemiddag."


def test_news_of_an_advisor_arrives_while_the_page_waits(client: Client) -> None:
    last = client.read()["messages"][-1]["id"]
    heard: list[Any] = []
    waiting = threading.Thread(target=lambda: heard.append(client.request("GET", f"/messages?after={last}").json()))
    waiting.start()
    advisor(client, "Goedemiddag.")
    waiting.join(timeout=15)

    assert heard[0]["advisor"] == "Jan de Boer"
    assert heard[0]["messages"][0]["text"] == HUMAN


def test_the_export_holds_what_the_advisor_said(client: Client) -> None:
    advisor(client, "Goedemiddag.")
    messages = client.request("GET", "/export").json()["messages"]

    assert [m["author"] for m in messages if m["role"] == "advisor"] == ["Jan de Boer"]


def test_erasing_removes_what_the_advisor_said(client: Client) -> None:
    advisor(client, "Goedemiddag.")
    client.request("DELETE")

    with transaction(gateway_of(client).engine) as session:
        assert session.get(Takeover, uuid.UUID(client.id)) is None
        assert takeovers.exchanged(session, uuid.UUID(client.id)) == []


def test_it_is_told_when_somebody_can_be_expected(client: Client, site: Site) -> None:
    client.said("vijf")

    assert site.rasa.received[0]["about"]["expected"].endswith(" uur")
