"""Codes with which an interview goes on elsewhere: eight characters, valid 14 days, used once.

Only a keyed hash of a code is kept, and a new code makes the earlier ones of the same interview worthless.
"""

import hashlib
import hmac
import secrets
import uuid
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from channels.channel_tables import ResumeCode
from channels.conversations import locked
from channels.settings import Settings

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without what is easily taken for something else: I, O, 0, 1
CHARACTERS = 8  # 40 bits: with five tries a minute nobody finds one
VALID = timedelta(days=14)


def hashed(settings: Settings, code: str) -> str:
    """What is kept of a code: without our secret the short codes cannot be found back from it."""
    key = settings.service_token.get_secret_value().encode()
    return hmac.new(key, f"resume:{code}".encode(), hashlib.sha256).hexdigest()


def new_code(session: Session, settings: Settings, conversation_id: uuid.UUID, now: datetime) -> str:
    """A fresh code for this interview. Raises ConversationNotFound."""
    locked(session, conversation_id)
    session.execute(delete(ResumeCode).where(ResumeCode.conversation_id == conversation_id))
    code = "".join(secrets.choice(ALPHABET) for _ in range(CHARACTERS))
    session.add(ResumeCode(code_hash=hashed(settings, code), conversation_id=conversation_id, expires_at=now + VALID))
    return code
