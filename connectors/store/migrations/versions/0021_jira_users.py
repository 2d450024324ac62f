"""Which Jira account an address of a contract belongs to, confirmed once by Jira's own user search."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """One row a site and an address."""
    op.create_table(
        "jira_users",
        sa.Column("site", sa.Text, primary_key=True),
        sa.Column("email", sa.Text, primary_key=True),
        sa.Column("account", sa.Text, nullable=False),
    )
