"""Sending e-mail over SMTP, when the settings name a server: a report or a link to the owner, notices to advisors.

A mail is sent while the caller waits and is never kept here: whoever must not lose one stores it and tries again.
Nobody's address or words go into a log.
"""

import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from channels.settings import Settings

TIMEOUT_S = 15
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class MailFailed(Exception):
    """The mail was not sent; `refused` when trying again will not help (the address does not exist)."""

    def __init__(self, why: str, refused: bool = False) -> None:
        super().__init__(why)
        self.refused = refused


@dataclass(frozen=True)
class Attachment:
    """A file that goes along; `media_type` as in `application/pdf`."""

    name: str
    media_type: str
    content: bytes


def send(settings: Settings, to: str, subject: str, text: str, attachments: Sequence[Attachment] = ()) -> None:
    """Send one plain text mail to one address.

    Raises MailFailed: no server is set, it cannot be reached or it refuses. The kind of the error is told, never
    the server's words, which may hold the address.
    """
    if not settings.mail_on:
        raise MailFailed("no mail server is set", refused=True)
    message = _message(settings.mail_from, to, subject, text, attachments)
    server = urlsplit(settings.smtp_url.get_secret_value())
    try:
        with _connected(server.scheme, server.hostname or "", server.port) as smtp:
            if server.username:
                smtp.login(unquote(server.username), unquote(server.password or ""))
            smtp.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        permanent = all(500 <= code < 600 for code, _ in error.recipients.values())
        raise MailFailed("the server refuses the address", refused=permanent) from None
    except (smtplib.SMTPException, OSError) as error:
        raise MailFailed(type(error).__name__) from None


def _message(sender: str, to: str, subject: str, text: str, attachments: Sequence[Attachment]) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, Address(addr_spec=to), subject
    message["Date"] = formatdate(localtime=True)
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answer by a machine
    message.set_content(text)
    for file in attachments:
        main, _, sub = file.media_type.partition("/")
        message.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
    return message


def _connected(scheme: str, host: str, port: int | None) -> smtplib.SMTP:
    """A connection that nobody can listen in on, or one to this very machine."""
    secure = ssl.create_default_context()
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port or 465, timeout=TIMEOUT_S, context=secure)
    smtp = smtplib.SMTP(host, port or 587, timeout=TIMEOUT_S)
    if host not in LOOPBACK:
        smtp.starttls(context=secure)  # refused by the server: SMTPNotSupportedError
    return smtp
