"""Which Slack user an e-mail address of a contract belongs to, known while Slack is down too."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """One row an address."""
    op.create_table(
        "slack_users", sa.Column("email", sa.Text, primary_key=True), sa.Column("slack", sa.Text, nullable=False)
    )
