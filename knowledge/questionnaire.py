"""The questionnaire: every question of the interview as one typed record, read from `questionnaire.yaml`.

A new question is a new record there; no code names a question. Code that needs a particular question ("who
may be called?") asks for its role: `questionnaire.role("share")`.
"""

from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

Size = Literal["small", "large"]
Kind = Literal["text", "count", "money", "percent", "choice", "multi", "yesno", "email", "phone", "ladder"]
"""How a question is answered; the values each kind stores are in the API description (`Answer`)."""

SECONDS_A_QUESTION = 25
"""Reading and a short answer on a phone, as measured on ourselves; what owners are told about time rests on it."""
QUESTIONNAIRE = Path(__file__).parent / "questionnaire.yaml"
MAX_TITLE = 20  # WhatsApp Cloud API: title of a reply button; the tightest of all channels


class Record(BaseModel):
    """Base of all content records: immutable, and an unknown key in the YAML is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Option(Record):
    """One choice: `code` is stored, `title` fits a button, `label` is the full wording in a sentence."""

    code: str
    title: str
    label: str
    explain: str = ""


class Wording(Record):
    """Other words for a company of a certain size; what is empty stays as it is. `titles` are by option code."""

    text: str = ""
    without_initiative: str = ""
    example: str = ""
    explain: str = ""
    titles: dict[str, str] = {}


class Limits(Record):
    """What a number may be, in the question's unit (people, euro, percent).

    Outside `min`..`max` an answer is refused with a reason; above `ask_above` it is asked back. A bare number
    below `bare_below` is asked back as that many times `bare_times` ("8" to the turnover: "8 miljoen?").
    """

    min: float = 0
    max: float
    ask_above: float | None = None
    bare_below: float | None = None
    bare_times: float | None = None


class Block(Record):
    """A part of the interview with a title for the progress line and a sentence that opens it."""

    id: str
    title: str
    intro: str


class Question(Record):
    """One question of the interview.

    `text` is asked; `example` follows when an answer was not understood; `explain` answers "wat bedoelt u?",
    `why` answers "waarom vraagt u dat?". `label` names the answer in a list ("aantal medewerkers"), `also_called`
    are other words by which people refer back to it ("personeel"). `unit` is the unit of a number. `exclusive` is
    the code of a multiple choice that goes with no other, `no_means` the option that a plain "nee" chooses.
    `ask_if` maps question ids to the values of which one must have been given; `needs_initiative` marks questions
    that only make sense about a concrete idea. `without_initiative` is the wording for an owner who has none yet.
    `small` and `large` hold other words for a company of that size, once it is known.
    """

    id: str
    block: str
    kind: Kind
    core: bool
    required: bool = False
    survey: bool = False
    label: str
    also_called: tuple[str, ...] = ()
    text: str
    without_initiative: str = ""
    example: str
    explain: str
    why: str
    unit: Literal["people", "euro", "percent"] | None = None
    limits: Limits | None = None
    options: tuple[Option, ...] = ()
    exclusive: str | None = None
    no_means: str | None = None
    ask_if: dict[str, list[Any]] = {}
    needs_initiative: bool = False
    small: Wording | None = None
    large: Wording | None = None

    @model_validator(mode="after")
    def _consistent(self) -> "Question":
        if (self.kind in ("choice", "multi")) != bool(self.options):
            raise ValueError(f"{self.id}: options belong to a choice or multi, and those need them")
        if (self.kind in ("count", "money", "percent")) != (self.limits is not None and self.unit is not None):
            raise ValueError(f"{self.id}: a number needs unit and limits, other kinds have neither")
        if too_long := [o.title for o in self.options if len(o.title) > MAX_TITLE]:
            raise ValueError(f"{self.id}: titles over {MAX_TITLE} characters: {too_long}")
        titles = {code: title for words in (self.small, self.large) if words for code, title in words.titles.items()}
        if wrong := set(titles) - {option.code for option in self.options}:
            raise ValueError(f"{self.id}: titles of no option: {sorted(wrong)}")
        if too_long := [title for title in titles.values() if len(title) > MAX_TITLE]:
            raise ValueError(f"{self.id}: titles over {MAX_TITLE} characters: {too_long}")
        return self

    def worded(self, size: Size | None) -> "Question":
        """The question in the words for a company of this size; as it is where there are none, or it is not known."""
        words = getattr(self, size) if size else None
        if words is None:
            return self
        named = ("text", "without_initiative", "example", "explain")
        changed: dict[str, Any] = {name: value for name in named if (value := getattr(words, name))}
        changed["options"] = tuple(
            option.model_copy(update={"title": words.titles.get(option.code, option.title)}) for option in self.options
        )
        return self.model_copy(update=changed)

    def option(self, code: str) -> Option:
        """The option with this code. Raises KeyError when the question has no such code."""
        for option in self.options:
            if option.code == code:
                return option
        raise KeyError(code)


class Questionnaire(Record):
    """All questions in the order in which they are asked, the blocks they belong to, and the roles."""

    version: str
    roles: dict[str, str]
    blocks: tuple[Block, ...]
    questions: tuple[Question, ...]

    @model_validator(mode="after")
    def _references_exist(self) -> "Questionnaire":
        ids = [q.id for q in self.questions]
        if len(ids) != len(set(ids)):
            raise ValueError("a question id occurs twice")
        named = set(self.roles.values()) | {i for q in self.questions for i in q.ask_if}
        if missing := named - set(ids):
            raise ValueError(f"no such question: {sorted(missing)}")
        if unknown := {q.block for q in self.questions} - {b.id for b in self.blocks}:
            raise ValueError(f"no such block: {sorted(unknown)}")
        return self

    def question(self, question_id: str) -> Question:
        """The question with this id. Raises KeyError when there is none."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)

    def role(self, name: str) -> Question:
        """The question that plays this role, for instance `share`. Raises KeyError for an unknown role."""
        return self.question(self.roles[name])


def minutes_for(questions: int) -> int:
    """About how long so many questions take, in whole minutes, at least one."""
    return max(1, round(questions * SECONDS_A_QUESTION / 60))


@cache
def load_questionnaire(path: Path = QUESTIONNAIRE) -> Questionnaire:
    """Read and check the questionnaire. Raises pydantic.ValidationError naming every mistake in the file."""
    return Questionnaire.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
