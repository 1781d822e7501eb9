"""What is counted over all cases stands in columns with an index: no JSON is read for it."""

import sqlalchemy as sa
from alembic import op

revision = "counted_columns"
down_revision = "oidc"
branch_labels = None
depends_on = None

LEVELS = {
    "sqlite": "json_extract(assessment, '$.{score}.level')",
    "postgresql": "assessment -> '{score}' ->> 'level'",
}


def upgrade() -> None:
    written = LEVELS[op.get_bind().dialect.name]
    for score in ("readiness", "necessity"):
        op.add_column("cases", sa.Column(f"{score}_level", sa.String(length=20), nullable=True))
        op.execute(f"UPDATE cases SET {score}_level = {written.format(score=score)}")
        op.create_index(f"ix_cases_{score}_level", "cases", [f"{score}_level"])
    op.create_index("ix_cases_yamamoto_types", "cases", ["yamamoto_types"])
    op.create_index("ix_cases_channel", "cases", ["channel", "created_at", "id"])


def downgrade() -> None:
    op.drop_index("ix_cases_channel", "cases")
    op.drop_index("ix_cases_yamamoto_types", "cases")
    for score in ("readiness", "necessity"):
        op.drop_index(f"ix_cases_{score}_level", "cases")
        op.drop_column("cases", f"{score}_level")
