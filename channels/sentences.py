"""What the channels themselves say, beside the conversation: every sentence in `sentences.yaml`, none in code."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

SENTENCES = Path(__file__).parent / "sentences.yaml"


@cache
def load_sentences(path: Path = SENTENCES) -> dict[str, str]:
    """All sentences by name."""
    found: dict[str, str] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def sentence(name: str, **values: Any) -> str:
    """The sentence of this name with the values filled in. Raises KeyError for an unknown name."""
    return load_sentences()[name].format(**values).strip()
