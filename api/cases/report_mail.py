"""Mailing the report of a case to its owner."""

import uuid

from sqlalchemy.orm import Session

from api.accounts.callers import Caller
from api.cases import audit
from api.cases.errors import NoReportMail
from api.cases.handling import held_by, touch
from api.mailing import queue
from api.mailing.tables import Mail
from channels.settings import Settings


def send(session: Session, case_id: uuid.UUID, caller: Caller, words: str | None, settings: Settings) -> Mail:
    """Put the report in the queue, with words of the advisor. Raises CaseNotFound, HeldByAnother, NoReportMail."""
    case = held_by(session, case_id, caller)
    if not settings.mail_on:
        raise NoReportMail("Er is geen mailserver ingesteld. Druk het rapport af of verstuur het zelf.")
    if case.contact["email"] is None:
        raise NoReportMail("De ondernemer gaf geen e-mailadres.")
    touch(case)
    audit.record(session, case_id, caller, "mailed", ["report"])
    return queue.report(session, case, caller, (words or "").strip() or None)
