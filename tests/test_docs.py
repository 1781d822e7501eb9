"""The documentation lists what there is: settings and commands."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import api
import channels
from api.accounts.tokens import SCOPES
from api.webhooks.outbox import EVENTS
from channels.problems import BY_STATUS, Problem
from channels.settings import Settings

HOME = Path(__file__).resolve().parent.parent
API = (HOME / "docs" / "api.md").read_text(encoding="utf-8")
OPERATOR = (HOME / "docs" / "operator.md").read_text(encoding="utf-8")


def test_every_setting_is_in_the_operators_manual() -> None:
    documented = set(re.findall(r"^\| `(MAAKWIJZER_\w+)`", OPERATOR, re.M))

    assert documented == {f"MAAKWIJZER_{name.upper()}" for name in Settings.model_fields}


def test_readme_shows_the_commands_that_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (HOME / "Makefile").read_text(encoding="utf-8"), re.M))
    named = set(re.findall(r"make ([a-z-]+)", (HOME / "README.md").read_text(encoding="utf-8")))

    assert {"up", "test"} <= named <= targets


def test_every_problem_code_is_in_the_description_of_the_api() -> None:
    documented = set(re.findall(r"^\| `([a-z-]+)` \| (\d{3}) \|", API, re.M))
    for package in (api, channels):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if "migrations" not in module.name:
                importlib.import_module(module.name)
    raised = {(kind.code, str(kind.status)) for kind in [Problem, *_kinds_of(Problem)]}
    by_framework = {(code, str(status)) for status, (code, _, _) in BY_STATUS.items()}

    assert documented == raised | by_framework


def _kinds_of(kind: type[Problem]) -> Iterator[type[Problem]]:
    for one in kind.__subclasses__():
        yield one
        yield from _kinds_of(one)


def test_every_scope_and_event_is_in_the_description_of_the_api() -> None:
    assert all(f"`{name}`" in API for name in (*SCOPES, *EVENTS))
