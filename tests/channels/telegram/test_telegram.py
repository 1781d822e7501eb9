"""A conversation on Telegram, through the real library, against a server that speaks the Bot API."""

import io
import logging
import re
from typing import Any

import pytest

from channels.channel_tables import Contact, InboxRow, Offer, OutgoingRow, SentPart
from channels.tables import Conversation, Message
from tests.channels.platforms import Stage, stage, talks, until
from tests.channels.standins import BOT_TOKEN, TelegramPerson
from tests.servers import FILES


def test_the_first_message_says_who_speaks_and_has_buttons(on: Stage) -> None:
    heard = talks(on.jan, "/start")

    assert "geautomatiseerde assistent" in heard
    assert "/privacy" in heard
    assert list(on.jan.keyboard) == ["Ja, laten we beginnen", "Mijn gegevens?"]


def test_a_message_is_answered_with_the_interview(on: Stage) -> None:
    talks(on.jan, "/start")

    assert talks(on.jan, "vijf") == "U zei: vijf\n\nHoeveel mensen werken er?"
    assert on.site.rasa.received[0]["sender"].startswith("telegram:")
    assert on.site.rasa.received[0]["channel"] == "telegram"


def test_a_repeated_update_is_answered_once(lite_on: Stage, jan: TelegramPerson) -> None:
    update = lite_on.bot_api.update(message=lite_on.bot_api.message(jan.chat, text="vijf"))
    for _ in range(3):
        assert jan.brings(update).status_code == 200
    jan.says("zes")
    until(lambda: "zes" in [body["text"] for body in lite_on.site.rasa.received])

    assert [body["text"] for body in lite_on.site.rasa.received] == ["vijf", "zes"]


def test_messages_are_answered_one_at_a_time_in_order(lite_on: Stage, jan: TelegramPerson) -> None:
    for number in range(5):
        jan.says(f"bericht {number}")
    until(lambda: len(jan.heard) == 6)

    assert [body["text"] for body in lite_on.site.rasa.received] == [f"bericht {n}" for n in range(5)]
    assert [(body["state"] or {}).get("turns", 0) for body in lite_on.site.rasa.received] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("secret", ["", "wrong", "é"])
def test_without_the_secret_nothing_is_taken(lite_on: Stage, secret: str) -> None:
    update = lite_on.bot_api.update(message=lite_on.bot_api.message(77, text="vijf"))
    headers = {b"X-Telegram-Bot-Api-Secret-Token": secret.encode()}

    assert lite_on.client.http.post("/webhooks/telegram", json=update, headers=headers).status_code == 403
    assert lite_on.rows(InboxRow) == {"inbox": 0}


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"update_id": "x", "message": 5}'])
def test_what_is_no_update_is_refused(lite_on: Stage, body: bytes) -> None:
    assert lite_on.bot_api.webhook is not None
    headers = {"X-Telegram-Bot-Api-Secret-Token": lite_on.bot_api.webhook["secret_token"]}

    assert lite_on.client.http.post("/webhooks/telegram", content=body, headers=headers).status_code == 400


def test_the_webhook_is_registered_with_a_secret(lite_on: Stage) -> None:
    assert lite_on.bot_api.webhook is not None
    assert lite_on.bot_api.webhook["url"] == "https://maakwijzer.test/webhooks/telegram"
    assert len(lite_on.bot_api.webhook["secret_token"]) == 64
    assert lite_on.bot_api.commands == ["start", "help", "stop", "verwijder"]


def test_a_button_answers_its_question(lite_on: Stage, jan: TelegramPerson) -> None:
    talks(jan, "janee")
    before = len(jan.heard)
    jan.presses(jan.keyboard["Ja"])
    until(lambda: len(jan.heard) > before)

    assert lite_on.site.rasa.received[-1]["payload"] == "yes"
    assert "answerCallbackQuery" in [method for method, _values in lite_on.bot_api.calls]


def test_a_multiple_choice_is_ticked_and_sent_when_done(lite_on: Stage, jan: TelegramPerson) -> None:
    talks(jan, "opties")
    buttons = jan.keyboard
    for title in ("☐ Sensoren", "☐ Robots", "☐ 3D-printen", "☐ Robots"):
        jan.presses(buttons[title])
    before = len(jan.heard)
    jan.presses(buttons["Klaar"])
    until(lambda: len(jan.heard) > before)

    assert lite_on.site.rasa.received[-1]["payload"] == "sensors,additive"
    edits = [values["reply_markup"] for method, values in lite_on.bot_api.calls if method == "editMessageReplyMarkup"]
    shown = [button["text"] for row in edits[1]["inline_keyboard"] for button in row]
    assert shown == ["☑ Sensoren", "☑ Robots", "☐ 3D-printen", "Klaar", "Weet ik niet"]


