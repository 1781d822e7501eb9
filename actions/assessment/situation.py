"""In which situation an owner is (the report, chapters 2 and 3), by the conditions of `scoring.yaml`."""

from actions.assessment.profile import Profile
from knowledge.scoring import Condition, load_scoring


def situations(found: Profile) -> list[str]:
    """One or more of vision, risk and network, in that order, or continue when none holds."""
    model = load_scoring()
    held = [
        s.id for s in model.situations if all(holds(c, found) for c in s.every) and any(holds(c, found) for c in s.some)
    ]
    return held or [model.no_situation]


def holds(condition: Condition, found: Profile) -> bool:
    """Whether one condition holds. An answer that was not given makes no condition hold."""
    if condition.mrl_below is not None:
        return found.mrl is not None and found.mrl < condition.mrl_below
    assert condition.question is not None  # every other condition is about a question
    if condition.question not in found.answers:
        return False
    answer = found.answers[condition.question]
    if condition.is_unknown:
        return answer is None
    if answer is None:
        return False
    return answer in condition.among if condition.among else any(code in answer for code in condition.contains)
