"""Turns a due alert of a clock into a delivery that the worker decides on."""

import json
from datetime import datetime

from connectors import topics
from connectors.parsed_delivery import AboutAnomaly, Claim, Delivery, Heard, Ignored, Stand, Unreadable
from connectors.store.clocks import ClockRow
from connectors.store.codec import fact_from_json, fact_to_json
from connectors.wording import said
from rules.anomaly.state import Anomaly
from rules.contract import Contract
from rules.events import VIGIE, Fact, Reminding, Source, System
from rules.reminders import due, look_at

SOURCE = "clock"


def alerts(anomaly: Anomaly, contract: Contract, row: ClockRow, now: datetime) -> tuple[Reminding, ...]:
    """The due alerts of a clock: the gravest of each kind."""
    return tuple(due(look_at(anomaly, row.clock, contract, now)))


def alert_fact(anomaly_id: str, what: Reminding, now: datetime, origin: str = "clock") -> Fact:
    """The fact that time brought something, as seen at `now`.

    The instant is part of its identity: an alert that proved stale may be due again, for the same deadline, after a
    pause that cost no opening time. That each is told once is for the decision to see.
    """
    about = ":".join(str(part) for part in what.about)
    name = f"{origin}:{anomaly_id}:{what.kind}:{about}:{what.share}:{now.isoformat()}"
    return Fact(name, now, VIGIE, Source(System.CLOCK, what.clock.value), what)


def alert_delivery(anomaly_id: str, what: Reminding, now: datetime) -> Delivery:
    """The delivery that says so."""
    fact = alert_fact(anomaly_id, what, now)
    body = json.dumps({"anomaly": anomaly_id, "fact": fact_to_json(fact)}, ensure_ascii=False)
    return Delivery(SOURCE, "", fact.id, body.encode(), now, topics=(topics.subject(anomaly_id),))


def read(delivery: Delivery) -> Heard:
    """The claim of a delivery that the sweep wrote."""
    try:
        alert = json.loads(delivery.body)
        anomaly, fact = str(alert["anomaly"]), fact_from_json(alert["fact"])
    except (ValueError, KeyError, TypeError):
        return Unreadable(said("deliveries.unreadable_alert"))
    return Claim(AboutAnomaly(anomaly), delivery.received_at, fact)


def facts(heard: Claim, _contract: Contract, known: bool, _stand: Stand = Stand.PRESENT) -> tuple[Fact, ...] | Ignored:
    """The alert itself."""
    return (heard.said,) if known else Ignored(said("deliveries.clock_gone"))
