"""Messages that were given up: `python -m channels.dead_letters` lists them, `--retry ID` tries one again (`all`: each
of them), and `--remove ID` forgets one. What people wrote is not shown.
"""

import argparse
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from channels.channel_tables import InboxRow, OutgoingRow, SentPart
from channels.database import make_engine, transaction
from channels.gateway import utc_now
from channels.settings import load_settings

IN, OUT, SENT = "in", "out", "sent"
ALL = "all"
FAILED = "failed"


def count(session: Session) -> int:
    """How many there are, as `listed`."""
    given_up = [select(func.count()).where(table.dead_at.is_not(None)) for table in (InboxRow, OutgoingRow)]
    failed = select(func.count()).where(SentPart.state == FAILED)
    return sum(session.scalar(query) or 0 for query in (*given_up, failed))


def listed(session: Session) -> list[str]:
    """A line for each message that was given up, the oldest first, and for each that the platform gave up."""
    received = session.scalars(select(InboxRow).where(InboxRow.dead_at.is_not(None)).order_by(InboxRow.id))
    waiting = session.scalars(select(OutgoingRow).where(OutgoingRow.dead_at.is_not(None)).order_by(OutgoingRow.id))
    lines = [_line(IN, row) for row in received] + [_line(OUT, row) for row in waiting]
    failed = session.scalars(select(SentPart).where(SentPart.state == FAILED).order_by(SentPart.id))
    lines += [f"{SENT}-{row.id}\twhatsapp\t{row.at:%Y-%m-%d %H:%M}\tnot delivered: error {row.error}" for row in failed]
    return lines


def _line(kind: str, row: InboxRow | OutgoingRow) -> str:
    return f"{kind}-{row.id}\t{row.channel}\t{row.dead_at:%Y-%m-%d %H:%M}\t{row.error or ''}"


def retry(session: Session, name: str, now: datetime) -> bool:
    """Try one again from now on, or all. False when there is none of this name, or it was sent already."""
    if name == ALL:
        names = [line.split("\t")[0] for line in listed(session)]
        tried = [retry(session, each, now) for each in names]
        return any(tried)
    row = _dead(session, name)
    if row is None or isinstance(row, SentPart):  # what it said is not kept
        return False
    row.dead_at, row.attempts, row.next_attempt_at, row.leased_until = None, 0, now, None
    if isinstance(row, OutgoingRow):
        row.created_at = now
    else:
        row.received_at = now
    return True


def remove(session: Session, name: str) -> bool:
    """Forget one. False when there is none of this name."""
    row = _dead(session, name)
    if row is None:
        return False
    session.delete(row)
    return True


def _dead(session: Session, name: str) -> InboxRow | OutgoingRow | SentPart | None:
    kind, _, number = name.partition("-")
    if kind not in (IN, OUT, SENT) or not number.isdecimal():
        return None
    if kind == SENT:
        part = session.get(SentPart, int(number))
        return part if part is not None and part.state == FAILED else None
    row: InboxRow | OutgoingRow | None
    row = session.get(InboxRow, int(number)) if kind == IN else session.get(OutgoingRow, int(number))
    return row if row is not None and row.dead_at is not None else None


def main(arguments: Sequence[str] | None = None) -> int:
    """List, retry or remove; 1 when there is no message of that name."""
    parser = argparse.ArgumentParser(description="Messages of Telegram and WhatsApp that were given up.")
    parser.add_argument("--retry", metavar="ID", help="try this one again; all: each of them")
    parser.add_argument("--remove", metavar="ID", help="forget this one")
    given = parser.parse_args(arguments)
    engine = make_engine(load_settings().database_url)
    try:
        with transaction(engine) as session:
            if given.retry or given.remove:
                known = retry(session, given.retry, utc_now()) if given.retry else remove(session, given.remove)
                print("Done." if known else "There is no such message.")
                return 0 if known else 1
            print("\n".join(listed(session)) or "No message was given up.")
    finally:
        engine.dispose()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
