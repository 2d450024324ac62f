"""What a waiting delivery is about, and whether it may go before others, is known without reading it."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

_WAITING = "handled_at IS NULL"


def upgrade() -> None:
    """Nothing is known of the deliveries that wait already: they are handled first, in their order."""
    op.add_column("deliveries", sa.Column("topic", sa.Text))
    op.add_column("deliveries", sa.Column("other_topic", sa.Text))
    op.add_column("deliveries", sa.Column("urgent", sa.Boolean, nullable=False, server_default=sa.false()))
    _partial("deliveries_topic", ["topic", "id", "other_topic"], _WAITING)
    _partial("deliveries_other_topic", ["other_topic", "id", "topic"], _WAITING)
    _partial("deliveries_urgent", ["id"], f"{_WAITING} AND urgent")


def _partial(name: str, columns: list[str], condition: str) -> None:
    op.create_index(name, "deliveries", columns, sqlite_where=sa.text(condition), postgresql_where=sa.text(condition))
