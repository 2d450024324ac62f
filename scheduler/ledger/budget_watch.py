"""Looks at what the ledgers come to, in the contracts' hours, and gives each warning of a budget once a month."""

from collections.abc import Iterator
from datetime import date, datetime

from connectors.parsed_delivery import Delivery
from connectors.store import Connection, journal
from rules.contract import Contract
from rules.economy.ledger_history import History
from rules.economy.pool_warnings import pool_warnings, reserves
from rules.economy.warnings import warnings
from rules.events import VIGIE, Source, System
from rules.events.ledger_events import Alarm, BudgetWarned, LedgerFact, Pool
from rules.workdays.month import Month, local_day
from scheduler.ledger.budget_book import budget, closed_between, closed_days
from scheduler.ledger.contract_watch import ContractWatch
from scheduler.ledger.ledger_book import agreed, begun, told
from scheduler.ledger.ledger_deliveries import booking


class BudgetWatch(ContractWatch):
    """Looks at what the ledgers come to; a correction down and up again tells nothing twice."""

    about = "budget"

    def _watched(self, contract: Contract) -> bool:
        return contract.budget is not None

    def _journal(self, contract: Contract) -> str:
        return journal.LEDGERS.key(contract.id)

    def _found(self, tx: Connection, contract: Contract, now: datetime) -> tuple[Delivery, ...]:
        agreement = agreed(self._casebook.contracts, contract.id)
        if agreement is None or contract.budget is None or not begun(tx, contract.id):
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
