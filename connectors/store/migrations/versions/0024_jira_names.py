"""What each Jira site called its statuses, priorities and types, so that a renamed one is known after a restart."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """One row a name that a value of a list ever had."""
    op.create_table(
        "jira_names",
        sa.Column("site", sa.Text, primary_key=True),
        sa.Column("field", sa.Text, primary_key=True),
        sa.Column("value_id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("learnt_at", sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite"), nullable=False),
    )
