"""The content of the roadmap, the worksheet for the investment and "wat als"; read from `roadmap.yaml`.

All of it is our elaboration; durations are estimates and said to be so.
"""

from typing import Any, Literal

from pydantic import model_validator

from knowledge.content import FOLDER, Source, kept, read_yaml
from knowledge.questionnaire import Record, Size

ROADMAP = FOLDER / "roadmap.yaml"

RuleName = Literal["level", "dimension", "situation", "type", "always"]


class Sized(Record):
    """A text for a small and for a large company; in the file also one text for both."""

    small: str
    large: str

    @model_validator(mode="before")
    @classmethod
    def _one_for_both(cls, value: Any) -> Any:
        return {"small": value, "large": value} if isinstance(value, str) else value

    def of(self, size: Size) -> str:
        """The text for a company of this size."""
        return self.large if size == "large" else self.small


class Step(Record):
    """One step: what, by whom, how long, when it is done, which costs it has and what kind of person helps.

    `what` is None for a step whose text stands elsewhere (the next step of an MRL level, in `scales.yaml`).
    """

    title: Sized
    what: Sized | None = None
    who: Sized
    how_long: Sized
    done_when: str
    cost_kinds: tuple[str, ...]
    person: str


class Filler(Step):
    """A step for everybody, with an id of its own; `unsure_only`: while less than half of the readiness is known."""

    id: str
    unsure_only: bool = False


class Order(Record):
    """In which order the rules give steps; holds when the situation is among the company's and the level is below
    `level_below` or not known. Without conditions it always holds.
    """

    situation: str | None = None
    level_below: int | None = None
    rules: tuple[RuleName, ...]


class WorksheetRow(Record):
    """A kind of costs to fill in; `hours` when there is a column for hours as well."""

    id: str
    label: str
    what: str
    hours: bool = False


class Worksheet(Record):
    """The investment from the owner's own figures; no price of ours."""

    budget: str
    no_budget: str
    hours_note: str
    rows: tuple[WorksheetRow, ...]
    total: str
    question: str


class WhatIf(Record):
    """The sentences with which a change is told."""

    nothing: str
    score: str
    score_same: str
    level_word: str
    unknown: str
    mrl: str
    types: str
    situation_came: str
    situation_went: str
    scheme: dict[str, str]
    no_type: str
    type: str
    axes: dict[str, str]


class Roadmap(Record):
    """All rules: steps by MRL level, weakest dimension, situation and Yamamoto type, and steps for everybody."""

    source: Source
    sizes: dict[Size, tuple[str, ...]]
    unknown_size: Size
    steps: int
    weak_below: float
    project_rules: tuple[RuleName, ...]
    orders: tuple[Order, ...]
    estimate: str
    scheme: dict[str, str]
    because: dict[RuleName, str]
    together: str
    other_work: str
    levels: dict[int, Step]
    dimensions: dict[str, Step]
    situations: dict[str, Step]
    types: dict[int, Step]
    always: tuple[Filler, ...]
    worksheet: Worksheet
    what_if: WhatIf

    @model_validator(mode="after")
    def _always_enough(self) -> "Roadmap":
        if len(self.always) < self.steps or any("always" not in order.rules for order in self.orders):
            raise ValueError("a company about which nothing is known must still get all steps")
        if any((order.situation, order.level_below) == (None, None) for order in self.orders[:-1]):
            raise ValueError("only the last order may hold for everybody")
        return self

    def size(self, size_class: str | None) -> Size:
        """Whether a company of this size class is spoken to as a small or a large one."""
        return next((size for size, classes in self.sizes.items() if size_class in classes), self.unknown_size)


@kept
def load_roadmap() -> Roadmap:
    """Read and check `roadmap.yaml`. Raises pydantic.ValidationError naming every mistake in the file."""
    return Roadmap.model_validate(read_yaml(ROADMAP))
