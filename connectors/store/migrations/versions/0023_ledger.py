"""The ledger of each contract: its issues, the time spent on them, its closed months, and what it comes to."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    """The rows that are derived from the journals of the ledgers, and the closed months."""
    op.create_table(
        "contract_issues",
        sa.Column("site", sa.Text, primary_key=True),
        sa.Column("issue_id", sa.Text, primary_key=True),
        sa.Column("contract_id", sa.Text, nullable=False),
        sa.Column("issue_key", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("labels", sa.Text, nullable=False),
        sa.Column("fields", sa.Text, nullable=False),
        sa.Column("estimate", sa.Integer),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("ended", sa.Boolean, nullable=False),
        sa.Column("anomaly", sa.Boolean, nullable=False),
        sa.Column("departed", sa.Boolean, nullable=False),
        sa.Column("opened_at", INSTANT),
        sa.Column("shown_at", INSTANT, nullable=False),
    )
    op.create_index("contract_issues_contract", "contract_issues", ["contract_id", "ended", "anomaly"])
    op.create_table(
        "time_entries",
        sa.Column("site", sa.Text, primary_key=True),
        sa.Column("entry", sa.Text, primary_key=True),
        sa.Column("contract_id", sa.Text, nullable=False),
        sa.Column("issue_id", sa.Text, nullable=False),
        sa.Column("author_id", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("side", sa.Text, nullable=False),
        sa.Column("seconds", sa.Integer, nullable=False),
        sa.Column("started", INSTANT, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("heard_at", INSTANT, nullable=False),
        sa.Column("month", sa.Text, nullable=False),
    )
    op.create_index("time_entries_month", "time_entries", ["contract_id", "month"])
    op.create_index("time_entries_issue", "time_entries", ["site", "issue_id"])
    op.create_table(
        "closed_months",
        sa.Column("contract_id", sa.Text, primary_key=True),
        sa.Column("month", sa.Text, primary_key=True),
        sa.Column("closed_at", INSTANT, nullable=False),
        sa.Column("closed_by", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("figures", sa.Text, nullable=False),
    )
    op.create_table(
        "budget_summaries",
        sa.Column("contract_id", sa.Text, primary_key=True),
        sa.Column("as_of", INSTANT, nullable=False),
        sa.Column("stale", sa.Boolean, nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
    )
