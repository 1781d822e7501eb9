"""Tokens of other systems: named, limited to what they are for, shown once, and taken back."""

from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.accounts import tokens
from api.accounts.tables import ApiToken
from channels.database import transaction
from channels.settings import load_settings
from tests.api.cases import new_case
from tests.api.conftest import UNKNOWN

PATH = "/api/v1/tokens"


@pytest.fixture
def crm(app, admin):
    """The answer to making a token for a system that only reads."""
    return admin.post(PATH, json={"name": "CRM", "scopes": ["cases:read"]}).json()


def program(app, token):
    return TestClient(app, headers={"Authorization": f"Bearer {token}"})


@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("POST", ""), ("DELETE", f"/{UNKNOWN}")])
def test_tokens_are_for_administrators(anyone, anna, editor, service, method, path):
    body = {"name": "CRM", "scopes": ["cases:read"]}

    assert anyone.request(method, PATH + path, json=body).status_code == 401
    for client in (anna, editor, service):
        assert client.request(method, PATH + path, json=body).status_code == 403


def test_a_token_that_is_not_there_cannot_be_taken_back(admin):
    answer = admin.delete(f"{PATH}/{UNKNOWN}")

    assert (answer.status_code, answer.json()["code"]) == (404, "token-not-found")


def test_a_token_is_shown_once_and_kept_as_a_hash(app, admin, crm):
    listed = admin.get(PATH)

    assert crm["token"].startswith("mkw_")
    assert crm["createdBy"] == "Ada Beheer"
    assert listed.json()["items"] == [{key: value for key, value in crm.items() if key != "token"}]
    with transaction(app.state.engine) as session:
        row = session.scalars(select(ApiToken)).one()
    assert crm["token"] not in str(vars(row))


def test_a_token_works_for_its_scopes_only(app, crm, case):
    client = program(app, crm["token"])
    body = new_case()

    posted = client.post("/api/v1/cases", json=body, headers={"Idempotency-Key": body["interviewId"]})
    erased = client.delete(f"/api/v1/cases/{case['id']}", headers={"If-Match": "*"})

    assert client.get("/api/v1/cases").status_code == 200
    assert (posted.status_code, posted.json()["code"]) == (403, "missing-scope")
    assert erased.status_code == 403
    assert client.get("/api/v1/statistics").status_code == 403


def test_the_trail_names_the_system(app, crm, case, anna):
    program(app, crm["token"]).get(f"/api/v1/cases/{case['id']}")

    last = anna.get(f"/api/v1/cases/{case['id']}/events").json()["items"][-1]

    assert (last["actor"], last["role"], last["action"]) == ("CRM", "service", "read")


def test_the_last_use_is_kept(app, admin, crm):
    program(app, crm["token"]).get("/api/v1/cases")

    used = datetime.fromisoformat(admin.get(PATH).json()["items"][0]["lastUsedAt"])

    assert (datetime.now(UTC) - used).total_seconds() < 60


def test_a_token_that_was_taken_back_is_no_token(app, admin, crm):
    for _ in range(2):
        assert admin.delete(f"{PATH}/{crm['id']}").status_code == 204

    assert program(app, crm["token"]).get("/api/v1/cases").status_code == 401
    assert admin.get(PATH).json()["items"][0]["revokedAt"]


@pytest.mark.parametrize(
    "body",
    [
        {"name": "CRM", "scopes": []},
        {"name": "CRM", "scopes": ["alles"]},
        {"name": " ", "scopes": ["cases:read"]},
        {"name": "x" * 101, "scopes": ["cases:read"]},
        {"scopes": ["cases:read"]},
    ],
)
def test_a_token_without_name_or_scope_is_400(admin, body):
    assert admin.post(PATH, json=body).status_code == 400


def test_the_command_makes_lists_and_takes_back(monkeypatch, database_url, app, capsys):
    monkeypatch.setenv("MAAKWIJZER_DATABASE_URL", database_url)
    monkeypatch.setenv("MAAKWIJZER_RASA_SECRET", "r" * 32)
    monkeypatch.setenv("MAAKWIJZER_SERVICE_TOKEN", "s" * 32)
    load_settings.cache_clear()
    capsys.readouterr()

    assert tokens.main(["create", "Subsidieloket", "--scope", "cases:read", "--scope", "cases:create"]) == 0
    token = capsys.readouterr().out.strip()
    assert program(app, token).get("/api/v1/cases").status_code == 200
    capsys.readouterr()
    assert tokens.main(["list"]) == 0
    token_id, name, scopes, *_ = capsys.readouterr().out.split("\t")
    assert (name, scopes) == ("Subsidieloket", "cases:create,cases:read")
    assert tokens.main(["revoke", token_id]) == 0
    assert tokens.main(["revoke", UNKNOWN]) == 1

    assert program(app, token).get("/api/v1/cases").status_code == 401
    load_settings.cache_clear()
