"""What the team's figures are counted from: which schemes fit a case, and when it was first picked up."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "team_figures"
down_revision = "desk_work"
branch_labels = None
depends_on = None

BATCH = 200  # cases read at a time; a case fills some tens of kilobytes


def upgrade() -> None:
    op.add_column("cases", sa.Column("first_claimed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_cases_first_claimed", "cases", ["first_claimed_at", "created_at"])
    op.create_table(
        "case_schemes",
        sa.Column("scheme_id", sa.String(length=60), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_schemes_case_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("scheme_id", "case_id", name="pk_case_schemes"),
    )
    op.create_index("ix_case_schemes_case_id", "case_schemes", ["case_id"])
    connection = op.get_bind()
    connection.execute(
        sa.text(
            "UPDATE cases SET first_claimed_at = (SELECT min(at) FROM case_events "
            "WHERE case_events.case_id = cases.id AND action = 'claimed')"
        )
    )
    _fill(connection)


def _fill(connection: sa.Connection) -> None:
    cases = sa.table("cases", sa.column("id", sa.Uuid()), sa.column("schemes", sa.Text()))
    fitting = sa.table("case_schemes", sa.column("scheme_id"), sa.column("case_id", sa.Uuid()))
    page = sa.select(cases.c.id, sa.cast(cases.c.schemes, sa.Text())).order_by(cases.c.id).limit(BATCH)
    last: Any = None
    while rows := connection.execute(page if last is None else page.where(cases.c.id > last)).all():
        last = rows[-1][0]
        found = [
            {"scheme_id": scheme["id"], "case_id": case_id}
            for case_id, schemes in rows
            for scheme in json.loads(schemes)
            if scheme["fit"] == "fits"
        ]
        if found:
            connection.execute(sa.insert(fitting), found)


def downgrade() -> None:
    op.drop_table("case_schemes")
    op.drop_index("ix_cases_first_claimed", "cases")
    op.drop_column("cases", "first_claimed_at")
