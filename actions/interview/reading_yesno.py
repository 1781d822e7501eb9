"""Yes and no as answers, in all their forms."""

import re
from collections.abc import Mapping
from typing import Any

from actions.interview import reading_gate
from actions.interview.reading_rules import rules

Outcome = dict[str, Any]
LIKELY = 0.9
MORE_THAN_IT = 2  # words


def _opens_with(text: str) -> bool | None:
    """The yes or no with which a message begins: "ja een robot met camera"; None when it is a question or neither."""
    words = re.findall(r"\w+", text.casefold())
    if len(words) < MORE_THAN_IT or reading_gate.turns_to_us(text) or reading_gate.ends_as_question(text):
        return None
    first, second = words[0] in rules().yes_opens, words[0] in rules().no_opens
    if {"maar", "alleen"} & set(words) or words[1] in (rules().no_opens if first else rules().yes_opens):
        return None
    return True if first else False if second else None


def read_yesno(understood: Mapping[str, Any]) -> Outcome:
    """The fields of a Reading for a yes-or-no question; "weet ik niet" and "misschien" are unknown."""
    text = str(understood["text"])
    phrase = re.sub(r"[^\w👍👎' ]+", "", reading_gate.plain(text)).strip()
    if phrase in rules().yes or phrase in rules().no:
        return {"status": "answered", "value": phrase in rules().yes, "confidence": 0.99}
    chances = {name: float(chance) for name, chance in (understood.get("polarity") or {}).items()}
    limits = rules().thresholds["yesno"]
    # The question is open, so a message that says neither counts for less than it does out of the blue.
    total = sum(chances.values()) - (1 - limits["other"]) * chances.get("other", 0.0)
    yes, no, unknown = (chances.get(name, 0.0) / max(total, 1e-9) for name in ("yes", "no", "unknown"))
    best = max(yes, no)
    if (opened := _opens_with(text)) is not None and (no if opened else yes) < limits["turned"]:
        return {"status": "answered", "value": opened, "confidence": max(best, LIKELY)}
    if reading_gate.outweighs(understood, best):
        return {"status": "not_understood"}
    if unknown > best and unknown >= limits["confirm"]:
        return {"status": "unknown", "confidence": unknown}
    if best < limits["confirm"]:
        return {"status": "not_understood"}
    status = "answered" if best >= limits["answer"] else "confirm"
    return {"status": status, "value": yes > no, "confidence": best}
