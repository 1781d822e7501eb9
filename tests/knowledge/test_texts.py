"""Every sentence of the assistant is there, is used, and can be filled in."""

import re
from pathlib import Path

import pytest

from knowledge.texts import load_texts

HOME = Path(__file__).resolve().parents[2]
TEXTS = load_texts()
CODE = "\n".join(
    path.read_text(encoding="utf-8") for folder in ("actions", "channels") for path in (HOME / folder).rglob("*.py")
)
CHOSEN_BY_NAME = re.compile(
    r"(english|german|french|spanish|polish|turkish|(noted|answer)_(unknown|skipped)|axis_|mail_(ask|off)_(report|link)|table_(yes|no|other|none|below|enough)|sensitive_|(restart|erase)_confirm)"
)


@pytest.mark.parametrize("key", TEXTS.say)
def test_text_is_said_somewhere(key: str) -> None:
    assert re.search(rf"""["']{key}["']""", CODE) or CHOSEN_BY_NAME.match(key)


@pytest.mark.parametrize("key", TEXTS.say)
def test_text_addresses_the_owner_with_u_and_without_exclamations(key: str) -> None:
    wording = TEXTS.say[key]

    for text in [wording] if isinstance(wording, str) else wording:
        assert "!" not in text
        assert not re.search(r"\b(je|jij|jou|jouw|jullie)\b", text.replace("'hoe kom je aan die score?'", ""))


def test_wordings_take_turns() -> None:
    assert TEXTS.sentence("noted", 0, value="x") != TEXTS.sentence("noted", 1, value="x")
