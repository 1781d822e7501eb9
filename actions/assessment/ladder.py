"""The MRL ladder: which level to ask next, and which level the evidence shows.

Evidence maps a level ("1".."9") to what the owner said: True shown, False not, None "weet ik niet". The tree of
questions is in `scoring.yaml`.
"""

from collections.abc import Mapping
from typing import Any

from knowledge.scales import load_scales
from knowledge.scoring import load_scoring

Evidence = Mapping[str, bool | None]


def next_level(evidence: Evidence) -> int | None:
    """The level to ask about next; None when the ladder is done.

    An answer counts for other levels too, so that a fact somebody volunteered is not asked again: yes at a level is
    yes to all below, anything else is no to all above.
    """
    ladder = load_scoring().mrl.ladder
    node: int | None = ladder.start
    while node is not None:
        shown = _shown(evidence, node)
        if shown is None:
            return node
        node = ladder.nodes.get(node, {}).get("yes" if shown else "no")
    return None


def level(evidence: Evidence | None) -> int | None:
    """The highest level confirmed; 0 when levels were asked and none is; None when no level was asked."""
    if not evidence:
        return None
    return max((int(asked) for asked, shown in evidence.items() if shown), default=0)


def phase(reached: int | None) -> int | None:
    """The phase (1, 2, 3) of a level; None at level 0 and for an unknown level."""
    return load_scales().mrl_level(reached).phase if reached else None


def risk(reached: int | None) -> str | None:
    """The risk that goes with a level; None for an unknown level."""
    if reached is None:
        return None
    return [band.code for band in load_scoring().mrl.risks if band.start <= reached][-1]


def result(evidence: Evidence | None) -> dict[str, Any]:
    """The `mrl` part of an assessment: level, phase, the evidence per level asked, and the risk."""
    reached = level(evidence)
    asked = sorted(evidence or {}, key=int)
    return {
        "level": reached,
        "phase": phase(reached),
        "evidence": {at: (evidence or {})[at] for at in asked},
        "risk": risk(reached),
    }


def _shown(evidence: Evidence, node: int) -> bool | None:
    """Whether a level counts as shown (True), not shown (False) or not yet asked (None)."""
    if any(shown and int(asked) >= node for asked, shown in evidence.items()):
        return True
    if any(not shown and int(asked) <= node for asked, shown in evidence.items()):
        return False
    return None
