"""The fold of a long journal is kept, so that a decision folds only the facts behind it."""

import sqlalchemy as sa
from alembic import op

from connectors.store.columns import Number

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Make the table; checkpoints are written as anomalies with long journals are decided."""
    op.create_table(
        "checkpoints",
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("seq", Number, nullable=False),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("chain", sa.Text, nullable=False),
        sa.Column("contract", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
    )
