"""One interview over several channels: start on the website, go on in Telegram, finish on WhatsApp."""

import re
from datetime import timedelta

import pytest

from channels.channel_tables import Contact, ResumeCode
from channels.database import transaction
from channels.gateway import utc_now
from channels.resume_codes import new_code
from channels.tables import Conversation
from tests.channels.platforms import Stage, talks, until
from tests.channels.standins import WhatsAppPerson
from tests.site import Client


def code_of(client: Client) -> str:
    answer = client.request("POST", "/resume-code")
    assert answer.status_code == 200, answer.text
    return str(answer.json()["code"])


def test_an_interview_goes_over_three_channels_to_one_case(on: Stage) -> None:
    els = WhatsAppPerson(on.graph, on.client.http)
    on.client.start()
    on.client.said("vijf")
    code = code_of(on.client)
    heard = talks(on.jan, f"hervat {code[:4]}-{code[4:]}")
    assert "geautomatiseerde assistent" in heard
    assert "1 van de ongeveer 27" in heard
    assert heard.endswith("Hoeveel mensen werken er?")

    talks(on.jan, "nog eens")
    again = code_of(on.client)
    talks(els, f"Hervat {again}")
    els.says("deel")
    until(lambda: any("dossiernummer" in text for text in els.heard))

    (case,) = on.site.cases.cases.values()
    assert case["interviewId"] == on.client.id
    assert case["answers"]["employees"]["value"] == 5
    assert [body["channel"] for body in on.site.rasa.received] == ["web", "telegram", "whatsapp"]
    assert on.rows(Conversation) == {"conversations": 1}


def test_a_code_has_eight_characters_and_is_kept_as_a_hash(lite_on: Stage) -> None:
    lite_on.client.start()
    code = code_of(lite_on.client)

    assert re.fullmatch("[A-HJ-NP-Z2-9]{8}", code)
    with transaction(lite_on.client.app.state.engine) as session:
        assert code not in session.query(ResumeCode).one().code_hash


def test_a_code_works_once(lite_on: Stage) -> None:
    lite_on.client.start()
    code = code_of(lite_on.client)
    talks(lite_on.jan, f"hervat {code}")

    assert "Deze code ken ik niet" in talks(WhatsAppPerson(lite_on.graph, lite_on.client.http), f"hervat {code}")


def test_a_new_code_makes_the_earlier_one_worthless(lite_on: Stage) -> None:
    lite_on.client.start()
    code = code_of(lite_on.client)
    code_of(lite_on.client)

    assert "Deze code ken ik niet" in talks(lite_on.jan, f"hervat {code}")


@pytest.mark.parametrize(("days", "works"), [(13, True), (14, False)])
def test_a_code_is_valid_for_14_days(lite_on: Stage, days: int, works: bool) -> None:
    lite_on.client.start()
    code = code_of(lite_on.client)
    lite_on.client.app.state.gateway.now = lambda: utc_now() + timedelta(days=days, seconds=1)

    assert ("We gaan hier verder" in talks(lite_on.jan, f"hervat {code}")) is works


def test_guessing_codes_is_stopped(lite_on: Stage) -> None:
    heard = [talks(lite_on.jan, f"hervat AAAA-BBB{n}") for n in range(2, 8)]

    assert "ken ik niet" in heard[4]
    assert "te vaak" in heard[5]


def test_without_a_token_there_is_no_code(lite_on: Stage) -> None:
    lite_on.client.start()
    lite_on.client.token = "x"

    assert lite_on.client.request("POST", "/resume-code").status_code == 401


def test_a_link_with_the_code_begins_on_telegram(lite_on: Stage) -> None:
    lite_on.client.start()
    code = code_of(lite_on.client)

    assert "We gaan hier verder" in talks(lite_on.jan, f"/start {code}")


def test_an_interview_of_telegram_goes_on_on_the_website(on: Stage) -> None:
    talks(on.jan, "/start")
    talks(on.jan, "vijf")
    with transaction(on.client.app.state.engine) as session:
        conversation = session.query(Conversation).one()
        gateway = on.client.app.state.gateway
        code = new_code(session, gateway.settings, conversation.id, utc_now())
    on.client.start()
    answer = on.client.said(f"hervat {code}")

    assert "We gaan hier verder" in answer["messages"][0]["text"]
    assert answer["progress"]["answered"] == 1
    assert "vijf" in on.client.texts()
    assert on.client.said("zes")["progress"]["answered"] == 2
    assert on.rows(Conversation, Contact) == {"conversations": 1, "contacts": 1}


def test_a_wrong_code_on_the_website_says_so_and_is_answered_once(lite_on: Stage) -> None:
    lite_on.client.start()
    first = lite_on.client.send("hervat AAAA-2345", key="k1")

    assert "Deze code ken ik niet" in first.json()["messages"][0]["text"]
    assert lite_on.client.send("hervat AAAA-2345", key="k1").json() == first.json()


def test_the_answer_comes_where_the_last_message_was_said(lite_on: Stage) -> None:
    lite_on.client.start()
    talks(lite_on.jan, f"hervat {code_of(lite_on.client)}")
    before = len(lite_on.jan.heard)
    assert lite_on.client.said("op de site")["messages"][0]["text"] == "U zei: op de site"
    talks(lite_on.jan, "weer hier")

    assert len(lite_on.jan.heard) == before + 1


def test_erasing_on_the_website_erases_the_person_on_telegram(lite_on: Stage) -> None:
    lite_on.client.start()
    talks(lite_on.jan, f"hervat {code_of(lite_on.client)}")

    assert lite_on.client.request("DELETE").status_code == 204
    assert lite_on.rows(Conversation, Contact) == {"conversations": 0, "contacts": 0}
