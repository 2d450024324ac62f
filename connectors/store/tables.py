"""The tables as the code names them; the migrations build the same ones, and a test compares the two."""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Date,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TextClause,
    UniqueConstraint,
    false,
    func,
    literal_column,
    text,
)

from connectors.store.columns import Instant, Number

metadata = MetaData()

# Literals, not parameters: SQLite uses a partial index only where the query repeats its condition word for word.
PARKED, IGNORED, DOING = "state = 'parked'", "state = 'ignored'", "state = 'doing'"
# Said without the state: SQLite would follow the index on it, through all that waits, rather than these.
WAITING, URGENT = "handled_at IS NULL", "handled_at IS NULL AND urgent"
MISSED = "verdict = 'missed'"
UNFINISHED, SETTLED = "state IN ('waiting', 'doing')", "state IN ('done', 'parked')"
IS_URGENT: TextClause = text("urgent")
WAITING_STATE: ColumnElement[str] = literal_column("'waiting'")
DOING_STATE: ColumnElement[str] = literal_column("'doing'")
PARKED_STATE: ColumnElement[str] = literal_column("'parked'")
IGNORED_STATE: ColumnElement[str] = literal_column("'ignored'")
DONE_STATE: ColumnElement[str] = literal_column("'done'")
MISSED_VERDICT: ColumnElement[str] = literal_column("'missed'")


def _needed(name: str, kind: Any, **options: Any) -> Column[Any]:
    return Column(name, kind, nullable=False, **options)


def _partial(name: str, condition: str, *columns: str) -> Index:
    return Index(name, *columns, sqlite_where=text(condition), postgresql_where=text(condition))


deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    _needed("source", Text),
    _needed("site", Text),
    _needed("identity", Text),
    _needed("headers", Text),
    _needed("received_at", Instant),
    _needed("state", Text, server_default="waiting"),
    Column("outcome", Text),
    Column("anomaly_id", Text),
    _needed("attempts", Integer, server_default="0"),
    Column("handled_at", Instant),
    # After the state, because SQLite reads a row from its beginning: a state must not cost a whole body.
    _needed("body", LargeBinary),
    # Read from their indexes alone. `topic` is "" for a delivery about no anomaly, null when only reading it can tell.
    Column("topic", Text),
    Column("other_topic", Text),
    _needed("urgent", Boolean, server_default=false()),
    UniqueConstraint("source", "site", "identity", name="deliveries_once"),
    Index("deliveries_state", "state", "id"),
    _partial("deliveries_topic", WAITING, "topic", "id", "other_topic"),
    _partial("deliveries_other_topic", WAITING, "other_topic", "id", "topic"),
    _partial("deliveries_urgent", URGENT, "id"),
    _partial("deliveries_parked", PARKED, "anomaly_id", "id"),
    _partial("deliveries_ignored", IGNORED, "anomaly_id", "id"),
)

facts = Table(
    "facts",
    metadata,
    Column("seq", Number, primary_key=True, autoincrement=True),
    _needed("subject", Text),
    _needed("fact_id", Text),
    _needed("at", Instant),
    _needed("recorded_at", Instant),
    _needed("kind", Text),
    _needed("fact", Text),
    _needed("chain", Text, server_default=""),
    UniqueConstraint("fact_id", name="facts_once"),
    Index("facts_subject", "subject", "seq"),
    Index("facts_at", "at"),
)

heads = Table(
    "heads",
    metadata,
    Column("subject", Text, primary_key=True),
    _needed("length", Integer),
    _needed("chain", Text),
)

checkpoints = Table(
    "checkpoints",
    metadata,
    Column("subject", Text, primary_key=True),
    _needed("seq", Number),
    _needed("length", Integer),
    _needed("chain", Text),
    _needed("contract", Text),
    _needed("code", Text),
    _needed("digest", Text),
    # Last, because SQLite reads a row from its beginning, and a decision rarely needs it.
    _needed("state", Text),
)

anomalies = Table(
    "anomalies",
    metadata,
    Column("id", Text, primary_key=True),
    _needed("contract_id", Text),
    _needed("effective", Date),
    Column("site", Text),
    Column("issue_id", Text),
    Column("issue_key", Text),
    _needed("title", Text),
    _needed("phase", Text),
    Column("criticality", Text),
    Column("owner_id", Text),
    Column("in_scope", Boolean),
    Column("raised_at", Instant),
    Column("closed_at", Instant),
    _needed("updated_at", Instant),
    Column("slack_channel", Text),
    Column("slack_ts", Text),
    Column("owed", Text),
    UniqueConstraint("site", "issue_id", "contract_id", name="anomalies_one_issue"),
    Index("anomalies_contract", "contract_id", "closed_at"),
    Index("anomalies_card", "slack_channel", "slack_ts"),
)
Index("anomalies_key", func.upper(anomalies.c.issue_key))

searches = Table(
    "searches",
    metadata,
    Column("anomaly_id", Text, primary_key=True),
    _needed("cause", Text),
    _needed("answer", Text),
    # Each word after a space, so that the beginning of one can be told from its middle.
    _needed("words", Text),
)

clocks = Table(
    "clocks",
    metadata,
    Column("anomaly_id", Text, primary_key=True),
    Column("clock", Text, primary_key=True),
    Column("cycle", Integer, primary_key=True, autoincrement=False),
    Column("criticality", Text),
    _needed("state", Text),
    Column("verdict", Text),
    Column("deadline", Instant),
    Column("next_alert_at", Instant),
    Column("next_share", Float),
    _needed("elapsed_seconds", Float),
    Column("allowed_seconds", Float),
    Column("promised", Instant),
    Index("clocks_next_alert", "next_alert_at"),
    _partial("clocks_missed", MISSED, "deadline"),
)