def test_done_without_a_choice_asks_for_one(lite_on: Stage, jan: TelegramPerson) -> None:
    talks(jan, "opties")
    before = len(jan.heard)
    jan.presses(jan.keyboard["Klaar"])
    until(lambda: len(jan.heard) > before)

    assert "Kies eerst" in jan.heard[-1]


def test_an_old_button_changes_the_answer_to_its_own_question(lite_on: Stage, jan: TelegramPerson) -> None:
    talks(jan, "opties")
    old = jan.keyboard
    talks(jan, "janee")  # another question is open now
    before = len(jan.heard)
    jan.presses(old["☐ Robots"])
    jan.presses(old["Klaar"])
    until(lambda: len(jan.heard) > before)

    assert lite_on.site.rasa.received[-1]["command"] == {"set": {"technologies": ["robotics"]}}
    assert jan.heard[-1] == "Aangepast: technologies is nu ['robotics']."


@pytest.mark.parametrize("data", ["onbekend:0", "x", "", ":done", "a:b:c"])
def test_an_unknown_button_gets_a_kind_answer(lite_on: Stage, jan: TelegramPerson, data: str) -> None:
    before = len(jan.heard)
    jan.presses(data)
    until(lambda: len(jan.heard) > before)

    assert "in uw eigen woorden" in jan.heard[-1]


PHOTO = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
VOICE = {"file_id": "a", "file_unique_id": "b", "duration": 3}
STICKER: dict[str, Any] = {
    "file_id": "a",
    "file_unique_id": "b",
    "width": 1,
    "height": 1,
    "is_animated": False,
    "is_video": False,
    "type": "regular",
}


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        ({"photo": PHOTO, "caption": "kijk"}, "geen foto's"),
        ({"voice": VOICE}, "gesproken"),
        ({"sticker": STICKER}, "sticker"),
        ({"location": {"latitude": 52.0, "longitude": 6.0}}, "plaats of postcode"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "niet lezen"),
    ],
)
def test_what_cannot_be_read_gets_a_kind_answer(
    lite_on: Stage, jan: TelegramPerson, content: dict[str, Any], answer: str
) -> None:
    before = len(jan.heard)
    jan.brings(lite_on.bot_api.update(message=lite_on.bot_api.message(jan.chat, **content)))
    until(lambda: len(jan.heard) > before)

    assert answer in jan.heard[-1]
    assert lite_on.site.rasa.received == []


def test_an_edited_message_gets_a_kind_answer(lite_on: Stage, jan: TelegramPerson) -> None:
    before = len(jan.heard)
    jan.brings(lite_on.bot_api.update(edited_message=lite_on.bot_api.message(jan.chat, text="nee, zes", edit_date=1)))
    until(lambda: len(jan.heard) > before)

    assert "nieuw bericht" in jan.heard[-1]


def test_a_group_is_told_that_it_works_in_private(lite_on: Stage) -> None:
    group = TelegramPerson(lite_on.bot_api, lite_on.client.http, chat=-100)
    message = {**lite_on.bot_api.message(-100, text="hallo"), "chat": {"id": -100, "type": "group", "title": "Werk"}}
    group.brings(lite_on.bot_api.update(message=message))
    until(lambda: group.heard)

    assert "privébericht" in group.heard[0]
    assert lite_on.rows(Conversation) == {"conversations": 0}


def test_help_says_what_one_can_do(lite_on: Stage, jan: TelegramPerson) -> None:
    heard = talks(jan, "/help")

    assert "geautomatiseerde assistent" in heard
    assert "bel 053 123 45 67" in heard


def test_stop_and_verwijder_go_to_the_assistant_in_words(lite_on: Stage, jan: TelegramPerson) -> None:
    talks(jan, "/stop")
    talks(jan, "/verwijder")

    assert [body["text"] for body in lite_on.site.rasa.received] == ["stop", "verwijder mijn gegevens"]


def test_the_picture_and_the_report_come_as_photo_and_document(on: Stage) -> None:
    talks(on.jan, "/start")
    on.jan.says("rapport")
    until(lambda: len(on.bot_api.sent) == 4)

    photo, document = on.bot_api.sent[2:]
    assert (photo["caption"], document["caption"]) == tuple(file["title"] for file in FILES)
    name, content = photo["photo"]
    assert name.endswith(".png")
    assert content.startswith(b"\x89PNG")
    name, content = document["document"]
    assert re.fullmatch(r"uitslag-\d{4}-\d\d-\d\d\.pdf", name)
    assert content.startswith(b"%PDF")


def test_another_slash_is_text(lite_on: Stage, jan: TelegramPerson) -> None:
    talks(jan, '/inform{"employees": 5}')

    assert lite_on.site.rasa.received[0]["text"] == '/inform{"employees": 5}'


def test_start_again_goes_on_where_it_was(lite_on: Stage, jan: TelegramPerson) -> None:
    talks(jan, "vijf")

    assert talks(jan, "/start").endswith("Hoeveel mensen werken er?")
    assert lite_on.rows(Conversation) == {"conversations": 1}


