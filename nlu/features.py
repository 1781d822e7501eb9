"""What the linear models look at: pieces of words, words, pairs of words, and marks for what the readers found.

`features` is a plain function of a text; `Vocabulary` weighs the features (tf-idf) and gives them numbers.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nlu.text import fold, same_length_lower

PIECES = (2, 3, 4, 5)  # lengths of the pieces of words
MAX_CHARS = 600  # a longer text is judged by its beginning
MIN_TEXTS = 2  # a piece or pair seen in one training text only teaches nothing
# Pieces, words, lemmas, marks, sides; chosen by cross-validation on the first writer's lines: lemmas are worth a point
# of the intents, sides 16 points of "product or process" (0.80 to 0.97).
GROUP_WEIGHT = {"p": 1.0, "w": 0.5, "l": 0.7, "m": 0.35, "s": 1.0}
# Who speaks to whom is one thing, whether "je", "jij" or "u" is typed.
_PERSONS = {
    "je": "u", "jij": "u", "jullie": "u", "uw": "u", "jouw": "u", "jou": "u",
    "we": "wij", "ons": "wij", "onze": "wij", "mijn": "ik", "m'n": "ik", "mij": "ik", "me": "ik",
}  # fmt: skip

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?|[?%€]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def features(
    text: str, lemmas: Mapping[str, str], marks: Iterable[str] = (), sides: Iterable[str] = ()
) -> Counter[str]:
    """The features of a text with how often each occurs.

    `lemmas` gives the lemma of folded words; a word that it lacks stands for itself. `marks` are extra features, such
    as the code that a brand name stands for; `sides` those of `nlu.shares`, which hold the order of words.
    """
    plain = fold(same_length_lower(text[:MAX_CHARS]))
    plain = _NUMBER.sub("0", plain)
    words = _WORD.findall(plain)
    found: Counter[str] = Counter()
    for word in words:
        padded = f" {word} "
        for size in PIECES:
            for at in range(max(1, len(padded) - size + 1)):
                found["p" + padded[at : at + size]] += 1
        found["w" + word] += 1
    for first, second in zip(["^", *words], [*words, "$"], strict=True):
        found[f"w{first} {second}"] += 1
    bases = [_PERSONS.get(base, base) for base in (lemmas.get(word, word) for word in words)]
    found.update(f"l{base}" for base in bases)
    for first, second in zip(["^", *bases], [*bases, "$"], strict=True):
        found[f"l{first} {second}"] += 1
    for mark in marks:
        found["m" + mark] += 1
    for side in sides:
        found["s" + side] += 1
    return found


def lemmas_of(doc: Iterable[Any]) -> dict[str, str]:
    """The lemma of each word of a spaCy document, both folded."""
    return {fold(token.text): fold(token.lemma_ or token.text) for token in doc}


@dataclass(frozen=True)
class Vocabulary:
    """Number and weight of each known feature."""

    numbers: dict[str, int]
    weights: np.ndarray

    @classmethod
    def learn(cls, texts: Sequence[Counter[str]]) -> "Vocabulary":
        """The vocabulary of training texts: what occurs in at least `MIN_TEXTS` of them, rarer ones weighing more."""
        in_texts = Counter(name for found in texts for name in found)
        known = sorted(name for name, count in in_texts.items() if count >= MIN_TEXTS)
        weights = [1 + math.log((1 + len(texts)) / (1 + in_texts[name])) for name in known]
        return cls({name: i for i, name in enumerate(known)}, np.asarray(weights, dtype=np.float32))

    def row(self, found: Counter[str]) -> tuple[np.ndarray, np.ndarray]:
        """The numbers of the known features of a text and their weights, each group scaled to its fixed length."""
        known = [(self.numbers[name], name[0], count) for name, count in found.items() if name in self.numbers]
        if not known:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        columns = np.fromiter((k[0] for k in known), dtype=np.int64, count=len(known))
        values = (
            np.fromiter((1 + math.log(k[2]) for k in known), dtype=np.float32, count=len(known)) * self.weights[columns]
        )
        groups = np.array([k[1] for k in known])
        for group, weight in GROUP_WEIGHT.items():
            chosen = groups == group
            length = float(np.sqrt(np.sum(values[chosen] ** 2)))
            if length > 0:
                values[chosen] *= weight / length
        return columns, values
