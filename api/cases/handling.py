"""What advisors do with a case: take it, let it go, close and reopen it, note something, erase it.

Each function works in the caller's transaction and writes its line of the audit trail there. The case is locked
while it is changed (PostgreSQL: the row; SQLite: the database), and its version is checked in the UPDATE as well.
"""

import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload

from api.accounts.callers import Caller
from api.accounts.roles import CASE_WORKERS
from api.accounts.tables import Advisor
from api.cases import audit, search
from api.cases.errors import CaseClosed, CaseNotFound, HeldByAnother, NotHeld, NoTranscript, WrongTransition
from api.cases.intake import forget_key
from api.cases.models import CaseChange
from api.cases.preconditions import IfMatch
from api.cases.tables import Case, CaseNote, CaseTranscript
from api.mailing import queue
from api.webhooks.outbox import announce
from channels import takeovers
from channels.problems import InvalidInput, invalid


def find(session: Session, case_id: uuid.UUID) -> Case:
    """The case, to look at. Raises CaseNotFound."""
    case = session.get(Case, case_id)
    if case is None:
        raise CaseNotFound
    return case


def locked(session: Session, case_id: uuid.UUID) -> Case:
    """The case to change; whoever else wants to has to wait. Raises CaseNotFound."""
    # Without the join: PostgreSQL reads a row it had to wait for anew, but not what was joined to it.
    query = select(Case).where(Case.id == case_id).options(lazyload(Case.assignee)).with_for_update()
    case = session.scalar(query)
    if case is None:
        raise CaseNotFound
    return case


def only_holder(case: Case, caller: Caller) -> None:
    """Raises HeldByAnother when someone else has the case; nobody having it is fine."""
    if case.assignee is not None and case.assignee_id != caller.id:
        raise HeldByAnother(case.assignee.name)


def held_by(session: Session, case_id: uuid.UUID, caller: Caller) -> Case:
    """The case to work on, locked. Raises CaseNotFound, and HeldByAnother when a colleague has it."""
    case = locked(session, case_id)
    only_holder(case, caller)
    return case


def give_back(session: Session, case_id: uuid.UUID, caller: Caller) -> None:
    """Let the assistant speak to the owner again; nothing when it does already. Raises CaseNotFound, HeldByAnother."""
    case = locked(session, case_id)
    if caller.role != "admin":
        only_holder(case, caller)
    stop_talking(session, case_id, caller)


def stop_talking(session: Session, case_id: uuid.UUID, caller: Caller) -> None:
    """Let the assistant speak again, where an advisor did."""
    if takeovers.give_back(session, case_id, datetime.now(UTC)):
        audit.record(session, case_id, caller, "gave-back", ["speaker"])


def touch(case: Case) -> None:
    """The case has changed now; also where none of its own columns did."""
    case.updated_at = datetime.now(UTC)


def _first_claimed(case: Case) -> None:
    case.first_claimed_at = case.first_claimed_at or datetime.now(UTC)


def claim(session: Session, case_id: uuid.UUID, caller: Caller, expected: IfMatch | None) -> Case:
    """Take the case; taking one's own again changes nothing. Raises HeldByAnother, then StaleVersion, CaseClosed."""
    case = locked(session, case_id)
    only_holder(case, caller)
    if expected is not None:
        expected.check(case)
    if case.status == "closed":
        raise CaseClosed
    if case.assignee_id is None and caller.id is not None:
        case.assignee = session.get_one(Advisor, caller.id)
        case.status = "claimed"
        _first_claimed(case)
        touch(case)
        audit.record(session, case_id, caller, "claimed", ["assignee", "status"])
        announce(session, "case.claimed", case_id, case.reference)
        session.flush()
    return case


def _workable(session: Session, case_id: uuid.UUID, caller: Caller, expected: IfMatch | None) -> Case:
    """The case, locked, when this caller may change it. Raises HeldByAnother, then StaleVersion, CaseClosed."""
    case = locked(session, case_id)
    if caller.role != "admin":
        only_holder(case, caller)
    if expected is not None:
        expected.check(case)
    if case.status == "closed":
        raise CaseClosed
    return case


def assign(
    session: Session, case_id: uuid.UUID, caller: Caller, advisor_id: uuid.UUID, expected: IfMatch | None
) -> Case:
    """Give the case to an advisor: a free one, one's own, or for an administrator any. A date to come back stays.

    Raises HeldByAnother, then StaleVersion, CaseClosed, and InvalidInput when there is no such advisor.
    """
    case = _workable(session, case_id, caller, expected)
    advisor = session.get(Advisor, advisor_id)
    if advisor is None or advisor.role not in CASE_WORKERS:
        reason = "Deze adviseur bestaat niet."
        raise invalid(reason, "advisorId", "unknown-advisor", reason)
    if case.assignee_id == advisor.id:
        return case
    fields = ["assignee", "status"] if case.assignee_id is None else ["assignee"]
    case.assignee, case.status = advisor, "claimed"
    _first_claimed(case)
    touch(case)
    stop_talking(session, case_id, caller)
    audit.record(session, case_id, caller, "assigned", fields, advisor.name)
    announce(session, "case.claimed", case_id, case.reference)
    session.flush()
    queue.assigned(session, case, caller)
    return case


