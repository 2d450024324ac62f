"""Turns an edited contract file into deliveries: one for each anomaly that moves, then the contract's."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from connectors import topics
from connectors.parsed_delivery import AboutAnomaly, Claim, Delivery, Edited, Heard, Ignored, Stand, Unreadable
from connectors.store.editions import Edition
from connectors.wording import said
from rules.contract import ClockName, Contract
from rules.events import VIGIE, Cause, DeadlinesMoved, Fact, Ruling, Shift, Source, System

SOURCE = "edition"
NAMED = 20  # anomalies named in one word; the threads tell of each


def edition_name(edition: Edition) -> str:
    """The identity of an edition's text, even of one that was read before and could not be kept."""
    return f"{edition.contract_id}:{edition.effective}:{edition.number}:{digest(edition.text)[:12]}"


def digest(text: str) -> str:
    """The SHA-256 of a text, as a contract's journal keeps it."""
    return hashlib.sha256(text.encode()).hexdigest()


def edition_delivery(anomaly_id: str, edition: Edition, moved: tuple[Shift, ...], now: datetime) -> Delivery:
    """The delivery that says which deadlines of an anomaly an edition moves."""
    body = {
        "anomaly": anomaly_id,
        "file": edition.source,
        "shifts": [{name: _plain(value) for name, value in asdict(shift).items()} for shift in moved],
    }
    identity, raw = f"{edition_name(edition)}:{anomaly_id}", json.dumps(body).encode()
    return Delivery(SOURCE, "", identity, raw, now, topics=(topics.subject(anomaly_id),))


def contract_delivery(edition: Edition, before: Edition, moved: Sequence[str], now: datetime) -> Delivery:
    """The delivery that says that an edition replaces the one `before`, and names the anomalies that it moves."""
    body = {
        "contract": edition.contract_id,
        "effective": edition.effective.isoformat(),
        "number": edition.number,
        "file": edition.source,
        "digest": digest(edition.text),
        "before": digest(before.text),
        "moved": len(moved),
        "late": moved[:NAMED],
    }
    raw, about = json.dumps(body, ensure_ascii=False).encode(), topics.subject(f"contract:{edition.contract_id}")
    return Delivery(SOURCE, "", edition_name(edition), raw, now, topics=(about,))


def read(delivery: Delivery) -> Heard:
    """What such a delivery says of an anomaly, or of the contract."""
    try:
        body = json.loads(delivery.body)
        return _edited(delivery, body) if "contract" in body else _moved(delivery, body)
    except (ValueError, KeyError, TypeError):
        return Unreadable(said("deliveries.unreadable_edition"))


def facts(heard: Claim, _contract: Contract, known: bool, _stand: Stand = Stand.PRESENT) -> tuple[Fact, ...] | Ignored:
    """That the deadlines moved."""
    return (heard.said,) if known else Ignored(said("deliveries.deadlines_gone"))


def _edited(delivery: Delivery, body: dict[str, Any]) -> Edited:
    return Edited(
        contract=str(body["contract"]),
        effective=date.fromisoformat(body["effective"]),
        number=int(body["number"]),
        file=str(body["file"]),
        digest=str(body["digest"]),
        before=str(body["before"]),
        at=delivery.received_at,
        moved=int(body["moved"]),
        late=tuple(str(name) for name in body["late"]),
    )


def _moved(delivery: Delivery, body: dict[str, Any]) -> Claim:
    moved = tuple(_shift(one) for one in body["shifts"])
    anomaly, file = str(body["anomaly"]), str(body["file"])
    what = DeadlinesMoved(moved, Cause.CONTRACT_EDITED, file)
    fact = Fact(f"edition:{delivery.identity}", delivery.received_at, VIGIE, Source(System.CLOCK, file), what)
    return Claim(AboutAnomaly(anomaly), delivery.received_at, fact)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _shift(one: dict[str, Any]) -> Shift:
    before, after = (one[name] and datetime.fromisoformat(one[name]) for name in ("before", "after"))
    ruling = Ruling(one["ruling"]) if one["ruling"] else None
    return Shift(ClockName(one["clock"]), int(one["cycle"]), before, after, ruling)
