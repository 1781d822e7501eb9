"""`make chat`: the same conversation in a terminal."""

import subprocess
import sys
from pathlib import Path

from tests.system import HOME, System, settings_for


def talk(env: dict[str, str], lines: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "channels.terminal"], cwd=HOME, env=env, input=lines, capture_output=True, text=True
    )


def test_the_terminal_has_the_same_conversation(system: System) -> None:
    done = talk(system.env, "ja\nBakker Plaatwerk BV\n")

    assert done.returncode == 0
    assert "geautomatiseerde assistent" in done.stdout
    assert "In welke plaats" in done.stdout


def test_without_a_running_system_one_sentence_says_what_to_do(tmp_path: Path) -> None:
    done = talk(settings_for(tmp_path), "ja\n")

    assert done.returncode == 1
    assert done.stderr.strip() == "Maakwijzer is not running: start it with 'make up' in another terminal."
