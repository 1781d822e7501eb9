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
    limits = rules().thresholds["yesno"]
    # The question is open, so a message that says neither counts for less than it does out of the blue.
    total = sum(chances.values()) - (1 - limits["other"]) * chances.get("other", 0.0)
    yes, no, unknown = (chances.get(name, 0.0) / max(total, 1e-9) for name in ("yes", "no", "unknown"))
    best = max(yes, no)
    if reading_gate.outweighs(understood, best):
        return {"status": "not_understood"}
    if unknown > best and unknown >= limits["confirm"]:
        return {"status": "unknown", "confidence": unknown}
    if best < limits["confirm"]:
        return {"status": "not_understood"}
    status = "answered" if best >= limits["answer"] else "confirm"
    return {"status": status, "value": yes > no, "confidence": best}
