"""The trained model on disk: one file of a fixed name beside its SHA-256 and a note of what it was trained with."""

import functools
import hashlib
import json
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONFIG = ROOT / "bot" / "config.yml"
QUESTIONNAIRE = ROOT / "knowledge" / "questionnaire.yaml"
MODELS = ROOT / "bot" / "models"
MODEL = MODELS / "maakwijzer.tar.gz"
NOTE = MODELS / "maakwijzer.json"


class ModelRefused(Exception):
    """The model is missing, is not the one that was trained here, or does not fit what is installed."""


def sha256(path: Path) -> str:
    """The hash of a file in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def data_version() -> str:
    """A hash over every file the model is made of: the same files, the same hash."""
    digest = hashlib.sha256()
    files = {path for kind in ("*.py", "*.yaml", "*.yml", "*.tsv") for path in (ROOT / "nlu").rglob(kind)}
    for path in sorted(files | {QUESTIONNAIRE}):
        digest.update(path.relative_to(ROOT).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def write_note(data_version: str, pipeline: str) -> None:
    """Record what the model on disk was trained from, so that serving can check it."""
    note = {"model": sha256(MODEL), "data_version": data_version, "pipeline": pipeline}
    NOTE.write_text(json.dumps(note, indent=1), encoding="utf-8")


def read_note() -> dict[str, str]:
    """The note beside the model; empty when nothing was trained yet."""
    return json.loads(NOTE.read_text(encoding="utf-8")) if MODEL.exists() and NOTE.exists() else {}


def checked_model() -> Path:
    """The model, after its hash was compared: an archive from elsewhere could run code (CVE-2024-49375).

    Raises ModelRefused when it is missing or was changed.
    """
    if not MODEL.exists():
        raise ModelRefused("There is no trained model yet: run 'make train' first.")
    if read_note().get("model") != sha256(MODEL):
        raise ModelRefused("The model is not the one that was trained here: run 'make train' again.")
    return MODEL


@functools.lru_cache(maxsize=1)
def served_model() -> dict[str, str]:
    """Which model and which Dutch pipeline this process serves; read once, at the first question about it."""
    note = read_note()
    return {"pipeline": note.get("pipeline", "unknown"), "model": note.get("model", "unknown")[:12]}
