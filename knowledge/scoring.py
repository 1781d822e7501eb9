"""The assessment model's numbers as typed records, read from `scoring.yaml`."""

from typing import Annotated, Any, Literal

from pydantic import Field

from knowledge.content import FOLDER, Source, kept, read_yaml
from knowledge.questionnaire import Record

SCORING = FOLDER / "scoring.yaml"


class UpTo(Record):
    """A class of numbers: up to and including `to`, above the class before; without `to` there is no bound."""

    code: str
    to: float | None = None


class Classed(Record):
    """By which classes the number of a question is compared; `whole` numbers are rounded half up first."""

    classes: Literal["size_classes", "turnover_classes", "percent_classes"]
    whole: bool = False


class EuClass(Record):
    """A class of the European definition: `under` this head count, certain up to this turnover in euro."""

    code: str
    label: str
    under: int | None = None
    turnover: float | None = None


class From(Record):
    """A named band of a scale that begins at `from`."""

    code: str
    start: int = Field(alias="from")


class Table(Record):
    """One answer, one number of points; codes in `unknown` count as not known."""

    kind: Literal["table"]
    question: str
    points: dict[str, int]
    unknown: tuple[str, ...] = ()


class Sum(Record):
    """Points of all chosen codes together, at most `at_most`."""

    kind: Literal["sum"]
    question: str
    points: dict[str, int]
    at_most: int


class YesNo(Record):
    """Points for yes and for no."""

    kind: Literal["yesno"]
    question: str
    yes: int
    no: int


class Contains(Record):
    """Points for a multiple choice that was answered with, or without, this code."""

    kind: Literal["contains"]
    question: str
    code: str
    yes: int
    no: int


class Share(Record):
    """Points for an amount as a percentage of another amount; `below` also when that other amount is unknown."""

    kind: Literal["share"]
    question: str
    of: str
    none: int
    below: int
    enough: int
    percent: float


Simple = Annotated[Table | Sum | YesNo | Contains | Share, Field(discriminator="kind")]


class Mean(Record):
    """The mean of the known rules; unknown when the first is."""

    kind: Literal["mean"]
    of: tuple[Simple, ...]


class Halves(Record):
    """Two halves added up; with one half unknown the other counts double."""

    kind: Literal["halves"]
    of: tuple[Simple, Simple]


Rule = Annotated[Table | Sum | YesNo | Contains | Share | Mean | Halves, Field(discriminator="kind")]


class Part(Record):
    """A dimension of readiness or a factor of necessity."""

    id: str
    weight: int
    rule: Rule


class Axis(Record):
    """A score from 0 to 100: weighted parts, and the levels read from the rounded score."""

    levels: tuple[From, ...]
    parts: tuple[Part, ...]


class Ladder(Record):
    """Which level is asked after which: the first, and per level the next one after yes and after anything else."""

    start: int
    nodes: dict[int, dict[Literal["yes", "no"], int]]


class Mrl(Record):
    """The ladder of questions and the risk that goes with a level."""

    risks: tuple[From, ...]
    ladder: Ladder


class Yamamoto(Record):
    """Which answer about means and about methods gives which type."""

    means: dict[str, int]
    methods: dict[str, int]
    primary_order: tuple[int, ...]
    developed: tuple[int, ...]


class Condition(Record):
    """One condition of a situation: an answer, or the level being known and below a bound."""

    question: str | None = None
    among: tuple[str, ...] = Field(default=(), alias="in")
    contains: tuple[str, ...] = ()
    is_unknown: bool = False
    mrl_below: int | None = None


class Situation(Record):
    """A situation holds when every `all` and at least one `any` holds."""

    id: str
    every: tuple[Condition, ...] = Field(default=(), alias="all")
    some: tuple[Condition, ...] = Field(alias="any")


class PracticeWeights(Record):
    """What each likeness of a practice counts for, how many practices are shown, and which codes are no likeness."""

    shown: int
    ignored: tuple[str, ...]
    technologies: float
    goals: float
    types: float
    size: float
    province: float
    text: float


class Scoring(Record):
    """The whole model, one version."""

    version: str
    source: Source
    elaboration: str
    questions: dict[str, str]
    size_classes: tuple[UpTo, ...]
    eu_classes: tuple[EuClass, ...]
    turnover_classes: tuple[UpTo, ...]
    percent_classes: tuple[UpTo, ...]
    classed: dict[str, Classed]
    yamamoto: Yamamoto
    mrl: Mrl
    readiness: Axis
    necessity: Axis
    situations: tuple[Situation, ...]
    no_situation: str
    practices: PracticeWeights


def questions_of(rule: Rule) -> tuple[str, ...]:
    """The ids of the questions a rule reads, in the order of the rule."""
    match rule:
        case Mean() | Halves():
            return tuple(q for part in rule.of for q in questions_of(part))
        case Share():
            return (rule.question, rule.of)
        case _:
            return (rule.question,)


@kept
def load_scoring() -> Scoring:
    """Read and check `scoring.yaml`. Raises pydantic.ValidationError naming every mistake in the file."""
    content: dict[str, Any] = read_yaml(SCORING)
    return Scoring.model_validate(content)
