"""Accounts: made on the command line, logged in with a password of one's own, and not by guessing."""

import time

import pytest
from fastapi.testclient import TestClient

from api.accounts import create as command
from api.accounts import sessions
from api.accounts.throttle import LoginThrottle
from channels.database import transaction
from channels.settings import load_settings
from tests.api.conftest import PASSWORD, add_advisor


@pytest.fixture
def make_advisor(monkeypatch, database_url, capsys):
    """Runs `make advisor` on this test's database and gives the exit code and what it printed."""
    monkeypatch.setenv("MAAKWIJZER_DATABASE_URL", database_url)
    monkeypatch.setenv("MAAKWIJZER_RASA_SECRET", "r" * 32)
    monkeypatch.setenv("MAAKWIJZER_SERVICE_TOKEN", "s" * 32)
    load_settings.cache_clear()
    capsys.readouterr()

    def run(*arguments):
        code = command.main(list(arguments))
        return code, capsys.readouterr()

    yield run
    load_settings.cache_clear()


def log_in(client, email, password):
    return client.post("/desk/login", data={"email": email, "password": password})


def test_a_new_advisor_must_choose_a_password_at_the_first_login(make_advisor, anyone):
    code, printed = make_advisor("Jan@Voorbeeld.nl", "Jan Smit")
    one_time = printed.out.strip()

    logged_in = log_in(anyone, "jan@voorbeeld.nl", one_time)
    first_page = anyone.get("/desk")
    change = {"current": one_time, "password": "drie groene stoelen", "repeated": "drie groene stoelen"}
    changed = anyone.post("/desk/password", data=change)

    assert code == 0
    assert len(one_time.split()) == 1
    assert logged_in.headers["Location"] == "/desk"
    assert first_page.headers["Location"] == "/desk/password"
    assert changed.status_code == 303
    assert anyone.get("/desk").status_code == 200
    assert log_in(TestClient(anyone.app), "jan@voorbeeld.nl", one_time).status_code == 401


def test_with_a_one_time_password_the_api_stays_closed(app):
    advisor = add_advisor(app.state.engine, "Nieuw", must_change=True)
    with transaction(app.state.engine) as session:
        token = sessions.start(session, advisor)

    answer = TestClient(app, cookies={sessions.COOKIE: token}).get("/api/v1/cases")

    assert answer.status_code == 403
    assert answer.json()["code"] == "password-change-required"


@pytest.mark.parametrize(
    "arguments",
    [("geen-adres", "Jan"), ("jan@voorbeeld.nl", " "), ("jan@voorbeeld.nl", "Jan", "baas")],
    ids=["address", "name", "role"],
)
def test_an_account_that_cannot_be_made_is_refused_with_a_sentence(make_advisor, arguments):
    code, printed = make_advisor(*arguments)

    assert code == 1
    assert printed.out == ""
    assert printed.err.strip().endswith(("jan@voorbeeld.nl.", "adres", ".")) or "geen-adres" in printed.err


def test_an_address_has_one_account(make_advisor):
    make_advisor("jan@voorbeeld.nl", "Jan")

    code, printed = make_advisor("JAN@voorbeeld.nl", "Jan")

    assert code == 1
    assert "al een account" in printed.err


def test_a_lost_password_is_replaced_by_one_for_once(make_advisor, app, anyone):
    add_advisor(app.state.engine, "Anna")
    log_in(anyone, "anna@voorbeeld.nl", PASSWORD)

    code, printed = make_advisor("--reset", "anna@voorbeeld.nl")

    assert code == 0
    assert anyone.get("/desk").headers["Location"].startswith("/desk/login")
    assert log_in(anyone, "anna@voorbeeld.nl", PASSWORD).status_code == 401
    assert log_in(anyone, "anna@voorbeeld.nl", printed.out.strip()).status_code == 303


