"""Fixtures that all tests share: databases, settings and clients of the application."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from api.migrate import upgrade
from tests.browser import started_browser
from tests.channels.outside import Outside, outside_world
from tests.databases import PostgresServer, postgres_programs, running_postgres
from tests.system import System, running

NO_POSTGRES = "PostgreSQL is not installed (Debian: apt-get install postgresql), so only SQLite is tested"


@pytest.hookimpl(tryfirst=True)  # xdist reads the groups in the same hook
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where tests run side by side: a file's tests stay together, and so do all that need the one running system.

    Those that wait for Rasa come first, so that the other process has work until they are done.
    """

    def group(item: pytest.Item) -> str:
        mark = item.get_closest_marker("xdist_group")
        if mark is not None:
            return str(mark.args[0])
        return "system" if "system" in getattr(item, "fixturenames", ()) else item.path.name

    groups = {item: group(item) for item in items}
    for item in items:
        item.add_marker(pytest.mark.xdist_group(groups[item]))
    items.sort(key=lambda item: groups[item] not in ("system", "rasa"))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A throwaway PostgreSQL for the whole run; tests that need it are skipped where it is not installed."""
    programs = postgres_programs()
    if programs is None:
        pytest.skip(NO_POSTGRES)
    with running_postgres(programs) as server:
        yield server


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The URL of a fresh, migrated SQLite database."""
    path = tmp_path / "test.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a fresh, migrated database: each test runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_url")
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    with server.new_database() as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, one for the tests of a file (its driver would be in the way of other files' event loops)."""
    with started_browser() as started:
        yield started


@pytest.fixture(scope="session")
def outside() -> Iterator[Outside]:
    """Stand-ins for Telegram and WhatsApp, to which the running system is connected."""
    with outside_world() as world:
        yield world


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory, outside: Outside) -> Iterator[System]:
    """All processes together, started the way `make up` starts them."""
    with running(tmp_path_factory.mktemp("system"), **outside.settings) as started:
        yield started
