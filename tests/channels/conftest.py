"""Running applications for the tests of the channels: one shared by many tests, or one of a test's own."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from tests.site import Client, Site


@dataclass
class Running:
    """A running application that many tests share; each has a conversation of its own in it."""

    site: Site
    client: Client


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with ExitStack() as stack:
        if request.param == "sqlite":
            path = tmp_path_factory.mktemp("shared") / "shared.db"
            shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
            url = f"sqlite:///{path}"
        else:
            url = stack.enter_context(request.getfixturevalue("postgres").new_database())
        site = Site(url, messages_per_minute=10_000, conversations_per_minute=10_000)
        stack.enter_context(site.surroundings())
        yield Running(site, stack.enter_context(site.running()))


@pytest.fixture
def site(shared: Running) -> Iterator[Site]:
    """The surroundings of the shared application, as at the start."""
    shared.site.rasa.reset()
    shared.site.cases.reset()
    yield shared.site
    shared.site.rasa.reset()
    shared.site.cases.reset()


@pytest.fixture
def client(shared: Running, site: Site) -> Client:
    """A person with a conversation that has begun."""
    client = Client(shared.client.http, shared.client.app)
    client.start()
    return client


@pytest.fixture
def fresh(database_url: str) -> Iterator[Site]:
    """Surroundings and a database of its own, of each kind; the test starts the application."""
    site = Site(database_url)
    with site.surroundings():
        yield site


@pytest.fixture
def lite(sqlite_url: str) -> Iterator[Site]:
    """The same on SQLite only, for what has nothing to do with the database."""
    site = Site(sqlite_url)
    with site.surroundings():
        yield site
