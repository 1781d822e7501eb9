"""The knowledge base over HTTP."""

import pytest
from fastapi.testclient import TestClient

from api.knowledge_base import PracticeBody, SchemeBody


@pytest.mark.parametrize(("path", "model"), [("schemes", SchemeBody), ("best-practices", PracticeBody)])
def test_every_entry_has_its_sources_and_an_address_of_its_own(sqlite_app, path, model):
    client = TestClient(sqlite_app)

    entries = client.get(f"/api/v1/{path}").json()["items"]

    assert len(entries) > 10
    for entry in entries:
        assert model.model_validate(entry).sources
    assert client.get(f"/api/v1/{path}/{entries[0]['id']}").json() == entries[0]


@pytest.mark.parametrize("path", ["schemes", "best-practices"])
def test_an_entry_that_is_not_there_is_404(sqlite_app, path):
    assert TestClient(sqlite_app).get(f"/api/v1/{path}/bestaat-niet").status_code == 404
