"""What a clock has to say when it is looked at, as deliveries that the worker decides on."""

import json
from datetime import datetime

from connectors.heard import AboutAnomaly, Claim, Delivery, Heard, Ignored, Unreadable
from connectors.store.clocks import ClockRow
from rules.alerts import gravest_due
from rules.anomaly import Anomaly
from rules.contract import ClockName, Contract
from rules.events import VIGIE, Fact, PromiseAlerted, Source, System, ThresholdReached
from rules.promises import promise_due

Alerting = ThresholdReached | PromiseAlerted


def alerts(anomaly: Anomaly, contract: Contract, row: ClockRow, now: datetime) -> tuple[Alerting, ...]:
    """What is due of a clock: the gravest of its target, and of the date promised for it."""
    found: list[Alerting] = []
    share = gravest_due(anomaly, row.clock, contract, now)
    if share is not None and row.deadline is not None:
        found.append(ThresholdReached(row.clock, row.cycle, share, row.deadline))
    promise = promise_due(anomaly, row.clock, contract, now)
    if promise is not None:
        found.append(PromiseAlerted(row.clock, row.cycle, promise.share, promise.at))
    return tuple(found)


def alert_delivery(anomaly_id: str, what: Alerting, now: datetime) -> Delivery:
    """The delivery that says a clock came to a share of its target, or of a promised date, as seen at `now`.

    The instant is part of its identity: an alert that proved stale may be due again, for the same deadline, after a
    pause that cost no opening time. That each is told once is for the decision to see.
    """
    promised = isinstance(what, PromiseAlerted)
    date = {"promised": what.promised} if isinstance(what, PromiseAlerted) else {"deadline": what.deadline}
    alert: dict[str, str | int | float | bool] = {
        "anomaly": anomaly_id,
        "clock": what.clock.value,
        "cycle": what.cycle,
        "share": what.share,
        **{name: at.isoformat() for name, at in date.items()},
        "seen": now.isoformat(),
    }
    identity = ":".join([*(["promise"] if promised else []), *(str(part) for part in alert.values())])
    if what.owed_at is not None:
        alert["owed"] = what.owed_at.isoformat()
    if what.gathered:
        alert["gathered"] = True
    return Delivery("clock", "", identity, json.dumps(alert).encode(), now)


def read_alert(delivery: Delivery) -> Heard:
    """The claim of a delivery that the sweep wrote."""
    try:
        alert = json.loads(delivery.body)
        clock, cycle, share = ClockName(alert["clock"]), int(alert["cycle"]), float(alert["share"])
        owed = datetime.fromisoformat(alert["owed"]) if "owed" in alert else None
        gathered = bool(alert.get("gathered"))
        what: Alerting
        if "promised" in alert:
            promised = datetime.fromisoformat(alert["promised"])
            what = PromiseAlerted(clock, cycle, share, promised, owed_at=owed, gathered=gathered)
        else:
            deadline = datetime.fromisoformat(alert["deadline"])
            what = ThresholdReached(clock, cycle, share, deadline, owed_at=owed, gathered=gathered)
        anomaly = str(alert["anomaly"])
    except (ValueError, KeyError, TypeError):
        return Unreadable("alerte illisible")
    fact = Fact(f"clock:{delivery.identity}", delivery.received_at, VIGIE, Source(System.CLOCK, what.clock.value), what)

    def facts(_contract: Contract, known: bool) -> tuple[Fact, ...] | Ignored:
        return (fact,) if known else Ignored("horloge d'une anomalie disparue")

    return Claim(AboutAnomaly(anomaly), delivery.received_at, facts)
