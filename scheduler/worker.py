"""From the mailbox to the journal: each delivery is read, settled by its subject in one transaction, and never lost."""

import asyncio
import time
import traceback
from collections import deque
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

import structlog

from connectors.parsed_delivery import Delivery, Heard, Ignored, Reader, Unreadable
from connectors.store import Connection, Store, mailbox, passing, waiting_line
from connectors.wording import said
from scheduler.cases.case_loader import Casebook, reason
from scheduler.subjects import by_type
from scheduler.subjects.subject import Desk, NotSettled, Now, Settled
from scheduler.turns import Turns, lock

LONGEST = 0.1  # seconds after which a transaction takes up no other delivery: an alert may have come
PAUSE = 0.05  # seconds, when another replica holds all that could be handled

log = structlog.get_logger("vigie.worker")


@dataclass(slots=True)
class _Attempt:
    """The progress of a transaction, known even when it is rolled back.

    `chosen` are the ids of its deliveries, `delivery` is the one under way; `left` counts those that must wait for one
    in another replica's hands.
    """

    chosen: list[int] = field(default_factory=list)
    delivery: Delivery | None = None
    left: int = 0


class Worker:
    """Handles deliveries a few in each transaction; replicas share the work by locking deliveries and subjects.

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
        self._turns = Turns(casebook, self._read)
        self._alone: deque[int] = deque()

    async def once(self) -> bool:
        """Handle the deliveries whose turn it is; False when none waits.

        A backlog is handled a few at a time in one transaction, so that the disk is waited for once. Should one of them
        fail, all are undone and tried again one at a time: a fault parks the delivery that has it, and no other.
        """
        attempt = _Attempt()
        alone = self._alone.popleft() if self._alone else None
        try:
            done = await self._store.write(lambda tx: self._next(tx, attempt, alone))
        except Exception as error:
            await self._failed(attempt, error)
            return True
        if attempt.left and not done:
            await asyncio.sleep(PAUSE)
        return self._told(done) or attempt.left > 0 or alone is not None

    def _next(self, tx: Connection, attempt: _Attempt, alone: int | None) -> list[Settled]:
        """Handle the deliveries of one turn, or the one that is tried `alone`."""
        chosen = self._turns.choose(tx) if alone is None else waiting_line.take(tx, [alone])
        attempt.chosen = [one.id for one in chosen]
        lock(tx, chosen)
        done: list[Settled] = []
        began = time.monotonic()
        for delivery in chosen:
            if self._turns.overtakes(tx, delivery):
                attempt.left += 1
                continue
            attempt.delivery = delivery
            settled = self.settle(tx, delivery)
            mailbox.settle(tx, delivery.id, settled.state, settled.outcome, settled.anomaly_id, self._now())
            done.append(settled)
            if self._store.awaited or time.monotonic() - began > LONGEST:
                break
        return done

    async def _failed(self, attempt: _Attempt, error: Exception) -> None:
        """Have what failed together tried again one at a time; park what fails alone, unless it passes by itself."""
        if len(attempt.chosen) > 1:
            self._alone.extend(attempt.chosen)
            return
        failed = error if isinstance(error, NotSettled) else NotSettled(None, error)
        if attempt.delivery is None or passing(failed.fault):
            raise failed.fault from None
        await self._park(attempt.delivery, failed)

    def _read(self, delivery: Delivery) -> Heard:
        reader = self._readers.get(delivery.source)
        return (
            reader.read(delivery) if reader else Unreadable(said("deliveries.unknown_source", source=delivery.source))
        )

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
        why = reason(fault) or said("deliveries.fault", error=type(fault).__name__)
        where = traceback.extract_tb(fault.__traceback__)[-1]
        log.error("delivery parked", id=delivery.id, why=why, at=f"{where.name}:{where.lineno}")
        await self._store.write(lambda tx: mailbox.settle(tx, delivery.id, "parked", why, anomaly_id, self._now()))

    def settle(self, tx: Connection, delivery: Delivery) -> Settled:
        """Read a delivery, and let the subject that it is about settle it. Raises NotSettled, or any other fault."""
        heard = self._read(delivery)
        match heard:
            case Ignored(name=name):
                return Settled(delivery, "ignored", name)
            case Unreadable(why=why):
                return Settled(delivery, "parked", why)
            case _:
                return self._subjects[type(heard)].settle(tx, delivery, heard)