@pytest.mark.parametrize(
    ("password", "repeated"), [("te kort", "te kort"), ("lang genoeg om te mogen", "maar niet gelijk daaraan")]
)
def test_a_bad_new_password_is_refused(app, anyone, password, repeated):
    add_advisor(app.state.engine, "Anna")
    log_in(anyone, "anna@voorbeeld.nl", PASSWORD)

    answer = anyone.post("/desk/password", data={"current": PASSWORD, "password": password, "repeated": repeated})

    assert answer.status_code == 400
    assert log_in(TestClient(app, follow_redirects=False), "anna@voorbeeld.nl", PASSWORD).status_code == 303


def test_changing_the_password_logs_other_browsers_out(app, anyone):
    add_advisor(app.state.engine, "Anna")
    other = TestClient(app, follow_redirects=False)
    for client in (anyone, other):
        log_in(client, "anna@voorbeeld.nl", PASSWORD)

    anyone.post("/desk/password", data={"current": PASSWORD, "password": "x" * 14, "repeated": "x" * 14})

    assert anyone.get("/desk").status_code == 200
    assert other.get("/desk").status_code == 303


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(app, anyone):
    add_advisor(app.state.engine, "Anna")

    cookie = log_in(anyone, "anna@voorbeeld.nl", PASSWORD).headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie


def test_logging_out_ends_the_session(app, anyone):
    add_advisor(app.state.engine, "Anna")
    log_in(anyone, "anna@voorbeeld.nl", PASSWORD)
    token = anyone.cookies[sessions.COOKIE]

    anyone.post("/desk/logout")

    assert TestClient(app, cookies={sessions.COOKIE: token}).get("/api/v1/cases").status_code == 401


def test_an_expired_session_is_no_session(app, monkeypatch):
    advisor = add_advisor(app.state.engine, "Anna")
    monkeypatch.setattr(sessions, "LIFETIME", -sessions.LIFETIME)
    with transaction(app.state.engine) as session:
        token = sessions.start(session, advisor)

    assert TestClient(app, cookies={sessions.COOKIE: token}).get("/api/v1/cases").status_code == 401


def test_guessing_has_to_wait_and_then_the_right_password_too(app, anyone):
    add_advisor(app.state.engine, "Anna")

    answers = [log_in(anyone, "anna@voorbeeld.nl", "fout") for _ in range(5)]
    blocked = log_in(anyone, "anna@voorbeeld.nl", PASSWORD)

    assert {answer.status_code for answer in answers} == {401}
    assert blocked.status_code == 429
    assert int(blocked.headers["Retry-After"]) > 0


def test_a_throttled_address_does_not_lock_others_out():
    throttle = LoginThrottle()
    for _ in range(5):
        throttle.failed("anna@voorbeeld.nl", "192.0.2.1")

    assert throttle.seconds_to_wait("Anna@voorbeeld.nl", "192.0.2.1") > 0
    assert throttle.seconds_to_wait("anna@voorbeeld.nl", "192.0.2.2") == 0


def test_an_unknown_address_takes_as_long_as_a_wrong_password(app):
    add_advisor(app.state.engine, "Anna")

    def seconds(email):
        client = TestClient(app)
        tries = []
        for number in range(4):
            started = time.perf_counter()
            assert log_in(client, email.format(number), "fout").status_code == 401
            tries.append(time.perf_counter() - started)
        return min(tries)

    known, unknown = seconds("anna@voorbeeld.nl"), seconds("niemand{}@voorbeeld.nl")

    assert unknown > known / 2


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://kwaad.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "http://testserver"}, 200),
        ({}, 200),
    ],
)
def test_another_website_cannot_work_with_my_session(anna, case, headers, status):
    answer = anna.put(f"/api/v1/cases/{case['id']}/assignee", headers=headers)

    assert answer.status_code == status


def test_another_website_cannot_log_me_in(anyone):
    answer = anyone.post("/desk/login", data={"email": "a", "password": "b"}, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403


def test_after_logging_in_one_never_lands_on_another_website(app, anyone):
    add_advisor(app.state.engine, "Anna")
    form = {"email": "anna@voorbeeld.nl", "password": PASSWORD, "next": "//kwaad.example/desk/cases/"}

    assert anyone.post("/desk/login", data=form).headers["Location"] == "/desk"
