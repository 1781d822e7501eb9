"""How Alembic reaches the main database: the URL given by the caller, or else the one in the settings."""

from typing import Any, Literal

from alembic import context

from api.tables import is_ours, metadata
from channels.database import UtcDateTime, make_engine
from channels.settings import load_settings


def _render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our own column types as the plain types they are stored in, so that a migration stands on its own."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def _run() -> None:
    url = context.config.attributes.get("url") or load_settings().database_url
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            context.configure(
                connection=connection,
                target_metadata=metadata,
                render_item=_render,
                include_object=is_ours,
                render_as_batch=connection.dialect.name == "sqlite",
            )
            with context.begin_transaction():
                context.run_migrations()
    finally:
        engine.dispose()


_run()
