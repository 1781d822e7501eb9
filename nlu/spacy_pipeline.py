"""The Dutch spaCy pipeline: `python -m nlu.spacy_pipeline` from the root of the repository prepares it.

`nl_core_news_sm` is not on a package index, so the one release that fits our spaCy is tried where its makers publish
it. Where that cannot be reached, `nl_maakwijzer` is built: a blank Dutch pipeline with looked-up lemmas. Both get the
entity ruler with our own word lists, are kept in the same folder and loaded by the same code, and split text into the
same tokens. A trained model records which one it was trained with (`installed`) and is not served with the other
(`require`).
"""

import hashlib
import io
import json
import logging
import shutil
import sys
import urllib.error
import urllib.request
import zipfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from nlu.lexicon import WORDS, brands

if TYPE_CHECKING:
    from spacy.language import Language

FOLDER = Path(__file__).parent.parent / ".cache" / "spacy" / "nl"
RELEASE = "nl_core_news_sm-3.7.0"  # the release made for spaCy 3.7
RELEASE_URL = f"https://github.com/explosion/spacy-models/releases/download/{RELEASE}/{RELEASE}-py3-none-any.whl"
CONNECT_TIMEOUT_S = 5.0
OWN_NAME, OWN_VERSION = "maakwijzer", "1.0"
MARK = "made_from.json"

log = logging.getLogger(__name__)


class PipelineError(Exception):
    """The pipeline is missing, or is not the one that the model was trained with."""


def prepare(folder: Path = FOLDER, url: str = RELEASE_URL) -> str:
    """Make the pipeline ready in `folder` unless it is there and current; returns "name version"."""
    if _is_current(folder):
        return installed(folder)
    shutil.rmtree(folder, ignore_errors=True)
    nlp = _published(folder.with_name(folder.name + ".part"), url) or _own()
    _add_words(nlp)
    folder.parent.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(folder)
    (folder / MARK).write_text(json.dumps({"words": _fingerprint()}), encoding="utf-8")
    return installed(folder)


def installed(folder: Path = FOLDER) -> str:
    """Name and version of the pipeline in use, "nl_maakwijzer 1.0". Raises PipelineError when there is none."""
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PipelineError("There is no Dutch spaCy pipeline yet: run `python -m nlu.spacy_pipeline` first.") from None
    return f"{meta['lang']}_{meta['name']} {meta['version']}"


def require(trained_with: str, folder: Path = FOLDER) -> None:
    """Raises PipelineError unless the pipeline in use is the one that a model was trained with."""
    in_use = installed(folder)
    if in_use != trained_with:
        raise PipelineError(
            f"This model was trained with the spaCy pipeline {trained_with}, but {in_use} is installed: train again."
        )


def _is_current(folder: Path) -> bool:
    mark = folder / MARK
    return mark.is_file() and json.loads(mark.read_text(encoding="utf-8"))["words"] == _fingerprint()


def _fingerprint() -> str:
    import spacy

    return hashlib.sha256(WORDS.read_bytes() + f"{spacy.__version__} {OWN_VERSION}".encode()).hexdigest()


def _published(folder: Path, url: str) -> "Language | None":
    """The published pipeline, or None when it cannot be fetched or is not what it should be."""
    import spacy

    try:
        with urllib.request.urlopen(url, timeout=CONNECT_TIMEOUT_S) as answer:
            wheel = zipfile.ZipFile(io.BytesIO(answer.read()))
        _unpack(wheel, folder)
        return spacy.load(folder)
    except (OSError, ValueError, zipfile.BadZipFile) as problem:  # URLError and time-outs are OSErrors
        log.info("spacy_release_not_available: %s", type(problem).__name__)
        return None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unpack(wheel: zipfile.ZipFile, folder: Path) -> None:
    """Write the pipeline's own folder out of the wheel. Raises ValueError when it holds none."""
    names = [PurePosixPath(n) for n in wheel.namelist()]
    root = next((n.parent for n in names if n.name == "config.cfg"), None)
    if root is None:
        raise ValueError("no pipeline in this file")
    for name in names:
        if root in name.parents and ".." not in name.parts and not str(name).endswith("/"):
            target = folder.joinpath(*name.relative_to(root).parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(wheel.read(str(name)))


def _own() -> "Language":
    import spacy

    nlp = spacy.blank("nl")
    nlp.add_pipe("lemmatizer", config={"mode": "lookup"})
    nlp.initialize()
    nlp.meta["name"], nlp.meta["version"] = OWN_NAME, OWN_VERSION
    nlp.meta["description"] = "Blank Dutch pipeline with looked-up lemmas and the word lists of Maakwijzer"
    return nlp


def _add_words(nlp: "Language") -> None:
    """Add the brand and trade names. After `initialize`, which would clear them."""
    before = {"before": "ner"} if "ner" in nlp.pipe_names else {}
    ruler = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"}, **before)
    ruler.add_patterns([{"label": "BRAND", "pattern": name, "id": name} for name in brands()])


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(message)s")
    print(prepare())
