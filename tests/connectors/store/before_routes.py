"""Errands as they were kept before they had a route, and a database of that time to put them in."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, column, insert, table

from connectors.store import migrations
from connectors.store.columns import Instant

BEFORE = "0013"
_errands = table(
    "errands",
    *(column(name) for name in ("key", "anomaly_id", "lane", "effect", "reply", "state")),
    *(column(name, Instant()) for name in ("not_before", "created_at")),
)
_TO = {
    "Recipient": {
        "contract": "boutique-exemple",
        "id": "U0CP",
        "name": "Cheffe de projet",
        "slack": "U0CP",
        "email": "cp@prestataire.example",
        "instead": "",
        "on_duty": False,
    }
}


def _said(say: str = "ready_to_close", **values: Any) -> dict[str, Any]:
    told = {"name": "BOU-1", "title": 'Panier "slack": vide', **values}
    return {"Message": {"say": {"Say": say}, "values": {"map": told}, "moves": {"tuple": ["close"]}}}


TAKEN = _said("log_taken", who="Dev", via="slack")
SINCE = {"instant": "2026-11-09T08:00:00+00:00"}
REPLY = {"user": "U0CP", "channel": "C0BOUTIQUE", "url": "", "thread": "", "home": 0}
ROWS: dict[str, tuple[str, dict[str, Any]]] = {
    "card": ("thread:a1", {"effect": "UpdateCard"}),
    "thread": (
        "thread:a1",
        {"effect": "PostThread", "message": _said("log_taken", who="Dev", via="slack"), "mention": None},
    ),
    "tell": ("tell:a1:U0CP", {"effect": "Tell", "to": _TO, "message": _said()}),
    "held": ("held:tell:a1:U0CP", {"effect": "Tell", "to": _TO, "message": _said()}),
    "mail": ("mail:a1:U0CP", {"effect": "Mail", "to": _TO, "message": _said(), "unsaid_since": None}),
    "late": ("mail:a1:U0CP", {"effect": "Mail", "to": _TO, "message": _said(), "unsaid_since": SINCE}),
    "refused": (
        "refused:U0CP",
        {"effect": "Mail", "to": _TO, "message": _said("slack_refuses", text="x", remedy="y"), "unsaid_since": None},
    ),
    "team": (
        "team:boutique-exemple",
        {"effect": "PostTeam", "contract": "boutique-exemple", "channel": "C0EQUIPE", "message": _said()},
    ),
    "answer": ("answer:a1", {"effect": "Answer", "message": _said()}),
    "home": ("home:U0CP", {"effect": "ShowHome", "user": "U0CP", "page": 2}),
    "issue": ("jira:a1", {"effect": "CreateIssue"}),
}
"""By key, each with the lane that it had."""


def migrated(engine: Engine, to: str) -> None:
    """Bring a database to the tables of a revision."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with engine.begin() as tx:
        config.attributes["connection"] = tx
        command.upgrade(config, to)


def filled(engine: Engine, at: datetime, states: Mapping[str, str]) -> None:
    """Put the rows in a database of that time; `states` are those that are not waiting, by key."""
    migrated(engine, BEFORE)
    with engine.begin() as tx:
        for key, (lane, effect) in ROWS.items():
            row = {
                "key": key,
                "anomaly_id": None if key in ("team", "home") else "a1",
                "lane": lane,
                "effect": json.dumps(effect, ensure_ascii=False, separators=(",", ":")),
                "reply": json.dumps(REPLY) if key == "answer" else None,
                "state": states.get(key, "waiting"),
                "not_before": at,
                "created_at": at,
            }
            tx.execute(insert(_errands).values(row))
