"""Which webhooks fail, since when, and which of them were switched off for it."""

import sqlalchemy as sa
from alembic import op

from connectors.store.columns import Instant

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """None is known to fail yet."""
    op.create_table(
        "webhooks",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("failing_since", Instant, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("disabled_at", Instant),
    )
