"""The scales in words: MRL levels, Yamamoto types, risks, situations and the levels of both scores.

Read from `scales.yaml`. A `mark` is "source" for what a source says and "ours" for our elaboration of it.
"""

from typing import Literal

from pydantic import Field

from knowledge.content import FOLDER, Source, kept, read_yaml
from knowledge.questionnaire import Record

SCALES = FOLDER / "scales.yaml"

Mark = Literal["source", "ours"]


class Named(Record):
    """A phase of the MRL scale."""

    name: str
    mark: Mark


class Word(Record):
    """A level or risk: its word in a sentence and what it means."""

    label: str
    meaning: str
    mark: Mark


class MrlLevel(Record):
    """One level. `question` is asked on the ladder, `question_combination` when proven parts are combined.

    `explain` answers "wat telt als ja?", `evidence` is what an advisor asks for, `next_step` is what the owner can do
    to get from this level to the next. Level 0 is the idea before the ladder; its question is empty. Questions,
    explanations, evidence and steps are our elaboration; the definition has a mark of its own.
    """

    level: int
    phase: int | None
    name: str
    definition: str
    definition_mark: Mark
    question: str
    question_combination: str
    explain: str
    evidence: tuple[str, ...]
    next_step: str


class MrlScale(Record):
    """The scale, what is said about it, and the words for the risk."""

    what: str
    what_mark: Mark
    low_is_no_fault: str
    low_is_no_fault_mark: Mark
    warning: str
    warning_mark: Mark
    combination: str
    combination_mark: Mark
    methods: str
    methods_mark: Mark
    phases: dict[int, Named]
    levels: tuple[MrlLevel, ...]
    risks: dict[str, Word]


class YamamotoType(Record):
    """One type. `finding` is what the report found in 2018; `see_to` and `pitfalls` are our elaboration."""

    type: int
    name: str
    definition: str
    definition_mark: Mark
    finding: str
    see_to: tuple[str, ...]
    pitfalls: tuple[str, ...]


class YamamotoScale(Record):
    """The four types and what is said about them together."""

    what: str
    what_mark: Mark
    none: str
    finding: str
    finding_mark: Mark
    types: tuple[YamamotoType, ...]


class SituationText(Record):
    """What a situation means and the next steps that fit it."""

    label: str
    meaning: str
    mark: Mark
    steps: tuple[str, ...]


class PartText(Record):
    """The name of a dimension or factor, and one step that would raise it."""

    label: str
    step: str


class AxisText(Record):
    """The words for a score: what it is, its levels and its parts by id."""

    what: str
    levels: dict[str, Word]
    parts: dict[str, PartText]


class Explanations(Record):
    """The sentences with which a result is explained; placeholders are filled in by `actions.assessment.explain`."""

    part: str
    part_half: str
    part_unknown: str
    score: str
    provisional: str
    no_score: str
    raise_: str = Field(alias="raise")
    axes: dict[str, str]
    mrl: str
    mrl_next: str
    mrl_unknown: str
    type: str
    type_unknown: str
    type_half: str
    combines: str


class Scales(Record):
    """All scales, with the sources they rest on."""

    report: Source
    yamamoto_source: Source
    as_of: str
    mrl: MrlScale
    yamamoto: YamamotoScale
    situations: dict[str, SituationText]
    readiness: AxisText
    necessity: AxisText
    explain: Explanations

    def mrl_level(self, level: int) -> MrlLevel:
        """The MRL level with this number, 0 to 9. Raises KeyError for another number."""
        return {found.level: found for found in self.mrl.levels}[level]

    def type(self, number: int) -> YamamotoType:
        """The Yamamoto type with this number, 1 to 4. Raises KeyError for another number."""
        return {found.type: found for found in self.yamamoto.types}[number]


@kept
def load_scales() -> Scales:
    """Read and check `scales.yaml`. Raises pydantic.ValidationError naming every mistake in the file."""
    return Scales.model_validate(read_yaml(SCALES))
