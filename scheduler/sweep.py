"""From clocks to deliveries: what has come due is said once, however late Vigie is and however often it looks."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from connectors.heard import AboutAnomaly, Claim, Delivery, Heard, Ignored, Unreadable
from connectors.store import Connection, Store, clocks, mailbox
from connectors.store.clocks import ClockRow
from rules.alerts import NextAlert, gravest_due
from rules.contract import ClockName, Contract
from rules.events import VIGIE, Fact, PromiseAlerted, Source, System, ThresholdReached
from rules.promises import promise_due
from scheduler.casebook import Casebook, ContractGone
from scheduler.clockrows import clock_rows

BATCH = 200
LATER = timedelta(minutes=10)

log = structlog.get_logger("vigie.sweep")


class Sweep:
    """Turns the clocks whose next alert is due into deliveries; `heard` wakes the worker."""

    def __init__(
        self, store: Store, casebook: Casebook, now: Callable[[], datetime], heard: Callable[[], None]
    ) -> None:
        self._store, self._casebook, self._now, self._heard = store, casebook, now, heard

    async def once(self) -> bool:
        """Look once; False when nothing more is due."""
        now = self._now()
        if not await self._store.read(lambda tx: clocks.due(tx, now, 1)):
            return False
        found = await self._store.write(lambda tx: self._collect(tx, now))
        if found:
            self._heard()
        return found > 0

    def _collect(self, tx: Connection, now: datetime) -> int:
        """A clock that is put in the mailbox sleeps until the worker has decided; one that moved is only set right."""
        due = clocks.due(tx, now, BATCH)
        deliveries: list[Delivery] = []
        for row in due:
            try:
                delivery = self._look(tx, row, now)
            except Exception as error:  # one anomaly that cannot be read must not silence the others
                log.error("clock not read", anomaly=row.anomaly_id, error=type(error).__name__, why=_why(error))
                clocks.save(tx, [replace(row, next_alert_at=now + LATER)])
                continue
            if delivery is not None:
                deliveries.append(delivery)
                clocks.save(tx, [replace(row, next_alert_at=None)])
        mailbox.keep(tx, deliveries)
        return len(due)

    def _look(self, tx: Connection, row: ClockRow, now: datetime) -> Delivery | None:
        case = self._casebook.find(tx, AboutAnomaly(row.anomaly_id), now)
        share = gravest_due(case.anomaly, row.clock, case.contract, now) if case else None
        if share is not None and row.deadline is not None:
            return alert_delivery(row, share, row.deadline, now)
        promise = promise_due(case.anomaly, row.clock, case.contract, now) if case else None
        if promise is not None:
            return promise_delivery(row, promise, now)
        rows = clock_rows(case.anomaly, case.contract, now) if case else ()
        # A cycle that late facts did away with has nothing left to say.
        clocks.save(tx, [replace(row, next_alert_at=None)])
        clocks.save(tx, [fresh for fresh in rows if fresh.clock is row.clock])
        return None


def alert_delivery(row: ClockRow, share: float, deadline: datetime, now: datetime) -> Delivery:
    """The delivery that says a clock came to a share of its target, as seen at `now`.

    The instant is part of its identity: an alert that proved stale may be due again, for the same deadline, after a
    pause that cost no opening time. That each is told once is for the decision to see.
    """
    alert = {
        "anomaly": row.anomaly_id,
        "clock": row.clock.value,
        "cycle": row.cycle,
        "share": share,
        "deadline": deadline.isoformat(),
        "seen": now.isoformat(),
    }
    identity = ":".join(str(part) for part in alert.values())
    return Delivery("clock", "", identity, json.dumps(alert).encode(), now)


def promise_delivery(row: ClockRow, promise: NextAlert, now: datetime) -> Delivery:
    """The delivery that says a promised date is near or gone by, as seen at `now`."""
    alert = {
        "anomaly": row.anomaly_id,
        "clock": row.clock.value,
        "cycle": row.cycle,
        "share": promise.share,
        "promised": promise.at.isoformat(),
        "seen": now.isoformat(),
    }
    identity = ":".join(["promise", *(str(part) for part in alert.values())])
    return Delivery("clock", "", identity, json.dumps(alert).encode(), now)


def _why(error: Exception) -> str:
    return str(error) if isinstance(error, ContractGone) else ""


def read_alert(delivery: Delivery) -> Heard:
    """The claim of a delivery that the sweep wrote."""
    try:
        alert = json.loads(delivery.body)
        clock, cycle, share = ClockName(alert["clock"]), int(alert["cycle"]), float(alert["share"])
        what: ThresholdReached | PromiseAlerted
        if "promised" in alert:
            what = PromiseAlerted(clock, cycle, share, datetime.fromisoformat(alert["promised"]))
        else:
            what = ThresholdReached(clock, cycle, share, datetime.fromisoformat(alert["deadline"]))
        anomaly = str(alert["anomaly"])
    except (ValueError, KeyError, TypeError):
        return Unreadable("alerte illisible")
    fact = Fact(f"clock:{delivery.identity}", delivery.received_at, VIGIE, Source(System.CLOCK, what.clock.value), what)

    def facts(_contract: Contract, known: bool) -> tuple[Fact, ...] | Ignored:
        return (fact,) if known else Ignored("horloge d'une anomalie disparue")

    return Claim(AboutAnomaly(anomaly), delivery.received_at, facts)
