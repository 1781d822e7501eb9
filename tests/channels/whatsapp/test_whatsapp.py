"""A conversation on WhatsApp, against a server that speaks the Cloud API, with webhooks signed as Meta signs them."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from channels.channel_tables import Contact, InboxRow, OutgoingRow, SentPart
from channels.database import transaction
from channels.gateway import utc_now
from channels.tables import Conversation, Message
from tests.channels.platforms import Stage, stage, talks, until
from tests.channels.standins import VERIFY_TOKEN, WhatsAppPerson
from tests.servers import FILES

UNREADABLE = b'{"entry":[{"changes":[{"field":"messages","value":{"messages":[{}]}}]}]}'


def states(stage: Stage) -> list[str]:
    with transaction(stage.client.app.state.engine) as session:
        return [row.state for row in session.query(SentPart).order_by(SentPart.id)]


def report(reference: str, state: str, **more: Any) -> dict[str, Any]:
    return {"id": "wamid.out1", "status": state, "timestamp": "1", "biz_opaque_callback_data": reference, **more}


def test_the_address_proves_itself_to_meta(lite_on: Stage) -> None:
    asked = {"hub.mode": "subscribe", "hub.verify_token": VERIFY_TOKEN, "hub.challenge": "1158201444"}

    answer = lite_on.client.http.get("/webhooks/whatsapp", params=asked)

    assert (answer.status_code, answer.text) == (200, "1158201444")
    assert answer.headers["content-type"].startswith("text/plain")
    assert lite_on.client.http.get("/webhooks/whatsapp", params={**asked, "hub.verify_token": "é"}).status_code == 403


def test_the_signature_is_over_the_bytes_as_they_came(lite_on: Stage, els: WhatsAppPerson) -> None:
    assert talks(els, "café 👩‍🔧") == "U zei: café 👩‍🔧\n\nHoeveel mensen werken er?"
    assert els.posts(b'{"entry": []}', secret="other").status_code == 403
    assert lite_on.client.http.post("/webhooks/whatsapp", json={"entry": []}).status_code == 403


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"entry": 5}', b'{"entry":[{"changes":[{"field":"messages","value":{"messages":[{}]}}]}]}']
)
def test_what_is_no_notification_is_refused(lite_on: Stage, els: WhatsAppPerson, body: bytes) -> None:
    assert els.posts(body).status_code == 400


def test_another_kind_of_change_is_taken_and_left(lite_on: Stage, els: WhatsAppPerson) -> None:
    assert els.posts(b'{"entry":[{"changes":[{"field":"account_update","value":{"event":"X"}}]}]}').status_code == 200


def test_the_first_message_says_who_speaks_in_one_message_with_buttons(on: Stage) -> None:
    person = WhatsAppPerson(on.graph, on.client.http)
    heard = talks(person, "hallo")

    (sent,) = on.graph.sent
    assert "geautomatiseerde assistent" in heard
    assert sent["to"] == "31612345678"
    titles = [row["title"] for row in sent["interactive"]["action"]["sections"][0]["rows"]]
    assert titles == ["Ja, laten we beginnen", "Mijn gegevens?"]


def test_a_hidden_number_is_answered_by_user_id(lite_on: Stage) -> None:
    person = WhatsAppPerson(lite_on.graph, lite_on.client.http, user="NL.42", number=None)
    talks(person, "hallo")
    talks(person, "vijf")

    assert [sent.get("recipient") for sent in lite_on.graph.sent] == ["NL.42", "NL.42"]
    assert lite_on.rows(Conversation) == {"conversations": 1}


def test_a_number_that_gets_a_user_id_stays_the_same_person(lite_on: Stage) -> None:
    before = WhatsAppPerson(lite_on.graph, lite_on.client.http, user=None)
    talks(before, "hallo")
    after = WhatsAppPerson(lite_on.graph, lite_on.client.http, user="NL.42")
    talks(after, "vijf")

    assert lite_on.rows(Contact, Conversation) == {"contacts": 1, "conversations": 1}


def test_repeats_are_answered_once_and_order_is_by_time(
    lite_on: Stage, els: WhatsAppPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("channels.whatsapp.webhook.SETTLE_S", 0.5)
    late = els.message(at=2000, text={"body": "later"})
    early = els.message(at=1000, text={"body": "eerder"})
    for _ in range(3):
        assert els.brings([late]).status_code == 200
        assert els.brings([early]).status_code == 200
    until(lambda: len(lite_on.site.rasa.received) == 2)
    els.says("nu")
    until(lambda: len(lite_on.site.rasa.received) == 3)

    assert [body["text"] for body in lite_on.site.rasa.received] == ["eerder", "later", "nu"]


def test_messages_that_wait_go_together(lite_on: Stage, els: WhatsAppPerson) -> None:
    lite_on.gateway.platforms["whatsapp"].pace_s = 0.8
    talks(els, "ja")  # the pace counts from here on
    els.brings([els.message(at=n, text={"body": f"nummer {n}"}) for n in range(1, 4)])
    until(lambda: any("nummer 3" in text for text in els.heard))

    assert len(lite_on.graph.sent) < 5
    times = lite_on.graph.times[1:]
    assert all(later - earlier >= 0.5 for earlier, later in pairwise(times))  # 0.8, less what a busy machine takes


def test_buttons_answer_their_question(lite_on: Stage, els: WhatsAppPerson) -> None:
    talks(els, "janee")
    reply = lite_on.graph.sent[-1]["interactive"]["action"]["buttons"][0]["reply"]
    before = len(els.heard)
    els.presses(reply["id"], reply["title"])
    until(lambda: len(els.heard) > before)

    assert lite_on.site.rasa.received[-1]["payload"] == "yes"


def test_a_multiple_choice_is_answered_with_numbers(lite_on: Stage, els: WhatsAppPerson) -> None:
    assert "1. Sensoren\n2. Robots\n3. 3D-printen" in talks(els, "opties")
    assert "Kies uit 1 tot en met 3" in talks(els, "1, 3 en 5")
    talks(els, "1 en 3")

    assert lite_on.site.rasa.received[-1]["payload"] == "sensors,additive"


def test_the_picture_and_the_report_come_as_image_and_document(on: Stage) -> None:
    person = WhatsAppPerson(on.graph, on.client.http)
    talks(person, "hallo")
    talks(person, "rapport", answers=3)

    image, document = (sent[sent["type"]] for sent in on.graph.sent[2:])
    assert (image["caption"], document["caption"]) == tuple(file["title"] for file in FILES)
    _name, kind, content = on.graph.media[image["id"]]
    assert (kind, content[:4]) == ("image/png", b"\x89PNG")
    name, kind, content = on.graph.media[document["id"]]
    assert (name, kind, content[:4]) == (document["filename"], "application/pdf", b"%PDF")


def test_words_are_an_answer_to_a_multiple_choice_too(lite_on: Stage, els: WhatsAppPerson) -> None:
    talks(els, "opties")
    talks(els, "robots denk ik")

    assert (lite_on.site.rasa.received[-1]["text"], lite_on.site.rasa.received[-1]["payload"]) == (
        "robots denk ik",
        None,
    )


@pytest.mark.parametrize(
    ("kind", "content", "answer"),
    [
        ("image", {"image": {"id": "1"}}, "geen foto's"),
        ("audio", {"audio": {"id": "1", "voice": True}}, "gesproken"),
        ("reaction", {"reaction": {"emoji": "👍", "message_id": "wamid.x"}}, "reactie"),
        ("sticker", {"sticker": {"id": "1"}}, "sticker"),
        ("unsupported", {"errors": [{"code": 131051}]}, "niet lezen"),
    ],
)
def test_what_cannot_be_read_gets_a_kind_answer(
    lite_on: Stage, els: WhatsAppPerson, kind: str, content: dict[str, Any], answer: str
) -> None:
    before = len(els.heard)
    els.brings([els.message(kind, **content)])
    until(lambda: len(els.heard) > before)

    assert answer in els.heard[-1]
    assert lite_on.site.rasa.received == []


@pytest.mark.parametrize(("status", "code"), [(429, 130429), (400, 131056), (500, 131000), (503, 131016), (401, 190)])
def test_what_passes_is_tried_again(lite_on: Stage, els: WhatsAppPerson, status: int, code: int) -> None:
    lite_on.graph.failures.add(status, {"error": {"code": code, "message": "no"}})

    assert talks(els, "vijf").startswith("U zei: vijf")
    assert len(lite_on.graph.sent) == 2


def test_what_will_never_arrive_is_a_dead_letter(lite_on: Stage, els: WhatsAppPerson) -> None:
    lite_on.graph.failures.add(400, {"error": {"code": 131026, "message": "undeliverable"}})
    els.says("vijf")
    until(lambda: lite_on.rows(OutgoingRow) == {"outgoing": 1} and not lite_on.graph.failures.queue)

    assert talks(els, "zes").startswith("U zei: zes")


def test_states_only_move_forward(lite_on: Stage, els: WhatsAppPerson) -> None:
    until(lambda: states(lite_on) == ["sent"])
    reference = lite_on.graph.sent[0]["biz_opaque_callback_data"]

    for state in ("read", "delivered", "sent", "failed", "unknown"):
        assert els.brings([], [report(reference, state)]).status_code == 200
        assert states(lite_on) == ["read"]
    assert els.brings([], [report("nonsense", "read"), {"status": "read"}]).status_code == 200


def test_outside_the_window_a_template_asks_to_write_again(sqlite_url: str) -> None:
    with stage(sqlite_url, whatsapp_template="verder_gaan") as running:
        person = WhatsAppPerson(running.graph, running.client.http)
        talks(person, "hallo")
        running.site.cases.down = True
        talks(person, "deel")
        gateway = running.client.app.state.gateway
        gateway.now = lambda: utc_now() + timedelta(hours=25)
        running.site.cases.down = False
        until(lambda: running.graph.sent[-1]["type"] == "template")
        assert running.graph.sent[-1]["template"] == {"name": "verder_gaan", "language": {"code": "nl"}}

        person.says("ik ben er weer")
        until(lambda: any("dossiernummer" in text for text in person.heard))

        assert [sent["type"] for sent in running.graph.sent].count("template") == 1


def test_outside_the_window_without_a_template_is_a_dead_letter(lite_on: Stage, els: WhatsAppPerson) -> None:
    lite_on.site.cases.down = True
    talks(els, "deel")
    lite_on.client.app.state.gateway.now = lambda: utc_now() + timedelta(hours=25)
    lite_on.site.cases.down = False
    until(lambda: lite_on.rows(OutgoingRow) == {"outgoing": 1})

    assert not any("dossiernummer" in text for text in els.heard)


def test_erasing_leaves_no_row(on: Stage) -> None:
    person = WhatsAppPerson(on.graph, on.client.http)
    talks(person, "hallo")
    talks(person, "janee")
    assert "Alles is gewist." in talks(person, "wis alles")

    until(lambda: on.rows(OutgoingRow) == {"outgoing": 0})
    assert on.rows(Conversation, Message, Contact, SentPart) == {
        "conversations": 0,
        "messages": 0,
        "contacts": 0,
        "sent_parts": 0,
    }
    with transaction(on.client.app.state.engine) as session:
        assert {(row.event is None, row.contact_id) for row in session.query(InboxRow)} == {(True, None)}
