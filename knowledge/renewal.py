"""Taking edited content files in use while everything runs: first all of it is checked, then it replaces the old.

Who renews leaves a stamp beside the content; the other processes look at it and follow. The questionnaire is left out:
the model was trained on it, so a change needs training and a restart.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from knowledge.check import Remark, check
from knowledge.content import FOLDER, knowledge_version, on_trial, take_in_use
from knowledge.practices import load_practices
from knowledge.questionnaire import QUESTIONNAIRE
from knowledge.schemes import load_schemes

STAMP = FOLDER / ".taken-in-use"
ERROR = "fout"


@dataclass(frozen=True)
class Renewal:
    """How it went: the version in use now, whether it is the new one, what was remarked, which entries changed."""

    version: str
    taken: bool
    remarks: list[Remark]
    added: list[str]
    changed: list[str]
    removed: list[str]

    @property
    def errors(self) -> list[Remark]:
        """Why it was refused."""
        return [remark for remark in self.remarks if remark.level == ERROR]


def _questionnaire() -> str:
    return hashlib.sha256(QUESTIONNAIRE.read_bytes()).hexdigest()


def _stamped() -> int | None:
    return STAMP.stat().st_mtime_ns if STAMP.exists() else None


_asked_with = _questionnaire()
_followed = _stamped()


def renew(on: date) -> Renewal:
    """Read all content anew and take it in use when it has no mistakes; else everything stays as it was."""
    before = _entries()
    with on_trial() as fresh:
        remarks = check(on)
        if _questionnaire() != _asked_with:
            text = "is gewijzigd; dat gaat pas in na het trainen van het model en een herstart"
            remarks.append(Remark("let op", QUESTIONNAIRE.name, text))
        if any(remark.level == ERROR for remark in remarks):
            after, version = before, ""
        else:
            after, version = _entries(), knowledge_version()
    if not version:
        return Renewal(knowledge_version(), False, remarks, [], [], [])
    take_in_use(fresh)
    return Renewal(
        version=version,
        taken=True,
        remarks=remarks,
        added=sorted(after.keys() - before.keys()),
        changed=sorted(name for name in after.keys() & before.keys() if after[name] != before[name]),
        removed=sorted(before.keys() - after.keys()),
    )


def _entries() -> Mapping[str, Any]:
    schemes = {f"regeling {scheme.id}": scheme for scheme in load_schemes()}
    return schemes | {f"voorbeeld {practice.id}": practice for practice in load_practices()}


def tell_others() -> None:
    """Leave the stamp by which other processes know that there is content to follow."""
    global _followed
    STAMP.write_text(knowledge_version(), encoding="utf-8")
    _followed = _stamped()


def follow(on: date) -> Renewal | None:
    """Renew when another process did since the last look, else None. A look is one `stat`."""
    global _followed
    stamp = _stamped()
    if stamp == _followed:
        return None
    _followed = stamp
    return renew(on)
