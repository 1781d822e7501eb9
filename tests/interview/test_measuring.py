"""The same company a year later gives its code and sees both results side by side."""

from actions.interview import about_result
from actions.interview.state import State
from knowledge.texts import load_texts
from tests.interview.talk import TODAY, Talk


def finished() -> Talk:
    return Talk().begin().until("importance").press("important").until("deepening")


def code_of(talk: Talk) -> str:
    told = about_result.ANSWERS["own_code"](load_texts(), State.from_json(talk.state), TODAY).text
    return next(word for word in told.split() if word.count("-") == 4).strip(".")


def test_code_given_at_the_start_comes_back_in_the_result() -> None:
    code = code_of(finished())
    talk = Talk().begin()

    talk.say(f"ik deed dit vorig jaar ook, mijn meetcode is {code}", "inform")
    assert "meting van 23 november 2026" in talk.heard
    talk.until("importance").press("very_important").until("deepening")

    assert "**Vergeleken met 23 november 2026**" in talk.heard
    assert "Noodzaak ging omhoog van 67 naar 100." in talk.heard


def test_code_given_after_the_result_is_compared_at_once() -> None:
    talk = finished()

    talk.say(code_of(talk), "out_of_scope", 0.3)

    assert "Noodzaak bleef 67." in talk.heard
    assert talk.open == "deepening"


def test_code_with_a_typing_error_is_told() -> None:
    talk = Talk().begin()

    talk.say(code_of(finished())[:-2] + "23", "out_of_scope", 0.3)

    assert "Kijk of elk teken klopt" in talk.heard
    assert talk.state is not None
    assert talk.state["earlier"] == ""


def test_owner_asks_for_his_own_code() -> None:
    talk = finished()

    talk.say("wat is mijn meetcode", "out_of_scope", 0.3)

    assert "Uw meetcode is" in talk.heard
