"""The head of each lane is kept with the instant at which it is due."""

import sqlalchemy as sa
from alembic import op

from connectors.store.columns import Instant, Number

revision = "0018"
down_revision = "0017"

_DOING, _UNFINISHED = sa.text("state = 'doing'"), "state IN ('waiting', 'doing')"
# A lane is busy until its last lease ends, whichever errand holds it.
_BUSY = "(SELECT max(claimed_until) FROM errands AS held WHERE held.lane = head.lane AND held.state = 'doing')"
_OWN = "CASE WHEN head.state = 'doing' THEN head.claimed_until ELSE head.not_before END"
_FILL = f"""
INSERT INTO lane_heads (lane, errand_id, not_before, due)
SELECT head.lane, head.id, head.not_before, CASE WHEN {_BUSY} > {_OWN} THEN {_BUSY} ELSE {_OWN} END
FROM errands AS head
WHERE head.id IN (SELECT min(id) FROM errands WHERE {_UNFINISHED} GROUP BY lane)
"""  # noqa: S608 - its parts are above


def upgrade() -> None:
    """Fill the heads of the lanes from their errands."""
    op.create_table(
        "lane_heads",
        sa.Column("lane", sa.Text, primary_key=True),
        sa.Column("errand_id", Number, nullable=False),
        sa.Column("not_before", Instant, nullable=False),
        sa.Column("due", Instant, nullable=False),
    )
    op.create_table(
        "lane_changes",
        sa.Column("id", Number, primary_key=True, autoincrement=True),
        sa.Column("lane", sa.Text, nullable=False),
    )
    op.drop_index("errands_doing", "errands")
    op.create_index("errands_doing", "errands", ["lane", "claimed_until"], sqlite_where=_DOING, postgresql_where=_DOING)
    op.execute(_FILL)
    op.create_index("lane_heads_next", "lane_heads", ["not_before", "errand_id", "due"])
