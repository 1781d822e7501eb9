"""A conversation with the interview alone: the readers are the real ones, what the model would say is written out."""

from datetime import date
from typing import Any

from actions.interview.interview import reply
from actions.interview.turn import About
from nlu.readers import read_all

ABOUT = About("Stichting Voorbeeld", "bel 030 123 45 67", "https://voorbeeld.test/privacy", 30)
TODAY = date(2026, 11, 23)


def parse(text: str, intent: str = "inform", confidence: float = 0.95, **more: Any) -> dict[str, Any]:
    """What the language understanding would say of a text."""
    polarity = {"yes": 0.0, "no": 0.0, "unknown": 0.0, "other": 1.0}
    if intent in ("affirm", "deny", "dont_know"):
        name = {"affirm": "yes", "deny": "no", "dont_know": "unknown"}[intent]
        polarity |= {name: 0.97, "other": 0.02}
    found = {"name": intent, "confidence": confidence}
    read = read_all(text)
    base = {"text": text, "intent": found, "intent_ranking": [found], "entities": read.entities, "names": read.names}
    return {**base, "options": {}, "polarity": polarity, "topic": [], **more}


class Talk:
    """One interview; `say` and `press` take a turn each."""

    def __init__(self) -> None:
        """A conversation that has only opened."""
        self.state: dict[str, Any] | None = None
        self.messages: list[dict[str, Any]] = []
        self.redact = False

    def _turn(self, understood: dict[str, Any], said: str, payload: str | None, command: Any = None) -> "Talk":
        answer = reply(self.state, understood, said, payload, command, TODAY, ABOUT)
        self.state, self.messages, self.redact = answer["state"], answer["messages"], answer["redact"]
        return self

    def say(self, text: str, intent: str = "inform", confidence: float = 0.95, **more: Any) -> "Talk":
        """Type something that is understood like this."""
        return self._turn(parse(text, intent, confidence, **more), text, None)

    def hear(self, understood: dict[str, Any]) -> "Talk":
        """Type something that was parsed like this."""
        return self._turn(understood, str(understood["text"]), None)

    def press(self, payload: str) -> "Talk":
        """Press a button."""
        return self._turn(parse(payload, "out_of_scope", 0.2), payload, payload)

    def click(self, **values: Any) -> "Talk":
        """Change earlier answers by clicking."""
        return self._turn(parse("", "inform", 0.0), "", None, {"set": values})

    def begin(self) -> "Talk":
        """To the first question."""
        return self.press("yes")

    def until(self, question: str) -> "Talk":
        """Skip until this question is open."""
        while self.open != question:
            self.press("no" if self.open == "deepening" else "skip")
        return self

    @property
    def heard(self) -> str:
        """All that was said in the last turn."""
        return "\n".join(message["text"] for message in self.messages)

    @property
    def open(self) -> str | None:
        """The question that is open."""
        assert self.state is not None
        return self.state["open"]

    def answer(self, question: str) -> Any:
        """The value kept for a question."""
        assert self.state is not None
        return self.state["answers"][question]["value"]
