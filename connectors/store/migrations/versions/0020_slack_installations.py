"""The workspace and the application of a Slack token, so that what is meant for others is known at the start."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """One row a token, under its digest."""
    op.create_table(
        "slack_installations",
        sa.Column("token", sa.Text, primary_key=True),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("enterprise", sa.Text, nullable=False),
        sa.Column("app", sa.Text, nullable=False),
    )
