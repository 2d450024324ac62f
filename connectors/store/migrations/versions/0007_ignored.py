"""What was ignored is found by its anomaly: a deletion heard before the creation of what it deletes."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """An index of what is ignored, and of nothing else."""
    ignored = sa.text("state = 'ignored'")
    op.create_index(
        "deliveries_ignored", "deliveries", ["anomaly_id", "id"], sqlite_where=ignored, postgresql_where=ignored
    )
