"""The state of one interview: all that must be known to take the next turn.

The gateway stores it and sends it with each message, so it is plain JSON. An answer keeps the words it came from.
"""

from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal

Status = Literal["answered", "unknown", "skipped"]
Phase = Literal["opening", "interview", "complete"]
MAX_SAID = 500  # characters of the person's words kept with an answer; the report shows them


@dataclass(frozen=True)
class Answer:
    """One answer: `value` as the API describes it per kind (None unless answered), and the words it came from."""

    value: Any
    status: Status
    said: str


@dataclass
class State:
    """Where an interview is.

    `open` is the question (or step) that waits for an answer, `asked` the questions in the order they were asked,
    `misses` how often the open one was not understood, `pending` what waits for a yes or no, `suggested` the
    codes read from the idea for questions still to come, `turns` counts messages so that wordings take turns.
    `deepen` is None until the offer to go on was answered; `finish` goes straight to sharing. `insisted`
    are required questions put a second time; `shown` is the last result shown. `shared` is true when a case may
    go to an advisor; `erase` asks the gateway to erase everything. `complaints` and `abused` count messages of that
    sort; `earlier` is the code of an earlier measurement, to be shown beside this one.
    """

    phase: Phase = "opening"
    open: str | None = None
    ladder_level: int | None = None
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    misses: int = 0
    pending: dict[str, Any] | None = None
    suggested: dict[str, list[str]] = field(default_factory=dict)
    turns: int = 0
    deepen: bool | None = None
    finish: bool = False
    insisted: list[str] = field(default_factory=list)
    shown: Literal["", "core", "deep"] = ""
    paused: bool = False
    erase: bool = False
    shared: bool = False
    complaints: int = 0
    abused: int = 0
    told_language: bool = False
    earlier: str = ""

    @classmethod
    def from_json(cls, state: dict[str, Any] | None) -> "State":
        """The state as the gateway stored it; None starts a new interview. Keys of the reply alone are left out."""
        if state is None:
            return cls()
        known = {f.name for f in fields(cls)}
        kept = {key: value for key, value in state.items() if key in known}
        kept["answers"] = {key: Answer(**answer) for key, answer in state.get("answers", {}).items()}
        return cls(ladder_level=state.get("ladderLevel"), **{k: v for k, v in kept.items() if k != "ladder_level"})

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, with `ladderLevel` spelled as the API spells it."""
        state = asdict(self)
        state["ladderLevel"] = state.pop("ladder_level")
        return state

    def answer(self, question_id: str, value: Any, said: str) -> None:
        """Keep an answer with the words it came from."""
        self.answers[question_id] = Answer(value, "answered", said[:MAX_SAID])

    def leave_open(self, question_id: str, status: Literal["unknown", "skipped"], said: str) -> None:
        """Keep that this was asked and not answered."""
        self.answers[question_id] = Answer(None, status, said[:MAX_SAID])

    def value(self, question_id: str) -> Any:
        """The value given, or None when unknown, skipped or not asked."""
        answer = self.answers.get(question_id)
        return answer.value if answer else None

    def values(self) -> dict[str, Any]:
        """What the assessment takes: values by question, None for "weet ik niet", nothing for what was skipped."""
        return {key: answer.value for key, answer in self.answers.items() if answer.status != "skipped"}
