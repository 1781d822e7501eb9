"""Mailing an owner his report, or a link to go on with. The address is used once and never kept or logged."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from limits import RateLimitItemPerHour
from pydantic import BaseModel

from actions.reports.files import REPORT, made
from channels import mail
from channels.message import InterviewState
from channels.problems import Conflict, Unavailable, invalid
from channels.rates import Rate
from channels.sentences import sentence
from channels.settings import Settings
from knowledge.dutch import day

A_CONVERSATION, AN_ADDRESS, ALL_TOGETHER = 4, 4, 200  # mails an hour: enough for an owner, too few to bother anyone


class MailOff(Conflict):
    """No mail server is set."""

    code = "mail-off"

    def __init__(self) -> None:
        super().__init__("Mailen kan hier niet. U kunt het rapport wel downloaden.")


class MailNotSent(Unavailable):
    """The mail server cannot be reached, or refuses for now."""

    code = "mail-not-sent"

    def __init__(self) -> None:
        super().__init__(sentence("mail_failed"), {"Retry-After": "60"})


class MailOrder(BaseModel):
    """What to mail and to whom."""

    what: Literal["report", "link"]
    to: str


@dataclass
class MailRates:
    """How much may be mailed in an hour."""

    conversation: Rate = field(default_factory=lambda: Rate(A_CONVERSATION, RateLimitItemPerHour))
    address: Rate = field(default_factory=lambda: Rate(AN_ADDRESS, RateLimitItemPerHour))
    together: Rate = field(default_factory=lambda: Rate(ALL_TOGETHER, RateLimitItemPerHour))

    def hit(self, conversation: str, to: str) -> None:
        """Count one mail. Raises TooManyRequests."""
        self.conversation.hit(conversation)
        self.address.hit(hashlib.sha256(to.casefold().encode()).hexdigest())
        self.together.hit("")


def send_report(settings: Settings, to: str, state: InterviewState, today: date) -> None:
    """Mail the report of an interview. Raises as `_send`."""
    file = made(REPORT, state.answers, today, settings.public_url, settings.organisation, state.earlier)
    text = sentence("mail_report_text", organisation=settings.organisation, date=day(today), url=settings.public_url)
    attachment = mail.Attachment(file.name, file.media_type, file.content)
    _send(settings, to, sentence("mail_report_subject"), text, [attachment])


def send_link(settings: Settings, to: str, code: str, until: date) -> None:
    """Mail a link to go on with an interview. Raises as `_send`."""
    shown = f"{code[:4]}-{code[4:]}"
    text = sentence(
        "mail_link_text",
        organisation=settings.organisation,
        link=f"{settings.public_url}/#hervat={shown}",  # a fragment: it is never sent to a server, so in no log
        code=shown,
        until=day(until),
    )
    _send(settings, to, sentence("mail_link_subject"), text)


def _send(settings: Settings, to: str, subject: str, text: str, files: Sequence[mail.Attachment] = ()) -> None:
    """Send, or say what is wrong. Raises MailOff, InvalidInput when the address is refused, and MailNotSent."""
    if not settings.mail_on:
        raise MailOff
    try:
        mail.send(settings, to, subject, text, files)
    except mail.MailFailed as failed:
        if failed.refused:
            reason = sentence("mail_refused")
            raise invalid(reason, "to", "refused", reason) from None
        raise MailNotSent from None
