"""What each person's Home is read from: whose turn it is, the dates still to be kept, and what each of them prefers."""

import sqlalchemy as sa
from alembic import op

from connectors.store.columns import Instant

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """A closed anomaly is owed nothing; what an open one is owed is read from its journal at the next start."""
    op.add_column("anomalies", sa.Column("owed", sa.Text))
    op.execute("UPDATE anomalies SET owed = '' WHERE closed_at IS NOT NULL")
    op.add_column("clocks", sa.Column("promised", Instant))
    missed = sa.text("verdict = 'missed'")
    op.create_index("clocks_missed", "clocks", ["deadline"], sqlite_where=missed, postgresql_where=missed)
    op.create_table(
        "preferences",
        sa.Column("slack", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("chosen_at", Instant, nullable=False),
    )
