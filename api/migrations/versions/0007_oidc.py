"""Advisors may log in with an OpenID provider."""

import sqlalchemy as sa
from alembic import op

revision = "oidc"
down_revision = "team_figures"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("advisors", sa.Column("subject", sa.String(length=300), nullable=True))
    op.create_index("uq_advisors_subject", "advisors", ["subject"], unique=True)


def downgrade() -> None:
    op.drop_index("uq_advisors_subject", "advisors")
    op.drop_column("advisors", "subject")
