"""Under which account Vigie writes on each Jira site."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """One row a site and account."""
    op.create_table(
        "accounts",
        sa.Column("site", sa.Text, primary_key=True),
        sa.Column("account", sa.Text, primary_key=True),
    )
