"""The application as someone without an account sees it."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from tests.api.conftest import make_settings

BROWSER = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"


@pytest.fixture(scope="session")
def visitor() -> Iterator[TestClient]:
    """A browser without scripts."""
    app = create_app(make_settings("sqlite://", assessments_per_minute=10_000))
    yield TestClient(app, headers={"Accept": BROWSER})
    app.state.engine.dispose()
