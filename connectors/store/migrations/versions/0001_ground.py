"""The first tables. Written out in full: a migration says what was true on its day, whatever the code says today."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")

REFUSALS = {
    "sqlite": (
        "CREATE TRIGGER facts_no_update BEFORE UPDATE ON facts"
        " BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
        "CREATE TRIGGER facts_no_delete BEFORE DELETE ON facts"
        " BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION facts_refuse() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$",
        "CREATE TRIGGER facts_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON facts"
        " FOR EACH STATEMENT EXECUTE FUNCTION facts_refuse()",
    ),
}


def upgrade() -> None:
    """Build everything."""
    _deliveries()
    _facts()
    _anomalies()
    _clocks()
    _errands()
    _periods()


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", NUMBER, primary_key=True, autoincrement=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("site", sa.Text, nullable=False),
        sa.Column("identity", sa.Text, nullable=False),
        sa.Column("headers", sa.Text, nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("state", sa.Text, nullable=False, server_default="waiting"),
        sa.Column("outcome", sa.Text),
        sa.Column("anomaly_id", sa.Text),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("handled_at", INSTANT),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("source", "site", "identity", name="deliveries_once"),
    )
    op.create_index("deliveries_state", "deliveries", ["state", "id"])
    _partial("deliveries_parked", "deliveries", ["anomaly_id", "id"], "state = 'parked'")


def _facts() -> None:
    op.create_table(
        "facts",
        sa.Column("seq", NUMBER, primary_key=True, autoincrement=True),
        sa.Column("anomaly_id", sa.Text, nullable=False),
        sa.Column("fact_id", sa.Text, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("fact", sa.Text, nullable=False),
        sa.UniqueConstraint("fact_id", name="facts_once"),
    )
    op.create_index("facts_anomaly", "facts", ["anomaly_id", "seq"])
    op.create_index("facts_at", "facts", ["at"])
    for refusal in REFUSALS[op.get_context().dialect.name]:
        op.execute(refusal)


def _anomalies() -> None:
    op.create_table(
        "anomalies",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("contract_id", sa.Text, nullable=False),
        sa.Column("effective", sa.Date, nullable=False),
        sa.Column("site", sa.Text),
        sa.Column("issue_id", sa.Text),
        sa.Column("issue_key", sa.Text),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("phase", sa.Text, nullable=False),
        sa.Column("criticality", sa.Text),
        sa.Column("owner_id", sa.Text),
        sa.Column("in_scope", sa.Boolean),
        sa.Column("raised_at", INSTANT),
        sa.Column("closed_at", INSTANT),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("slack_channel", sa.Text),
        sa.Column("slack_ts", sa.Text),
        sa.UniqueConstraint("site", "issue_id", name="anomalies_one_issue"),
    )
    op.create_index("anomalies_contract", "anomalies", ["contract_id", "closed_at"])
    op.create_index("anomalies_card", "anomalies", ["slack_channel", "slack_ts"])
    op.create_index("anomalies_key", "anomalies", [sa.text("upper(issue_key)")])


def _clocks() -> None:
    op.create_table(
        "clocks",
        sa.Column("anomaly_id", sa.Text, primary_key=True),
        sa.Column("clock", sa.Text, primary_key=True),
        sa.Column("cycle", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("criticality", sa.Text),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("verdict", sa.Text),
        sa.Column("deadline", INSTANT),
        sa.Column("next_alert_at", INSTANT),
        sa.Column("next_share", sa.Float),
        sa.Column("elapsed_seconds", sa.Float, nullable=False),
        sa.Column("allowed_seconds", sa.Float),
    )
    op.create_index("clocks_next_alert", "clocks", ["next_alert_at"])


def _errands() -> None:
    op.create_table(
        "errands",
        sa.Column("id", NUMBER, primary_key=True, autoincrement=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("anomaly_id", sa.Text),
        sa.Column("lane", sa.Text, nullable=False),
        sa.Column("effect", sa.Text, nullable=False),
        sa.Column("reply", sa.Text),
        sa.Column("state", sa.Text, nullable=False, server_default="waiting"),
        sa.Column("not_before", INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("claimed_until", INSTANT),
        sa.Column("error", sa.Text),
        sa.Column("remedy", sa.Text),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("done_at", INSTANT),
        sa.Column("result", sa.Text),
        sa.UniqueConstraint("key", name="errands_once"),
    )
    _partial("errands_unfinished", "errands", ["lane", "id", "state"], "state IN ('waiting', 'doing')")
    _partial("errands_doing", "errands", ["claimed_until"], "state = 'doing'")
    _partial("errands_settled", "errands", ["state", "id"], "state IN ('done', 'parked')")


def _periods() -> None:
    op.create_table(
        "periods",
        sa.Column("job", sa.Text, primary_key=True),
        sa.Column("period", sa.Text, primary_key=True),
    )


def _partial(name: str, table: str, columns: list[str], condition: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(condition), postgresql_where=sa.text(condition))
