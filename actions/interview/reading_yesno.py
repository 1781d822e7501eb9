"""Yes and no as answers, in all their forms."""

import re
from collections.abc import Mapping
from typing import Any

from actions.interview import reading_gate
from actions.interview.reading_rules import rules

Outcome = dict[str, Any]


def read_yesno(understood: Mapping[str, Any]) -> Outcome:
    """The fields of a Reading for a yes-or-no question; "weet ik niet" and "misschien" are unknown."""
    text = str(understood["text"])
    phrase = re.sub(r"[^\w👍👎 ]+", "", reading_gate.plain(text)).strip()
    if phrase in rules().yes or phrase in rules().no:
        return {"status": "answered", "value": phrase in rules().yes, "confidence": 0.99}
    chances = {name: float(chance) for name, chance in (understood.get("polarity") or {}).items()}
    yes, no, unknown = (chances.get(name, 0.0) for name in ("yes", "no", "unknown"))
    limits = rules().thresholds["yesno"]
    if reading_gate.digresses(understood, "yesno") and max(yes, no) < limits["answer"]:
        return {"status": "not_understood"}
    if reading_gate.asks(text):
        return {"status": "not_understood"}
    if unknown > max(yes, no) and unknown >= limits["confirm"]:
        return {"status": "unknown", "confidence": unknown}
    best = max(yes, no)
    if best < limits["confirm"]:
        return {"status": "not_understood"}
    status = "answered" if best >= limits["answer"] else "confirm"
    return {"status": status, "value": yes > no, "confidence": best}
