"""Takes up the demo's past year as an operator does: each project is imported, then its months are closed."""

from datetime import datetime

from bot.app import Vigie
from connectors.parsed_delivery import Delivery
from connectors.store import mailbox
from rules.contract import Contract, Role
from rules.events import Actor, Source, System
from rules.events.ledger_events import LedgerFact, MonthClosed
from rules.workdays.month import Month, local_day, span
from scheduler.catching_up.catch_up_job import HistoryReader
from scheduler.catching_up.reconciler import Reconciler
from scheduler.ledger.ledger_deliveries import booking


async def take_up(vigie: Vigie) -> None:
    """Import what Jira knows of each contract; the chef de projet then closes each month but the last one over.

    The service must not run yet: nobody is to be told of what is only half taken up.
    """
    now = vigie.clocks.now()
    contracts = tuple(vigie.contracts.holding(now))
    await vigie.store.open()
    try:
        for contract in contracts:
            await _import(vigie, contract)
        closes = [one for contract in contracts for one in _closes(contract, now)]
        await vigie.store.write(lambda tx: mailbox.keep(tx, closes))
        while await vigie.work_once():
            pass
    finally:
        await vigie.store.close()


async def _import(vigie: Vigie, contract: Contract) -> None:
    jira, clocks = vigie.jira, vigie.clocks
    reader = HistoryReader(vigie.store, vigie.casebook, jira.histories, jira.reader, clocks.now, clocks.wall, _nobody)
    for project in contract.jira.projects:
        async for _ in Reconciler(reader).imports(contract.jira.site, project, vigie.casebook.begins(contract)):
            pass
    while await vigie.work_once():
        pass


def _nobody() -> None:
    """Nobody is to be woken."""


def _closes(contract: Contract, now: datetime) -> tuple[Delivery, ...]:
    if contract.budget is None:
        return ()
    person = next(iter(contract.holders(Role.CP)))
    who, source = Actor(person.id, person.name, frozenset({Role.CP})), Source(System.SLACK, "clôture")
    last = Month.of(local_day(now, contract.zone)).plus(-2)
    return tuple(
        booking(contract.id, LedgerFact(f"demo:close:{contract.id}:{month}", now, who, source, _closed(month)), now)
        for month in span(Month.of(contract.effective), last)
    )


def _closed(month: Month) -> MonthClosed:
    return MonthClosed(str(month), "")
