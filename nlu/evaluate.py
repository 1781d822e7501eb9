"""The quality of the understanding on the held-out lines: `python -m nlu.evaluate` (in the bot's environment).

Prints and writes `docs/eval/`: intents, options, amounts, what is asked back, what is wrong without asking, the time
a message takes, beside Rasa's default pipeline trained on the same intents in the same run. Its DIET takes 100 epochs
by default, which is half an hour on these lines; `EPOCHS` of them take a few minutes.
"""

import argparse
import asyncio
import json
import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nlu import evaluation_page, spacy_pipeline
from nlu.heldout import Case, cases, judge
from nlu.questions import question_kinds
from nlu.training_lines import DATA, intent_lines, option_lines, polarity_lines

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "eval"
MODEL = ROOT / "bot" / "models" / "maakwijzer.tar.gz"
INTERPRET = (str(ROOT / ".venv" / "bin" / "python"), "-m", "actions.interview.interpret")

DEFAULT_FEATURES = """
recipe: default.v1
language: nl
assistant_id: comparison
pipeline:
  - name: WhitespaceTokenizer
  - name: RegexFeaturizer
  - name: LexicalSyntacticFeaturizer
  - name: CountVectorsFeaturizer
  - name: CountVectorsFeaturizer
    analyzer: char_wb
    min_ngram: 1
    max_ngram: 4
"""
EPOCHS = 10
DIET = """  - name: DIETClassifier
    epochs: {epochs}
    random_seed: 42
    entity_recognition: false
    evaluate_on_number_of_examples: 0
    evaluate_every_number_of_epochs: -1
"""


async def parses(model: Path, said: Sequence[str]) -> tuple[list[dict[str, Any]], list[float]]:
    """The parse of each text by a trained model, and the milliseconds each took."""
    from rasa.core.agent import Agent

    agent = Agent.load(str(model))
    await agent.parse_message("de eerste keer is trager")
    found, times = [], []
    for text in said:
        begin = time.perf_counter()
        parse = await agent.parse_message(text.lstrip("/ ") or "?")
        times.append(1000 * (time.perf_counter() - begin))
        found.append({**parse, "text": text})
    return found, times


async def default_pipeline(said: Sequence[str], epochs: int) -> tuple[list[str], float]:
    """The intents that Rasa's default pipeline, trained now on our intents, gives to texts; and seconds of training."""
    from rasa.model_training import train_nlu

    with tempfile.TemporaryDirectory() as folder:
        os.environ["RASA_CACHE_DIRECTORY"] = folder  # nothing of an earlier run: the training is timed
        config = Path(folder) / "config.yml"
        config.write_text(DEFAULT_FEATURES + DIET.format(epochs=epochs), encoding="utf-8")
        begin = time.perf_counter()
        model = train_nlu(str(config), str(DATA / "intents"), folder, fixed_model_name="default")
        seconds = time.perf_counter() - begin
        if model is None:
            raise SystemExit("The default pipeline could not be trained.")
        found, _ = await parses(Path(model), said)
    return [str(parse["intent"]["name"]) for parse in found], seconds


def readings(lines: Sequence[Case], found: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each parse read as an answer to its question, by the interview's own code in its own environment."""
    rows = [{**parse, "questionId": case.question, "said": case.said} for case, parse in zip(lines, found, strict=True)]
    asked = "".join(json.dumps(row, ensure_ascii=False, default=float) + "\n" for row in rows)
    done = subprocess.run(INTERPRET, input=asked, capture_output=True, text=True, cwd=ROOT, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def evaluate(model: Path, epochs: int) -> evaluation_page.Results:
    """Everything the page shows."""
    lines = cases()
    found, times = asyncio.run(parses(model, [case.said for case in lines]))
    numbers = [i for i, case in enumerate(lines) if case.question]
    read = readings([lines[i] for i in numbers], [found[i] for i in numbers])
    outcomes = [(lines[i], judge(lines[i], reading), reading) for i, reading in zip(numbers, read, strict=True)]
    intents = [
        (case.right, found[i]["intent"]["name"], float(found[i]["intent"]["confidence"]))
        for i, case in enumerate(lines)
        if not case.question
    ]
    default, seconds = asyncio.run(default_pipeline([case.said for case in lines if not case.question], epochs))
    times.sort()
    return evaluation_page.Results(
        spacy=spacy_pipeline.installed(),
        training={"intents": len(intent_lines()), "options": len(option_lines()), "yes or no": len(polarity_lines())},
        intents=intents,
        default_right=sum(a == b for a, (b, _, _) in zip(default, intents, strict=True)),
        default_name=f"DIET, {epochs} epochs",
        default_seconds=seconds,
        outcomes=outcomes,
        median_ms=statistics.median(times),
        slow_ms=times[int(0.95 * len(times))],
        model_bytes=model.stat().st_size,
        kinds=question_kinds(),
    )


def main() -> int:
    """Read the arguments, evaluate, print and write."""
    arguments = argparse.ArgumentParser(description="Measure the understanding on the held-out lines.")
    arguments.add_argument("--model", type=Path, default=MODEL)
    arguments.add_argument("--page", type=Path, default=PAGE, help="folder for the page and its pictures")
    arguments.add_argument(
        "--epochs", type=int, default=EPOCHS, help="of DIET in Rasa's default pipeline (its own: 100)"
    )
    chosen = arguments.parse_args()
    if not chosen.model.exists():
        print("There is no trained model yet: run 'make train' first.", file=sys.stderr)
        return 1
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    logging.basicConfig(level=logging.ERROR, stream=sys.stderr)
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.ERROR)
    results = evaluate(chosen.model, chosen.epochs)
    chosen.page.mkdir(parents=True, exist_ok=True)
    page = evaluation_page.page(results)
    (chosen.page / "README.md").write_text(page, encoding="utf-8")
    (chosen.page / "confusion.svg").write_text(evaluation_page.confusion(results), encoding="utf-8")
    (chosen.page / "reliability.svg").write_text(evaluation_page.reliability(results), encoding="utf-8")
    print(page)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
