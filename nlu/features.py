"""What the linear models look at: pieces of words, words, pairs of words, and marks for what the readers found.

`features` is a plain function of a text; `Vocabulary` weighs the features (tf-idf) and gives them numbers.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from nlu.text import fold, same_length_lower

PIECES = (2, 3, 4, 5)  # lengths of the pieces of words
MAX_CHARS = 600  # a longer text is judged by its beginning
MIN_TEXTS = 2  # a piece or pair seen in one training text only teaches nothing
GROUP_WEIGHT = {"p": 1.0, "w": 0.8, "m": 0.35}  # pieces, words, marks; chosen by cross-validation on the training data

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?|[?%€]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def features(text: str, marks: Iterable[str] = ()) -> Counter[str]:
    """The features of a text with how often each occurs. `marks` are extra ones, such as "entity:amount"."""
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
    bounded = ["^", *words, "$"]
    for first, second in zip(bounded, bounded[1:], strict=False):
        found[f"w{first} {second}"] += 1
    for mark in marks:
        found["m" + mark] += 1
    return found


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
        values = np.fromiter((1 + math.log(k[2]) for k in known), dtype=np.float32, count=len(known)) * self.weights[columns]
        groups = np.array([k[1] for k in known])
        for group, weight in GROUP_WEIGHT.items():
            chosen = groups == group
            length = float(np.sqrt(np.sum(values[chosen] ** 2)))
            if length > 0:
                values[chosen] *= weight / length
        return columns, values
