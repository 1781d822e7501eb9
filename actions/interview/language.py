"""A message in another language: it gets one polite line in that language, and the conversation goes on in Dutch."""

import re
from functools import cache
from typing import Any

from actions.interview.hostile import is_in_other_script
from actions.interview.turn import Turn
from knowledge.content import FOLDER, read_yaml

WORDS = FOLDER / "languages.yaml"
ENOUGH = 2  # small words of another language; one may be a borrowed word


@cache
def _words() -> dict[str, Any]:
    return dict(read_yaml(WORDS))


def language_of(text: str) -> str | None:
    """The other language a text is in (`english`, `german`, ...); None for Dutch and for what cannot be told."""
    if is_in_other_script(text):
        return "english"
    said = re.findall(r"[\w']+", text.casefold())
    dutch = sum(word in _words()["dutch"] for word in said)
    counts = {name: sum(word in words for word in said) for name, words in _words()["foreign"].items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] >= ENOUGH and counts[best] > dutch else None


def greet_in_own_language(turn: Turn) -> None:
    """Say once that this conversation is in Dutch; whatever the message holds is still read."""
    found = None if turn.payload or turn.state.told_language else language_of(turn.said)
    if found:
        turn.state.told_language = True
        turn.say(found)