def test_a_text_of_more_than_4000_characters_is_refused_kindly(lite_on: Stage, jan: TelegramPerson) -> None:
    assert "ten hoogste 4.000 tekens" in talks(jan, "a" * 4050)


def test_erasing_leaves_no_row_and_is_confirmed(on: Stage) -> None:
    talks(on.jan, "/start")
    talks(on.jan, "janee")
    on.jan.says("deel")
    until(lambda: "dossiernummer" in "".join(on.jan.heard))

    on.jan.says("wis alles")
    until(lambda: "Alles is gewist." in "".join(on.jan.heard))
    until(lambda: on.rows(OutgoingRow) == {"outgoing": 0})
    rows = on.rows(Conversation, Message, Contact, Offer, SentPart)
    assert rows == {"conversations": 0, "messages": 0, "contacts": 0, "offers": 0, "sent_parts": 0}
    assert on.site.cases.cases == {}


def test_verwijder_without_a_conversation_leaves_nothing(lite_on: Stage) -> None:
    assert "geen gesprek" in talks(lite_on.jan, "/verwijder")
    until(lambda: lite_on.rows(OutgoingRow, Contact) == {"outgoing": 0, "contacts": 0})


def test_a_shared_interview_becomes_a_case_and_its_number_is_told(on: Stage) -> None:
    talks(on.jan, "/start")
    talks(on.jan, "vijf")
    on.jan.says("deel")
    until(lambda: any("dossiernummer" in text for text in on.jan.heard))

    (case,) = on.site.cases.cases.values()
    assert case["channel"] == "telegram"
    assert sum("dossiernummer" in text for text in on.jan.heard) == 1


def test_with_the_assistant_down_the_person_is_told_once_and_answered_later(
    lite_on: Stage, jan: TelegramPerson
) -> None:
    lite_on.site.rasa.down = True
    assert "Uw bericht is bewaard" in talks(jan, "vijf")
    until(lambda: len(lite_on.site.rasa.received) >= 2)
    lite_on.site.rasa.down = False
    until(lambda: "U zei: vijf" in jan.heard[-1])

    assert sum("bewaard" in text for text in jan.heard[1:]) == 1


def test_a_busy_platform_is_tried_again_until_it_takes_the_message(lite_on: Stage, jan: TelegramPerson) -> None:
    too_fast = {"ok": False, "error_code": 429, "description": "Too Many", "parameters": {"retry_after": 1}}
    lite_on.bot_api.failures.add(429, too_fast)
    lite_on.bot_api.failures.add(502, {"ok": False, "error_code": 502, "description": "Bad Gateway"})

    assert talks(jan, "vijf").startswith("U zei: vijf")
    until(lambda: lite_on.rows(OutgoingRow) == {"outgoing": 0})


def test_who_blocked_the_bot_is_a_dead_letter(lite_on: Stage, jan: TelegramPerson) -> None:
    lite_on.bot_api.failures.add(403, {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked"})
    jan.says("vijf")
    until(lambda: lite_on.bot_api.failures.queue == [] and lite_on.rows(OutgoingRow) == {"outgoing": 1})

    assert talks(jan, "zes").startswith("U zei: zes")  # the next one is not held up


def test_messages_in_one_chat_keep_the_pace(lite_on: Stage) -> None:
    lite_on.gateway.platforms["telegram"].pace_s = 0.6
    talks(lite_on.jan, "/start")
    for text in ("een", "twee"):
        lite_on.jan.says(text)
    until(lambda: len(lite_on.jan.heard) == 3)

    times = lite_on.bot_api.times
    assert times[-1] - times[0] >= 0.9  # two pauses of 0.6, less what a busy machine adds before the first


def test_long_polling_works_without_a_public_address(sqlite_url: str) -> None:
    with stage(sqlite_url, telegram_polling=True, public_url="http://localhost:8000") as running:
        running.bot_api.waiting.append(running.bot_api.update(message=running.bot_api.message(77, text="/start")))
        until(lambda: len(running.jan.heard) == 1)
        running.bot_api.waiting.append(running.bot_api.update(message=running.bot_api.message(77, text="vijf")))
        until(lambda: len(running.jan.heard) == 2)

        assert "deleteWebhook" in [method for method, _values in running.bot_api.calls]
        until(lambda: running.bot_api.waiting == [])  # what was stored is confirmed


def test_the_token_is_in_no_log(sqlite_url: str) -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    with stage(sqlite_url) as running:
        logging.getLogger().addHandler(handler)
        running.bot_api.failures.add(500, {"ok": False, "error_code": 500, "description": f"bot{BOT_TOKEN}"}, times=2)
        try:
            talks(running.jan, "/start")
        finally:
            logging.getLogger().removeHandler(handler)

    assert "message_not_sent" in written.getvalue()
    assert BOT_TOKEN not in written.getvalue()
