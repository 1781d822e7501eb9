"""The application on a fresh database, and people and programs that use it."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr
from sqlalchemy import Engine

from api.accounts import passwords, sessions
from api.accounts.tables import Advisor
from api.accounts.throttle import LoginThrottle
from api.app import create_app
from channels.database import make_engine, transaction
from channels.rates import Rate
from channels.settings import Settings
from tests.api.cases import new_case

SERVICE_TOKEN = "service-" + "t" * 32
PASSWORD = "een lang wachtwoord"


def make_settings(database_url: str, **others: Any) -> Settings:
    """Settings for a test, whatever the environment says."""
    return Settings(
        _env_file=None,
        database_url=database_url,
        rasa_secret=SecretStr("r" * 32),
        service_token=SecretStr(SERVICE_TOKEN),
        **others,
    )


@pytest.fixture(scope="session")
def application() -> FastAPI:
    """The application, made once: building its routes takes longer than most tests."""
    return create_app(make_settings("sqlite://"))


@contextmanager
def on_database(application: FastAPI, url: str) -> Iterator[FastAPI]:
    """The application with this database, and with nobody counted by a limit yet."""
    application.state.engine = application.state.gateway.engine = make_engine(url)
    application.state.login_throttle = LoginThrottle()
    application.state.assessment_rate = Rate(application.state.settings.assessments_per_minute)
    yield application
    application.state.engine.dispose()


@pytest.fixture
def app(application: FastAPI, database_url: str) -> Iterator[FastAPI]:
    """The application on a fresh database; each test runs on SQLite and on PostgreSQL."""
    with on_database(application, database_url) as app:
        yield app


@pytest.fixture
def sqlite_app(application: FastAPI, sqlite_url: str) -> Iterator[FastAPI]:
    """The application on SQLite alone, for what does not depend on the database."""
    with on_database(application, sqlite_url) as app:
        yield app


@pytest.fixture
def anyone(app: FastAPI) -> TestClient:
    """A client that is not logged in."""
    return TestClient(app, follow_redirects=False)


@pytest.fixture
def service(app: FastAPI) -> TestClient:
    """The gateway, with the service token."""
    return TestClient(app, headers={"Authorization": f"Bearer {SERVICE_TOKEN}"})


@cache
def _hash() -> str:
    return passwords.hash_password(PASSWORD)


def add_advisor(engine: Engine, name: str, role: str = "advisor", must_change: bool = False) -> Advisor:
    """An account with `PASSWORD`."""
    with transaction(engine) as session:
        advisor = Advisor(
            email=f"{name.lower().replace(' ', '.')}@voorbeeld.nl",
            name=name,
            role=role,
            password_hash=_hash(),
            must_change_password=must_change,
            created_at=datetime.now(UTC),
        )
        session.add(advisor)
    return advisor


def login(app: FastAPI, name: str, role: str = "advisor") -> TestClient:
    """A client with the session of a new account."""
    advisor = add_advisor(app.state.engine, name, role)
    with transaction(app.state.engine) as session:
        token = sessions.start(session, advisor)
    return TestClient(app, cookies={sessions.COOKIE: token}, follow_redirects=False)


@pytest.fixture
def anna(app: FastAPI) -> TestClient:
    """An advisor."""
    return login(app, "Anna Bakker")


@pytest.fixture
def bert(app: FastAPI) -> TestClient:
    """Another advisor."""
    return login(app, "Bert Dijk")


@pytest.fixture
def editor(app: FastAPI) -> TestClient:
    """An editor of the knowledge base, who has no business with cases."""
    return login(app, "Els Redactie", "editor")


@pytest.fixture
def admin(app: FastAPI) -> TestClient:
    """An administrator."""
    return login(app, "Ada Beheer", "admin")


@pytest.fixture
def post(service: TestClient) -> Callable[..., dict[str, Any]]:
    """Posts a new case as the gateway does, and gives the case."""

    def posted(**changes: Any) -> dict[str, Any]:
        body = new_case(**changes)
        answer = service.post("/api/v1/cases", json=body, headers={"Idempotency-Key": body["interviewId"]})
        assert answer.status_code == 201, answer.text
        case: dict[str, Any] = answer.json()
        return case

    return posted


@pytest.fixture
def case(post: Callable[..., dict[str, Any]]) -> dict[str, Any]:
    """A new case."""
    return post()


UNKNOWN = str(uuid.UUID(int=7))
"""The id of a case that is not there."""
