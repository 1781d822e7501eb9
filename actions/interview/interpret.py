"""Reads parses as answers: `python -m actions.interview.interpret` behind `bot.parse --questions`.

In: one JSON line each, a parse with `questionId` and `said`. Out: one JSON line each,
`{"questionId", "said", "status", "value", "confidence"}`, through the same code as a conversation.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from actions.interview.reading import NOT_UNDERSTOOD, Reading, read
from knowledge.questionnaire import load_questionnaire

FIRST_LEVEL = 5  # a ladder opens in the middle


def interpret(parse: dict[str, Any]) -> dict[str, Any]:
    """One parse as an answer to its question; an unknown question is not understood."""
    question = next((q for q in load_questionnaire().questions if q.id == parse["questionId"]), None)
    reading: Reading = read(question, parse, FIRST_LEVEL) if question else NOT_UNDERSTOOD
    value = reading.value if reading.status in ("answered", "confirm") else None
    return {
        "questionId": parse["questionId"],
        "said": parse["said"],
        "status": reading.status,
        "value": value,
        "confidence": round(reading.confidence, 4),
    }


def interpreted(lines: Iterable[str]) -> Iterator[str]:
    """Each line of parses as a line of readings."""
    for line in lines:
        yield json.dumps(interpret(json.loads(line)), ensure_ascii=False)


if __name__ == "__main__":
    for row in interpreted(sys.stdin):
        print(row, flush=True)
