"""Telegram and WhatsApp: contacts, inbox, outgoing messages, buttons, and resume codes."""

import sqlalchemy as sa
from alembic import op

revision = "channels"
down_revision = "case_search_tokens_webhooks"
branch_labels = None
depends_on = None

Sequence = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("contact_id", sa.BigInteger(), nullable=True))

    op.create_table(
        "contacts",
        sa.Column("id", Sequence, autoincrement=True, nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("address", sa.String(length=140), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=True),
        sa.Column("conversation_id", sa.Uuid(), nullable=True),
        sa.Column("last_heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_send_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("template_sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("channel", "address"),
    )
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.create_index("ix_contacts_number", ["channel", "number"], unique=False)
        batch_op.create_index("ix_contacts_conversation", ["conversation_id"], unique=False)

    op.create_table(
        "inbox",
        sa.Column("id", Sequence, autoincrement=True, nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("contact_id", Sequence, nullable=True),
        sa.Column("rank", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event", sa.JSON(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dead_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("channel", "key"),
    )
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index("ix_inbox_contact", ["contact_id", "rank"], unique=False)
        batch_op.create_index("ix_inbox_due", ["done_at", "next_attempt_at"], unique=False)

    op.create_table(
        "outgoing",
        sa.Column("id", Sequence, autoincrement=True, nullable=False),
        sa.Column("reference", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("address", sa.String(length=140), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=True),
        sa.Column("contact_id", Sequence, nullable=True),
        sa.Column("messages", sa.JSON(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=True),
        sa.Column("parts_sent", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dead_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("reference"),
    )
    with op.batch_alter_table("outgoing", schema=None) as batch_op:
        batch_op.create_index("ix_outgoing_address", ["channel", "address", "id"], unique=False)
        batch_op.create_index("ix_outgoing_due", ["dead_at", "next_attempt_at"], unique=False)

    op.create_table(
        "sent_parts",
        sa.Column("id", Sequence, autoincrement=True, nullable=False),
        sa.Column("reference", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("contact_id", Sequence, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("reference", "part"),
    )
    with op.batch_alter_table("sent_parts", schema=None) as batch_op:
        batch_op.create_index("ix_sent_parts_contact", ["contact_id"], unique=False)

    op.create_table(
        "offers",
        sa.Column("id", Sequence, autoincrement=True, nullable=False),
        sa.Column("token", sa.String(length=20), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.String(length=60), nullable=True),
        sa.Column("ladder_level", sa.Integer(), nullable=True),
        sa.Column("buttons", sa.JSON(), nullable=False),
        sa.Column("multiple", sa.Boolean(), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token"),
    )
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.create_index("ix_offers_conversation", ["conversation_id", "id"], unique=False)

    op.create_table(
        "resume_codes",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("code_hash"),
    )
    with op.batch_alter_table("resume_codes", schema=None) as batch_op:
        batch_op.create_index("ix_resume_codes_conversation", ["conversation_id"], unique=False)


def downgrade() -> None:
    op.drop_table("resume_codes")
    op.drop_table("offers")
    op.drop_table("sent_parts")
    op.drop_table("outgoing")
    op.drop_table("inbox")
    op.drop_table("contacts")
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.drop_column("contact_id")
