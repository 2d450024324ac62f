"""What each version of a contract said, edition after edition, so that a settled result is shown again as it was."""

import sqlalchemy as sa
from alembic import op

from connectors.store.columns import Instant

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """One table; the editions of before are not known."""
    op.create_table(
        "editions",
        sa.Column("contract_id", sa.Text, primary_key=True),
        sa.Column("effective", sa.Date, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("seen_at", Instant, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
