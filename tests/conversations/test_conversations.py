"""Whole interviews as data, through the real website API, Rasa and actions.

Each file in `data/` is one owner: what he says (`say`) or presses (`press`), what must follow (`open`, `hear`, `not`),
and what is known at the end (`final`).
"""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.system import Owner, System

CONVERSATIONS = sorted((Path(__file__).parent / "data").glob("*.yaml"))


@pytest.mark.parametrize("path", CONVERSATIONS, ids=[path.stem for path in CONVERSATIONS])
def test_owner_is_understood(path: Path, system: System) -> None:
    script = yaml.safe_load(path.read_text(encoding="utf-8"))
    owner = Owner.arrives(system.url)

    for number, step in enumerate(script["steps"], 1):
        owner.presses(step["press"]) if "press" in step else owner.says(step["say"])
        expect(owner, step, f"{path.name}, step {number}: {step.get('say') or step.get('press')!r}")

    expect_final(owner, script["final"], path.name)


def expect(owner: Owner, step: dict[str, Any], where: str) -> None:
    heard = owner.heard
    if "open" in step:
        assert owner.last["questionId"] == step["open"], f"{where}\n{heard}"
    if "level" in step:
        assert owner.last["ladderLevel"] == step["level"], f"{where}\n{heard}"
    for wanted in _list(step.get("hear")):
        assert re.search(wanted, heard, re.I), f"{where}: expected {wanted!r} in\n{heard}"
    for unwanted in _list(step.get("not")):
        assert not re.search(unwanted, heard, re.I), f"{where}: did not expect {unwanted!r} in\n{heard}"


def expect_final(owner: Owner, final: dict[str, Any], where: str) -> None:
    export = owner.export()
    for question, value in final.get("answers", {}).items():
        assert export["answers"].get(question, {}).get("value") == value, f"{where}: {question}"
    for question, status in final.get("statuses", {}).items():
        assert export["answers"].get(question, {}).get("status") == status, f"{where}: {question}"
    for question in final.get("absent", []):
        assert question not in export["answers"], f"{where}: {question} was asked or kept"
    if "case" in final:
        assert (export["case"] is not None) == final["case"], where
    if "situation" in final:
        assert export["assessment"]["situation"] == final["situation"], where
    if "open" in final:
        assert owner.last["questionId"] == final["open"], where


def _list(value: str | list[str] | None) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else value
