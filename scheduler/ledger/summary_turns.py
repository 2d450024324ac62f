"""Works the summaries of contracts out again, one at a time: those that are stale, and those that grew old.

The ledger that a summary is worked out from is kept with it, once much of it is new.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

import structlog

from connectors.store import Connection, Store, budget_summaries, chain, journal, ledger_checkpoints, passing
from connectors.store.budget_summaries import Kept
from rules.contract import Contract
from rules.workdays.month import local_day
from scheduler.cases.case_loader import Casebook
from scheduler.ledger.ledger_book import LEDGERS
from scheduler.ledger.summary_keeping import Summary, keep, summed_up, work_out

AGAIN = timedelta(seconds=30)  # between two summaries of one contract, however much is heard
OLD = timedelta(minutes=10)  # after which an exposure, which grows by itself, is worked out again

log = structlog.get_logger("vigie.summaries")


class SummaryTurns:
    """Each turn works out one summary; those of before the start are all stale, since a contract's file may differ."""

    def __init__(self, store: Store, casebook: Casebook, now: Callable[[], datetime]) -> None:
        self._store, self._casebook, self._now = store, casebook, now
        self._tried: dict[str, datetime] = {}
        self._begun = False
        self.turns = 0

    async def once(self) -> bool:
        """Work out the summary that has waited longest; whether another one waits."""
        self.turns += 1
        if not self._begun:
            await self._store.write(budget_summaries.spoil_every)
            self._begun = True
        now = self._now()
        kept = await self._store.read(budget_summaries.every)
        waiting = [one for one in self._casebook.contracts.holding(now) if self._due(one, kept, now)]
        if not waiting:
            return False
        contract = min(waiting, key=lambda one: self._last(one, kept))
        self._tried[contract.id] = now
        try:
            await self._work_out(contract, now)
        except Exception as error:  # one contract must not keep the others from their own
            if passing(error):
                raise
            log.error("summary not worked out", contract=contract.id, error=type(error).__name__)
        return len(waiting) > 1

    async def _work_out(self, contract: Contract, now: datetime) -> None:
        """Read without a lock, and kept if nothing was heard meanwhile; else the next turn does it again."""
        head, summary = await self._store.read(partial(self._read, contract, now))
        # In words here: it takes longer than a writer should be held up.
        ledger = await self._store.read(lambda _: LEDGERS.to_keep(contract.id))

        def save(tx: Connection) -> None:
            if ledger is not None:
                ledger_checkpoints.save(tx, ledger)
            keep(tx, contract.id, summary)
            if chain.head(tx, journal.LEDGERS.key(contract.id)) != head:
                budget_summaries.spoil(tx, contract.id)

        await self._store.write(save)
        if ledger is not None:
            LEDGERS.kept(ledger)

    def _read(self, contract: Contract, now: datetime, tx: Connection) -> tuple[chain.Head | None, Summary]:
        return chain.head(tx, journal.LEDGERS.key(contract.id)), work_out(tx, self._casebook, contract, now)

    def _last(self, contract: Contract, kept: Mapping[str, Kept]) -> datetime:
        times = [self._tried.get(contract.id), kept[contract.id].as_of if contract.id in kept else None]
        return max((one for one in times if one is not None), default=_NEVER)

    def _due(self, contract: Contract, kept: Mapping[str, Kept], now: datetime) -> bool:
        if not summed_up(contract):
            return False
        tried, one = self._tried.get(contract.id), kept.get(contract.id)
        if tried is not None and tried <= now < tried + AGAIN:
            return False
        if one is None or one.stale or one.as_of > now:
            return True
        grown = contract.compensations is not None and now - one.as_of > OLD
        return grown or local_day(one.as_of, contract.zone) != local_day(now, contract.zone)


_NEVER = datetime.fromisoformat("0001-01-02T00:00:00+00:00")
