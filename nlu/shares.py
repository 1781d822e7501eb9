"""Shares that mean a code: "60 procent" of the cases, "80 procent proces en 20 procent product"."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from nlu.amount_words import Amount
from nlu.lexicon import load
from nlu.text import same_length_lower

_GRADE = re.compile(
    r"^\W*(?:(?:ik|we|wij) (?:geef|geven) (?:het )?|dat is |doe maar |geef (?:maar |het )?)?(?:(?:een|cijfer|n) )?"
    r"(?P<mark>10|\d(?:[.,]\d)?)(?:\s*(?:/\s*10|(?:op|uit|van) (?:een schaal van |de )?10))?\W*$"
)
LEAN = 0.5  # percent that "ruim" adds and "bijna" takes off
_RATIO = re.compile(r"(?<![\d.,])(\d{1,3})\s*(?:/|-|om|tegen|:|–)\s*(\d{1,3})(?![\d.,])")


def codes_of_shares(text: str, amounts: Sequence[Amount]) -> dict[str, str]:
    """For each question that asks for a share, the code that the percentages in the text mean."""
    lowered = same_length_lower(text)
    found = {}
    shares = [a for a in amounts if a.unit == "percent" and not a.negated and 0 <= a.value <= 100]
    if len(shares) == 1:
        share = min(100.0, max(0.0, shares[0].value + LEAN * shares[0].lean * (0 < shares[0].value < 100)))
        for question, classes in load()["shares"].items():
            found[question] = _code(classes, share)
    for question, split in load()["splits"].items():
        if (value := _first_side(lowered, amounts, question)) is not None:
            found[question] = _code(split["classes"], value)
    if grade := _GRADE.match(lowered):
        mark = float(grade["mark"].replace(",", "."))
        for question, marks in load()["grades"].items():
            found[question] = next(str(code) for code, lowest in marks if mark >= lowest)
    return found


def marks_of_splits(text: str) -> list[str]:
    """Features for questions that weigh two sides: the sides and the words that weigh them, two by two in order."""
    lowered = same_length_lower(text)
    found = []
    for question, split in load()["splits"].items():
        first, second = _sides(question)
        marked = second.sub("_2_", first.sub("_1_", lowered))
        kept = [word for word in re.findall(r"\w+", marked) if word in ("_1_", "_2_") or word in split["weighing"]]
        if "_1_" not in kept and "_2_" not in kept:
            continue
        pairs = zip(["^", *kept], [*kept, "$"], strict=True)
        found += [f"{question}:{one} {after}" for one, after in pairs]
        found.append(f"{question}:{' '.join(kept)}")
    return found


def _code(classes: Sequence[Sequence[Any]], value: float) -> str:
    return next(str(code) for code, above, upto in classes if above < value <= upto)


@cache
def _sides(question: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    split = load()["splits"][question]
    first, second = (
        re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, split[side]))})(?!\w)") for side in ("of", "against")
    )
    return first, second


def _first_side(text: str, amounts: Sequence[Amount], question: str) -> float | None:
    """The share of the first side in percent, or None when the text gives no share of either."""
    named = _named_sides(text, question)
    if (ratio := _RATIO.search(text)) and int(ratio[1]) + int(ratio[2]) == 100:
        first, second = int(ratio[1]), int(ratio[2])
        if first == second:
            return 50.0
        if not named:
            return None
        leading = named[0][1]
        return float(first if leading == 0 else second)
    numbers = [
        a for a in amounts if a.unit in ("percent", None) and not a.scaled and 0 <= a.value <= 100 and not a.negated
    ]
    if not numbers or not named or (len(numbers) == 1 and numbers[0].unit is None):
        return None
    amount = numbers[0]
    after = [side for place, side in named if place >= amount.end]
    before = [side for place, side in named if place < amount.start]
    side = before[-1] if before and len(named) >= len(numbers) and not after else (after or before)[0]
    if before and after and len(numbers) == 2 and named[0][0] < amount.start:
        side = before[-1]
    return amount.value if side == 0 else 100 - amount.value


def _named_sides(text: str, question: str) -> list[tuple[int, int]]:
    """Where a side is named: (place, 0 for the first side, 1 for the second), in order."""
    first, second = _sides(question)
    return sorted([(m.start(), 0) for m in first.finditer(text)] + [(m.start(), 1) for m in second.finditer(text)])
