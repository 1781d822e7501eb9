"""Logging in with a real OpenID provider in a process of its own."""

import json
import subprocess
import sys
import time
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr, ValidationError

from api.accounts import oidc
from api.accounts.tables import Advisor
from channels.database import transaction
from tests.api.conftest import add_advisor, make_settings
from tests.system import free_port

ANNA = "anna.bakker@voorbeeld.nl"
PEOPLE = {
    "anna": {
        "email": "anna.bakker@voorbeeld.nl",
        "email_verified": True,
        "name": "Anna Bakker",
        "groups": ["adviseurs"],
    },
    "ada": {"email": "ada@voorbeeld.nl", "email_verified": True, "name": "Ada Beheer", "groups": ["x", "beheer"]},
    "gast": {"email": "gast@voorbeeld.nl", "email_verified": True, "name": "Gast", "groups": ["lezers"]},
    "vals": {"email": ANNA, "email_verified": False, "name": "Vals", "groups": ["beheer"]},
}


@pytest.fixture(scope="module")
def provider():
    port = free_port()
    people = [f"--user-claims={json.dumps({'sub': sub, **claims})}" for sub, claims in PEOPLE.items()]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "true", *people]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    issuer = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{issuer}/.well-known/openid-configuration", process)
        yield issuer
    finally:
        process.terminate()
        process.wait()


def _wait_for(address, process):
    until = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < until:
        try:
            return httpx.get(address).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.05)
    raise AssertionError("the provider did not start")


def oidc_settings(issuer, **others):
    given = {
        "oidc_issuer": issuer,
        "oidc_client_id": "maakwijzer",
        "oidc_client_secret": SecretStr("een geheim van de aanbieder"),
        "oidc_role_claim": "groups",
        "oidc_roles": "beheer=admin,adviseurs=advisor",
        "public_url": "http://testserver",
    }
    return make_settings("sqlite://", **(given | others))


@pytest.fixture
def browser_at(sqlite_app, provider):
    """A browser at a desk where one logs in with the provider."""
    before = sqlite_app.state.settings
    sqlite_app.state.settings = oidc_settings(provider)
    yield TestClient(sqlite_app, follow_redirects=False)
    sqlite_app.state.settings = before


def go_to_provider(browser, path="/desk/login/start"):
    return browser.get(path).headers["Location"]


def log_in_there(address, who):
    """Choose an account at the provider; the address it sends the browser back to."""
    answer = httpx.post(address, data={"sub": who})
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"].removeprefix("http://testserver")


def log_in(browser, who):
    return browser.get(log_in_there(go_to_provider(browser), who))


def test_somebody_with_a_role_gets_an_account_and_a_session(browser_at):
    back = log_in(browser_at, "ada")

    assert (back.status_code, back.headers["Location"]) == (303, "/desk")
    account = browser_at.get("/desk/account").text
    assert "Ada Beheer" in account
    assert "beheerder" in account
    assert browser_at.get("/desk/accounts").status_code == 200


def test_the_browser_leaves_with_a_challenge_a_state_and_a_nonce(browser_at):
    asked = parse_qs(urlsplit(go_to_provider(browser_at)).query)

    assert asked["code_challenge_method"] == ["S256"]
    assert asked["response_type"] == ["code"]
    assert asked["redirect_uri"] == ["http://testserver/desk/login/callback"]
    assert all(len(asked[name][0]) >= 43 for name in ("code_challenge", "state", "nonce"))


def test_after_logging_in_one_is_where_one_wanted_to_be_and_never_elsewhere(browser_at):
    case = "/desk/cases/00000000-0000-0000-0000-000000000007"
    start = go_to_provider(browser_at, f"/desk/login/start?next={case}")
    assert browser_at.get(log_in_there(start, "ada")).headers["Location"] == case

    elsewhere = go_to_provider(browser_at, "/desk/login/start?next=https://elders.example")
    assert browser_at.get(log_in_there(elsewhere, "ada")).headers["Location"] == "/desk"


def test_without_a_role_one_gets_in_nowhere(browser_at):
    back = log_in(browser_at, "gast")

    assert back.status_code == 403
    assert "geen rol" in back.text
    assert browser_at.get("/desk").status_code == 303


def test_an_account_that_was_there_is_linked_by_a_verified_address_only(sqlite_app, browser_at):
    advisor = add_advisor(sqlite_app.state.engine, "Anna Bakker", "editor")

    refused = log_in(browser_at, "vals")
    accepted = log_in(browser_at, "anna")

    assert refused.status_code == 403
    assert accepted.status_code == 303
    with transaction(sqlite_app.state.engine) as session:
        (kept,) = session.query(Advisor).all()
        assert (kept.id, kept.role, kept.password_hash) == (advisor.id, "advisor", "")


def test_an_answer_to_another_attempt_or_a_second_time_is_refused(browser_at):
    first = log_in_there(go_to_provider(browser_at), "ada")
    go_to_provider(browser_at)
    stolen = browser_at.get(first)

    good = log_in_there(go_to_provider(browser_at), "ada")
    assert browser_at.get(good).status_code == 303
    again = browser_at.get(good)

    assert stolen.status_code == 401
    assert again.status_code == 401


def test_a_token_of_another_attempt_is_refused_by_its_nonce(browser_at, provider):
    settings = oidc_settings(provider)
    address, attempt = oidc.begin(settings, "/desk")
    query = parse_qs(urlsplit(log_in_there(address, "ada")).query)
    other = replace(attempt, nonce="another nonce")

    with pytest.raises(oidc.LoginFailed):
        oidc.finish(settings, other, query["state"][0], query["code"][0])


def test_a_cookie_that_was_changed_or_is_old_is_refused(provider):
    settings = oidc_settings(provider)
    _address, attempt = oidc.begin(settings, "/desk")
    sealed = oidc.seal(settings, attempt)
    old = oidc.seal(
        settings, oidc.Attempt(attempt.state, attempt.nonce, attempt.verifier, "/desk", attempt.begun - 601)
    )

    assert oidc.unseal(settings, sealed) == attempt
    for wrong in ("", "x.y", sealed[:-1], "A" + sealed, old):
        with pytest.raises(oidc.LoginFailed):
            oidc.unseal(settings, wrong)


def test_there_is_no_password_any_more(browser_at):
    log_in(browser_at, "ada")

    assert browser_at.post("/desk/login", data={"email": "a@b.nl", "password": "x"}).status_code == 403
    assert browser_at.get("/desk/password").status_code == 404
    assert browser_at.post("/desk/accounts", data={"email": "a@b.nl", "name": "A"}).status_code == 409


def test_a_provider_that_is_away_is_told_plainly(sqlite_app, browser_at):
    sqlite_app.state.settings = oidc_settings(f"http://127.0.0.1:{free_port()}")

    answer = browser_at.get("/desk/login/start")

    assert answer.status_code == 503
    assert "lukt nu niet" in answer.text


def test_without_the_settings_there_is_no_such_login(sqlite_app):
    client = TestClient(sqlite_app, follow_redirects=False)

    assert client.get("/desk/login/start").status_code == 404
    assert client.get("/desk/login/callback").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"oidc_issuer": "http://login.example.nl"},
        {"oidc_client_id": ""},
        {"oidc_roles": ""},
        {"oidc_roles": "beheer=baas"},
    ],
)
def test_settings_that_are_unsafe_or_half_are_refused(wrong):
    with pytest.raises(ValidationError):
        oidc_settings("https://login.example.nl", **wrong)
