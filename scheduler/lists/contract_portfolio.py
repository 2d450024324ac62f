"""Reads the contracts that a chef de projet or a direction answers for, by what each asks for first."""

from collections.abc import Iterator, Mapping
from datetime import datetime

import structlog

from connectors.channels.portfolio_data import Exposed, Portfolio, Pressing, Spending
from connectors.store import Connection, Store, budget_summaries, passing
from connectors.store.budget_summaries import Kept
from rules.contract import Contract
from rules.economy.budget_summary import Todo, gravest
from rules.people.visibility import READINGS_BY_NAME, reads
from scheduler.cases.case_loader import Casebook
from scheduler.ledger.summary_keeping import Summary, read, summed_up, work_out
from scheduler.lists.person_portfolio import FAR, Books, Standing

PORTFOLIO = READINGS_BY_NAME["portfolio"]
AT_ONCE = 3  # stale summaries that are worked out while somebody waits

log = structlog.get_logger("vigie.portfolio")


def contract_portfolio(
    tx: Connection, casebook: Casebook, books: Books, standing: Mapping[str, list[Standing]] | None = None
) -> Portfolio | None:
    """The portfolio of the person of `books`; None for somebody who answers for no contract.

    `standing` holds the open anomalies of contracts that were read already.
    """
    theirs = [one for one in books.theirs if reads(one, books.user, PORTFOLIO)]
    if not theirs:
        return None
    known = standing or {}
    pressing = [soonest for one in theirs if (soonest := _pressing(books, one, _open(tx, books, one, known)))]
    summaries = dict(_summaries(tx, casebook, theirs, books.now))
    order = tuple(Todo)
    spending = [
        (order.index(asking.todo), -asking.share, Spending(one, asking))
        for one in theirs
        if one.id in summaries and (asking := gravest(summaries[one.id].envelopes)) and asking.todo
    ]
    exposed = [
        Exposed(one, found.exposed, found.currency, found.late, found.first)
        for one in theirs
        if (found := summaries.get(one.id)) and found.exposed
    ]
    return Portfolio(
        len(theirs),
        tuple(sorted(pressing, key=lambda one: one.left)),
        tuple(sorted(exposed, key=lambda one: -one.cents)),
        tuple(one for *_, one in sorted(spending, key=lambda each: each[:2])),
        min((one.as_of for one in summaries.values()), default=None),
        theirs[0].zone,
    )


async def read_portfolio(store: Store, casebook: Casebook, user: str, now: datetime) -> Portfolio | None:
    """The portfolio of a Slack user at an instant; None for somebody who answers for no contract."""

    def look(tx: Connection) -> Portfolio | None:
        casebook.mind(tx, now)
        return contract_portfolio(tx, casebook, Books(casebook, user, now))

    return await store.read(look)


def _open(tx: Connection, books: Books, contract: Contract, known: Mapping[str, list[Standing]]) -> list[Standing]:
    return known[contract.id] if contract.id in known else books.standings(tx, contract)


def _pressing(books: Books, contract: Contract, standing: list[Standing]) -> Pressing | None:
    """The anomaly of a contract that has the least time, by the instant of its deadline."""
    timed = [(one.row.deadline, one) for one in standing if one.row.deadline is not None and one.row.clock is not None]
    if not timed:
        return None
    _, one = min(timed, key=lambda pair: pair[0])
    left = books.left(one)
    if left == FAR or one.row.clock is None:
        return None
    owner = next((who.name for who in contract.people if who.id == one.row.owner), "")
    return Pressing(contract, one.row.name, one.row.clock, left, one.row.owed, owner)


def _summaries(
    tx: Connection, casebook: Casebook, contracts: list[Contract], now: datetime
) -> Iterator[tuple[str, Summary]]:
    """What is kept of each contract; a few that are stale or missing are worked out at once."""
    kept, left = budget_summaries.every(tx), AT_ONCE
    for contract in contracts:
        one = kept.get(contract.id)
        if one is None and not summed_up(contract):
            continue
        if left and (one is None or one.stale):
            left -= 1
            found = _worked_out(tx, casebook, contract, now)
        else:
            found = _read(contract, one)
        if found is not None:
            yield contract.id, found


def _worked_out(tx: Connection, casebook: Casebook, contract: Contract, now: datetime) -> Summary | None:
    try:
        return work_out(tx, casebook, contract, now)
    except Exception as error:  # one contract must not keep the others from the list
        if passing(error):
            raise
        log.error("contract left out of a portfolio", contract=contract.id, error=type(error).__name__)
        return None


def _read(contract: Contract, kept: Kept | None) -> Summary | None:
    try:
        return read(kept) if kept is not None else None
    except (ValueError, KeyError, TypeError) as error:  # kept by another version: the next turn replaces it
        log.info("summary not read", contract=contract.id, error=type(error).__name__)
        return None
