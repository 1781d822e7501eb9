"""Advisors plan, hand over and put answers right, and are told by mail."""

import sqlalchemy as sa
from alembic import op

revision = "desk_work"
down_revision = "advisor_takes_over"
branch_labels = None
depends_on = None

ALL_NOTICES = '["new-case", "assigned", "follow-up"]'
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("cases", sa.Column("follow_up_on", sa.Date(), nullable=True))
    op.create_index("ix_cases_follow_up", "cases", ["follow_up_on"])
    op.add_column("case_events", sa.Column("colleague", sa.String(length=200), nullable=True))
    op.add_column("advisors", sa.Column("notices", sa.JSON(), nullable=False, server_default=ALL_NOTICES))
    op.create_table(
        "case_corrections",
        sa.Column("id", SEQUENCE, autoincrement=True, nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.String(length=60), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("effects", sa.JSON(), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_corrections_case_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_case_corrections"),
    )
    op.create_index("ix_case_corrections_case_id", "case_corrections", ["case_id"])
    op.create_table(
        "mails",
        sa.Column("id", SEQUENCE, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("advisor_id", sa.Uuid(), nullable=True),
        sa.Column("author", sa.String(length=200), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_mails_case_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["advisor_id"], ["advisors.id"], name="fk_mails_advisor_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_mails"),
        sa.UniqueConstraint("key", name="uq_mails_key"),
    )
    op.create_index("ix_mails_due", "mails", ["next_attempt_at"])
    op.create_index("ix_mails_case_id", "mails", ["case_id"])


def downgrade() -> None:
    # Not by a new table, as Alembic's batches do: dropping the old one would take along what refers to it.
    op.drop_table("mails")
    op.drop_table("case_corrections")
    op.drop_column("advisors", "notices")
    op.drop_column("case_events", "colleague")
    op.drop_index("ix_cases_follow_up", "cases")
    op.drop_column("cases", "follow_up_on")