errands = Table(
    "errands",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    _needed("key", Text),
    Column("anomaly_id", Text),
    _needed("lane", Text),
    # Both are empty in what was done before errands had a route.
    _needed("channel", Text, server_default=""),
    _needed("address", Text, server_default=""),
    _needed("effect", Text),
    Column("reply", Text),
    _needed("state", Text, server_default="waiting"),
    _needed("not_before", Instant),
    _needed("attempts", Integer, server_default="0"),
    Column("claimed_until", Instant),
    Column("error", Text),
    Column("remedy", Text),
    _needed("created_at", Instant),
    Column("done_at", Instant),
    Column("result", Text),
    UniqueConstraint("key", name="errands_once"),
    # None of them on the state of all errands: SQLite would follow it instead of the lanes, through the whole backlog.
    _partial("errands_unfinished", UNFINISHED, "lane", "id", "state"),
    _partial("errands_doing", DOING, "lane", "claimed_until"),
    _partial("errands_settled", SETTLED, "state", "id"),
)

lane_heads = Table(
    "lane_heads",
    metadata,
    Column("lane", Text, primary_key=True),
    _needed("errand_id", Number),
    _needed("not_before", Instant),
    _needed("due", Instant),
    # In the order of claims; few heads are past the first column and not the last, for they are under way.
    Index("lane_heads_next", "not_before", "errand_id", "due"),
)

lane_changes = Table(
    "lane_changes",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    _needed("lane", Text),
)

periods = Table(
    "periods",
    metadata,
    Column("job", Text, primary_key=True),
    Column("period", Text, primary_key=True),
)

editions = Table(
    "editions",
    metadata,
    Column("contract_id", Text, primary_key=True),
    Column("effective", Date, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _needed("seen_at", Instant),
    _needed("source", Text),
    _needed("text", Text),
)

accounts = Table(
    "accounts",
    metadata,
    Column("site", Text, primary_key=True),
    Column("account", Text, primary_key=True),
)

slack_users = Table(
    "slack_users",
    metadata,
    Column("email", Text, primary_key=True),
    _needed("slack", Text),
)

jira_users = Table(
    "jira_users",
    metadata,
    Column("site", Text, primary_key=True),
    Column("email", Text, primary_key=True),
    _needed("account", Text),
)

jira_names = Table(
    "jira_names",
    metadata,
    Column("site", Text, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("value_id", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    _needed("learnt_at", Instant),
)

slack_installations = Table(
    "slack_installations",
    metadata,
    Column("token", Text, primary_key=True),
    _needed("team", Text),
    _needed("enterprise", Text),
    _needed("app", Text),
)

watches = Table(
    "watches",
    metadata,
    Column("began_at", Instant, primary_key=True),
    _needed("seen_at", Instant),
    _needed("wall_at", Instant),
)

webhooks = Table(
    "webhooks",
    metadata,
    Column("name", Text, primary_key=True),
    _needed("failing_since", Instant),
    _needed("why", Text),
    Column("disabled_at", Instant),
)

preferences = Table(
    "preferences",
    metadata,
    Column("slack", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    _needed("value", Text),
    _needed("chosen_at", Instant),
)

absences = Table(
    "absences",
    metadata,
    Column("id", Text, primary_key=True),
    _needed("slack", Text),
    _needed("first_day", Date),
    _needed("last_day", Date),
    _needed("stand_in", Text),
    _needed("cancelled", Boolean),
    _needed("chosen_at", Instant),
)

watermarks = Table(
    "watermarks",
    metadata,
    Column("site", Text, primary_key=True),
    Column("project", Text, primary_key=True),
    Column("purpose", Text, primary_key=True),
    _needed("begun_at", Instant),
    _needed("read_to", Instant),
    Column("claimed_by", Text),
    Column("claimed_until", Instant),
)

contract_issues = Table(
    "contract_issues",
    metadata,
    Column("site", Text, primary_key=True),
    Column("issue_id", Text, primary_key=True),
    _needed("contract_id", Text),
    _needed("issue_key", Text),
    _needed("title", Text),
    _needed("type", Text),
    _needed("labels", Text),
    _needed("fields", Text),
    Column("estimate", Integer),
    _needed("status", Text),
    _needed("ended", Boolean),
    _needed("anomaly", Boolean),
    _needed("departed", Boolean),
    Column("opened_at", Instant),
    _needed("shown_at", Instant),
    Index("contract_issues_contract", "contract_id", "ended", "anomaly"),
)

time_entries = Table(
    "time_entries",
    metadata,
    Column("site", Text, primary_key=True),
    Column("entry", Text, primary_key=True),
    _needed("contract_id", Text),
    _needed("issue_id", Text),
    _needed("author_id", Text),
    _needed("author", Text),
    # "" for somebody whom the contract does not name.
    _needed("side", Text),
    _needed("seconds", Integer),
    _needed("started", Instant),
    _needed("created_at", Instant),
    _needed("heard_at", Instant),
    _needed("month", Text),
    Index("time_entries_month", "contract_id", "month"),
    Index("time_entries_issue", "site", "issue_id"),
)

closed_months = Table(
    "closed_months",
    metadata,
    Column("contract_id", Text, primary_key=True),
    Column("month", Text, primary_key=True),
    _needed("closed_at", Instant),
    _needed("closed_by", Text),
    _needed("digest", Text),
    _needed("figures", Text),
)

budget_summaries = Table(
    "budget_summaries",
    metadata,
    Column("contract_id", Text, primary_key=True),
    _needed("as_of", Instant),
    _needed("stale", Boolean),
    _needed("summary", Text),
)
