"""Both Dutch pipelines, the published one and our own, are prepared, loaded and told apart by the same code."""

import json
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / "bot" / ".venv" / "bin" / "python"

# A stand-in for the published release: a wheel with the same layout, name and version, served on loopback.
SCRIPT = """
import functools, http.server, json, pathlib, sys, threading, zipfile
import spacy
from nlu import spacy_pipeline

folder = pathlib.Path(sys.argv[1])
release = spacy.blank("nl")
release.meta["name"], release.meta["version"] = "core_news_sm", "3.7.0"
release.to_disk(folder / "release")
with zipfile.ZipFile(folder / "release.whl", "w") as wheel:
    for path in (folder / "release").rglob("*"):
        if path.is_file():
            inside = path.relative_to(folder / "release").as_posix()
            wheel.write(path, f"nl_core_news_sm/nl_core_news_sm-3.7.0/{inside}")
handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_port}"

published = spacy_pipeline.prepare(folder / "published", f"{url}/release.whl")
own = spacy_pipeline.prepare(folder / "own", f"{url}/nothing-here.whl")
again = spacy_pipeline.prepare(folder / "own", f"{url}/release.whl")
text = "wij werken met ridder iq, sinds vorig jaar (met 2,4 mln omzet) in 's-gravendeel"
docs = [spacy.load(folder / name)(text) for name in ("published", "own")]
try:
    spacy_pipeline.require(published, folder / "own")
    refused = ""
except spacy_pipeline.PipelineError as error:
    refused = str(error)
print(json.dumps({"published": published, "own": own, "again": again, "refused": refused,
    "tokens": [[t.text for t in doc] for doc in docs], "brands": [[e.ent_id_ for e in doc.ents] for doc in docs]}))
"""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    if not PYTHON.exists():
        pytest.skip("the bot's environment is not installed")
    folder = tmp_path_factory.mktemp("spacy")
    done = subprocess.run([PYTHON, "-c", SCRIPT, folder], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    result: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return result


def test_the_published_pipeline_is_used_when_it_can_be_had(prepared: dict[str, object]) -> None:
    assert prepared["published"] == "nl_core_news_sm 3.7.0"


def test_our_own_is_built_when_it_cannot(prepared: dict[str, object]) -> None:
    assert prepared["own"] == "nl_maakwijzer 1.0"


def test_a_pipeline_that_is_there_stays(prepared: dict[str, object]) -> None:
    assert prepared["again"] == "nl_maakwijzer 1.0"


def test_both_give_the_same_tokens_and_brand_names(prepared: dict[str, list[object]]) -> None:
    assert prepared["tokens"][0] == prepared["tokens"][1]
    assert prepared["brands"][0] == prepared["brands"][1] == ["ridder iq"]


def test_a_model_is_refused_with_the_other_pipeline(prepared: dict[str, str]) -> None:
    assert "trained with the spaCy pipeline nl_core_news_sm 3.7.0, but nl_maakwijzer 1.0" in prepared["refused"]
