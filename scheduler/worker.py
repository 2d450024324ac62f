"""From the mailbox to the journal: each delivery is read, settled by its subject in one transaction, and never lost."""

import traceback
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass

import structlog

from connectors.parsed_delivery import Delivery, Ignored, Reader, Unreadable
from connectors.store import Connection, Store, mailbox, passing
from scheduler.cases.case_loader import Casebook, ContractGone
from scheduler.subjects import by_type
from scheduler.subjects.subject import Desk, NotSettled, Now, Settled

TOGETHER = 16

log = structlog.get_logger("vigie.worker")


@dataclass(slots=True)
class _Attempt:
    """The delivery that is being handled, known even when its transaction is rolled back."""

    delivery: Delivery | None = None


class Worker:
    """Handles deliveries one at a time, oldest first; replicas share the work by locking the delivery and the anomaly.

    `readers` gives a reader for each source; `now` is Vigie's clock, `wall` the machine's, by which errands wait.
    `histories` are the sites whose issues can be read with their past: an issue of theirs that is first heard of midway
    is set aside, and `ask` called.
    """

    def __init__(
        self,
        store: Store,
        casebook: Casebook,
        readers: Mapping[str, Reader],
        now: Now,
        wall: Now,
        histories: Collection[str],
        ask: Callable[[], None],
    ) -> None:
        self._store, self._readers, self._now, self._ask = store, readers, now, ask
        self._subjects = by_type(Desk(casebook, readers, now, wall, histories))
        # On PostgreSQL, replicas that held several anomalies at once could wait for each other.
        self._most = TOGETHER if store.dialect == "sqlite" else 1

    async def once(self) -> bool:
        """Handle the deliveries that have waited longest; False when none waits.

        A backlog is handled a few at a time in one transaction, so that the disk is waited for once. Should one of them
        fail, all are undone and the first of them is tried alone: a fault parks the delivery that has it, and no other.
        """
        if self._most > 1:
            with suppress(Exception):
                return self._told(await self._store.write(lambda tx: self._next(tx, self._most, _Attempt())))
        attempt = _Attempt()
        try:
            return self._told(await self._store.write(lambda tx: self._next(tx, 1, attempt)))
        except Exception as error:
            failed = error if isinstance(error, NotSettled) else NotSettled(None, error)
            if attempt.delivery is None or passing(failed.fault):
                raise failed.fault from None
            await self._park(attempt.delivery, failed)
            return True

    def _next(self, tx: Connection, most: int, attempt: _Attempt) -> list[Settled]:
        done = []
        for delivery in mailbox.waiting(tx, most):
            attempt.delivery = delivery
            settled = self.settle(tx, delivery)
            mailbox.settle(tx, delivery.id, settled.state, settled.outcome, settled.anomaly_id, self._now())
            done.append(settled)
        return done

    def _told(self, done: list[Settled]) -> bool:
        for one in done:
            say = log.warning if one.state == "parked" else log.info
            say("delivery", id=one.delivery.id, source=one.delivery.source, state=one.state, outcome=one.outcome)
        if any(one.state == "aside" for one in done):
            self._ask()
        return bool(done)

    async def _park(self, delivery: Delivery, failed: NotSettled) -> None:
        """A fault of ours, or a contract that is gone: kept, named and replayable."""
        anomaly_id, fault = failed.anomaly_id, failed.fault
        why = str(fault) if isinstance(fault, ContractGone) else f"erreur interne : {type(fault).__name__}"
        where = traceback.extract_tb(fault.__traceback__)[-1]
        log.error("delivery parked", id=delivery.id, why=why, at=f"{where.name}:{where.lineno}")
        await self._store.write(lambda tx: mailbox.settle(tx, delivery.id, "parked", why, anomaly_id, self._now()))

    def settle(self, tx: Connection, delivery: Delivery) -> Settled:
        """Read a delivery, and let the subject that it is about settle it. Raises NotSettled, or any other fault."""
        reader = self._readers.get(delivery.source)
        heard = reader.read(delivery) if reader else Unreadable(f"source inconnue : {delivery.source}")
        match heard:
            case Ignored(name=name):
                return Settled(delivery, "ignored", name)
            case Unreadable(why=why):
                return Settled(delivery, "parked", why)
            case _:
                return self._subjects[type(heard)].settle(tx, delivery, heard)
