"""Three lines of the thread become one message, `log_step`, that names the kind of fact that it tells."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

FACTS = {
    "log_accepted": "accepted",
    "log_acknowledged": "acknowledged",
    "log_workaround_validated": "workaround_validated",
}
UNSENT = sa.text("SELECT id, effect FROM errands WHERE state IN ('waiting', 'doing', 'parked') AND effect LIKE :said")
SAY_AGAIN = sa.text("UPDATE errands SET effect = :effect WHERE id = :id")


def upgrade() -> None:
    """The errands that are still to be performed, or may be replayed, say the same under the new name."""
    tx = op.get_bind()
    for old in FACTS:
        for number, effect in tx.execute(UNSENT, {"said": f'%"{old}"%'}).all():
            told = json.dumps(_renamed(json.loads(effect)), ensure_ascii=False, separators=(",", ":"))
            tx.execute(SAY_AGAIN, {"id": number, "effect": told})


def _renamed(value: Any) -> Any:
    if isinstance(value, list):
        return [_renamed(one) for one in value]
    if not isinstance(value, dict):
        return value
    fact = FACTS.get(value["say"]["Say"]) if isinstance(value.get("say"), dict) else None
    if fact is None:
        return {name: _renamed(one) for name, one in value.items()}
    values = {"map": {**value["values"]["map"], "fact": fact}}
    return {**value, "say": {"Say": "log_step"}, "values": values}
