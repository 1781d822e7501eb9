"""The knowledge page, in a process with a copy of the content, so that files can be edited."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from knowledge import content

REPO = Path(__file__).parents[2]


def test_only_editors_and_administrators_see_it(anyone, anna, editor, admin):
    statuses = [client.get("/desk/knowledge").status_code for client in (anyone, anna, editor, admin)]
    renewing = [client.post("/desk/knowledge/renew").status_code for client in (anyone, anna)]

    assert statuses == [303, 403, 200, 200]
    assert renewing == [303, 403]


def test_each_entry_stands_there_with_its_age_and_state(editor):
    text = editor.get("/desk/knowledge").text

    assert "Innovatiekrediet" in text
    assert "gestopt" in text
    assert "ouder dan een jaar" in text


def test_an_editor_comes_there_after_logging_in(editor):
    assert editor.get("/desk").status_code == 403
    assert 'href="/desk/knowledge"' in editor.get("/desk/knowledge").text


EDITS = """
import sys
from datetime import date
from fastapi.testclient import TestClient
from api.app import create_app
from api.migrate import upgrade
from knowledge import content, renewal
from knowledge.schemes import load_schemes
from tests.api.conftest import login, make_settings

url = sys.argv[1]
upgrade(url)
app = create_app(make_settings(url))
editor = login(app, "Els Redactie", "editor")
anyone = TestClient(app)
file = content.FOLDER / "entries" / "schemes" / "wbso.yaml"
good = file.read_text()
before = editor.get("/desk/knowledge").text
assert "name: WBSO" in good

file.write_text(good.replace("name: WBSO", "name: Nieuwe naam", 1))
assert "Nieuwe naam" not in anyone.get("/regelingen/wbso").text, "in use before anybody said so"
taken = editor.post("/desk/knowledge/renew")
assert taken.status_code == 200, taken.text
assert "regeling wbso: gewijzigd" in taken.text
assert "Nieuwe naam" in anyone.get("/regelingen/wbso").text
assert "Nieuwe naam" in anyone.get("/api/v1/schemes/wbso").json()["name"]
assert renewal.STAMP.read_text() == content.knowledge_version()

file.write_text(good.replace("name: WBSO", "naam: WBSO", 1))
refused = editor.post("/desk/knowledge/renew")
assert refused.status_code == 409
assert "niet in gebruik genomen" in refused.text
assert "schemes" in refused.text
assert "Nieuwe naam" in anyone.get("/regelingen/wbso").text, "what was in use stays in use"

file.write_text(good)
assert renewal.follow(date(2026, 11, 23)) is None, "nobody else renewed"
renewal.STAMP.write_text("by another process")
followed = renewal.follow(date(2026, 11, 23))
assert followed.taken and followed.changed == ["regeling wbso"]
assert next(s for s in load_schemes() if s.id == "wbso").name != "Nieuwe naam"

questionnaire = content.FOLDER / "questionnaire.yaml"
questionnaire.write_text(questionnaire.read_text() + "# edited\\n")
assert "na het trainen" in editor.post("/desk/knowledge/renew").text
print("done")
"""


def test_edited_files_are_checked_and_taken_in_use_without_a_restart(tmp_path: Path) -> None:
    shutil.copytree(REPO / "knowledge", tmp_path / "knowledge", ignore=shutil.ignore_patterns("__pycache__", ".taken*"))
    script = tmp_path / "edits.py"
    script.write_text(EDITS, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{REPO}"}

    done = subprocess.run(
        [sys.executable, str(script), f"sqlite:///{tmp_path / 'desk.db'}"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.stdout.endswith("done\n"), done.stderr[-3000:]


def test_what_is_on_trial_is_seen_by_nobody_else():
    calls = []

    @content.kept
    def counted():
        calls.append("read")
        return len(calls)

    assert (counted(), counted()) == (1, 1)
    with content.on_trial():
        assert counted() == 2
    assert counted() == 1
