"""Addresses that open a result for a short time without a token: signed, impossible to guess, good for an hour.

Such an address goes from the chat to a page in a new tab, also on another site. It is never logged: the access log
holds routes, not paths.
"""

import hashlib
import hmac
import uuid
from datetime import UTC, datetime, timedelta

from channels.problems import NotFound
from channels.settings import Settings

VALID = timedelta(hours=1)


class TicketExpired(NotFound):
    """The address is too old, or was never one of ours."""

    code, title = "ticket-expired", "Dit adres werkt niet meer"

    def __init__(self) -> None:
        super().__init__(
            "Een adres van een uitslag werkt een uur. Open de pagina opnieuw vanuit uw gesprek, met 'Uw uitslag'."
        )


def new_ticket(settings: Settings, conversation_id: uuid.UUID, now: datetime) -> str:
    """A ticket for the result of this conversation."""
    until = int((now + VALID).timestamp())
    return f"{conversation_id.hex}.{until}.{_signature(settings, conversation_id, until)}"


def opened(settings: Settings, ticket: str, now: datetime) -> uuid.UUID:
    """The conversation that a ticket opens. Raises TicketExpired."""
    name, _, rest = ticket.partition(".")
    until, _, signature = rest.partition(".")
    if not (until.isascii() and until.isdigit() and len(until) < 12):
        raise TicketExpired
    try:
        conversation_id = uuid.UUID(hex=name)
    except ValueError:
        raise TicketExpired from None
    known = _signature(settings, conversation_id, int(until))
    if not hmac.compare_digest(known.encode(), signature.encode()) or datetime.fromtimestamp(int(until), UTC) < now:
        raise TicketExpired
    return conversation_id


def _signature(settings: Settings, conversation_id: uuid.UUID, until: int) -> str:
    key = settings.service_token.get_secret_value().encode()
    return hmac.new(key, f"result:{conversation_id.hex}:{until}".encode(), hashlib.sha256).hexdigest()
