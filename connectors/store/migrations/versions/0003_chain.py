"""Each fact carries a hash of itself and of the one before; where each chain ends is kept beside it."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

# Only to write the hashes of what is there; put back word for word before the transaction ends.
LIFT = {
    "sqlite": ("DROP TRIGGER facts_no_update",),
    "postgresql": ("DROP TRIGGER facts_no_change ON facts",),
}
REFUSE = {
    "sqlite": (
        "CREATE TRIGGER facts_no_update BEFORE UPDATE ON facts"
        " BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
    ),
    "postgresql": (
        "CREATE TRIGGER facts_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON facts"
        " FOR EACH STATEMENT EXECUTE FUNCTION facts_refuse()",
    ),
}
ANOMALIES = sa.text("SELECT DISTINCT anomaly_id FROM facts")
ROWS = sa.text(
    "SELECT seq, fact_id, at, recorded_at, kind, fact FROM facts WHERE anomaly_id = :anomaly_id ORDER BY seq"
)
LINK = sa.text("UPDATE facts SET chain = :chain WHERE seq = :seq")
HEAD = sa.text("INSERT INTO heads (anomaly_id, length, chain) VALUES (:anomaly_id, :length, :chain)")


def upgrade() -> None:
    """The column, the table, then the chains of the facts that are there already."""
    dialect, tx = op.get_context().dialect.name, op.get_bind()
    op.add_column("facts", sa.Column("chain", sa.Text, nullable=False, server_default=""))
    op.create_table(
        "heads",
        sa.Column("anomaly_id", sa.Text, primary_key=True),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("chain", sa.Text, nullable=False),
    )
    for statement in LIFT[dialect]:
        op.execute(statement)
    for (anomaly_id,) in tx.execute(ANOMALIES).all():
        _chain(tx, anomaly_id)
    for statement in REFUSE[dialect]:
        op.execute(statement)


def _chain(tx: sa.Connection, anomaly_id: str) -> None:
    links, chain = [], ""
    for seq, *row in tx.execute(ROWS, {"anomaly_id": anomaly_id}).all():
        said = [anomaly_id, *(_instant(value) if isinstance(value, datetime) else value for value in row)]
        canonical = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        chain = hashlib.sha256(f"{chain}\n{canonical}".encode()).hexdigest()
        links.append({"seq": seq, "chain": chain})
    tx.execute(LINK, links)
    tx.execute(HEAD, {"anomaly_id": anomaly_id, "length": len(links), "chain": chain})


def _instant(at: Any) -> str:
    text: str = at.astimezone(UTC).isoformat(timespec="microseconds")
    return text
