"""The `alerts` model: thresholds of consumption."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from rules.contract.budget_terms import Budget
from rules.economy.thresholds import Available, Worked, crossings
from tests.economy.terms import CannotExpress, Given, minutes


def compute(given: Given) -> Mapping[str, Any]:
    """The alerts, what is used, and what is left."""
    thresholds = tuple(int(one) for one in given.get("thresholds") or Budget().thresholds)
    movements = [_movement(one) for one in given["movements"]]
    found = crossings(minutes(given["available"]), movements, thresholds)
    alerts = [[one.at.date().isoformat(), one.threshold, str(one.used)] for one in found.crossings]
    return {"alerts": alerts, "used": found.used, "left": found.left}


def _movement(one: Given) -> Worked | Available:
    written = datetime.fromisoformat(one["at"])
    at = written if written.tzinfo else written.replace(tzinfo=UTC)
    if one["op"] == "w":
        return Worked(one["id"], minutes(one["minutes"]), at)
    if one["op"] == "available":
        return Available(minutes(one["minutes"]), at)
    raise CannotExpress(f"movement {one['op']}")
