"""Recounts open anomalies after a contract file is edited; settled results stay."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import partial

import structlog

from connectors.contracts import ContractErrors, Contracts, load_text
from connectors.parsed_delivery import AboutAnomaly, Delivery
from connectors.store import Connection, Store, anomalies, clocks, editions, mailbox, passing
from connectors.store.editions import Edition
from rules.contract import Contract
from rules.fold.folding import fold
from rules.reminders.deadline_moves import shifts
from scheduler.cases.case_loader import Casebook
from scheduler.cases.clock_rows import clock_rows
from scheduler.catching_up.edition_deliveries import contract_delivery, edition_delivery

log = structlog.get_logger("vigie.editions")


async def remembered(store: Store, contracts: Contracts, now: datetime) -> Contracts:
    """The contracts of the folder, each knowing what its file said before."""
    kept = await store.read(editions.every)
    return with_history(contracts, (*kept, *_fresh(contracts, kept, now)))


async def take_note(store: Store, contracts: Contracts, now: datetime) -> Contracts:
    """The same, once what the files say now is kept.

    A file that says something else than when it was last read makes every open anomaly of its version be counted
    again. What moves becomes a delivery for each anomaly, and the edition one for the contract. Done again after a
    fault, it adds none that is there.
    """
    kept = await store.read(editions.every)
    fresh, last = tuple(_fresh(contracts, kept, now)), _last(kept)
    known = with_history(contracts, (*kept, *fresh))
    casebook = Casebook(store, known)
    first = [edition for edition in fresh if _version(edition) not in last]
    if first:  # the first start with hundreds of contracts waits for the disk once
        await store.write(partial(_keep, first))
    for edition in fresh:
        if before := last.get(_version(edition)):
            version = known.version(edition.contract_id, edition.effective)
            recounts = version is not None and version.previous is not None
            moved = await _recount(store, casebook, version, edition, now) if version and recounts else ()
            await store.write(partial(_hear, contract_delivery(edition, before, moved, now)))
            await store.write(partial(_keep, (edition,)))
    return known


def with_history(contracts: Contracts, kept: Iterable[Edition]) -> Contracts:
    """Each version linked to its earlier editions; a text that can no longer be read is left out, and named."""
    history: dict[tuple[str, date], list[Edition]] = {}
    for edition in kept:
        history.setdefault(_version(edition), []).append(edition)
    linked = (_linked(one, history.get((one.id, one.effective), [])) for one in contracts.all)
    return replace(contracts, all=tuple(linked))


def _linked(contract: Contract, kept: list[Edition]) -> Contract:
    """The last edition kept is the text of the folder."""
    before: Contract | None = None
    for edition in kept[:-1]:
        try:
            text = load_text(edition.text, edition.source)
        except ContractErrors:
            log.error("edition not read", contract=edition.contract_id, number=edition.number)
            continue
        before = replace(text, since=edition.seen_at, previous=before)
    return replace(contract, since=kept[-1].seen_at if kept else None, previous=before)


def _version(edition: Edition) -> tuple[str, date]:
    return edition.contract_id, edition.effective


def _last(kept: Iterable[Edition]) -> dict[tuple[str, date], Edition]:
    """The text of each version as it was last read."""
    return {_version(edition): edition for edition in kept}


def _fresh(contracts: Contracts, kept: list[Edition], now: datetime) -> Iterator[Edition]:
    last = _last(kept)
    for contract in contracts.all:
        text = contracts.texts.get((contract.id, contract.effective), "")
        known = last.get((contract.id, contract.effective))
        if known is None or known.text != text:
            number = known.number + 1 if known else 1
            yield Edition(contract.id, contract.effective, number, now, contract.source, text)


def _keep(read: Iterable[Edition], tx: Connection) -> None:
    for edition in read:
        editions.add(tx, edition)


def _hear(delivery: Delivery, tx: Connection) -> None:
    mailbox.keep(tx, [delivery])


async def _recount(
    store: Store, casebook: Casebook, version: Contract, edition: Edition, now: datetime
) -> tuple[str, ...]:
    """The names of the open anomalies that the edition moves, once each of them is counted again."""
    moved: list[str] = []
    rows = await store.read(lambda tx: anomalies.open_of(tx, version.id))
    for row in rows:
        if row.effective == version.effective and row.raised_at is not None:
            try:
                name = await store.write(partial(_one, casebook, row.id, edition, now))
            except Exception as error:  # one anomaly that cannot be read must not keep the service from starting
                if passing(error):
                    raise
                log.error("anomaly not counted again", anomaly=row.id, error=type(error).__name__)
                continue
            moved += [name] if name else []
    log.info("contract edited", contract=version.id, file=version.source, moved=len(moved))
    return tuple(moved)


def _one(casebook: Casebook, anomaly_id: str, edition: Edition, now: datetime, tx: Connection) -> str:
    """The anomaly's name where its deadlines move, "" otherwise."""
    anomalies.lock(tx, anomaly_id)
    case = casebook.find(tx, AboutAnomaly(anomaly_id), now)
    if case is None or case.contract.previous is None or case.anomaly.closed:
        return ""
    anomalies.save(tx, case.anomaly, now)
    clocks.save(tx, clock_rows(case.anomaly, case.contract, now))
    before = fold(case.history, case.opening, case.contract.previous)
    moved = shifts(before, case.contract.previous, case.anomaly, case.contract, now)
    if not moved:
        return ""
    mailbox.keep(tx, [edition_delivery(anomaly_id, edition, moved, now)])
    return case.anomaly.name
