"""Who is away, and who stands in for them."""

import sqlalchemy as sa
from alembic import op

from connectors.store.columns import Instant

revision = "0013"
down_revision = "0011"


def upgrade() -> None:
    """Nobody has said yet that they are away."""
    op.create_table(
        "absences",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("slack", sa.Text, nullable=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("stand_in", sa.Text, nullable=False),
        sa.Column("cancelled", sa.Boolean, nullable=False),
        sa.Column("chosen_at", Instant, nullable=False),
    )
