"""An owner has his report or a link mailed; the address is used once and is nowhere afterwards."""

import re
from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from channels.database import transaction
from channels.tables import Message
from tests.mailbox import Mailbox, running_mailbox
from tests.site import Client, Site

ORDER = "mail het rapport naar jan@bedrijf.example"


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with running_mailbox() as started:
        yield started


@pytest.fixture
def client(sqlite_url: str, mailbox: Mailbox) -> Iterator[Client]:
    site = Site(sqlite_url, smtp_url=mailbox.url, mail_from="scan@voorbeeld.example")
    with site.surroundings(), site.running() as running:
        running.start()
        yield running


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body()
    assert body is not None
    return str(body.get_content())


def mailed(client: Client, what: str, to: str) -> tuple[int, str]:
    answer = client.request("POST", "/mail", json={"what": what, "to": to})
    return answer.status_code, answer.text


def test_report_asked_for_in_the_conversation_arrives_and_the_address_is_not_kept(
    client: Client, mailbox: Mailbox
) -> None:
    client.said("uitslag")

    heard = client.said(ORDER)

    [mail] = mailbox.mails
    assert mail["To"] == "jan@bedrijf.example"
    [report] = mail.iter_attachments()
    assert re.fullmatch(r"uitslag-\d{4}-\d\d-\d\d\.pdf", str(report.get_filename()))
    assert report.get_content().startswith(b"%PDF")
    assert [m["text"] for m in heard["messages"]][:2][1].startswith("De mail met het rapport is verstuurd.")
    assert heard["messages"][-1]["text"] == "Wilt u verder?"
    assert "bedrijf.example" not in client.request("GET", "/export").text
    with transaction(client.app.state.engine) as session:
        assert not [row for row in session.query(Message) if "bedrijf.example" in f"{row.text} {row.payload}"]


def test_without_a_result_there_is_nothing_to_mail(client: Client, mailbox: Mailbox) -> None:
    client.said("vijf")

    assert "Er is nog geen uitslag." in "".join(m["text"] for m in client.said(ORDER)["messages"])
    assert mailed(client, "report", "jan@bedrijf.example")[0] == 409
    assert mailbox.mails == []


def test_link_of_a_mail_opens_the_same_conversation_once(client: Client, mailbox: Mailbox) -> None:
    client.said("vijf")

    assert mailed(client, "link", "Jan@Bedrijf.example")[0] == 204

    [mail] = mailbox.mails
    found = re.search(r"/#hervat=(\w{4}-\w{4})", text_of(mail))
    assert found is not None
    client.start()
    assert "1 van de ongeveer 27" in client.said(f"hervat {found[1]}")["messages"][0]["text"]
    client.start()
    assert "ken ik niet" in client.said(f"hervat {found[1]}")["messages"][0]["text"]


@pytest.mark.parametrize("to", ["jan", "jan@", "a b@c.example", "jan@bedrijf.example, piet@bedrijf.example"])
def test_what_is_no_address_is_refused_with_a_sentence(client: Client, to: str) -> None:
    status, text = mailed(client, "link", to)

    assert status == 400
    assert "Dit is geen e-mailadres." in text


def test_refused_address_and_full_mailbox_are_told_apart(client: Client) -> None:
    assert mailed(client, "link", "jan@unknown.example")[0] == 400
    assert mailed(client, "link", "jan@full.example")[0] == 503


def test_nobody_can_be_flooded_with_mail(client: Client, mailbox: Mailbox) -> None:
    first = [mailed(client, "link", "jan@bedrijf.example")[0] for _ in range(5)]
    client.start()

    assert first == [204, 204, 204, 204, 429]
    assert mailed(client, "link", "JAN@bedrijf.example")[0] == 429
    assert mailed(client, "link", "els@bedrijf.example")[0] == 204


def test_without_a_mail_server_nothing_is_offered(sqlite_url: str) -> None:
    site = Site(sqlite_url)
    with site.surroundings(), site.running() as client:
        client.start()

        assert client.read()["mailOn"] is False
        assert mailed(client, "link", "jan@bedrijf.example")[0] == 409
