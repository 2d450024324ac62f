"""The words of each anomaly, so that past causes and answers are found without an engine of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """One row an anomaly; those of before are written at the next start, which reads them from the journal."""
    op.create_table(
        "searches",
        sa.Column("anomaly_id", sa.Text, primary_key=True),
        sa.Column("cause", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
    )
