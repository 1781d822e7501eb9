"""The roles of people who log in, and what they are for."""

from typing import Literal, get_args

AdvisorRole = Literal["advisor", "editor", "admin"]
ROLES: tuple[AdvisorRole, ...] = get_args(AdvisorRole)
CASE_WORKERS: tuple[AdvisorRole, ...] = ("advisor", "admin")
"""Who may have a case."""
