"""The readings behind `make interpret`: one line for each line, in order."""

import json

from actions.interview.interpret import interpreted
from nlu.readers import read_all


def line(question: str, said: str) -> str:
    found = read_all(said)
    intent = {"name": "inform", "confidence": 0.9}
    parse = {
        "text": said,
        "intent": intent,
        "intent_ranking": [intent],
        "entities": found.entities,
        "names": found.names,
    }
    return json.dumps({"questionId": question, "said": said, **parse})


def test_each_line_becomes_one_reading() -> None:
    rows = [json.loads(row) for row in interpreted([line("employees", "een man of 40"), line("turnover", "8")])]

    assert rows[0] == {
        "questionId": "employees",
        "said": "een man of 40",
        "status": "answered",
        "value": 40,
        "confidence": 0.97,
    }
    assert (rows[1]["status"], rows[1]["value"]) == ("confirm", 8_000_000)


def test_an_empty_line_and_an_unknown_question_are_not_understood() -> None:
    rows = [json.loads(row) for row in interpreted([line("", ""), line("nothing", "40")])]

    assert [(row["status"], row["value"]) for row in rows] == [("not_understood", None)] * 2
