"""From clocks to deliveries: what has come due is said once, however late Vigie is and however often it looks."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from connectors.parsed_delivery import AboutAnomaly, Delivery
from connectors.store import Connection, Store, clocks, mailbox, passing
from connectors.store.clocks import ClockRow
from scheduler.alert_deliveries import alert_delivery, alerts
from scheduler.cases.case_loader import Casebook, reason
from scheduler.cases.clock_rows import clock_rows
from scheduler.catching_up.outage_log import Outages
from scheduler.catching_up.overdue_lists import catch_up

BATCH = 200
SOON = timedelta(seconds=1)  # a tick comes by itself
LATER = timedelta(minutes=10)

log = structlog.get_logger("vigie.sweep")


class Sweep:
    """Turns the clocks whose next alert is due into deliveries; `heard` wakes the worker.

    `now` is Vigie's clock, `wall` the machine's, by which it knows that it was stopped. `wake_in` is told how long to
    sleep, in seconds, when an alert falls due before the next tick.
    """

    def __init__(
        self,
        store: Store,
        casebook: Casebook,
        now: Callable[[], datetime],
        wall: Callable[[], datetime],
        heard: Callable[[], None],
        wake_in: Callable[[float], None],
    ) -> None:
        self._store, self._casebook, self._now, self._wall, self._heard = store, casebook, now, wall, heard
        self._wake_in, self._outages = wake_in, Outages(store)

    async def once(self) -> bool:
        """Look once; False when nothing more is due."""
        now, wall = self._now(), self._wall()
        await self._outages.note(now, wall)
        due, following = await self._store.read(lambda tx: (clocks.any_due(tx, now), clocks.next_due(tx, now)))
        if not due:
            if following is not None and following - now < SOON:
                self._wake_in((following - now).total_seconds())
            return False
        if self._outages.recent and await catch_up(self._store, self._casebook, self._outages, now, wall):
            self._heard()
            return True
        found = await self._store.write(lambda tx: self._collect(tx, now))
        if found:
            self._heard()
        return found > 0

    def _collect(self, tx: Connection, now: datetime) -> int:
        """A clock that is put in the mailbox sleeps until the worker has decided; one that moved is only set right.

        How many were looked at: fewer than are due once a delivery waits to be heard.
        """
        looked, deliveries = self._mended(tx, now), list[Delivery]()
        for row in clocks.take(tx, now, BATCH):
            if looked and self._store.awaited:
                break
            looked += 1
            try:
                delivery = self._look(tx, row, now)
            except Exception as error:  # one anomaly that cannot be read must not silence the others
                if passing(error):
                    raise
                log.error("clock not read", anomaly=row.anomaly_id, error=type(error).__name__, why=reason(error))
                clocks.save(tx, [replace(row, next_alert_at=now + LATER)])
                continue
            if delivery is not None:
                deliveries.append(delivery)
                clocks.save(tx, [replace(row, next_alert_at=None)])
        mailbox.keep(tx, deliveries)
        return looked

    def _mended(self, tx: Connection, now: datetime) -> int:
        """Compute again from their journals the due clocks that cannot be read; how many anomalies had some."""
        broken = clocks.drop_unread(tx, now, BATCH)
        for one in broken:
            try:
                case = self._casebook.find(tx, AboutAnomaly(one), now)
                clocks.save(tx, clock_rows(case.anomaly, case.contract, now) if case and case.known else ())
            except Exception as error:
                if passing(error):
                    raise
                log.error("clock not mended", anomaly=one, error=type(error).__name__, why=reason(error))
        return len(broken)

    def _look(self, tx: Connection, row: ClockRow, now: datetime) -> Delivery | None:
        case = self._casebook.find_folded(tx, AboutAnomaly(row.anomaly_id), now)
        due = alerts(case.anomaly, case.contract, row, now) if case else ()
        if due:
            return alert_delivery(row.anomaly_id, due[0], now)
        rows = clock_rows(case.anomaly, case.contract, now) if case else ()
        # A cycle that late facts did away with has nothing left to say.
        clocks.save(tx, [replace(row, next_alert_at=None)])
        clocks.save(tx, [fresh for fresh in rows if fresh.clock is row.clock])
        return None
