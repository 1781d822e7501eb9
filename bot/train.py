"""Train the model, if anything it is made of has changed: `python -m bot.train` from the root of the project."""

import logging
import os
import sys
import tempfile
import warnings
from pathlib import Path

os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")

warnings.simplefilter("ignore")  # deprecations in the old libraries that Rasa pins

from bot.model import CONFIG, MODEL, MODELS, data_version, read_note, sha256, write_note  # noqa: E402
from nlu.spacy_pipeline import installed  # noqa: E402


def up_to_date() -> bool:
    """Whether the model on disk was made here from the present data, configuration and Dutch pipeline."""
    note = read_note()
    return note == {"model": note and sha256(MODEL), "data_version": version(), "pipeline": installed()}


def version() -> str:
    """What the model depends on: the training data and the configuration."""
    return f"{data_version()}-{sha256(CONFIG)[:8]}"


def main() -> None:
    """Train into `bot/models/`. Exits with an error when Rasa reports one."""
    if up_to_date():
        return
    print("Training the model (about a minute) ...", flush=True)
    from rasa.model_training import train
    from rasa.utils.common import configure_logging_and_warnings
    from rasa.utils.log_utils import configure_structlog

    configure_logging_and_warnings(log_level=logging.WARNING)
    configure_structlog(log_level=logging.WARNING)
    MODELS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as empty:
        result = train(
            domain=empty,
            config=str(CONFIG),
            training_files=empty,
            output=str(MODELS),
            fixed_model_name=Path(MODEL.stem).stem,
            force_training=True,
        )
    if result.code or result.model is None:
        sys.exit("Training failed: see the messages above.")
    write_note(version(), installed())


if __name__ == "__main__":
    main()
