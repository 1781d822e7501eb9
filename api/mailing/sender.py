"""The background work of mail: telling of follow-ups that came due, and sending what is due."""

import asyncio
from datetime import UTC, datetime

import structlog
from sqlalchemy import Engine

from api import attempts
from api.cases.outcome import AMSTERDAM
from api.mailing import letters, queue
from api.mailing.tables import Mail
from channels import mail
from channels.database import transaction
from channels.settings import Settings

log = structlog.get_logger()
PAUSE_S = 5.0
FOLLOW_UP_PAUSE_S = 300.0


async def tell_follow_ups(engine: Engine) -> None:
    """Write the mail for cases that come back today."""
    await asyncio.to_thread(_tell_follow_ups, engine)


def _tell_follow_ups(engine: Engine) -> None:
    with transaction(engine) as session:
        queue.follow_ups(session, datetime.now(AMSTERDAM).date())


async def send_due(engine: Engine, settings: Settings) -> int:
    """Send what is due now without holding up others; how many mails that were."""
    return await asyncio.to_thread(send_now, engine, settings)


def send_now(engine: Engine, settings: Settings) -> int:
    """Send what is due now, one after the other; how many mails that were. Without a mail server: nothing."""
    if not settings.mail_on:
        return 0
    now = datetime.now(UTC)
    with transaction(engine) as session:
        taken = queue.take_due(session, now)
        if taken:
            attempts.remove_old(session, Mail, now)
    for due in taken:
        _send(engine, settings, due)
    return len(taken)


def _send(engine: Engine, settings: Settings, due: queue.Due) -> None:
    letter = letters.write(engine, settings, due)
    problem = None
    if letter is not None:
        try:
            mail.send(settings, letter.to, letter.subject, letter.text, letter.attachments)
        except mail.MailFailed as error:
            problem = error
            log.warning("mail_not_sent", mail=due.id, kind=due.kind, error=str(error))
    now = datetime.now(UTC)
    with transaction(engine) as session:
        if problem is None:
            queue.sent(session, due.id, now)
        else:
            queue.failed(session, due.id, str(problem), now, problem.refused)
