"""Bring the main database up to date: `python -m api.migrate`, run at every start and harmless when nothing is new."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import make_url

from channels.settings import load_settings

CONFIG = Path(__file__).parent / "alembic.ini"


def alembic_config(url: str) -> Config:
    """Alembic's configuration for the database with this URL."""
    config = Config(CONFIG)
    config.attributes["url"] = url
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database with this URL to a revision; a missing SQLite file and its folder are made."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    command.upgrade(alembic_config(url), revision)


def downgrade(url: str, revision: str) -> None:
    """Take the database with this URL back to an earlier revision (`base` is empty)."""
    command.downgrade(alembic_config(url), revision)


if __name__ == "__main__":
    upgrade(load_settings().database_url)
