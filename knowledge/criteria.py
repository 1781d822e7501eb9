"""The criteria of a match with a scheme and all words around a match, read from `criteria.yaml`."""

from knowledge.content import FOLDER, kept, read_yaml
from knowledge.questionnaire import Record

CRITERIA = FOLDER / "criteria.yaml"


class Criterion(Record):
    """One criterion: its name for people, whether it is hard, the answers it reads, its sentence for each outcome.

    `unclear` is for a condition that is itself not known; `{own}` and `{asked}` are filled in by the match.
    """

    id: str
    label: str
    hard: bool
    answers: tuple[str, ...]
    met: str
    not_met: str
    unknown: str
    unclear: str


class Criteria(Record):
    """All criteria and the words around a match; keys are codes."""

    criteria: tuple[Criterion, ...]
    eu_classes: dict[str, str]
    types: dict[str, str]
    development: dict[str, str]
    mrl: dict[str, str]
    nothing: str
    budget_unknown: str
    cost_kinds: dict[str, str]
    kinds: dict[str, str]
    statuses: dict[str, str]
    matchend: dict[str, str]
    stale: str
    stale_practice: str
    undated: str
    check: str
    window: dict[str, str]
    why: dict[str, str]

    def criterion(self, criterion_id: str) -> Criterion:
        """The criterion with this id. Raises KeyError when there is none."""
        return {c.id: c for c in self.criteria}[criterion_id]


@kept
def load_criteria() -> Criteria:
    """Read and check `criteria.yaml`. Raises pydantic.ValidationError naming every mistake in the file."""
    return Criteria.model_validate(read_yaml(CRITERIA))
