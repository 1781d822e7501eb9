"""Readiness and necessity: points from answers by the rules of `scoring.yaml`, and weighted scores from points.

Points and scores are exact fractions until the very end; only the score itself is rounded, half up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from knowledge.content import rounded
from knowledge.scoring import Axis, Contains, Halves, Mean, Part, Rule, Share, Sum, Table, YesNo

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Points:
    """What one part of an axis got: points from 0 to 100, or None when the answers do not say."""

    part: Part
    points: Fraction | None


@dataclass(frozen=True)
class Score:
    """A score from 0 to 100 with its level, None when nothing is known, and the share of weight that is known."""

    score: int | None
    level: str | None
    coverage: float
    parts: tuple[Points, ...]

    @property
    def weakest(self) -> str | None:
        """The id of the known part with the fewest points; of equals the one that weighs most, then the first."""
        known = [p for p in self.parts if p.points is not None]
        return min(known, key=lambda p: (p.points, -p.part.weight)).part.id if known else None


def points(rule: Rule, answers: Answers) -> Fraction | None:
    """The points an answer gives by a rule; None when the answer is unknown or was not given."""
    answer = answers.get(rule.question) if not isinstance(rule, Mean | Halves) else None
    match rule:
        case Mean():
            return _mean([points(part, answers) for part in rule.of])
        case Halves():
            return _halves([points(part, answers) for part in rule.of])
        case _ if answer is None:
            return None
        case Table():
            return None if answer in rule.unknown else Fraction(rule.points[answer])
        case Sum():
            return Fraction(min(rule.at_most, sum(rule.points[code] for code in set(answer))))
        case YesNo():
            return Fraction(rule.yes if answer else rule.no)
        case Contains():
            return Fraction(rule.yes if rule.code in answer else rule.no)
        case Share():
            return Fraction(_share(rule, answer, answers.get(rule.of)))


def _mean(parts: list[Fraction | None]) -> Fraction | None:
    if parts[0] is None:
        return None
    known = [p for p in parts if p is not None]
    return sum(known, Fraction()) / len(known)


def _halves(parts: list[Fraction | None]) -> Fraction | None:
    known = [p for p in parts if p is not None]
    return sum(known, Fraction()) * len(parts) / len(known) if known else None


def _share(rule: Share, amount: float, whole: float | None) -> int:
    if amount <= 0:
        return rule.none
    if whole is None:
        return rule.below
    return rule.enough if Fraction(amount) * 100 >= Fraction(whole) * Fraction(str(rule.percent)) else rule.below


def score(axis: Axis, answers: Answers) -> Score:
    """The weighted mean over the parts that are known, its level, and the coverage."""
    return weighted(axis, tuple(Points(part, points(part.rule, answers)) for part in axis.parts))


def weighted(axis: Axis, parts: tuple[Points, ...]) -> Score:
    """The score that these points give."""
    known = [(p.part.weight, p.points) for p in parts if p.points is not None]
    weight = sum(w for w, _ in known)
    coverage = float(Fraction(weight, sum(p.part.weight for p in parts)))
    if not known:
        return Score(None, None, coverage, parts)
    number = rounded(sum((w * p for w, p in known), Fraction()) / weight)
    level = [band.code for band in axis.levels if band.start <= number][-1]
    return Score(number, level, coverage, parts)


def as_json(result: Score, parts_key: str) -> dict[str, Any]:
    """The contract's form of a score; `parts_key` is `dimensions` or `factors`."""
    return {
        "score": result.score,
        "level": result.level,
        "coverage": result.coverage,
        parts_key: {p.part.id: {"points": plain(p.points), "weight": p.part.weight} for p in result.parts},
    }


def plain(number: Fraction | None) -> float | int | None:
    """A fraction as a JSON number, whole where it is whole."""
    if number is None:
        return None
    return int(number) if number.denominator == 1 else float(number)
