"""What WhatsApp gets to show, at its limits, and the numbers that come back."""

import uuid

import pytest

from channels.message import Attachment, Button
from channels.rendering.bubbles import Bubble
from channels.rendering.limits import WHATSAPP_BODY, WHATSAPP_BUTTON_ID, WHATSAPP_ROW_ID
from channels.rendering.splitting import length
from channels.rendering.whatsapp import numbers_in, whatsapp_parts

TOKEN = "abcdefghijkl"


def question(titles: list[str], text: str = "Vraag?", multiple: bool = False) -> Bubble:
    buttons = [Button(title=title, payload=f"code_{n}") for n, title in enumerate(titles)]
    return Bubble(text=text, buttons=buttons, multiple=multiple, offer=TOKEN)


def choices(number: int) -> list[str]:
    return [f"Keuze {n}" for n in range(1, number + 1)]


def test_three_choices_are_buttons() -> None:
    (part,) = whatsapp_parts([Bubble(text="Mooi."), question(["Ja", "Nee", "Weet ik niet"])])

    assert part == {
        "type": "interactive",
        "interactive": {
            "type": "button",
            "body": {"text": "Mooi.\n\nVraag?"},
            "action": {
                "buttons": [
                    {"type": "reply", "reply": {"id": f"{TOKEN}:0", "title": "Ja"}},
                    {"type": "reply", "reply": {"id": f"{TOKEN}:1", "title": "Nee"}},
                    {"type": "reply", "reply": {"id": f"{TOKEN}:2", "title": "Weet ik niet"}},
                ]
            },
        },
    }


@pytest.mark.parametrize(("number", "kind"), [(3, "button"), (4, "list"), (10, "list")])
def test_up_to_ten_choices_are_buttons_or_a_list(number: int, kind: str) -> None:
    (part,) = whatsapp_parts([question(choices(number))])

    assert part["interactive"]["type"] == kind


def test_a_list_has_a_row_for_each_choice() -> None:
    (part,) = whatsapp_parts([question(choices(4))])

    assert part["interactive"]["action"] == {
        "button": "Kies",
        "sections": [{"rows": [{"id": f"{TOKEN}:{n}", "title": f"Keuze {n + 1}"} for n in range(4)]}],
    }


def test_eleven_choices_are_numbers_in_the_text() -> None:
    (part,) = whatsapp_parts([question(choices(11))])

    body = part["text"]["body"]
    assert part["type"] == "text"
    assert body.startswith("Vraag?\n\n1. Keuze 1\n2. Keuze 2\n")
    assert body.endswith("11. Keuze 11\n\nAntwoord met het nummer van uw keuze.")


@pytest.mark.parametrize(("characters", "kind"), [(20, "button"), (21, "list")])
def test_a_title_of_21_characters_does_not_fit_a_button(characters: int, kind: str) -> None:
    (part,) = whatsapp_parts([question(["a" * characters, "Nee"])])

    assert part["interactive"]["type"] == kind


def test_a_title_of_25_characters_is_cut_in_a_list_and_stands_in_full_below() -> None:
    (part,) = whatsapp_parts([question(["a" * 24, "b" * 25])])

    rows = part["interactive"]["action"]["sections"][0]["rows"]
    assert rows[0] == {"id": f"{TOKEN}:0", "title": "a" * 24}
    assert rows[1] == {"id": f"{TOKEN}:1", "title": "b" * 23 + "…", "description": "b" * 25}


def test_a_multiple_choice_is_answered_with_numbers() -> None:
    asked = question(["Sensoren", "Robots", "3D-printen"], "Welke?", multiple=True)
    asked.buttons += [Button(title="Weet ik niet", payload="unknown"), Button(title="Sla over", payload="skip")]

    (part,) = whatsapp_parts([asked])

    assert part["text"]["body"] == (
        "Welke?\n\n1. Sensoren\n2. Robots\n3. 3D-printen\n\n"
        "Antwoord met de nummers van uw keuzes, bijvoorbeeld: 1 en 3. Of typ: Weet ik niet of Sla over."
    )


@pytest.mark.parametrize(("characters", "messages"), [(4096, 1), (4097, 2)])
def test_a_text_of_4096_characters_is_one_message(characters: int, messages: int) -> None:
    assert len(whatsapp_parts([Bubble(text="a" * characters)])) == messages


@pytest.mark.parametrize(("characters", "messages"), [(1024, 1), (1025, 2)])
def test_a_long_text_goes_before_the_message_with_the_buttons(characters: int, messages: int) -> None:
    text = ("woord " * 300)[: characters - 1] + "."
    parts = whatsapp_parts([question(["Ja", "Nee"], text)])

    assert len(parts) == messages
    assert length(parts[-1]["interactive"]["body"]["text"]) <= WHATSAPP_BODY


def test_all_bubbles_of_a_turn_are_one_message() -> None:
    parts = whatsapp_parts([Bubble(text=f"Deel {n}") for n in range(5)])

    assert [part["text"]["body"] for part in parts] == ["Deel 0\n\nDeel 1\n\nDeel 2\n\nDeel 3\n\nDeel 4"]


def test_bold_is_written_as_whatsapp_does() -> None:
    (part,) = whatsapp_parts([Bubble(text="**Uw uitslag** is er.")])

    assert part["text"]["body"] == "*Uw uitslag* is er."


def test_pictures_and_reports_go_as_image_and_document() -> None:
    attachments = [
        Attachment(type="image", url="pictures/radar.svg", title="Uw profiel"),
        Attachment(type="document", url="report.pdf", title="a" * 1025),
    ]
    whose = uuid.uuid4()

    parts = whatsapp_parts([Bubble(text="Hier is het.", attachments=attachments, conversation_id=whose)])

    picture, report = ({"conversation": str(whose), "path": path} for path in ("pictures/radar.png", "report.pdf"))
    assert parts[1:] == [
        {"type": "image", "image": {"caption": "Uw profiel"}, "file": picture},
        {"type": "document", "document": {"caption": "a" * 1024}, "file": report},
    ]


def test_ids_stay_far_below_their_limits() -> None:
    assert len(f"{TOKEN}:10") < WHATSAPP_ROW_ID < WHATSAPP_BUTTON_ID


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("1, 3 en 5", [1, 3, 5]),
        ("1,3,5", [1, 3, 5]),
        ("2", [2]),
        (" 2 . ", [2]),
        ("1 en 2", [1, 2]),
        ("1, 2, en 13", [1, 2, 13]),
        ("1 3 5", [1, 3, 5]),
        ("3 & 3", [3]),
        ("1+2", [1, 2]),
        ("ongeveer 45", None),
        ("45 man", None),
        ("de eerste en 3", None),
        ("", None),
        ("123", None),
        ("1,", None),
    ],
)
def test_numbers_are_read_and_nothing_else(typed: str, numbers: list[int] | None) -> None:
    assert numbers_in(typed) == numbers
