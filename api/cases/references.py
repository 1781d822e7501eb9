"""References as people say them: SMA-2026-000123, counted by year."""

from sqlalchemy import text
from sqlalchemy.orm import Session

_NEXT = text(
    "INSERT INTO case_numbers (year, last) VALUES (:year, 1) "
    "ON CONFLICT (year) DO UPDATE SET last = case_numbers.last + 1 RETURNING last"
)


def next_reference(session: Session, year: int) -> str:
    """The next reference of this year, as part of the caller's transaction.

    The row stays locked until that transaction ends, so no two cases share a number; a rolled-back transaction
    gives its number back, so there are no gaps either.
    """
    number = session.execute(_NEXT, {"year": year}).scalar_one()
    return f"SMA-{year}-{number:06d}"
