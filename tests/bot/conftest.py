"""One Rasa for all tests of this folder: it takes half a minute to start."""

from collections.abc import Iterator

import pytest

from tests.bot.servers import Rasa


@pytest.fixture(scope="session")
def rasa() -> Iterator[Rasa]:
    """Rasa alone; a test starts the action server when it wants one."""
    with Rasa().running() as server:
        yield server
