"""Looks at what the ledgers come to, in the contracts' hours, and gives each warning of a budget once a month."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

import structlog

from connectors.parsed_delivery import Delivery
from connectors.store import Connection, Store, chain, journal, mailbox, passing
from connectors.store.unread_rows import UnreadRow
from rules.contract import Contract
from rules.economy.ledger_history import History
from rules.economy.pool_warnings import pool_warnings, reserves
from rules.economy.warnings import warnings
from rules.events import VIGIE, Source, System
from rules.events.ledger_events import Alarm, BudgetWarned, LedgerFact, Pool
from rules.workdays import is_open
from rules.workdays.month import Month, local_day
from scheduler.cases.case_loader import Casebook
from scheduler.ledger.budget_book import budget, closed_between, closed_days
from scheduler.ledger.ledger_book import agreed, told
from scheduler.ledger.ledger_deliveries import booking

log = structlog.get_logger("vigie.budget")


class BudgetWatch:
    """Looks again at a contract when something was booked since, or the day is another; whatever replica does.

    What it finds is a delivery of its ledger, named after the envelope, the month and the alarm: two replicas that look
    at once, a restart, or a correction down and up again tell nothing twice.
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
            if contract.budget is None or not is_open(next(iter(contract.calendars.values())), now):
                continue
            try:
                await self._look(contract, now)
            except UnreadRow as why:  # one ledger must not keep the others from their own
                log.error("budget not read", contract=contract.id, row=why.unread.name)
            except Exception as error:
                if passing(error):
                    raise
                log.error("budget not watched", contract=contract.id, error=type(error).__name__)
        self._minute = minute
        return False

    async def _look(self, contract: Contract, now: datetime) -> None:
        self.looks += 1
        head = await self._store.read(lambda tx: chain.head(tx, journal.LEDGERS.key(contract.id)))
        seen = (head.length if head else 0, local_day(now, contract.zone))
        if head is None or self._seen.get(contract.id) == seen:
            return
        found = await self._store.read(lambda tx: self._found(tx, contract, now))
        if found:
            await self._store.write(lambda tx: mailbox.keep(tx, found))
            self._heard()
        self._seen[contract.id] = seen

    def _found(self, tx: Connection, contract: Contract, now: datetime) -> tuple[Delivery, ...]:
        agreement = agreed(self._casebook.contracts, contract.id)
        if agreement is None or contract.budget is None:
            return ()
        book, today = told(tx, contract.id, agreement), local_day(now, contract.zone)
        figures = book.books(today).month(Month.of(today))
        if figures is None:
            return ()
        closed = closed_days(contract, today)
        said = [one for one, _ in book.history.warned]
        found = (
            *warnings(figures, contract.budget, today, closed, said, book.history.decisions),
            *self._beside(tx, contract, book.history, now),
        )
        return tuple(booking(contract.id, _fact(contract.id, one, now), now) for one in found)

    def _beside(self, tx: Connection, contract: Contract, history: History, now: datetime) -> Iterator[BudgetWarned]:
        """What is to be told of booklets, prepaid time and lots."""
        view, today = budget(tx, self._casebook.contracts, contract.id, now), local_day(now, contract.zone)
        if view is None:
            return
        told_before = tuple(one for one, _ in history.warned)
        for one in reserves(view.budget, view.beside, today):
            closed = closed_between(contract, one.since, one.until) if one.until else frozenset[date]()
            yield from pool_warnings(view.budget, (one,), today, closed, told_before)


def _fact(contract: str, one: BudgetWarned, now: datetime) -> LedgerFact:
    rank = f":{one.percent}" if one.alarm is Alarm.CONSUMED else ""
    # A share of what is sold beside the envelopes is told once for ever, not once a month.
    period = one.month if one.pool is Pool.ENVELOPE or one.alarm is not Alarm.CONSUMED else one.pool
    of = "" if one.pool is Pool.ENVELOPE else f"{one.pool}:"
    name = f"ledger:{contract}:warned:{period}:{of}{one.envelope}:{one.alarm}{rank}"
    return LedgerFact(name, now, VIGIE, Source(System.CLOCK, "budget"), one)
