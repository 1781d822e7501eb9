"""What holds on the website holds on Telegram and WhatsApp too: a person takes over, limits, consent and erasure."""

import asyncio
import uuid
from typing import Any

import pytest

from channels import takeovers
from channels.channel_tables import Contact
from channels.database import reading
from channels.gateway import advisor_says
from channels.tables import Conversation
from tests.channels.platforms import Stage, stage, talks, until
from tests.channels.standins import TelegramPerson, WhatsAppPerson

EVA = takeovers.Speaker(uuid.uuid4(), "Eva Smit")
Person = TelegramPerson | WhatsAppPerson
CHANNELS = pytest.mark.parametrize("channel", ["telegram", "whatsapp"])


def person_on(channel: str, running: Stage) -> Person:
    """Someone whose conversation has begun on this channel."""
    person = running.jan if channel == "telegram" else WhatsAppPerson(running.graph, running.client.http)
    talks(person, "hallo")
    return person


def advisor(running: Stage, text: str) -> None:
    """An advisor says something, the way the case API lets him."""
    gate = running.gateway
    with reading(gate.engine) as session:
        id = session.query(Conversation.id).one()[0]

    def attempt(session: Any) -> Any:
        if takeovers.take_over(session, id, EVA, gate.now()) is None:
            return None
        return takeovers.speak(session, id, EVA, text, gate.now())

    asyncio.run(advisor_says(gate, id, attempt))


@CHANNELS
def test_an_advisor_takes_over_and_a_button_brings_the_assistant_back(channel: str, lite_on: Stage) -> None:
    person = person_on(channel, lite_on)
    talks(person, "vijf")
    advisor(lite_on, "Goedemiddag.")
    until(lambda: "Adviseur Eva Smit: Goedemiddag." in person.heard[-1])
    assert "Dit is een mens." in "\n".join(person.heard[-2:])
    back = person.keyboard["Verder met de assistent"] if channel == "telegram" else _button(lite_on)

    person.says("dag Eva")  # goes to the advisor: the assistant is not asked, and says nothing
    person.presses(back)
    until(lambda: "u praat weer met een computer" in person.heard[-1])

    assert [body["text"] for body in lite_on.site.rasa.received] == ["vijf"]
    assert "U zei: tien" in talks(person, "tien")


def _button(running: Stage) -> str:
    """The only button that is shown while an advisor speaks."""
    asked = [one["interactive"]["action"] for one in running.graph.sent if one["type"] == "interactive"]
    (button,) = asked[-1].get("buttons") or asked[-1]["sections"][0]["rows"]
    return str(button.get("reply", button)["id"])


@CHANNELS
def test_too_many_messages_wait_and_are_told_so_once(channel: str, sqlite_url: str) -> None:
    with stage(sqlite_url, messages_per_minute=2) as running:
        person = person_on(channel, running)
        for text in ("een", "twee", "drie", "vier"):
            assert person.says(text).status_code == 200
        until(lambda: any("wat snel" in text for text in person.heard))

        assert sum(text.count("wat snel") for text in person.heard) == 1
        assert len(running.site.rasa.received) == 2


@CHANNELS
def test_consent_makes_the_case_and_erasing_takes_it_back(channel: str, on: Stage) -> None:
    person = person_on(channel, on)
    talks(person, "vijf")
    assert on.site.cases.cases == {}
    person.says("deel")
    until(lambda: any("dossiernummer" in text for text in person.heard))
    (case,) = on.site.cases.cases.values()
    assert (case["channel"], case["consent"]["shareWithAdvisor"]) == (channel, True)

    person.says("wis alles")
    until(lambda: any("Alles is gewist." in text for text in person.heard))
    until(lambda: on.rows(Conversation, Contact) == {"conversations": 0, "contacts": 0})
    until(lambda: on.site.cases.cases == {})
