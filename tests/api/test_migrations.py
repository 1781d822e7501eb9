"""Migrations: from nothing to head and back, and the tables are what the code thinks they are."""

import uuid
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from api.migrate import alembic_config, downgrade, upgrade
from api.tables import SEARCH, is_ours, metadata
from channels.database import UtcDateTime, make_engine, transaction
from tests.api.conftest import login, on_database


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request, tmp_path):
    """The URL of an empty database, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new folder' / 'empty.db'}"
        return
    with request.getfixturevalue("postgres").new_database("template0") as url:
        yield url


def tables(url):
    engine = make_engine(url)
    try:
        found = set(inspect(engine).get_table_names()) - {"alembic_version"}
        return {name for name in found if not name.startswith(SEARCH)}
    finally:
        engine.dispose()


def test_up_makes_every_table_and_down_removes_them_again(empty_url):
    upgrade(empty_url)
    made = tables(empty_url)
    downgrade(empty_url, "base")

    assert made == set(metadata.tables)
    assert tables(empty_url) == set()


def test_upgrading_twice_is_harmless(empty_url):
    upgrade(empty_url)
    upgrade(empty_url)

    assert tables(empty_url) == set(metadata.tables)


def test_the_migrated_tables_are_those_of_the_code(database_url):
    engine = make_engine(database_url)
    try:
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": is_ours})
            assert compare_metadata(context, metadata) == []
    finally:
        engine.dispose()


def test_every_migration_can_be_undone():
    for path in (Path(__file__).parents[2] / "api" / "migrations" / "versions").glob("*.py"):
        assert "def downgrade" in path.read_text()
        assert "pass" not in path.read_text().split("def downgrade")[1]


def test_there_is_one_newest_migration():
    assert len(ScriptDirectory.from_config(alembic_config("sqlite://")).get_heads()) == 1


def test_cases_survive_the_way_up_and_down_and_are_found(empty_url, application):
    upgrade(empty_url, "0001")
    _insert_old_case(empty_url)
    upgrade(empty_url)

    with on_database(application, empty_url) as app:
        anna = login(app, "Anna Bakker")
        for words in ("smederij", "lasrobot", "gebeld", "000001"):
            assert len(anna.get("/api/v1/cases", params={"q": words}).json()["items"]) == 1, words
        anna.post(f"/api/v1/cases/{CASE}/notes", json={"text": "Later verder"})

    downgrade(empty_url, "0001")
    engine = make_engine(empty_url)
    with engine.connect() as connection:
        text = connection.scalar(sa.text("SELECT search_text FROM cases"))
        notes = connection.scalar(sa.text("SELECT count(*) FROM case_notes"))
    engine.dispose()
    assert "smederij" in text
    assert "sma-2026-000001" in text
    assert notes == 2
    upgrade(empty_url)
    downgrade(empty_url, "base")


def test_the_audit_trail_only_grows(app, case):
    for statement in ("UPDATE case_events SET actor = 'niemand'", "DELETE FROM case_events"):
        with pytest.raises(sa.exc.DatabaseError), transaction(app.state.engine) as session:
            session.execute(sa.text(statement))


CASE = uuid.UUID(int=11)


def _insert_old_case(url):
    """A case with a note as the first version stored them."""
    values = {"id": CASE, "reference": "SMA-2026-000001", "version": 1, "status": "new", "channel": "web"}
    values |= {"language": "nl", "model_version": "1", "knowledge_version": "1", "yamamoto_types": "1", "mrl_level": 4}
    values |= {
        "created_at": datetime.now(UTC),
        "updated_at": datetime.now(UTC),
        "search_text": "smederij sma-2026-000001",
    }
    company = dict.fromkeys(("place", "province", "employees", "sizeClass", "euClass", "euClassCertain", "turnover"))
    answers = {"initiative": {"value": "Een lasrobot", "status": "answered", "said": "zo'n lasrobot"}}
    score = {"score": None, "level": None, "coverage": 0.0}
    assessment = {
        "yamamoto": {"types": [1], "primary": 1},
        "mrl": {"level": 4, "phase": 1, "evidence": {}, "risk": None},
        "readiness": {**score, "dimensions": {}, "weakest": None},
        "necessity": {**score, "factors": {}},
        "situation": [],
    }
    values |= {"company": {"name": "Smederij", **company}, "answers": answers, "assessment": assessment}
    values |= {"mirror": [], "schemes": [], "best_practices": [], "contact": {}, "consent": {}}
    engine = make_engine(url)
    metadata = sa.MetaData()
    metadata.reflect(engine, only=["cases", "case_notes"])
    for table in metadata.tables.values():
        for column in table.columns:
            if column.name in ("id", "case_id", "assignee_id"):
                column.type = sa.Uuid()
            if column.name.endswith("_at"):
                column.type = UtcDateTime()
    note = {
        "id": uuid.UUID(int=12),
        "case_id": CASE,
        "author": "Jan",
        "text": "Gebeld",
        "created_at": datetime.now(UTC),
    }
    with engine.begin() as connection:
        connection.execute(sa.insert(metadata.tables["cases"]).values(values))
        connection.execute(sa.insert(metadata.tables["case_notes"]).values(note))
    engine.dispose()
