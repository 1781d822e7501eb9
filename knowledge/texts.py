"""What the assistant says besides the questions: every sentence in `texts.yaml`, none in code.

A text with several wordings is a list there: the caller passes a counter, so that nobody reads the same words
three times in a row.
"""

from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

from knowledge.content import kept

TEXTS = Path(__file__).parent / "texts.yaml"


class Step(BaseModel):
    """A yes-or-no moment of the conversation that is no question of the questionnaire."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    example: str
    explain: str
    why: str


class Texts(BaseModel):
    """All sentences, the consent wording with its version, what each side question is about, what buttons send that
    is not their title (`payloads`), and what an owner says to go from an advisor back to the assistant
    (`to_assistant`) or to let it do what an advisor cannot (`for_assistant`).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    consent_version: str
    opening: tuple[str, ...]
    steps: dict[str, Step]
    buttons: dict[str, str]
    payloads: dict[str, str]
    to_assistant: tuple[str, ...]
    for_assistant: tuple[str, ...]
    terms: dict[str, str]
    say: dict[str, tuple[str, ...] | str]

    def sentence(self, key: str, turn: int = 0, **values: Any) -> str:
        """The wording of `key` for this turn, with the values filled in. Raises KeyError for an unknown key."""
        wording = self.say[key]
        chosen = wording if isinstance(wording, str) else wording[turn % len(wording)]
        return chosen.format(**values).strip()


@kept
def load_texts(path: Path = TEXTS) -> Texts:
    """Read the texts. Raises pydantic.ValidationError naming every mistake in the file."""
    return Texts.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
