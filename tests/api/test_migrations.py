"""Migrations: from nothing to head and back, and the tables are what the code thinks they are."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from api.migrate import downgrade, upgrade
from api.tables import metadata
from channels.database import make_engine


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
        return set(inspect(engine).get_table_names()) - {"alembic_version"}
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
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, metadata) == []
    finally:
        engine.dispose()


def test_every_migration_can_be_undone():
    for path in (Path(__file__).parents[2] / "api" / "migrations" / "versions").glob("*.py"):
        assert "def downgrade" in path.read_text()
        assert "pass" not in path.read_text().split("def downgrade")[1]
