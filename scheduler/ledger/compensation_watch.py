"""Looks in the contracts' hours for terms that end, and for months over where no budget is there to be closed."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import structlog

from connectors.parsed_delivery import Delivery
from connectors.store import Connection, Store, chain, journal, mailbox, passing
from connectors.store.unread_rows import UnreadRow
from rules.contract import Contract
from rules.economy.compensation.penalty_life import LifeState
from rules.workdays import is_open
from rules.workdays.month import Month, local_day
from scheduler.cases.case_loader import Casebook
from scheduler.cases.compensation_dossiers import penalties_of
from scheduler.ledger.compensation_deliveries import month_to_settle, term_ends

log = structlog.get_logger("vigie.compensation")

REACH = timedelta(days=7)
"""How long after its day an end that nobody was told of is still told."""


class CompensationWatch:
    """Looks again at a contract when something was journalled of it since, or the day is another.

    What it finds is a delivery named after the contract and the day: two replicas or a restart tell nothing twice.
    """

    def __init__(
        self, store: Store, casebook: Casebook, now: Callable[[], datetime], heard: Callable[[], None]
    ) -> None:
        self._store, self._casebook, self._now, self._heard = store, casebook, now, heard
        self._seen: dict[str, tuple[int, date]] = {}
        self._minute: datetime | None = None
        self.looks = 0
        """Of one contract: a turn over many is long, and not stuck while this grows."""

    async def once(self) -> bool:
        """Look at the contracts that are open now, once a minute; False, since it never leaves work behind."""
        now = self._now()
        minute = now.replace(second=0, microsecond=0)
        if minute == self._minute:
            return False
        for contract in self._casebook.contracts.holding(now):
            if contract.compensations is None or not is_open(next(iter(contract.calendars.values())), now):
                continue
            try:
                await self._look(contract, now)
            except UnreadRow as why:  # one journal must not keep the others from their own
                log.error("penalties not read", contract=contract.id, row=why.unread.name)
            except Exception as error:
                if passing(error):
                    raise
                log.error("penalties not watched", contract=contract.id, error=type(error).__name__)
        self._minute = minute
        return False

    async def _look(self, contract: Contract, now: datetime) -> None:
        self.looks += 1
        head = await self._store.read(lambda tx: chain.head(tx, journal.CONTRACTS.key(contract.id)))
        seen = (head.length if head else 0, local_day(now, contract.zone))
        if self._seen.get(contract.id) == seen:
            return
        found = await self._store.read(lambda tx: self._found(tx, contract, now))
        if found:
            await self._store.write(lambda tx: mailbox.keep(tx, found))
            self._heard()
        self._seen[contract.id] = seen

    def _found(self, tx: Connection, contract: Contract, now: datetime) -> tuple[Delivery, ...]:
        today = local_day(now, contract.zone)
        penalties = penalties_of(tx, self._casebook, contract.id).values()
        ends = {one.until for one in penalties if one.state is LifeState.NOTIFIED and one.until is not None}
        ended = tuple(term_ends(contract.id, day, now) for day in sorted(ends) if day <= today <= day + REACH)
        last = Month.of(today).plus(-1)
        begun = min(one.effective for one in self._casebook.contracts.all if one.id == contract.id)
        closes = contract.budget is None and last >= Month.of(begun)
        return (*ended, month_to_settle(contract.id, last, now)) if closes else ended
