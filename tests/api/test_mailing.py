"""Mail about cases against a real mail server: told once, tried until it arrives, nothing personal in a subject."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from api.accounts.tables import Advisor
from api.cases.listing import today
from api.mailing import queue, sender
from api.mailing.tables import Mail
from channels.database import transaction
from tests.api.cases import new_case
from tests.mailbox import running_mailbox


@pytest.fixture
def mailbox(app):
    with running_mailbox() as box:
        settings = app.state.settings
        app.state.settings = settings.model_copy(
            update={"smtp_url": type(settings.smtp_url)(box.url), "mail_from": "desk@maakwijzer.example"}
        )
        yield box
        app.state.settings = settings


def send(app):
    return asyncio.run(sender.send_due(app.state.engine, app.state.settings))


def id_of(client, name):
    return next(one["id"] for one in client.get("/api/v1/advisors").json()["items"] if one["name"] == name)


def mails(app):
    with transaction(app.state.engine) as session:
        return session.query(Mail).order_by(Mail.id).all()


def test_all_advisors_hear_of_a_new_case_and_nothing_personal_is_in_it(app, mailbox, anna, bert, editor, post):
    case = post()

    assert send(app) == 2
    assert send(app) == 0
    assert sorted(mail["To"] for mail in mailbox.mails) == ["anna.bakker@voorbeeld.nl", "bert.dijk@voorbeeld.nl"]
    for mail in mailbox.mails:
        assert mail["Subject"] == f"Er wacht een nieuwe zaak ({case['reference']})"
        assert f"/desk/cases/{case['id']}" in mail.get_content()
        assert "Jansen" not in mail.as_string()


def test_who_does_not_want_it_is_not_told(app, mailbox, anna, post):
    with transaction(app.state.engine) as session:
        session.execute(update(Advisor).values(notices=["assigned"]))
    post()

    assert send(app) == 0


def test_a_case_that_was_taken_meanwhile_is_no_news(app, mailbox, anna, post):
    case = post()
    anna.put(f"/api/v1/cases/{case['id']}/assignee")

    send(app)

    assert mailbox.mails == []
    assert mails(app)[0].delivered_at is not None


def test_a_colleague_hears_of_a_case_that_is_given_and_not_of_one_he_takes(app, mailbox, anna, bert, post):
    given, taken = post(), post()
    send(app)
    mailbox.mails.clear()

    anna.put(f"/api/v1/cases/{given['id']}/assignee", json={"advisorId": id_of(anna, "Bert Dijk")})
    anna.put(f"/api/v1/cases/{taken['id']}/assignee")
    send(app)

    assert [(mail["To"], mail["Subject"]) for mail in mailbox.mails] == [
        ("bert.dijk@voorbeeld.nl", f"U hebt een zaak gekregen ({given['reference']})")
    ]


def test_a_follow_up_is_told_once_on_its_day(app, mailbox, anna, post):
    due, later = post(), post()
    for case, days in ((due, 0), (later, 1)):
        anna.put(f"/api/v1/cases/{case['id']}/assignee")
        on = str(today() + timedelta(days=days))
        anna.put(f"/api/v1/cases/{case['id']}/follow-up", json={"on": on})

    for _ in range(2):
        asyncio.run(sender.tell_follow_ups(app.state.engine))
        send(app)

    assert [mail["Subject"] for mail in mailbox.mails] == [f"Vandaag opvolgen ({due['reference']})"]


def test_a_server_that_is_away_gets_it_later_with_longer_pauses(app, mailbox, anna, post):
    post()
    settings = app.state.settings
    app.state.settings = settings.model_copy(update={"smtp_url": type(settings.smtp_url)("smtp://127.0.0.1:9")})

    pauses = []
    for _ in range(3):
        _make_due(app)
        before = datetime.now(UTC)
        send(app)
        pauses.append(round((mails(app)[0].next_attempt_at - before).total_seconds()))
    app.state.settings = settings
    _make_due(app)
    send(app)

    assert pauses == [10, 20, 40]
    assert len(mailbox.mails) == 1
    assert mails(app)[0].error is None


def _make_due(app):
    with transaction(app.state.engine) as session:
        session.execute(update(Mail).values(next_attempt_at=datetime.now(UTC)))


def test_old_news_is_not_sent(app, mailbox, anna, post):
    post()
    with transaction(app.state.engine) as session:
        session.execute(update(Mail).values(created_at=datetime.now(UTC) - queue.NEWS - timedelta(hours=1)))

    send(app)

    assert mailbox.mails == []
    assert mails(app)[0].error == "too old"


def test_an_erased_case_takes_its_mail_along(app, mailbox, anna, admin, post):
    case = post()
    admin.delete(f"/api/v1/cases/{case['id']}", headers={"If-Match": "*"})

    assert mails(app) == []


def report(client, case, text=None):
    return client.post(f"/api/v1/cases/{case['id']}/report-mails", json={"text": text})


def test_who_may_mail_the_report(anyone, editor, anna, bert, mailbox, post):
    case = post()
    bert.put(f"/api/v1/cases/{case['id']}/assignee")

    assert report(anyone, case).status_code == 401
    assert report(editor, case).status_code == 403
    assert report(anna, case).json()["holder"] == "Bert Dijk"


def test_the_owner_gets_the_report_with_the_words_of_the_advisor(app, mailbox, anna, post):
    case = post()
    send(app)
    mailbox.mails.clear()

    assert report(anna, case, "Goed u te spreken.\nZie pagina 2.").status_code == 202
    send(app)

    (mail,) = mailbox.mails
    assert mail["To"] == "a.dewit@jansenmetaal.nl"
    assert mail["Subject"] == f"Uw uitslag van Maakwijzer ({case['reference']})"
    text = mail.get_body().get_content()
    assert "Beste A. de Wit" in text
    assert "Zie pagina 2." in text
    assert "Anna Bakker" in text
    (attached,) = mail.iter_attachments()
    assert attached.get_content().startswith(b"%PDF")
    assert all(one.words is None for one in mails(app))
    assert anna.get(f"/api/v1/cases/{case['id']}/events").json()["items"][-1]["action"] == "mailed"


def test_without_a_mail_server_or_an_address_the_report_is_not_mailed(app, anna, service, mailbox, post):
    body = new_case(change={"contact_email": ...})
    silent = service.post("/api/v1/cases", json=body, headers={"Idempotency-Key": body["interviewId"]}).json()

    assert report(anna, silent).json()["code"] == "no-report-mail"
    settings = app.state.settings
    app.state.settings = settings.model_copy(update={"smtp_url": type(settings.smtp_url)("")})
    assert report(anna, post()).json()["code"] == "no-report-mail"
    app.state.settings = settings
