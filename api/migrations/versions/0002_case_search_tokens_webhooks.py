"""Search over the words of a case, an audit trail that only grows, API tokens and webhooks."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from api.cases.search import MAX_WORDS, words

revision = "case_search_tokens_webhooks"
down_revision = "0001"
branch_labels = None
depends_on = None

BATCH = 500
COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

SEARCH_POSTGRESQL = (
    "ALTER TABLE case_texts ADD COLUMN search tsvector "
    "GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED",
    "CREATE INDEX ix_case_texts_search ON case_texts USING gin (search)",
)
SEARCH_SQLITE = (
    "CREATE VIRTUAL TABLE case_search USING fts5(words, content='case_texts', content_rowid='id', "
    "tokenize='unicode61 remove_diacritics 2', detail='none')",
    "CREATE TRIGGER case_texts_added AFTER INSERT ON case_texts BEGIN "
    "INSERT INTO case_search(rowid, words) VALUES (new.id, new.words); END",
    "CREATE TRIGGER case_texts_removed AFTER DELETE ON case_texts BEGIN "
    "INSERT INTO case_search(case_search, rowid, words) VALUES ('delete', old.id, old.words); END",
    "CREATE TRIGGER case_texts_changed AFTER UPDATE ON case_texts BEGIN "
    "INSERT INTO case_search(case_search, rowid, words) VALUES ('delete', old.id, old.words); "
    "INSERT INTO case_search(rowid, words) VALUES (new.id, new.words); END",
)
TRAIL_POSTGRESQL = (
    "CREATE FUNCTION case_events_only_grow() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the audit trail only grows'; END $$",
    "CREATE TRIGGER case_events_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON case_events "
    "FOR EACH STATEMENT EXECUTE FUNCTION case_events_only_grow()",
)
TRAIL_SQLITE = tuple(
    f"CREATE TRIGGER case_events_no_{change.lower()} BEFORE {change} ON case_events BEGIN "
    "SELECT RAISE(ABORT, 'the audit trail only grows'); END"
    for change in ("UPDATE", "DELETE")
)


def upgrade() -> None:
    _make_texts()
    _make_tokens_and_webhooks()
    for column in ("province", "size_class"):
        op.create_index(f"ix_cases_{column}", "cases", [column, "created_at", "id"])
    op.create_index("ix_cases_mrl", "cases", ["mrl_level", "created_at", "id"])
    op.drop_column("cases", "search_text")
    statements = TRAIL_SQLITE if _is_sqlite() else TRAIL_POSTGRESQL
    for statement in statements:
        op.execute(statement)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _make_texts() -> None:
    op.create_table(
        "case_texts",
        sa.Column("id", COUNTER, autoincrement=True, nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_texts_case_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_case_texts"),
        sa.UniqueConstraint("case_id", name="uq_case_texts_case_id"),
    )
    for statement in SEARCH_SQLITE if _is_sqlite() else SEARCH_POSTGRESQL:
        op.execute(statement)
    bind = op.get_bind()
    notes: dict[str, list[str]] = {}
    for case_id, text in bind.execute(sa.text("SELECT case_id, text FROM case_notes")):
        notes.setdefault(str(case_id), []).append(text)
    cases = bind.execute(sa.text("SELECT id, search_text, answers FROM cases ORDER BY created_at")).fetchall()
    for start in range(0, len(cases), BATCH):
        rows = [
            {"case_id": str(case_id), "words": _words([search_text, *_strings(answers), *notes.get(str(case_id), [])])}
            for case_id, search_text, answers in cases[start : start + BATCH]
        ]
        insert = sa.text("INSERT INTO case_texts (case_id, words) VALUES (:case_id, :words)")
        if not _is_sqlite():
            insert = sa.text("INSERT INTO case_texts (case_id, words) VALUES (CAST(:case_id AS uuid), :words)")
        bind.execute(insert, rows)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str) and value.startswith("{"):  # SQLite gives JSON as text
        value = json.loads(value)
    for answer in value.values():
        yield answer["said"]
        if isinstance(answer["value"], str):
            yield answer["value"]


def _words(texts: list[str]) -> str:
    # The words as searching looks for them, whatever that is today: they can always be made again.
    return " ".join(sorted({word for text in texts for word in words(text)})[:MAX_WORDS])


def _make_tokens_and_webhooks() -> None:
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=200), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_api_tokens"),
        sa.UniqueConstraint("token_hash", name="uq_api_tokens_token_hash"),
    )
    op.create_table(
        "webhooks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("events", sa.JSON(), nullable=False),
        sa.Column("secret", sa.String(length=100), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_webhooks"),
    )
    op.create_table(
        "webhook_deliveries",
        sa.Column("position", COUNTER, autoincrement=True, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("webhook_id", sa.Uuid(), nullable=False),
        sa.Column("event", sa.String(length=20), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhooks.id"], name="fk_webhook_deliveries_webhook_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("position", name="pk_webhook_deliveries"),
        sa.UniqueConstraint("id", name="uq_webhook_deliveries_id"),
    )
    op.create_index("ix_webhook_deliveries_due", "webhook_deliveries", ["next_attempt_at"])
    op.create_index("ix_webhook_deliveries_webhook", "webhook_deliveries", ["webhook_id", "position"])


def downgrade() -> None:
    bind = op.get_bind()
    if _is_sqlite():
        for change in ("update", "delete"):
            op.execute(f"DROP TRIGGER case_events_no_{change}")
    else:
        op.execute("DROP TRIGGER case_events_kept ON case_events")
        op.execute("DROP FUNCTION case_events_only_grow()")
    op.add_column("cases", sa.Column("search_text", sa.Text(), nullable=False, server_default=""))
    update = sa.text("UPDATE cases SET search_text = :text WHERE reference = :reference")
    for reference, company in bind.execute(sa.text("SELECT reference, company FROM cases")).fetchall():
        known = json.loads(company) if isinstance(company, str) else company
        text = " ".join(part.casefold() for part in (known["name"], known["place"], reference) if part)
        bind.execute(update, {"text": text, "reference": reference})
    for name in ("ix_cases_province", "ix_cases_size_class", "ix_cases_mrl"):
        op.drop_index(name, table_name="cases")
    op.drop_table("webhook_deliveries")
    op.drop_table("webhooks")
    op.drop_table("api_tokens")
    if _is_sqlite():
        for moment in ("added", "removed", "changed"):
            op.execute(f"DROP TRIGGER case_texts_{moment}")
        op.execute("DROP TABLE case_search")
    op.drop_table("case_texts")
