"""Accounts on the desk: one's own, and those an administrator keeps."""

import re

import pytest

from api.accounts import sessions
from api.accounts.tables import Advisor
from channels.database import transaction
from tests.api.conftest import PASSWORD, UNKNOWN


def id_of(app, name):
    with transaction(app.state.engine) as session:
        return session.query(Advisor).filter_by(name=name).one().id


def test_without_login_there_is_no_account(anyone):
    for path in ("/desk/account", "/desk/accounts"):
        assert anyone.get(path).headers["Location"].startswith("/desk/login")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/desk/accounts"),
        ("POST", "/desk/accounts"),
        ("POST", f"/desk/accounts/{UNKNOWN}/reset"),
        ("POST", f"/desk/accounts/{UNKNOWN}/log-out"),
    ],
)
def test_only_an_administrator_keeps_accounts(anna, editor, method, path):
    assert anna.request(method, path).status_code == 403
    assert editor.request(method, path).status_code == 403


def test_what_one_is_told_by_mail_is_ones_own_choice(app, anna, bert):
    anna.post("/desk/account/notices", data={"notice": ["assigned", "nonsense"]})

    with transaction(app.state.engine) as session:
        assert session.query(Advisor).filter_by(name="Anna Bakker").one().notices == ["assigned"]
        assert len(session.query(Advisor).filter_by(name="Bert Dijk").one().notices) == 3
    assert "Uw keuze is bewaard" in anna.get("/desk/account?melding=notices-kept").text


def test_logging_out_elsewhere_keeps_this_browser(app, anna):
    with transaction(app.state.engine) as session:
        other = sessions.start(session, session.query(Advisor).filter_by(name="Anna Bakker").one())

    assert anna.get("/desk/account").text.count("Sinds") == 2
    anna.post("/desk/account/end-others")

    assert anna.get("/desk/account").text.count("Sinds") == 1
    with transaction(app.state.engine) as session:
        assert sessions.advisor_of(session, other) is None


def test_an_administrator_makes_an_account_and_its_password_is_shown_once(app, admin, anyone):
    made = admin.post("/desk/accounts", data={"email": "Cees@voorbeeld.nl", "name": "Cees Smit", "role": "editor"})
    password = re.search(r'class="secret">([^<]+)<', made.text)[1]

    assert password not in admin.get("/desk/accounts").text
    login = anyone.post("/desk/login", data={"email": "cees@voorbeeld.nl", "password": password})
    assert login.status_code == 303


@pytest.mark.parametrize("form", [{"email": "geen adres", "name": "X"}, {"email": "a@b.nl", "name": " "}])
def test_a_wrong_account_is_asked_again(admin, form):
    answer = admin.post("/desk/accounts", data=form)

    assert answer.status_code == 400
    assert 'role="alert"' in answer.text


def test_a_reset_logs_out_and_gives_a_password_for_once(app, admin, anna, anyone):
    answer = admin.post(f"/desk/accounts/{id_of(app, 'Anna Bakker')}/reset")
    password = re.search(r'class="secret">([^<]+)<', answer.text)[1]

    assert anna.get("/desk").status_code == 303
    assert (
        anyone.post("/desk/login", data={"email": "anna.bakker@voorbeeld.nl", "password": PASSWORD}).status_code == 401
    )
    again = anyone.post("/desk/login", data={"email": "anna.bakker@voorbeeld.nl", "password": password})
    assert again.status_code == 303


def test_an_administrator_logs_somebody_out_everywhere(app, admin, anna):
    assert anna.get("/desk").status_code == 200

    admin.post(f"/desk/accounts/{id_of(app, 'Anna Bakker')}/log-out")

    assert anna.get("/desk").status_code == 303
    assert admin.post(f"/desk/accounts/{UNKNOWN}/log-out").status_code == 404
