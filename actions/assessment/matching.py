"""Which schemes fit: hard criteria decide, soft ones order, every verdict gives its reason.

The conditions of all schemes are columns, computed once, so that a company is compared with ten thousand schemes at
once; words are made only for the schemes that are shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from actions.assessment.profile import Profile
from knowledge.content import end_of, kept
from knowledge.criteria import load_criteria
from knowledge.schemes import HARD_FIELDS, Scheme, load_schemes

Column = npt.NDArray[np.int8]

# What a criterion says about a scheme. UNCLEAR: what the scheme asks is itself not known. ABSENT: it asks nothing.
MET, NOT_MET, UNKNOWN, UNCLEAR, ABSENT = 1, 0, -1, -2, -3
# What a scheme asks in a yes-or-no condition.
ASKED, NOT_ASKED, NOT_KNOWN = 1, 0, -1

FITS = ("fits", "maybe", "no")


@dataclass(frozen=True)
class Ranking:
    """The schemes in order (indexes), each with its fit (index in FITS), and the verdict of every criterion."""

    order: npt.NDArray[np.intp]
    fit: Column
    verdicts: dict[str, Column]


class Matcher:
    """Compares a company with a fixed set of schemes."""

    def __init__(self, schemes: Sequence[Scheme]) -> None:
        self.schemes = tuple(schemes)
        self.said: dict[tuple[str, int], str] = {}  # what scheme `at` asks by criterion in words, made when shown
        self._codes: dict[str, int] = {}
        conditions = [s.conditions for s in schemes]
        self.runs = np.array([s.runs for s in schemes], dtype=bool)
        self.regions = self._masks([s.regions for s in schemes])
        self.sizes = self._masks([c.size_classes for c in conditions])
        self.all_sizes = self._mask(load_criteria().eu_classes)
        self.asked = {
            field: np.array([_asked(s, field) for s in schemes], dtype=np.int8)
            for field in HARD_FIELDS
            if field not in ("size_classes", "min_project")
        }
        self.minimum = np.array([np.nan if c.min_project is None else c.min_project for c in conditions], dtype=float)
        self.minimum_unclear = np.array(["min_project" in c.unconfirmed for c in conditions], dtype=bool)
        self.decides = np.array([any(check.decides for check in s.check_yourself) for s in schemes], dtype=bool)
        self.types = self._masks([[f"type{t}" for t in s.reading.yamamoto_types] for s in schemes])
        self.costs = self._masks([s.reading.cost_kinds for s in schemes])
        ranges = [s.reading.mrl_range or (-1, -1) for s in schemes]
        self.mrl = np.array(ranges, dtype=np.int8).reshape(len(schemes), 2)
        self.facts = np.array([end_of(s.known_as_of).toordinal() for s in schemes], dtype=np.int64)
        self.has_window = np.array([s.last_window() is not None for s in schemes], dtype=bool)
        windows = [(i, s.status, w) for i, s in enumerate(schemes) for w in s.windows]
        self.window_of = np.array([i for i, _, _ in windows], dtype=np.intp)
        self.opens = np.array([w.opens.toordinal() if w.opens else 0 for _, _, w in windows], dtype=np.int64)
        self.closes = np.array([_closes(status, w.closes) for _, status, w in windows], dtype=np.int64)

    def _mask(self, codes: Iterable[str]) -> int:
        """A bit for each code; a code that no scheme names has none."""
        return sum(1 << self._codes[code] for code in set(codes) if code in self._codes)

    def _masks(self, rows: Iterable[Iterable[str]]) -> npt.NDArray[np.int64]:
        kept = [list(row) for row in rows]
        for code in sorted({code for row in kept for code in row}):
            self._codes.setdefault(code, len(self._codes))
        return np.array([self._mask(row) for row in kept], dtype=np.int64)

    def rank(self, found: Profile, on: date) -> Ranking:
        """All schemes compared with a company on a date, in the order in which they are shown."""
        verdicts = {
            "opening": self._opening(on),
            "eu_class": self._eu_class(found),
            "region": self._region(found),
            "collaboration": self._yes("collaboration", found),
            "international": self._yes("international", found),
            "energy_or_environment": self._yes("energy_or_environment", found),
            "own_development": _decide(self.asked["own_development"], found.developed),
            "existing_technology": _decide(self.asked["existing_technology"], found.developed),
            "min_project": self._min_project(found),
            "own_check": np.where(self.decides, UNKNOWN, ABSENT).astype(np.int8),
            "yamamoto_type": self._type(found),
            "mrl_range": self._mrl(found),
            "cost_kinds": self._costs(found),
        }
        for criterion, column in verdicts.items():
            if criterion != "opening":
                column[~self.runs] = ABSENT  # of a scheme that is no more, only that is worth saying
        hard = np.stack([verdicts[c.id] for c in load_criteria().criteria if c.hard])
        soft = np.stack([verdicts[c.id] for c in load_criteria().criteria if not c.hard])
        open_questions = ((hard == UNKNOWN) | (hard == UNCLEAR)).any(axis=0)
        fit = np.where((hard == NOT_MET).any(axis=0), 2, np.where(open_questions, 1, 0)).astype(np.int8)
        covered = np.bitwise_count(self.costs & self._mask(found.answer("support_needs") or []))
        order = np.lexsort((np.arange(len(fit)), -self.facts, -covered.astype(int), -(soft == MET).sum(axis=0), fit))
        return Ranking(order, fit, verdicts)

    def _opening(self, on: date) -> Column:
        today = on.toordinal()
        opened = np.zeros(len(self.schemes), dtype=bool)
        opened[self.window_of[(self.opens <= today) & (today <= self.closes)]] = True
        closed = np.where(self.has_window, UNKNOWN, UNCLEAR)
        return np.where(~self.runs, NOT_MET, np.where(opened, MET, closed)).astype(np.int8)

    def _eu_class(self, found: Profile) -> Column:
        if found.eu_class is None:
            verdict: int | npt.NDArray[np.int64] = UNKNOWN
        elif not found.eu_certain:
            verdict = UNCLEAR
        else:
            verdict = np.where(self.sizes & self._mask([found.eu_class.code]), MET, NOT_MET)
        return np.where(self.sizes == self.all_sizes, ABSENT, verdict).astype(np.int8)

    def _region(self, found: Profile) -> Column:
        if found.province is None:
            verdict: int | npt.NDArray[np.int64] = UNKNOWN
        else:
            verdict = np.where(self.regions & self._mask([found.province]), MET, NOT_MET)
        return np.where(self.regions == 0, ABSENT, verdict).astype(np.int8)

    def _yes(self, field: str, found: Profile) -> Column:
        question = load_criteria().criterion(field).answers[0]
        return _decide(self.asked[field], found.answer(question))

    def _min_project(self, found: Profile) -> Column:
        budget = found.answer("budget")
        verdict = UNKNOWN if budget is None else np.where(budget >= self.minimum, MET, NOT_MET)
        missing = np.where(self.minimum_unclear, UNCLEAR, ABSENT)
        return np.where(np.isnan(self.minimum), missing, verdict).astype(np.int8)

    def _type(self, found: Profile) -> Column:
        shared = self.types & self._mask([f"type{t}" for t in found.types])
        return np.where(shared, MET, NOT_MET if found.types_complete else UNKNOWN).astype(np.int8)

    def _mrl(self, found: Profile) -> Column:
        low, high = self.mrl[:, 0], self.mrl[:, 1]
        level = None if found.mrl is None else max(1, found.mrl)
        verdict = UNKNOWN if level is None else np.where((low <= level) & (level <= high), MET, NOT_MET)
        return np.where(low < 0, ABSENT, verdict).astype(np.int8)

    def _costs(self, found: Profile) -> Column:
        needs = found.answer("support_needs")
        if needs is None:
            return np.full(len(self.schemes), UNKNOWN, dtype=np.int8)
        return np.where(self.costs & self._mask(needs), MET, NOT_MET).astype(np.int8)


def _asked(scheme: Scheme, field: str) -> int:
    """What a scheme asks in a yes-or-no condition; "existing technology allowed: no" asks for development."""
    value = getattr(scheme.conditions, field)
    if value is None:
        return NOT_KNOWN if field in scheme.conditions.unconfirmed else NOT_ASKED
    return ASKED if value != (field == "existing_technology") else NOT_ASKED


def _closes(status: str, closes: date | None) -> int:
    """The last day of a window as a number; without a closing date only a scheme with status open stays open."""
    if closes is not None:
        return closes.toordinal()
    return date.max.toordinal() if status == "open" else 0


def _decide(asked: Column, answer: bool | None) -> Column:
    verdict = UNKNOWN if answer is None else MET if answer else NOT_MET
    return np.select([asked == ASKED, asked == NOT_KNOWN], [verdict, UNCLEAR], ABSENT).astype(np.int8)


@kept
def matcher() -> Matcher:
    """The matcher over the schemes of the knowledge base."""
    return Matcher(load_schemes())
