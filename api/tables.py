"""All tables of the main database in one metadata: those of the gateway and those of this API.

A table is only known once its module has been imported; migrations and the check on drift start here.
"""

from typing import Any

import api.accounts.tables
import api.cases.tables
import api.mailing.tables
import api.webhooks.tables  # noqa: F401
import channels.channel_tables
import channels.tables  # noqa: F401
from channels.database import Base

metadata = Base.metadata
SEARCH = ("case_search", "case_texts.search", "ix_case_texts_search")
"""What each database has of its own to search with, made by a migration: the beginnings of the names."""


def is_ours(item: Any, name: str | None, kind: str, _reflected: bool, _compared: Any) -> bool:
    """Whether Alembic is to compare this; a filter in the form of its `include_object`."""
    full = f"{item.table.name}.{name}" if kind == "column" else str(name)
    return not full.startswith(SEARCH)
