"""Linear models over one shared vocabulary: several heads (intent, a question's options), one multiplication.

A head is trained by weighted least squares (ridge) and kept as plain numbers: a model file is an npz of arrays without
pickled objects and a JSON file, so that loading one can run no code.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from nlu.features import Vocabulary

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

    def matrix(self, chosen: Sequence[int]) -> "object":
        """The chosen rows as a scipy CSR matrix."""
        from scipy.sparse import csr_matrix

        picked = [self.rows[i] for i in chosen]
        indptr = np.cumsum([0, *(len(columns) for columns, _ in picked)])
        columns = np.concatenate([c for c, _ in picked]) if picked else np.zeros(0, dtype=np.int64)
        values = np.concatenate([v for _, v in picked]) if picked else np.zeros(0, dtype=np.float32)
        return csr_matrix((values, columns, indptr), shape=(len(picked), len(self.vocabulary.numbers)))


def train_head(
    name: str, kind: Kind, rows: Rows, chosen: Sequence[int], labels: Sequence[Sequence[str]], stiffness: float
) -> Head:
    """Train one head on the chosen rows; `labels` holds the right labels of each (one, or any number).

    Weighted least squares: all labels at once from one Cholesky factor of the texts' inner products, and with it what
    the head would say of each text had it not seen that text. On those left-out scores the probabilities are
    calibrated. `stiffness` is the ridge: larger trusts single texts less.
    """
    from scipy.linalg import cho_factor, cho_solve, lapack

    matrix = rows.matrix(chosen)
    used = np.unique(matrix.indices)
    small = matrix[:, used]
    names = tuple(sorted({label for row in labels for label in row}))
    right = np.array([[label in row for label in names] for row in labels], dtype=np.float32)
    share = _row_weights(right)
    inner = (small @ small.T).toarray() + 1.0  # the 1 is the bias
    inner[np.diag_indices_from(inner)] += stiffness / share
    factor = cho_factor(inner, lower=True, overwrite_a=True, check_finite=False)
    target = 2 * right - 1
    dual = cho_solve(factor, target, check_finite=False)
    inverse, _ = lapack.spotri(factor[0], lower=True, overwrite_c=True)
    left_out = target - dual / np.diag(inverse)[:, None]
    slope, shift = _calibrated(left_out, right, share, kind)
    table = (small.T @ dual).astype(np.float16)
    return Head(name, kind, names, used.astype(np.int32), table, dual.sum(axis=0).astype(np.float32), slope, shift)


def _row_weights(right: np.ndarray) -> np.ndarray:
    """A weight for each text, so that labels with few texts count half as much as if they had as many as the rest."""
    sizes = right.sum(axis=0)
    rarity = np.sqrt(sizes.mean() / np.maximum(sizes, 1))
    weights = (right * rarity).sum(axis=1) / np.maximum(right.sum(axis=1), 1)
    result: np.ndarray = np.where(weights > 0, weights, 1.0).astype(np.float32)
    return result


def _calibrated(scores: np.ndarray, right: np.ndarray, share: np.ndarray, kind: Kind) -> tuple[float, float]:
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
