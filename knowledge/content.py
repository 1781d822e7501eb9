"""How content files are read: fast, checked, with their sources; and the version of all content together."""

import calendar
import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache, wraps
from pathlib import Path
from typing import Any

import yaml

from knowledge.questionnaire import Record

FOLDER = Path(__file__).parent
FRESH_MONTHS = 12  # facts older than this say so wherever they are shown


class Source(Record):
    """Where a fact was read. `url` is None for a document without a public address."""

    title: str
    url: str | None = None


_in_use: dict[Any, Any] = {}
_on_trial: ContextVar[dict[Any, Any] | None] = ContextVar("_on_trial", default=None)


def kept[**P, T](function: Callable[P, T]) -> Callable[P, T]:
    """Keep what is read or made from content files, until other content is taken in use (`take_in_use`)."""

    @wraps(function)
    def found(*args: P.args, **kwargs: P.kwargs) -> T:
        values = _on_trial.get()
        values = _in_use if values is None else values
        key = (function, args, tuple(sorted(kwargs.items())))
        if key not in values:
            values[key] = function(*args, **kwargs)
        value: T = values[key]
        return value

    return found


@contextmanager
def on_trial() -> Iterator[dict[Any, Any]]:
    """In this thread content is read anew, and kept apart from what all others use."""
    values: dict[Any, Any] = {}
    token = _on_trial.set(values)
    try:
        yield values
    finally:
        _on_trial.reset(token)


def take_in_use(values: dict[Any, Any]) -> None:
    """From now on everybody uses this content, exactly as it was tried."""
    global _in_use
    _in_use = values


def read_yaml(path: Path) -> Any:
    """The content of a YAML file. Raises yaml.YAMLError naming file and line when it does not parse."""
    with path.open(encoding="utf-8") as file:
        return yaml.load(file, Loader=yaml.CSafeLoader)  # the C loader: the pure one takes seconds on all content


@kept
def knowledge_version() -> str:
    """Twelve characters that change with any content file: a hash of all YAML and JSON of `knowledge/`."""
    digest = hashlib.sha256()
    for path in sorted(p for p in FOLDER.rglob("*") if p.suffix in (".yaml", ".json")):
        digest.update(path.relative_to(FOLDER).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@cache
def end_of(known: str) -> date:
    """The last day of a year, month, day or span of years: "2024" is 31 December 2024, so is "2022-2024".

    Raises ValueError for anything else.
    """
    if re.fullmatch(r"\d{4}-\d{4}", known):
        known = known[5:]
    if not (found := re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", known)):
        raise ValueError(f"not a year, month or date: {known!r}")
    year, month, day = int(found[1]), int(found[2] or 12), found[3]
    return date(year, month, int(day) if day else calendar.monthrange(year, month)[1])


def is_stale(known: str | None, on: date) -> bool:
    """Whether facts known at `known` are more than twelve months old on a date; undated facts are."""
    if known is None:
        return True
    end = end_of(known)
    years, month = divmod(end.month - 1 + FRESH_MONTHS, 12)
    year = end.year + years
    limit = date(year, month + 1, min(end.day, calendar.monthrange(year, month + 1)[1]))
    return on > limit


def rounded(value: Any) -> int:
    """Rounds half up, as the assessment model asks (Python's own `round` goes to the even neighbour)."""
    return int((2 * value + 1) // 2)