def follow_up(session: Session, case_id: uuid.UUID, caller: Caller, expected: IfMatch | None, on: date | None) -> Case:
    """Let the case come back to the top of its holder's list on a day, or (None) no longer.

    Raises HeldByAnother, then StaleVersion, CaseClosed, NotHeld.
    """
    case = _workable(session, case_id, caller, expected)
    if case.assignee_id is None:
        raise NotHeld
    if case.follow_up_on != on:
        case.follow_up_on = on
        touch(case)
        audit.record(session, case_id, caller, "planned" if on else "unplanned", ["followUpOn"])
        session.flush()
    return case


def release(session: Session, case_id: uuid.UUID, caller: Caller, expected: IfMatch | None) -> Case:
    """Let the case go, so that a colleague can take it; an administrator may do so for another.

    Raises HeldByAnother, then StaleVersion, CaseClosed.
    """
    case = _workable(session, case_id, caller, expected)
    if case.assignee_id is not None:
        case.assignee = None
        case.status = "new"
        case.follow_up_on = None
        touch(case)
        stop_talking(session, case_id, caller)
        audit.record(session, case_id, caller, "released", ["assignee", "status"])
        session.flush()
    return case


def change(session: Session, case_id: uuid.UUID, caller: Caller, expected: IfMatch, wanted: CaseChange) -> Case:
    """Close the case with a reason, or reopen it: `claimed` for oneself, `new` for whoever comes first.

    Raises HeldByAnother, StaleVersion, WrongTransition, and InvalidInput for a missing or superfluous reason.
    """
    case = locked(session, case_id)
    if caller.role != "admin":
        only_holder(case, caller)
    expected.check(case)
    _check_reason(wanted)
    closing, closed = wanted.status == "closed", case.status == "closed"
    if closing == closed:
        raise WrongTransition
    case.status = wanted.status
    case.closed_reason = wanted.closed_reason
    fields = ["status", "closedReason"]
    if closing:
        case.follow_up_on = None
        stop_talking(session, case_id, caller)
    else:
        holder = session.get(Advisor, caller.id) if wanted.status == "claimed" else None
        if holder is not case.assignee:
            case.assignee = holder
            fields.append("assignee")
    touch(case)
    audit.record(session, case_id, caller, "closed" if closing else "reopened", fields)
    if wanted.status != "new":
        announce(session, "case.closed" if closing else "case.claimed", case_id, case.reference)
    session.flush()
    return case


def _check_reason(wanted: CaseChange) -> None:
    given = bool(wanted.closed_reason and wanted.closed_reason.strip())
    if given == (wanted.status == "closed"):
        return
    reason = "Deze reden hoort alleen bij afsluiten." if given else "Geef een reden bij het afsluiten."
    code = "superfluous" if given else "missing"
    raise InvalidInput(reason, invalid_params=[{"name": "closedReason", "code": code, "reason": reason}])


def add_note(session: Session, case_id: uuid.UUID, caller: Caller, text: str) -> CaseNote:
    """Add a note for advisors. It counts as a change of the case, so that who polls sees it."""
    case = locked(session, case_id)
    note = CaseNote(case_id=case_id, author=caller.name, text=text.strip(), created_at=datetime.now(UTC))
    session.add(note)
    search.index_note(session, case_id, note.text)
    touch(case)
    audit.record(session, case_id, caller, "noted", ["notes"])
    session.flush()
    return note


def notes(session: Session, case_id: uuid.UUID) -> Sequence[CaseNote]:
    """The notes of a case, oldest first. Raises CaseNotFound."""
    find(session, case_id)
    query = select(CaseNote).where(CaseNote.case_id == case_id).order_by(CaseNote.created_at, CaseNote.id)
    return session.scalars(query).all()


def transcript(session: Session, case_id: uuid.UUID, caller: Caller) -> CaseTranscript:
    """The conversation. Raises CaseNotFound, and NoTranscript when the owner did not allow it."""
    find(session, case_id)
    found = session.get(CaseTranscript, case_id)
    if found is None:
        raise NoTranscript
    audit.record(session, case_id, caller, "read", ["transcript"])
    return found


def erase(session: Session, case_id: uuid.UUID, caller: Caller, expected: IfMatch) -> None:
    """Erase the case with its notes and transcript; the audit trail keeps that it happened. Raises StaleVersion."""
    case = locked(session, case_id)
    expected.check(case)
    stop_talking(session, case_id, caller)
    session.delete(case)
    forget_key(session, case_id)
    audit.record(session, case_id, caller, "erased")
    session.flush()
    search.forget(session)
