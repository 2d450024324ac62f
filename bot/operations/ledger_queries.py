"""Proofs and repairs of the ledgers behind the command line: closed months, and the rows that people read."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from connectors.contracts import Contracts
from connectors.store import Connection, Store, closed_months, journal, subject_key
from connectors.store.subject_key import subject_of
from connectors.store.unread_rows import UnreadRow
from connectors.wording import said
from rules.economy.month_close import altered, frozen, kept
from rules.workdays.month import local_day
from scheduler.catching_up.contract_editions import remembered
from scheduler.ledger.ledger_book import agreed, proven, told_whole
from scheduler.ledger.ledger_writing import rewrite


@dataclass(frozen=True, slots=True)
class LedgersRebuilt:
    """How many ledgers were written again from their journals, and why others could not be.

    `wrong` names those of which something else was kept than their journal comes to.
    """

    done: int
    unread: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


async def altered_months(store: Store, contracts: Contracts, now: datetime, only: str | None = None) -> list[str]:
    """A line for each closed month that no longer is what its close froze; of one contract only where it is named."""
    known = await remembered(store, contracts, now)

    def look(tx: Connection) -> list[str]:
        return [line for one in _ledgers(tx) if only in (None, one) for line in _altered(tx, known, one, now)]

    return await store.read(look)


async def rebuild(store: Store, contracts: Contracts, now: datetime) -> LedgersRebuilt:
    """Write again the rows of every ledger: its issues, the time spent, its closed months, its summary."""
    known = await remembered(store, contracts, now)
    done, unread, wrong = 0, list[str](), list[str]()

    def one(contract: str, tx: Connection) -> None:
        subject_key.lock(tx, journal.LEDGERS.key(contract))
        if not proven(tx, known, contract, now):
            wrong.append(contract)
        rewrite(tx, known, contract, now)

    for contract in await store.read(lambda tx: list(_ledgers(tx))):
        try:
            await store.write(partial(one, contract))
            done += 1
        except UnreadRow as why:
            unread.append(str(why))
    return LedgersRebuilt(done, tuple(unread), tuple(dict.fromkeys(wrong)))


def _ledgers(tx: Connection) -> list[str]:
    return [name for kind, name in map(subject_of, journal.subjects(tx)) if kind == journal.LEDGERS.kind]


def _altered(tx: Connection, contracts: Contracts, contract: str, now: datetime) -> list[str]:
    agreement = agreed(contracts, contract)
    rows = {one.month: one for one in closed_months.of(tx, contract)}
    try:
        if agreement is None:
            return [said("operations.closed.no_budget", contract=contract)] if rows else []
        history = told_whole(tx, contract, agreement)
    except UnreadRow as why:
        return [str(why)]
    today = local_day(now, agreement.zone)
    books = kept(agreement, history, today, rows=False)
    wrong = {str(month) for month in altered(agreement, history, today)}
    for one in books.months:
        row = rows.pop(str(one.month), None)
        digest = history.digests.get(one.month, "")
        if one.closed and (row is None or row.digest != digest or row.figures != frozen(one)):
            wrong.add(str(one.month))
    wrong |= rows.keys()
    return [said("operations.closed.altered", contract=contract, month=month) for month in sorted(wrong)]
