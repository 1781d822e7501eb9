"""Passwords: argon2id with the library's recommended costs, and what a password must be."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

MIN_LENGTH = 12
MAX_LENGTH = 200  # hashing costs time: nobody gets to send a megabyte

_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"  # without i, l, o, 0 and 1, which look alike

NO_PASSWORD = ""
"""The hash of an account that logs in elsewhere: no password matches it."""

_hasher = PasswordHasher()
_NOBODY = _hasher.hash(secrets.token_urlsafe())
"""Compared with when the account does not exist, so that an unknown address takes as long as a wrong password."""


def hash_password(password: str) -> str:
    """The argon2id hash of a password, with its own salt."""
    return _hasher.hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password belongs to this hash; None (no such account) takes equally long and is never true."""
    try:
        verified = _hasher.verify(password_hash or _NOBODY, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return verified and password_hash is not None


def one_time_password() -> str:
    """A random password that can be read out over the phone: five groups of four, 99 bits."""
    return "-".join("".join(secrets.choice(_READABLE) for _ in range(4)) for _ in range(5))


def objection(password: str, repeated: str) -> str | None:
    """Why this new password is refused, as a Dutch sentence, or None when it is fine."""
    if len(password) < MIN_LENGTH:
        return f"Kies een wachtwoord van ten minste {MIN_LENGTH} tekens."
    if len(password) > MAX_LENGTH:
        return f"Kies een wachtwoord van ten hoogste {MAX_LENGTH} tekens."
    if password != repeated:
        return "De twee wachtwoorden zijn niet gelijk. Vul twee keer hetzelfde wachtwoord in."
    return None
