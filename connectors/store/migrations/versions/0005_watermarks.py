"""How far the history of each Jira project was read, so that reconciliation and imports go on where they stopped."""

import sqlalchemy as sa
from alembic import op

from connectors.store.columns import Instant

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """One row a site, a project and a purpose."""
    op.create_table(
        "watermarks",
        sa.Column("site", sa.Text, primary_key=True),
        sa.Column("project", sa.Text, primary_key=True),
        sa.Column("purpose", sa.Text, primary_key=True),
        sa.Column("begun_at", Instant, nullable=False),
        sa.Column("read_to", Instant, nullable=False),
        sa.Column("claimed_by", sa.Text),
        sa.Column("claimed_until", Instant),
    )
