"""Which mail is to be sent: each function writes in the caller's transaction, and nothing twice."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from api import attempts
from api.accounts.callers import Caller
from api.accounts.roles import CASE_WORKERS
from api.accounts.tables import Advisor
from api.cases.tables import Case
from api.mailing.tables import REPORT, Mail

LEASE = timedelta(seconds=120)  # longer than laying out a report and an attempt to send it (`channels.mail.TIMEOUT_S`)
NEWS = timedelta(days=2)  # after which nobody is told any more: the news is old
LOOK_BACK = timedelta(days=3)  # follow-ups that came due while nothing ran are still told


@dataclass(frozen=True)
class Due:
    """A mail that was taken, to be written and sent outside the transaction."""

    id: int
    kind: str
    case_id: uuid.UUID
    advisor_id: uuid.UUID | None
    author: str | None
    words: str | None


def new_case(session: Session, case: Case) -> None:
    """Tell all advisors who want to know that a case waits."""
    for advisor in session.scalars(select(Advisor).where(Advisor.role.in_(CASE_WORKERS))):
        _tell(session, "new-case", case.id, advisor)


def assigned(session: Session, case: Case, caller: Caller) -> None:
    """Tell an advisor that a colleague gave him the case."""
    if case.assignee is not None and case.assignee_id != caller.id:
        _tell(session, "assigned", case.id, case.assignee, f":{case.version}")


def follow_ups(session: Session, today: date) -> None:
    """Tell the holders of cases that come back today, once for each date."""
    query = select(Case.id, Case.follow_up_on, Advisor).join(Advisor, Advisor.id == Case.assignee_id)
    coming_back = query.where(Case.follow_up_on <= today, Case.follow_up_on > today - LOOK_BACK)
    for case_id, on, advisor in session.execute(coming_back.where(Case.status == "claimed")):
        _tell(session, "follow-up", case_id, advisor, f":{on}")


def report(session: Session, case: Case, caller: Caller, words: str | None) -> Mail:
    """Send the owner his report, with words of the advisor."""
    mail = _mail(REPORT, f"{REPORT}:{uuid.uuid4()}", case.id)
    mail.author, mail.words = caller.name, words
    session.add(mail)
    session.flush()
    return mail


def _tell(session: Session, notice: str, case_id: uuid.UUID, advisor: Advisor, once: str = "") -> None:
    key = f"{notice}:{case_id}:{advisor.id}{once}"
    if notice not in advisor.notices or session.scalar(select(Mail.id).filter_by(key=key)) is not None:
        return
    mail = _mail(notice, key, case_id)
    mail.advisor_id = advisor.id
    session.add(mail)


def _mail(kind: str, key: str, case_id: uuid.UUID) -> Mail:
    now = datetime.now(UTC)
    return Mail(kind=kind, key=key, case_id=case_id, created_at=now, next_attempt_at=now)


def take_due(session: Session, now: datetime) -> list[Due]:
    """What is to be sent now, oldest first; what is no news any more is given up."""
    taken = []
    for row in session.scalars(attempts.due(select(Mail), Mail, now)):
        attempts.begin(row, now, LEASE)
        if row.created_at < now - NEWS:
            attempts.failed(row, "too old", now, final=True)
            continue
        taken.append(Due(row.id, row.kind, row.case_id, row.advisor_id, row.author, row.words))
    return taken


def sent(session: Session, mail_id: int, now: datetime) -> None:
    """It arrived, or there was nothing to tell any more; nothing to do when its case has gone."""
    if (row := session.get(Mail, mail_id, with_for_update=True)) is not None:
        attempts.succeeded(row, now)
        row.words = None


def failed(session: Session, mail_id: int, error: str, now: datetime, refused: bool) -> None:
    """Try again later, or give up when the address was refused."""
    if (row := session.get(Mail, mail_id, with_for_update=True)) is not None:
        attempts.failed(row, error, now, final=refused)
        if row.next_attempt_at is None:
            row.words = None
