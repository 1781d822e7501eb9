"""The interview: order, corrections, ways out and the end, without Rasa."""

import pytest

from knowledge.questionnaire import load_questionnaire
from tests.interview.talk import Talk

QUESTIONS = load_questionnaire()


def test_core_questions_come_first_then_the_offer_to_deepen_then_sharing() -> None:
    talk = Talk().begin()
    order = []

    while talk.state is not None and not talk.state["complete"]:
        order.append(talk.open)
        talk.press("no" if talk.open == "deepening" else "skip")

    without_idea = [q.id for q in QUESTIONS.questions if q.core and not q.needs_initiative and not q.ask_if]
    assert [q for q in dict.fromkeys(order) if q != "deepening"] == without_idea
    assert order[-2:] == ["deepening", "share_with_advisor"]


def test_every_question_is_reached_by_who_wants_to_deepen_and_share() -> None:
    talk, asked = Talk().begin(), set()
    answers = {"initiative": "een lasrobot", "share_with_advisor": "yes"}

    while talk.state is not None and not talk.state["complete"]:
        asked.add(talk.open)
        if talk.open == "initiative":
            talk.say("een lasrobot")
        elif talk.open in ("deepening", "mrl_evidence", "share_with_advisor"):
            talk.press("yes")
        else:
            talk.press("skip")

    assert asked == {q.id for q in QUESTIONS.questions} | {"deepening"}
    assert answers


def test_questionid_is_never_null_between_the_first_question_and_the_end() -> None:
    talk = Talk().begin()

    for intent in (
        "explain_question",
        "why_question",
        "progress",
        "summary",
        "greet",
        "thanks",
        "privacy",
        "pause",
        "resume",
        "stop",
        "complaint",
        "faq_cost",
        "faq_who",
        "are_you_bot",
        "out_of_scope",
        "human_handoff",
    ):
        before = talk.open
        talk.say("zeg het eens", intent)
        assert talk.open == before, intent
        if talk.state and talk.state["pending"]:
            talk.say("nee", "deny")


def test_answer_is_repeated_so_that_the_owner_feels_understood() -> None:
    talk = Talk().begin().until("employees").say("een man of 45")

    assert talk.answer("employees") == 45
    assert "45" in talk.heard
    assert talk.open == "turnover"


def test_no_and_a_number_corrects_the_number_before() -> None:
    talk = Talk().begin().until("employees").say("40 man")

    talk.say("nee, 45 man", "correct_answer")

    assert talk.answer("employees") == 45
    assert "45" in talk.heard
    assert "40" in talk.heard
    assert talk.open == "turnover"


def test_changing_by_clicking_says_what_changed_and_goes_on_where_it_was() -> None:
    talk = Talk().begin().until("employees").say("40 man")

    talk.click(employees=45)

    assert talk.answer("employees") == 45
    assert "Aangepast" in talk.heard
    assert talk.open == "turnover"


def test_a_later_answer_volunteered_is_not_asked_again() -> None:
    talk = Talk().begin().until("place")
    talk.say("wij zitten in Oss, 45 man")

    assert talk.answer("place") == "Oss"
    assert talk.answer("employees") == 45
    assert talk.open == "turnover"


def test_three_misunderstandings_are_never_said_in_the_same_words_and_end_in_a_way_out() -> None:
    talk, heard = Talk().begin().until("employees"), []

    for _ in range(5):
        talk.say("blauw met stippen", "out_of_scope", 0.2)
        heard.append(talk.heard)
        assert talk.open == "employees"

    assert len(set(heard)) >= 4
    assert any("sla over" in text.lower() or "overslaan" in text.lower() for text in heard[2:])


def test_going_back_opens_the_question_before_and_keeps_the_answer_until_a_new_one() -> None:
    talk = Talk().begin().until("employees").say("40 man")

    talk.say("vorige vraag", "go_back")
    assert talk.open == "employees"
    assert talk.answer("employees") == 40
    talk.say("45")

    assert talk.answer("employees") == 45
    assert talk.open == "turnover"


def test_starting_over_is_asked_back_first() -> None:
    talk = Talk().begin().until("turnover")

    talk.say("opnieuw", "restart")
    assert talk.state
    assert talk.state["answers"]
    talk.say("ja", "affirm")

    assert talk.open == "company_name"
    assert talk.state["answers"] == {}


