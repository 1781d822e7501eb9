"""The result in the chat: short first, then what the owner asks for, in his own words."""

import pytest

from actions.interview import about_result, result
from actions.interview.message import Message
from actions.interview.state import Answer, State
from actions.interview.wishes import wished
from knowledge.texts import load_texts
from tests.interview.talk import Talk
from tests.reports.companies import NAMES, company

TEXTS = load_texts()


def finished(name: str) -> tuple[State, list[Message]]:
    """The state of a worked company and its result."""
    answers, _, on = company(name)
    state = State(phase="interview", shown="core", answers={key: Answer(**value) for key, value in answers.items()})
    return state, result.messages(TEXTS, state, on, mail=False)


def asked(name: str, wish: str) -> Message:
    state, _ = finished(name)
    return about_result.ANSWERS[wish](TEXTS, state, company(name)[2])


def test_result_begins_with_three_sentences_and_the_first_step() -> None:
    _, (standing, schemes, more) = finished("01_lasserij")

    title, sentences, _, first = standing.text.split("\n")
    assert title == "**Waar Lasserij Twente nu staat**"
    assert sentences.startswith("Lasserij Twente heeft een gereedheid van 40 van de 100")
    assert first.startswith("**Uw eerste stap: Bewijs het op uw eigen vloer.**")
    assert [file.url for file in standing.attachments] == ["pictures/quadrant.svg"]
    assert schemes.text.count("Bron: ") == 3
    assert [file.url for file in more.attachments] == ["report.pdf"]


def test_picture_is_told_in_words_too() -> None:
    _, (standing, *_) = finished("01_lasserij")

    assert "Gereedheid: 40 van de 100, op weg." in standing.attachments[0].title


@pytest.mark.parametrize("name", NAMES)
def test_every_button_leads_to_what_it_says(name: str) -> None:
    _, (*_, more) = finished(name)

    for button in more.buttons:
        assert wished(button.payload) or button.payload == "voorbeelden"


def test_every_part_of_a_score_opens_to_its_table() -> None:
    state, _ = finished("01_lasserij")
    scores = asked("01_lasserij", "scores")

    assert "Kennis in huis: 33 van 100 punten" in scores.text
    for button in scores.buttons:
        talk = Talk()
        talk.state = {**state.to_json(), "open": "deepening"}
        talk.press(button.payload)
        assert "De tabel bij" in talk.heard
        assert "(uw antwoord)" in talk.heard


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("Kunt u het rapport mailen?", "mail_report"),
        ("mail mij de uitslag", "mail_report"),
        ("stuur me een linkje om verder te gaan", "mail_link"),
        ("Waar kan ik het rapport downloaden?", "report"),
        ("hoe sta ik ervoor vergeleken met anderen", "mirror"),
        ("wat moet ik doen voor het volgende niveau", "ladder"),
        ("welke bewijzen moet ik verzamelen", "ladder"),
        ("wat kan er misgaan", "pitfalls"),
        ("wat is mijn zwakste punt", "weakest"),
        ("hoe krijg ik mijn score omhoog", "weakest"),
        ("wat moet ik maandag doen", "actions"),
        ("wij lassen vooral onderdelen voor de landbouw", None),
        ("45 man", None),
    ],
)
def test_wish_is_recognised_by_the_owners_words(said: str, wish: str | None) -> None:
    assert wished(said) == wish


def test_ladder_tells_the_next_level_and_the_evidence() -> None:
    told = asked("01_lasserij", "ladder").text

    assert "U staat op MRL 4 van 9" in told
    assert "**Voor niveau 5, proef op eigen vloer geslaagd:**" in told
    assert "Verzamel als bewijs:" in told


def test_pitfalls_are_those_of_the_companys_types_with_the_risk_in_words() -> None:
    told = asked("01_lasserij", "pitfalls").text

    assert "Uw risico is verhoogd." in told
    assert "type 1" in told
    assert "type 3" not in told


def test_action_list_can_be_carried_out_by_someone_who_reads_nothing_else() -> None:
    told = asked("01_lasserij", "actions").text

    assert told.startswith("**Actielijst van Lasserij Twente, 23 november 2026**")
    assert told.count("Wie: ") == 3
    assert told.count("Gegevens van") == told.count("\n- ")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("wish", about_result.ANSWERS)
def test_every_company_gets_an_answer_to_every_question(name: str, wish: str) -> None:
    assert asked(name, wish).text


def test_before_the_result_such_words_are_no_wish() -> None:
    talk = Talk().begin().say("mijn rapport", "out_of_scope", 0.3)

    assert "Hier is uw rapport" not in talk.heard
