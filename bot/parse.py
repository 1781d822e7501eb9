"""Parses a file of utterances with the trained model: `python -m bot.parse FILE` from the root of the repository.

Each line gives one JSON line `{"text", "intent", "confidence", "entities"}`. With `--questions` the lines are
`question_id<TAB>utterance` and the whole parse is written, with `questionId` and `said`, for
`actions.interview.interpret`.
"""

import argparse
import asyncio
import json
import logging
import os
import sys
from pathlib import Path
from typing import Any, TextIO

from bot.model import ModelRefused, checked_model


async def parse(agent: Any, text: str) -> dict[str, Any]:
    """The full parse of one utterance. A leading slash is text here, never a Rasa payload."""
    if not text.strip():
        return {"text": text, "intent": {"name": None, "confidence": 0.0}, "entities": []}
    found: dict[str, Any] = await agent.parse_message(text.lstrip().lstrip("/") or "?")
    return {**found, "text": text}


def brief(found: dict[str, Any]) -> dict[str, Any]:
    """The part of a parse that `make parse` shows."""
    intent = found["intent"]
    return {
        "text": found["text"],
        "intent": intent["name"],
        "confidence": round(float(intent["confidence"]), 4),
        "entities": found["entities"],
    }


def lines_of(path: Path) -> list[str]:
    """The lines of a file, also the empty ones; bytes that are no UTF-8 become replacement characters."""
    return path.read_text(encoding="utf-8", errors="replace").removesuffix("\n").split("\n")


async def run(path: Path, questions: bool, model: Path, out: TextIO) -> None:
    """Write one line for each line of the file."""
    from rasa.core.agent import Agent
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.WARNING)  # Rasa's debug lines hold the words of people
    agent = Agent.load(str(model))
    for line in lines_of(path):
        line = line.rstrip("\r")
        if questions:
            question_id, _, said = line.partition("\t")
            row = {"questionId": question_id, "said": said, **await parse(agent, said)}
        else:
            row = brief(await parse(agent, line))
        out.write(json.dumps(row, ensure_ascii=False, default=float) + "\n")
        out.flush()


def only_lines() -> TextIO:
    """The standard output for our lines alone: whatever a library prints goes to standard error from here on."""
    lines = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return lines


def main() -> int:
    """Read the arguments and run; 1 when there is no model to parse with."""
    arguments = argparse.ArgumentParser(description="Parse utterances with the trained model, one JSON line each.")
    arguments.add_argument("file", type=Path)
    arguments.add_argument("--questions", action="store_true", help="lines are question_id<TAB>utterance")
    arguments.add_argument("--model", type=Path, help="another model than the one that was trained last")
    chosen = arguments.parse_args()
    out = only_lines()
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    try:
        model = chosen.model or checked_model()
    except ModelRefused as refused:
        print(refused, file=sys.stderr)
        return 1
    asyncio.run(run(chosen.file, chosen.questions, model, out))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
