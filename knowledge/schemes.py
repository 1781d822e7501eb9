"""The schemes (subsidies, tax rules, loans, networks) as typed records, one file each in `entries/schemes/`."""

import re
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import model_validator

from knowledge.content import FOLDER, Source, end_of, kept, read_yaml
from knowledge.questionnaire import Record

SCHEMES = FOLDER / "entries" / "schemes"

Kind = Literal["tax", "subsidy", "voucher", "advice", "loan", "guarantee", "training_fund", "network"]
Status = Literal["open", "periodic", "closed", "lapsed"]
GRANTS: tuple[Kind, ...] = ("subsidy", "voucher")
"""Kinds for which the owner is expected to put in as much as the support ("matchend")."""

HARD_FIELDS = (
    "size_classes",
    "collaboration",
    "international",
    "own_development",
    "existing_technology",
    "energy_or_environment",
    "min_project",
)


class Fact(Record):
    """One fact in our own words, the index of its source, and the year it is about (None: undated)."""

    text: str
    source: int
    as_of: str | None


class Ended(Record):
    """What to say about a scheme that is no more, and the index of the source."""

    text: str
    source: int


class Conditions(Record):
    """Conditions that the answers can decide; None restricts nothing, unless the field is in `unconfirmed`.

    `existing_technology` is whether buying or introducing existing technology is allowed; `min_project` is in euro.
    """

    size_classes: tuple[str, ...]
    collaboration: bool | None
    international: bool | None
    own_development: bool | None
    existing_technology: bool | None
    energy_or_environment: bool | None
    min_project: int | None
    unconfirmed: tuple[str, ...]

    @model_validator(mode="after")
    def _unconfirmed_fields_are_empty(self) -> "Conditions":
        for field in self.unconfirmed:
            if field not in HARD_FIELDS or getattr(self, field) is not None:
                raise ValueError(f"unconfirmed names {field}, which is no empty condition")
        return self


class Reading(Record):
    """Our own reading of the conditions, for the order and wording only."""

    yamamoto_types: tuple[int, ...]
    mrl_range: tuple[int, int] | None
    cost_kinds: tuple[str, ...]
    note: str


class Support(Record):
    """What the scheme gives: maximum in euro, percentage, and what those figures are about."""

    maximum: int | None
    percent: int | None
    maximum_note: str | None = None
    percent_note: str | None = None
    min_project_note: str | None = None
    figures_as_of: str | None = None


class Window(Record):
    """A period in which one can or could apply; None when that date is not known."""

    label: str
    opens: date | None
    closes: date | None

    @model_validator(mode="after")
    def _in_order(self) -> "Window":
        if self.opens and self.closes and self.opens > self.closes:
            raise ValueError(f"window {self.label!r} closes before it opens")
        return self


class Check(Record):
    """A condition that no question covers. `decides`: counts as a hard condition that is not known."""

    text: str
    decides: bool = False


class Scheme(Record):
    """One scheme with its facts, sources and conditions. `regions` empty means the whole country."""

    id: str
    name: str
    also_called: tuple[str, ...]
    kind: Kind
    status: Status
    provider: str
    regions: tuple[str, ...]
    successor_of: str | None = None
    ended: Ended | None = None
    facts: tuple[Fact, ...]
    conditions: Conditions
    reading: Reading
    support: Support
    windows: tuple[Window, ...]
    check_yourself: tuple[Check, ...]
    not_confirmed: tuple[str, ...]
    known_as_of: str
    checked_on: date
    sources: tuple[Source, ...]

    @model_validator(mode="after")
    def _consistent(self) -> "Scheme":
        end_of(self.known_as_of)
        cited = [fact.source for fact in self.facts] + ([self.ended.source] if self.ended else [])
        if not self.facts or any(not 0 <= source < len(self.sources) for source in cited):
            raise ValueError(f"{self.id}: every fact needs a source of its own entry")
        if (self.status in ("closed", "lapsed")) != (self.ended is not None):
            raise ValueError(f"{self.id}: a closed or lapsed scheme, and no other, says how it ended")
        return self

    @property
    def runs(self) -> bool:
        """Whether the scheme still exists, open now or not."""
        return self.status in ("open", "periodic")

    @property
    def short(self) -> str:
        """The name without what stands at its end in brackets, or after a colon or comma."""
        return re.split(r"[:,] ", re.sub(r" \([^)]*\)$", "", self.name))[0]

    def open_window(self, on: date) -> Window | None:
        """The window in which one can apply on this date, the one that closes last, or None.

        A window without a closing date counts only for a scheme with status open.
        """
        now = [
            w
            for w in self.windows
            if (w.opens is None or w.opens <= on) and (w.closes >= on if w.closes else self.status == "open")
        ]
        return max(now, key=lambda w: w.closes or date.max) if self.runs and now else None

    def last_window(self) -> Window | None:
        """The window known to be the latest, open or not; None when none is known."""
        return max(self.windows, key=lambda w: w.closes or w.opens or date.min, default=None)


@kept
def load_schemes(folder: Path = SCHEMES) -> tuple[Scheme, ...]:
    """Read and check all schemes, in alphabetical order of their ids.

    Raises pydantic.ValidationError naming every mistake, and ValueError when a file is not named after its id.
    """
    schemes = []
    for path in sorted(folder.glob("*.yaml")):
        scheme = Scheme.model_validate(read_yaml(path))
        if path.stem != scheme.id:
            raise ValueError(f"{path.name} holds scheme {scheme.id}")
        schemes.append(scheme)
    return tuple(schemes)
