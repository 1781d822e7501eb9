"""Earlier answers taken back or given anew, in the owner's own words."""

import pytest

from knowledge.questionnaire import load_questionnaire
from tests.interview.talk import Talk

QUESTIONS = load_questionnaire()


def known() -> Talk:
    """Somebody who told five things and is now at the question after them."""
    talk = Talk().begin().say("Jansen Metaal BV").say("Almelo").say("40 man").say("3 miljoen")
    return talk.say("onderdelen")


@pytest.mark.parametrize(
    ("said", "question", "value"),
    [
        ("de omzet moet 4 miljoen zijn", "turnover", 4_000_000),
        ("ik zei net 40 maar dat is 45", "employees", 45),
        ("nee 45 man", "employees", 45),
        ("sorry, het personeel is 45 man", "employees", 45),
        ("foutje, 45 medewerkers", "employees", 45),
        ("de jaaromzet klopt niet, dat is 4 mio", "turnover", 4_000_000),
        ("vestigingsplaats moet Zwolle zijn", "place", "Zwolle"),
        ("niet in Almelo maar in Zwolle", "place", "Zwolle"),
        ("de bedrijfsnaam is niet Jansen maar Janssen BV", "company_name", "Janssen BV"),
        ("ik zei onderdelen maar het is bewerkingen", "main_activity", "operations"),
        ("de hoofdactiviteit moet service en onderhoud zijn", "main_activity", "service"),
    ],
)
def test_correction_changes_the_answer_it_is_about_and_says_so(said: str, question: str, value: object) -> None:
    talk = known()
    was_open = talk.open

    talk.say(said, "correct_answer")

    assert talk.answer(question) == value
    assert "Aangepast" in talk.heard
    assert talk.open == was_open


@pytest.mark.parametrize("said", ["de plaats is niet Almelo maar Zwolle", "wijzig de plaats naar Zwolle"])
def test_naming_the_question_and_replacing_is_a_correction_whatever_the_model_says(said: str) -> None:
    talk = known().say(said, "inform", 0.59)

    assert talk.answer("place") == "Zwolle"
    assert "Aangepast" in talk.heard


def test_what_was_volunteered_can_be_corrected_too() -> None:
    talk = Talk().begin().until("place").say("wij zitten in Almelo met 40 man")

    talk.say("nee, 45 man", "correct_answer")

    assert talk.answer("employees") == 45


def test_an_earlier_answer_given_anew_beside_another_answer_is_changed() -> None:
    talk = Talk().begin().until("employees").say("40 man").say("3 miljoen").until("main_activity")

    talk.say("onderdelen, en de omzet is trouwens 4 miljoen", options={"main_activity": [["parts", 0.97]]})

    assert talk.answer("main_activity") == "parts"
    assert talk.answer("turnover") == 4_000_000
    assert "Aangepast" in talk.heard


@pytest.mark.parametrize("question", [q for q in QUESTIONS.questions if q.kind != "ladder"], ids=lambda q: q.id)
def test_every_question_has_words_by_which_people_refer_back_to_it(question: object) -> None:
    assert question.also_called


def test_no_two_questions_are_called_the_same() -> None:
    names = [name.casefold() for q in QUESTIONS.questions for name in {q.label, *q.also_called}]
    assert len(names) == len(set(names))


def test_a_confirmed_value_is_checked_like_a_clicked_one() -> None:
    talk = Talk().begin().until("employees")
    assert talk.state
    talk.state["pending"] = {"kind": "value", "question": "employees", "value": -5, "said": "-5"}

    talk.say("ja", "affirm")

    assert "employees" not in talk.state["answers"]
    assert talk.open == "employees"


def test_eight_to_the_turnover_is_kept_as_eight_million_after_a_yes() -> None:
    talk = Talk().begin().until("turnover").say("8")
    assert "8 miljoen" in talk.heard

    talk.say("ja", "affirm")

    assert talk.answer("turnover") == 8_000_000


@pytest.mark.parametrize(
    ("said", "question"), [("-5", "employees"), ("-3 miljoen", "turnover"), ("150%", "innovation_spend")]
)
def test_an_impossible_number_is_refused_with_its_reason(said: str, question: str) -> None:
    talk = Talk().begin().until("deepening").press("yes") if question == "innovation_spend" else Talk().begin()
    talk.until(question).say(said)

    assert talk.open == question
    assert "onder nul" in talk.heard or "hoger dan" in talk.heard
