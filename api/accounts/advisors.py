"""What happens to an account: made, logged in, password changed. Each function works in the caller's transaction."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.accounts import passwords, sessions
from api.accounts.oidc import Person
from api.accounts.roles import ROLES
from api.accounts.tables import Advisor

MAX_NAME = 200


class AccountError(Exception):
    """An account cannot be made as asked; the message says why, in Dutch."""


def create(session: Session, email: str, name: str, role: str = "advisor") -> str:
    """Make an account and give its one-time password, which must be changed at the first login.

    Raises AccountError for an invalid address, an empty name, an unknown role or an address that has an account.
    """
    try:
        address = validate_email(email.strip(), check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError as error:
        raise AccountError(f"Dit is geen geldig e-mailadres: {email}") from error
    if not name.strip():
        raise AccountError("Geef ook de naam van de adviseur.")
    if role not in ROLES:
        raise AccountError(f"Deze rol bestaat niet: {role}. Kies uit {', '.join(ROLES)}.")
    if find(session, address) is not None:
        raise AccountError(f"Er is al een account voor {address}.")
    password = passwords.one_time_password()
    session.add(
        Advisor(
            email=address,
            name=name.strip(),
            role=role,
            password_hash=passwords.hash_password(password),
            must_change_password=True,
            created_at=datetime.now(UTC),
        )
    )
    session.flush()
    return password


def reset_password(session: Session, email: str) -> str:
    """Give an account a new one-time password and log all its browsers out. Raises AccountError for no account."""
    advisor = find(session, email)
    if advisor is None:
        raise AccountError(f"Er is geen account voor {email}.")
    password = passwords.one_time_password()
    advisor.password_hash = passwords.hash_password(password)
    advisor.must_change_password = True
    sessions.end_all(session, advisor.id)
    return password


def find(session: Session, email: str) -> Advisor | None:
    """The account with this e-mail address, in any case, or None."""
    return session.scalar(select(Advisor).where(Advisor.email == email.strip().lower()))


def authenticate(session: Session, email: str, password: str) -> Advisor | None:
    """The account these belong to, or None; it takes as long for an unknown address as for a wrong password."""
    advisor = find(session, email)
    known_hash = advisor.password_hash if advisor else None
    return advisor if passwords.matches(known_hash, password) else None


def change_password(session: Session, advisor_id: uuid.UUID, password: str) -> None:
    """Set a password of the advisor's own choice and log out all browsers of this account."""
    advisor = session.get_one(Advisor, advisor_id)
    advisor.password_hash = passwords.hash_password(password)
    advisor.must_change_password = False
    sessions.end_all(session, advisor_id)


def of_provider(session: Session, person: Person) -> Advisor | None:
    """The account of somebody the OpenID provider vouches for, made at the first login; None without a role.

    An account that is there already is linked by its address, but only when the provider has verified that. Name and
    role follow the provider at each login; who lost the role is logged out everywhere. Raises AccountError when the
    address belongs to another account.
    """
    advisor = session.scalar(select(Advisor).filter_by(subject=person.subject))
    by_address = find(session, person.email)
    if advisor is None and by_address is not None:
        if not person.email_verified or by_address.subject is not None:
            raise AccountError("Dit e-mailadres hoort al bij een ander account. Vraag de beheerder om hulp.")
        advisor = by_address
    if person.role is None:
        if advisor is not None:
            sessions.end_all(session, advisor.id)
        return None
    if advisor is None:
        advisor = Advisor(created_at=datetime.now(UTC), email=person.email)
        session.add(advisor)
    advisor.subject, advisor.name, advisor.role = person.subject, person.name[:MAX_NAME], person.role
    advisor.password_hash, advisor.must_change_password = passwords.NO_PASSWORD, False
    session.flush()
    return advisor


def listed(session: Session) -> Sequence[Advisor]:
    """All accounts, by name."""
    return session.scalars(select(Advisor).order_by(Advisor.name, Advisor.email)).all()
