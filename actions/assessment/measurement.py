"""A measurement as a code that holds its own figures: a year later the same company sees both side by side.

Nothing is stored for it. The code is no secret and holds no answers: a date, the scores and the points per part, with
a checksum against typing errors. Its layout belongs to the version of the model, whose parts it follows in order.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from knowledge.content import rounded
from knowledge.scoring import load_scoring

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without what is easily taken for something else: I, O, 0, 1
GROUPS, GROUP = 5, 5  # characters as they are shown: five groups of five, 125 bits
FIRST_DAY = date(2025, 1, 1)
VERSION, DAY, LEVEL, POINTS, CHECK = 4, 13, 4, 7, 13  # bits
UNKNOWN_LEVEL, UNKNOWN_POINTS = 15, 127
SHAPE = re.compile(rf"(?<![A-Z0-9])(?:[A-Z0-9]{{{GROUP}}}[-–\s]?){{{GROUPS - 1}}}[A-Z0-9]{{{GROUP}}}(?![A-Z0-9])", re.I)
AXES = {"readiness": "dimensions", "necessity": "factors"}


@dataclass(frozen=True)
class Measurement:
    """An earlier measurement: its code, the day, the level of the ladder, and by axis the score and points per part.

    Points are rounded to whole ones; None is unknown.
    """

    code: str
    on: date
    mrl: int | None
    scores: dict[str, int | None]
    parts: dict[str, dict[str, int | None]]


def code_of(assessment: dict[str, Any], on: date) -> str:
    """The code of an assessment (the part `assessment` of `assess`) made on a date, in groups with hyphens."""
    level = assessment["mrl"]["level"]
    fields = [
        (int(load_scoring().version), VERSION),
        ((on - FIRST_DAY).days, DAY),
        (UNKNOWN_LEVEL if level is None else level, LEVEL),
    ]
    for axis, parts in AXES.items():
        values = [assessment[axis]["score"], *(got["points"] for got in assessment[axis][parts].values())]
        fields += [(UNKNOWN_POINTS if value is None else rounded(value), POINTS) for value in values]
    bits = "".join(f"{value:0{size}b}" for value, size in fields)
    bits += f"{_checksum(bits):0{CHECK}b}"
    bits = bits.ljust(5 * GROUPS * GROUP, "0")
    letters = "".join(ALPHABET[int(bits[at : at + 5], 2)] for at in range(0, len(bits), 5))
    return _grouped(letters)


def _grouped(letters: str) -> str:
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def looks_like_a_code(text: str) -> bool:
    """Whether a text holds something of the shape of a code, with a digit in it, right or wrong."""
    return any(any(char.isdigit() for char in found) for found in _candidates(text))


def read_code(text: str) -> Measurement | None:
    """The first measurement in a text; None when there is none, or it is of another version of the model."""
    return next((found for letters in _candidates(text) if (found := _decoded(letters)) is not None), None)


def _candidates(text: str) -> Iterator[str]:
    for match in SHAPE.finditer(text):
        yield re.sub(r"[-–\s]", "", match[0]).upper()


def _decoded(letters: str) -> Measurement | None:
    if not set(letters) <= set(ALPHABET):
        return None
    bits = "".join(f"{ALPHABET.index(letter):05b}" for letter in letters)
    model = load_scoring()
    axes = {axis: [part.id for part in getattr(model, axis).parts] for axis in AXES}
    count = sum(1 + len(parts) for parts in axes.values())
    end = VERSION + DAY + LEVEL + count * POINTS
    if int(bits[end : end + CHECK], 2) != _checksum(bits[:end]) or int(bits[:VERSION], 2) != int(model.version):
        return None
    at = VERSION + DAY + LEVEL
    values = [int(bits[start : start + POINTS], 2) for start in range(at, end, POINTS)]
    known = iter([None if value == UNKNOWN_POINTS else value for value in values])
    scores, parts = {}, {}
    for axis, ids in axes.items():
        scores[axis] = next(known)
        parts[axis] = {part: next(known) for part in ids}
    level = int(bits[VERSION + DAY : at], 2)
    return Measurement(
        code=_grouped(letters),
        on=FIRST_DAY + timedelta(days=int(bits[VERSION : VERSION + DAY], 2)),
        mrl=None if level == UNKNOWN_LEVEL else level,
        scores=scores,
        parts=parts,
    )


def _checksum(bits: str) -> int:
    return zlib.crc32(bits.encode()) % (1 << CHECK)
