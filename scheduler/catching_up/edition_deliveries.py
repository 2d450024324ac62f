"""What an edited contract moves for one anomaly, as a delivery that the worker decides on."""

import hashlib
import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from connectors.parsed_delivery import AboutAnomaly, Claim, Delivery, Heard, Ignored, Unreadable
from connectors.store.editions import Edition
from rules.contract import ClockName, Contract
from rules.events import VIGIE, Cause, DeadlinesMoved, Fact, Ruling, Shift, Source, System

SOURCE = "edition"


def edition_name(edition: Edition) -> str:
    """What tells a text from every other, even one that was read before under its number and could not be kept."""
    text = hashlib.sha256(edition.text.encode()).hexdigest()[:12]
    return f"{edition.contract_id}:{edition.effective}:{edition.number}:{text}"


def edition_delivery(anomaly_id: str, edition: Edition, moved: tuple[Shift, ...], now: datetime) -> Delivery:
    """The delivery that says which deadlines of an anomaly an edition moves."""
    body = {
        "anomaly": anomaly_id,
        "file": edition.source,
        "shifts": [{name: _plain(value) for name, value in asdict(shift).items()} for shift in moved],
    }
    return Delivery(SOURCE, "", f"{edition_name(edition)}:{anomaly_id}", json.dumps(body).encode(), now)


def read(delivery: Delivery) -> Heard:
    """The claim of such a delivery."""
    try:
        body = json.loads(delivery.body)
        moved = tuple(_shift(one) for one in body["shifts"])
        anomaly, file = str(body["anomaly"]), str(body["file"])
    except (ValueError, KeyError, TypeError):
        return Unreadable("édition illisible")
    what = DeadlinesMoved(moved, Cause.CONTRACT_EDITED, file)
    fact = Fact(f"edition:{delivery.identity}", delivery.received_at, VIGIE, Source(System.CLOCK, file), what)
    return Claim(AboutAnomaly(anomaly), delivery.received_at, fact)


def facts(heard: Claim, _contract: Contract, known: bool, _removed: bool = False) -> tuple[Fact, ...] | Ignored:
    """That the deadlines moved."""
    return (heard.said,) if known else Ignored("échéances d'une anomalie disparue")


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _shift(one: dict[str, Any]) -> Shift:
    before, after = (one[name] and datetime.fromisoformat(one[name]) for name in ("before", "after"))
    ruling = Ruling(one["ruling"]) if one["ruling"] else None
    return Shift(ClockName(one["clock"]), int(one["cycle"]), before, after, ruling)
