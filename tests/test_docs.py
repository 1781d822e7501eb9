"""The documentation lists what there is: settings and commands."""

import re
from pathlib import Path

from channels.settings import Settings

HOME = Path(__file__).resolve().parent.parent
OPERATOR = (HOME / "docs" / "operator.md").read_text(encoding="utf-8")


def test_every_setting_is_in_the_operators_manual() -> None:
    documented = set(re.findall(r"^\| `(MAAKWIJZER_\w+)`", OPERATOR, re.M))

    assert documented == {f"MAAKWIJZER_{name.upper()}" for name in Settings.model_fields}


def test_readme_shows_the_commands_that_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (HOME / "Makefile").read_text(encoding="utf-8"), re.M))
    named = set(re.findall(r"make ([a-z-]+)", (HOME / "README.md").read_text(encoding="utf-8")))

    assert {"up", "test"} <= named <= targets
