"""Mail through a real SMTP server."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from channels.mail import Attachment, MailFailed, send
from channels.settings import Settings
from tests.mailbox import Mailbox, running_mailbox
from tests.servers import SECRET, TOKEN


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with running_mailbox() as started:
        yield started


def settings(url: str, sender: str = "Maakwijzer <scan@voorbeeld.example>") -> Settings:
    values: dict[str, Any] = {"rasa_secret": SECRET, "service_token": TOKEN, "smtp_url": url, "mail_from": sender}
    return Settings(**values, _env_file=None)


def test_a_mail_arrives_with_its_file_and_its_letters(mailbox: Mailbox) -> None:
    report = Attachment("rapport.pdf", "application/pdf", b"%PDF-1.7 inhoud")

    send(settings(mailbox.url), "jan@bedrijf.example", "Uw rapport: één stap", "Beste ondernemer,\nééntje.", [report])

    [mail] = mailbox.mails
    assert (mail["To"], mail["Subject"]) == ("jan@bedrijf.example", "Uw rapport: één stap")
    assert mail["From"] == "Maakwijzer <scan@voorbeeld.example>"
    body = mail.get_body()
    assert body is not None
    assert body.get_content().splitlines() == ["Beste ondernemer,", "ééntje."]
    [file] = mail.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("rapport.pdf", b"%PDF-1.7 inhoud")


@pytest.mark.parametrize(("address", "refused"), [("jan@unknown.example", True), ("jan@full.example", False)])
def test_a_refused_address_is_told_apart_from_a_full_one_without_naming_it(
    mailbox: Mailbox, address: str, refused: bool
) -> None:
    with pytest.raises(MailFailed) as failed:
        send(settings(mailbox.url), address, "Uw rapport", "Hallo")

    assert failed.value.refused is refused
    assert "jan" not in str(failed.value)
    assert failed.value.__cause__ is None


def test_a_server_that_is_away_is_a_failure_to_try_again(mailbox: Mailbox) -> None:
    with pytest.raises(MailFailed) as failed:
        send(settings("smtp://127.0.0.1:1"), "jan@bedrijf.example", "Uw rapport", "Hallo")

    assert not failed.value.refused


def test_a_line_break_in_a_subject_adds_no_header(mailbox: Mailbox) -> None:
    with pytest.raises(ValueError, match="linefeed"):
        send(settings(mailbox.url), "jan@bedrijf.example", "Rapport\nBcc: ander@bedrijf.example", "Hallo")

    assert mailbox.mails == []


def test_without_a_server_no_mail_is_offered() -> None:
    assert not settings("", "").mail_on


@pytest.mark.parametrize(
    ("url", "sender", "says"),
    [("mail.example.nl", "scan@voorbeeld.example", "MAAKWIJZER_SMTP_URL"), ("smtp://mail", "", "MAAKWIJZER_MAIL_FROM")],
)
def test_a_wrong_setting_says_what_to_set(url: str, sender: str, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        settings(url, sender)


def test_the_password_of_the_server_is_never_shown() -> None:
    shown = repr(settings("smtps://scan:geheim@mail.example:465"))

    assert "geheim" not in shown
    assert isinstance(settings("smtp://mail").smtp_url, SecretStr)
