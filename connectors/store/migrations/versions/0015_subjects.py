"""Facts of other subjects than anomalies: the column says of what each fact is, under a name that fits them all."""

from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Only names change: no row is written again, so that every hash stays what it is."""
    for table in ("facts", "heads"):
        op.execute(f"ALTER TABLE {table} RENAME COLUMN anomaly_id TO subject")
    op.drop_index("facts_anomaly", "facts")
    op.create_index("facts_subject", "facts", ["subject", "seq"])
