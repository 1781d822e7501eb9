"""What a mail says: written when it is sent, from the case as it is then; the texts stand in `letters.yaml`."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import Engine

from actions.reports.report import report_pdf
from api.accounts.tables import Advisor
from api.cases.outcome import shared_on
from api.cases.tables import Case
from api.cases.views import case_json
from api.mailing.queue import Due
from api.mailing.tables import REPORT
from channels.database import reading
from channels.mail import Attachment
from channels.settings import Settings

FILE = Path(__file__).with_name("letters.yaml")


@dataclass(frozen=True)
class Letter:
    """A mail as it goes out."""

    to: str
    subject: str
    text: str
    attachments: Sequence[Attachment] = ()


@cache
def _texts() -> dict[str, dict[str, str]]:
    texts: dict[str, dict[str, str]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return texts


def write(engine: Engine, settings: Settings, due: Due) -> Letter | None:
    """The mail, or None when there is nothing to tell any more: the case has gone, or is no longer the reader's."""
    with reading(engine) as session:
        case = session.get(Case, due.case_id)
        reader = session.get(Advisor, due.advisor_id) if due.advisor_id is not None else None
    if case is None:
        return None
    if due.kind == REPORT:
        return _report(settings, due, case)
    if reader is None or not _still_news(due.kind, case, reader):
        return None
    base = settings.public_url.rstrip("/")
    places = {"url": f"{base}/desk/cases/{case.id}", "account": f"{base}/desk/account"}
    return Letter(reader.email, *_filled(due.kind, reference=case.reference, **places))


def _still_news(kind: str, case: Case, reader: Advisor) -> bool:
    if kind == "new-case":
        return case.status == "new"
    return case.status == "claimed" and case.assignee_id == reader.id


def _report(settings: Settings, due: Due, case: Case) -> Letter | None:
    to, on = case.contact["email"], shared_on(case.consent)
    if to is None:
        return None
    words = due.words or _texts()[REPORT]["words"]
    said: dict[str, Any] = {"name": case.contact["name"], "words": words, "author": due.author or ""}
    subject, text = _filled(REPORT, reference=case.reference, organisation=settings.organisation, **said)
    made = report_pdf(case.answers, case_json(case), on, settings.public_url, settings.organisation)
    return Letter(to, subject, text, [Attachment(f"uitslag-{on.isoformat()}.pdf", "application/pdf", made)])


def _filled(kind: str, **values: str) -> tuple[str, str]:
    texts = _texts()[kind]
    return texts["subject"].format(**values), texts["text"].format(**values)
