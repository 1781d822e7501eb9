"""How well lines of the first writer are understood by a model that learned from all other lines.

`python -m nlu.cross_validate` (in the bot's environment) trains five times, each time without a fifth of the lines of
the `base` files, and reads those. Unlike the held-out lines these may be looked at line by line (`--lines FILE`), so
this is where features, thresholds and training lines are tried.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import spacy

from nlu import meaning
from nlu.evaluate import readings
from nlu.evaluation_page import rates
from nlu.features import lemmas_of
from nlu.heldout import Case, judge
from nlu.questions import choice_questions
from nlu.readers import read_all
from nlu.spacy_pipeline import FOLDER
from nlu.training_lines import DATA, Line, intent_lines, option_lines, polarity_lines

FOLDS = 5


def understood(model: meaning.Meaning, nlp: Any, text: str) -> dict[str, Any]:
    """The parse of a text as Rasa's pipeline gives it."""
    found, read = model.of(text, lemmas_of(nlp(text.lower()))), read_all(text)
    return {
        "text": text,
        "intent": found.intent,
        "intent_ranking": found.ranking,
        "options": found.options,
        "polarity": found.polarity,
        "topic": found.topic,
        "entities": read.entities,
        "names": read.names,
    }


def without(lines: Sequence[Line], left_out: Sequence[Line]) -> list[Line]:
    """The lines whose texts are not among those left out."""
    texts = {(line.about, line.text.lower()) for line in left_out}
    return [line for line in lines if (line.about, line.text.lower()) not in texts]


def cross_validate(nlp: Any) -> tuple[list[tuple[Case, str, dict[str, Any]]], list[tuple[Line, dict[str, Any]]]]:
    """For each line of the first writer what became of it: options as (case, outcome, reading), intents as parses."""
    intents, options, polarity = intent_lines(), option_lines(), polarity_lines()
    own_intents = intent_lines(DATA / "intents", "base*")
    own_options = option_lines(DATA / "options", "base*")
    lemmatise = meaning.lemmatiser(nlp)
    cases: list[Case] = []
    parses: list[dict[str, Any]] = []
    heard: list[tuple[Line, dict[str, Any]]] = []
    for fold in range(FOLDS):
        out_intents, out_options = own_intents[fold::FOLDS], own_options[fold::FOLDS]
        model = meaning.train_on(lemmatise, without(intents, out_intents), without(options, out_options), polarity)
        heard += [(line, understood(model, nlp, line.text)) for line in out_intents]
        cases += [Case("options", line.about, line.text, ",".join(line.labels)) for line in out_options]
        parses += [understood(model, nlp, line.text) for line in out_options]
    read = readings(cases, parses)
    return [(case, judge(case, r), r) for case, r in zip(cases, read, strict=True)], heard


def main() -> int:
    """Train, read, print the figures; write the lines that went wrong."""
    arguments = argparse.ArgumentParser(description="Cross-validate on the first writer's lines.")
    arguments.add_argument("--lines", type=Path, help="where to write the lines that went wrong")
    chosen = arguments.parse_args()
    outcomes, heard = cross_validate(spacy.load(FOLDER))
    right = sum(parse["intent"]["name"] == line.labels[0] for line, parse in heard)
    print(f"intents {right / len(heard):.4f} of {len(heard)}")
    kinds = {q.id: "multiple" if q.many else "single" for q in choice_questions().values()}
    by_kind: dict[str, list[str]] = defaultdict(list)
    for case, outcome, _ in outcomes:
        by_kind[kinds[case.question]].append(outcome)
        by_kind["all"].append(outcome)
    for kind, found in sorted(by_kind.items()):
        print(kind, len(found), {name: round(share, 4) for name, share in rates(found).items()})
    if chosen.lines:
        wrong = [
            {"right": line.labels[0], "said": line.text, "ranking": parse["intent_ranking"][:3]}
            for line, parse in heard
            if parse["intent"]["name"] != line.labels[0]
        ]
        rows = [{"outcome": o, "right": c.right, **r} for c, o, r in outcomes if o != "right"]
        chosen.lines.write_text("".join(json.dumps(r, ensure_ascii=False, default=float) + "\n" for r in wrong + rows))
        print(Counter((w["right"], w["ranking"][0]["name"]) for w in wrong).most_common(40))
    return 0


if __name__ == "__main__":
    sys.exit(main())
