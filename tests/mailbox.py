"""A real mail server for tests, which keeps what it is given."""

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.system import free_port


class Mailbox:
    """What has arrived; addresses at `unknown` do not exist, those at `full` cannot be reached for now."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.url = ""

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _: list[str]
    ) -> str:
        """Accept or refuse an address."""
        if address.endswith("@unknown.example"):
            return f"550 {address} does not exist"
        if address.endswith("@full.example"):
            return f"452 {address} is full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Keep a mail."""
        assert isinstance(envelope.content, bytes)
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@contextmanager
def running_mailbox() -> Iterator[Mailbox]:
    """A mail server on a free port of this machine; its `url` is what MAAKWIJZER_SMTP_URL takes."""
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        mailbox.url = f"smtp://{controller.hostname}:{controller.port}"
        yield mailbox
    finally:
        controller.stop()
