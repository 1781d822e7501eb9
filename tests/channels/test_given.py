"""The answers as a page shows them, to be changed by clicking."""

from typing import Any

from knowledge.questionnaire import load_questionnaire
from tests.site import Client

QUESTIONS = load_questionnaire()


def given(client: Client) -> dict[str, dict[str, Any]]:
    answer = client.request("GET", "/answers")
    assert answer.status_code == 200, answer.text
    return {found["questionId"]: found for found in answer.json()["answers"]}


def change(client: Client, question: str, value: object) -> None:
    assert client.request("PUT", f"/answers/{question}", json={"value": value}).status_code == 200


def test_before_the_first_answer_there_is_nothing_to_change(client: Client) -> None:
    assert given(client) == {}


def test_without_the_token_no_answer_is_told(client: Client) -> None:
    client.token = "x"

    assert client.request("GET", "/answers").status_code == 401


def test_an_answer_is_told_in_words_with_the_question(client: Client) -> None:
    change(client, QUESTIONS.roles["turnover"], 2_500_000)
    turnover = given(client)[QUESTIONS.roles["turnover"]]

    assert turnover["words"] == "€ 2,5 miljoen"
    assert (turnover["value"], turnover["unit"], turnover["choices"]) == (2_500_000, "euro", [])
    assert turnover["text"] == QUESTIONS.role("turnover").text
    assert turnover["unknownLabel"] == "Weet ik niet"


def test_a_multiple_choice_shows_what_was_chosen(client: Client) -> None:
    question = QUESTIONS.role("technologies")
    chosen = [question.options[0].code, question.options[2].code]
    change(client, question.id, chosen)

    assert [c["value"] for c in given(client)[question.id]["choices"] if c["chosen"]] == chosen


def test_what_has_to_be_known_cannot_be_unknown(client: Client) -> None:
    change(client, QUESTIONS.roles["company_name"], "Bakker")

    assert given(client)[QUESTIONS.roles["company_name"]]["unknownLabel"] is None


def test_every_level_that_is_offered_can_be_sent_back(client: Client) -> None:
    ladder = QUESTIONS.roles["ladder"]
    change(client, ladder, {"5": True, "7": False, "6": None})
    choices = given(client)[ladder]["choices"]

    assert [choice["chosen"] for choice in choices] == [level == 5 for level in range(9, -1, -1)]
    for choice in choices:
        change(client, ladder, choice["value"])
        assert [c["chosen"] for c in given(client)[ladder]["choices"]].index(True) == choices.index(choice)


def test_consent_is_not_among_them(client: Client) -> None:
    client.said("deel")

    assert QUESTIONS.roles["share"] not in given(client)


def test_a_conversation_says_until_when_it_is_kept(client: Client) -> None:
    held = client.read()

    assert held["keptUntil"] > held["createdAt"]