def test_erasing_is_asked_back_and_then_told_to_the_gateway() -> None:
    talk = Talk().begin().say("wis alles", "delete_data")
    assert talk.state
    assert talk.state["erase"] is False

    talk.say("ja", "affirm")

    assert talk.state["erase"] is True


def test_nothing_is_shared_without_a_yes_and_no_contact_is_asked() -> None:
    talk = Talk().begin().until("share_with_advisor").press("no")

    assert talk.state
    assert talk.state["complete"] is True
    assert talk.state["share"] is False
    assert not {"contact_name", "contact_email", "contact_phone"} & set(talk.state["answers"])


def test_a_case_needs_the_company_a_name_and_one_way_to_reach_somebody() -> None:
    talk = Talk().begin().until("share_with_advisor").press("yes")

    for _ in range(12):
        if talk.open is None:
            break
        talk.press("skip")

    assert talk.state
    assert talk.state["complete"] is True
    assert talk.state["share"] is False


def test_the_ladder_asks_at_most_four_levels_and_keeps_each_answer() -> None:
    talk = Talk().begin().until("initiative").say("een lasrobot").until("mrl_evidence")
    assert talk.state
    assert talk.state["ladderLevel"] == 5

    for payload, level in (("yes", 7), ("yes", 8), ("yes", 9)):
        talk.press(payload)
        assert talk.state["ladderLevel"] == level
    talk.press("no")

    assert talk.answer("mrl_evidence") == {"5": True, "7": True, "8": True, "9": False}
    assert talk.open == "digital_base"


def test_no_idea_yet_leads_to_three_examples_and_on_without_one() -> None:
    talk = Talk().begin().until("initiative").say("nog geen idee", "dont_know")
    assert talk.open == "initiative"
    assert "tegenaan" in talk.heard

    talk.say("te weinig lassers")
    assert "3. " in talk.heard
    talk.press("without_idea")

    assert talk.open == "technologies"
    assert talk.state
    assert talk.state["answers"]["initiative"]["status"] == "unknown"
    talk.until("digital_base")
    assert not {"means_novelty", "mrl_evidence"} & set(talk.state["answers"])


def test_an_example_can_be_taken_as_the_idea() -> None:
    talk = Talk().begin().until("initiative").say("geen idee", "dont_know").say("te weinig lassers")

    talk.press("2")

    assert talk.state
    assert talk.state["answers"]["initiative"]["status"] == "answered"
    assert talk.open == "technologies"


def test_a_bsn_is_not_kept_anywhere() -> None:
    talk = Talk().begin().until("initiative")
    talk.say("mijn bsn is 111222333")

    assert talk.redact is True
    assert "111222333" not in str(talk.state)


def test_asking_for_a_human_leads_to_contact_at_once() -> None:
    talk = Talk().begin().until("turnover").say("ik wil een mens", "human_handoff")
    assert "030 123 45 67" in talk.heard

    talk.say("ja graag", "affirm")

    assert talk.open == "share_with_advisor"


@pytest.mark.parametrize("intent", ["stop", "pause", "goodbye"])
def test_after_a_break_the_open_question_is_put_again(intent: str) -> None:
    talk = Talk().begin().until("employees").say("tot straks", intent)

    talk.say("verder", "resume")

    assert talk.open == "employees"
    assert QUESTIONS.question("employees").text in talk.heard


def test_the_result_is_shown_after_the_core_questions_and_once_more_after_the_deepening() -> None:
    talk = Talk().begin().until("importance").press("important").until("deepening")
    assert "een noodzaak van 67 van de 100" in talk.heard
    talk.press("yes").press("hightech")

    talk.until("share_with_advisor")

    assert "alles wat u hebt verteld" in talk.heard


def test_who_wants_no_extra_questions_does_not_read_the_same_result_twice() -> None:
    talk = Talk().begin().until("importance").press("important").until("deepening")

    talk.press("no")

    assert talk.open == "share_with_advisor"
    assert "van de 100" not in talk.heard


def test_sharing_taken_back_at_the_contact_questions_ends_without_asking_who() -> None:
    talk = Talk().begin().until("share_with_advisor").press("yes")
    assert talk.open == "contact_name"

    talk.say("nee liever niet", "deny")

    assert talk.open is None
    assert "Met wie" not in talk.heard
    assert talk.state
    assert talk.state["share"] is False
