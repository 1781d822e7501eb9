"""Linear models over one shared vocabulary: several heads (intent, a question's options), one multiplication.

A head is trained as support vector machines and kept as plain numbers: a model file is an npz of arrays without
pickled objects and a JSON file, so that loading one can run no code.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from nlu.features import Vocabulary

PARTS = 5  # a fifth of the texts is left out at a time to calibrate
Kind = Literal["one", "many"]
"""One label of a head is right ("one"), or each label by itself is right or not ("many")."""


@dataclass(frozen=True)
class Head:
    """One decision: its labels, weights (features × labels), and the scale and shift that calibrate its scores."""

    name: str
    kind: Kind
    labels: tuple[str, ...]
    columns: np.ndarray  # the features that matter to this head
    weights: np.ndarray
    bias: np.ndarray
    slope: float = 1.0
    shift: float = 0.0


@dataclass(frozen=True)
class Rows:
    """Training texts as sparse rows."""

    vocabulary: Vocabulary
    rows: Sequence[tuple[np.ndarray, np.ndarray]]

    def matrix(self, chosen: Sequence[int]) -> Any:
        """The chosen rows as a scipy CSR matrix."""
        from scipy.sparse import csr_matrix

        picked = [self.rows[i] for i in chosen]
        indptr = np.cumsum([0, *(len(columns) for columns, _ in picked)])
        columns = np.concatenate([c for c, _ in picked]) if picked else np.zeros(0, dtype=np.int64)
        values = np.concatenate([v for _, v in picked]) if picked else np.zeros(0, dtype=np.float32)
        return csr_matrix((values, columns, indptr), shape=(len(picked), len(self.vocabulary.numbers)))


def train_head(
    name: str, kind: Kind, rows: Rows, chosen: Sequence[int], labels: Sequence[Sequence[str]], trust: float
) -> Head:
    """Train one head on the chosen rows; `labels` holds the right labels of each (one, or any number).

    For each label a linear support vector machine against all others. The probabilities are calibrated on what the
    head says of lines that it has not seen, a fifth at a time. `trust` is the machine's C: larger follows single texts
    more closely.
    """
    matrix = rows.matrix(chosen)
    used = np.unique(matrix.indices)
    small = matrix[:, used]
    names = tuple(sorted({label for row in labels for label in row}))
    right = np.array([[label in row for label in names] for row in labels], dtype=np.float32)
    left_out = np.empty_like(right)
    part = np.arange(len(right)) % PARTS
    for fold in range(PARTS):
        weights, bias = _separated(small[part != fold], right[part != fold], trust)
        left_out[part == fold] = small[part == fold] @ weights + bias
    slope, shift = _calibrated(left_out, right, kind)
    weights, bias = _separated(small, right, trust)
    return Head(name, kind, names, used.astype(np.int32), weights.astype(np.float16), bias, slope, shift)


def _separated(texts: Any, right: np.ndarray, trust: float) -> tuple[np.ndarray, np.ndarray]:
    """Weights (features x labels) and biases that tell each label from the rest.

    A label with few texts weighs by the root of how rare it is; one without any is never said.
    """
    from sklearn.svm import LinearSVC

    weights = np.zeros((texts.shape[1], right.shape[1]), dtype=np.float32)
    bias = np.full(right.shape[1], -1.0, dtype=np.float32)
    for at, column in enumerate(right.T > 0):
        if column.any():
            rarity = float(np.sqrt((len(column) - column.sum()) / column.sum()))
            machine = LinearSVC(C=trust, class_weight={True: rarity, False: 1.0}, random_state=0)
            machine.fit(texts, column)
            weights[:, at], bias[at] = machine.coef_[0], machine.intercept_[0]
    return weights, bias


def _calibrated(scores: np.ndarray, right: np.ndarray, kind: Kind) -> tuple[float, float]:
    """The slope and shift that make left-out scores the likeliest probabilities."""
    from scipy.optimize import minimize

    def surprise(settings: np.ndarray) -> float:
        moved = scores * np.exp(settings[0]) + settings[1]
        if kind == "one":
            top = moved.max(axis=1, keepdims=True)
            chances = moved - top - np.log(np.exp(moved - top).sum(axis=1, keepdims=True))
            return float(-(chances * right).sum() / len(right))
        return float(np.logaddexp(0, np.where(right > 0, -moved, moved)).sum() / len(right))

    found = minimize(surprise, np.array([1.0, 0.0]), method="Nelder-Mead", options={"maxiter": 200, "xatol": 1e-3})
    return float(np.exp(found.x[0])), float(found.x[1]) if kind == "many" else 0.0


class LinearModel:
    """All heads stacked, so that one text costs one look-up of its features."""

    def __init__(self, vocabulary: Vocabulary, heads: Sequence[Head]) -> None:
        """Stack the heads over the vocabulary."""
        self.vocabulary = vocabulary
        self.heads = tuple(heads)
        self._slices: dict[str, slice] = {}
        width = sum(len(head.labels) for head in heads)
        self._table = np.zeros((len(vocabulary.numbers), width), dtype=np.float16)
        self._bias = np.zeros(width, dtype=np.float32)
        at = 0
        for head in heads:
            place = slice(at, at + len(head.labels))
            self._table[head.columns, place] = head.weights
            self._bias[place] = head.bias
            self._slices[head.name] = place
            at = place.stop

    def scores(self, row: tuple[np.ndarray, np.ndarray]) -> dict[str, dict[str, float]]:
        """For each head the calibrated probability of every label."""
        columns, values = row
        raw = values @ self._table[columns].astype(np.float32) + self._bias
        result = {}
        for head in self.heads:
            part = raw[self._slices[head.name]] * head.slope + head.shift
            chances = _softmax(part) if head.kind == "one" and len(head.labels) > 1 else 1 / (1 + np.exp(-part))
            result[head.name] = dict(zip(head.labels, chances.tolist(), strict=True))
        return result

    def save(self, folder: Path, about: dict[str, str]) -> None:
        """Write `model.json` (words, labels and `about`) and `model.npz` (numbers) into a folder."""
        arrays = {"vocabulary": self.vocabulary.weights.astype(np.float16)}
        for i, head in enumerate(self.heads):
            arrays.update({f"{i}.columns": head.columns, f"{i}.weights": head.weights, f"{i}.bias": head.bias})
        np.savez_compressed(folder / "model.npz", **arrays)
        described = [
            {"name": h.name, "kind": h.kind, "labels": h.labels, "slope": h.slope, "shift": h.shift} for h in self.heads
        ]
        content = {"about": about, "heads": described, "words": list(self.vocabulary.numbers)}
        (folder / "model.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> tuple["LinearModel", dict[str, str]]:
        """The model saved in a folder and its `about`."""
        content = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        with np.load(folder / "model.npz", allow_pickle=False) as arrays:
            vocabulary = Vocabulary(
                {w: i for i, w in enumerate(content["words"])}, arrays["vocabulary"].astype(np.float32)
            )
            heads = [
                Head(
                    h["name"],
                    h["kind"],
                    tuple(h["labels"]),
                    arrays[f"{i}.columns"],
                    arrays[f"{i}.weights"],
                    arrays[f"{i}.bias"],
                    h["slope"],
                    h["shift"],
                )
                for i, h in enumerate(content["heads"])
            ]
        return cls(vocabulary, heads), content["about"]


def _softmax(raw: np.ndarray) -> np.ndarray:
    powers = np.exp(raw - raw.max())
    result: np.ndarray = powers / powers.sum()
    return result
