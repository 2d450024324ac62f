"""When Vigie was awake, so that what fell due while it was stopped can be told as late."""

import sqlalchemy as sa
from alembic import op

from connectors.store.columns import Instant

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Nothing is known of the time before."""
    op.create_table(
        "watches",
        sa.Column("began_at", Instant, primary_key=True),
        sa.Column("seen_at", Instant, nullable=False),
        sa.Column("wall_at", Instant, nullable=False),
    )
