"""Running applications for the tests of the channels: one shared by many tests, or one of a test's own."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache

import pytest

from tests.channels.platforms import Stage, stage, talks
from tests.channels.standins import TelegramPerson, WhatsAppPerson
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


@pytest.fixture(scope="module")
def stages(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Stage]]:
    """The application with both platforms, one of each kind of database for the tests of a file."""
    with ExitStack() as stack:

        @cache
        def of(kind: str) -> Stage:
            if kind == "sqlite":
                path = tmp_path_factory.mktemp("stage") / "stage.db"
                shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
                return stack.enter_context(stage(f"sqlite:///{path}"))
            return stack.enter_context(stage(stack.enter_context(request.getfixturevalue("postgres").new_database())))

        yield of


@pytest.fixture(params=["sqlite", "postgresql"])
def on(request: pytest.FixtureRequest, stages: Callable[[str], Stage]) -> Stage:
    """The application with both platforms, on each kind of database."""
    running = stages(request.param)
    running.reset()
    return running


@pytest.fixture
def lite_on(stages: Callable[[str], Stage]) -> Stage:
    """The same on SQLite only, for what has nothing to do with the database."""
    running = stages("sqlite")
    running.reset()
    return running


@pytest.fixture
def jan(lite_on: Stage) -> TelegramPerson:
    """Someone on Telegram whose conversation has begun."""
    person = lite_on.jan
    talks(person, "/start")
    return person


@pytest.fixture
def els(lite_on: Stage) -> WhatsAppPerson:
    """Someone on WhatsApp whose conversation has begun."""
    person = WhatsAppPerson(lite_on.graph, lite_on.client.http)
    talks(person, "hallo")
    return person
