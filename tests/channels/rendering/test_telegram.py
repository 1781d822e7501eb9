"""What Telegram gets to show, at its limits."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.message import Attachment, Button
from channels.rendering.bubbles import Bubble
from channels.rendering.limits import TELEGRAM_CALLBACK_BYTES, TELEGRAM_TEXT
from channels.rendering.splitting import length, split
from channels.rendering.telegram import keyboard, telegram_parts

TOKEN = "abcdefghijkl"


def bubble(text: str = "Vraag?", titles: tuple[str, ...] = (), **more: object) -> Bubble:
    buttons = [Button(title=title, payload=f"code_{n}") for n, title in enumerate(titles)]
    return Bubble(text=text, buttons=buttons, offer=TOKEN if titles else None, **more)


def titles(rows: list[list[dict[str, str]]]) -> list[list[str]]:
    return [[button["text"] for button in row] for row in rows]


def test_bubbles_become_one_message_with_the_buttons_below() -> None:
    parts = telegram_parts([bubble("Mooi."), bubble("Doet u dat al?", ("Ja", "Nee"))])

    assert parts == [
        {
            "method": "sendMessage",
            "text": "Mooi.\n\nDoet u dat al?",
            "parse_mode": "HTML",
            "reply_markup": {
                "inline_keyboard": [
                    [
                        {"text": "Ja", "callback_data": f"{TOKEN}:0"},
                        {"text": "Nee", "callback_data": f"{TOKEN}:1"},
                    ]
                ]
            },
        }
    ]


@pytest.mark.parametrize(("choices", "rows"), [(3, 2), (4, 2), (10, 5), (11, 6)])
def test_every_choice_has_a_button_however_many_there_are(choices: int, rows: int) -> None:
    shown = keyboard(bubble(titles=tuple(f"Keuze {n}" for n in range(choices))))["inline_keyboard"]

    assert len(shown) == rows
    assert sum(len(row) for row in shown) == choices


@pytest.mark.parametrize(("characters", "rows"), [(20, 1), (21, 2), (24, 2), (25, 2)])
def test_long_titles_get_a_row_of_their_own(characters: int, rows: int) -> None:
    assert len(keyboard(bubble(titles=("a" * characters, "b" * characters)))["inline_keyboard"]) == rows


def test_a_multiple_choice_has_ticks_and_a_button_to_be_done() -> None:
    question = bubble("Welke?", ("Sensoren", "Robots"), multiple=True)
    question.buttons.append(Button(title="Sla over", payload="skip"))

    assert titles(keyboard(question, [1])["inline_keyboard"]) == [["☐ Sensoren", "☑ Robots"], ["Klaar"], ["Sla over"]]
    assert keyboard(question)["inline_keyboard"][1][0]["callback_data"] == f"{TOKEN}:done"


def test_a_button_sends_at_most_64_bytes() -> None:
    fits = Bubble(text="", buttons=[Button(title="é", payload="x" * 300)], offer="t" * (TELEGRAM_CALLBACK_BYTES - 2))
    assert len(keyboard(fits)["inline_keyboard"][0][0]["callback_data"].encode()) == TELEGRAM_CALLBACK_BYTES

    with pytest.raises(ValueError, match="too long"):
        keyboard(fits.model_copy(update={"offer": "t" * (TELEGRAM_CALLBACK_BYTES - 1)}))


@pytest.mark.parametrize(("characters", "messages"), [(4095, 1), (4096, 1), (4097, 2)])
def test_a_text_of_4096_characters_is_one_message(characters: int, messages: int) -> None:
    parts = telegram_parts([bubble("a" * characters, ("Ja",))])

    assert len(parts) == messages
    assert "reply_markup" in parts[-1]
    assert all("reply_markup" not in part for part in parts[:-1])


def test_a_long_text_is_cut_between_paragraphs() -> None:
    first, second = "een " * 700, "twee " * 500

    assert split(f"{first.strip()}\n\n{second.strip()}", TELEGRAM_TEXT) == [first.strip(), second.strip()]


def test_peoples_words_are_no_markup() -> None:
    (part,) = telegram_parts([bubble("**Uw uitslag** voor <b>Jan & Zn</b> en een losse **")])

    assert part["text"] == "<b>Uw uitslag</b> voor &lt;b&gt;Jan &amp; Zn&lt;/b&gt; en een losse "


def test_pictures_and_reports_go_as_photo_and_document() -> None:
    attachments = [
        Attachment(type="image", url="pictures/radar.svg", title="Uw profiel"),
        Attachment(type="document", url="report.pdf", title="Uw rapport"),
    ]
    whose = uuid.uuid4()

    parts = telegram_parts([bubble("Hier is het.", attachments=attachments, conversation_id=whose)])

    picture, report = ({"conversation": str(whose), "path": path} for path in ("pictures/radar.png", "report.pdf"))
    assert parts[1:] == [
        {"method": "sendPhoto", "file": picture, "caption": "Uw profiel"},
        {"method": "sendDocument", "file": report, "caption": "Uw rapport"},
    ]


@pytest.mark.parametrize(("characters", "shown"), [(1024, 1024), (1025, 1024)])
def test_a_caption_of_1024_characters_fits(characters: int, shown: int) -> None:
    attachment = Attachment(type="image", url="pictures/radar.svg", title="a" * characters)

    assert len(telegram_parts([bubble("Hier.", attachments=[attachment])])[1]["caption"]) == shown


@given(st.text(alphabet=st.sampled_from("ab. \n😀é"), max_size=400), st.integers(2, 60))
def test_splitting_loses_no_word_and_keeps_the_limit(text: str, limit: int) -> None:
    pieces = split(text, limit)

    assert all(0 < length(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())
