"""An issue that moves from one contract's project to another's is an anomaly of each."""

from alembic import op

revision = "0022"
down_revision = "0021"

_ONE = "anomalies_one_issue"


def upgrade() -> None:
    """One anomaly an issue and a contract; SQLite builds the table anew, without the index that it cannot copy."""
    op.drop_index("anomalies_key", "anomalies")
    with op.batch_alter_table("anomalies") as table:
        table.drop_constraint(_ONE, type_="unique")
        table.create_unique_constraint(_ONE, ["site", "issue_id", "contract_id"])
    op.execute("CREATE INDEX anomalies_key ON anomalies (upper(issue_key))")
