"""A contract file that was edited: open anomalies are counted again and people told, settled results never change."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

import structlog

from connectors.contracts import ContractErrors, Contracts, load_text
from connectors.parsed_delivery import AboutAnomaly
from connectors.store import Connection, Store, anomalies, clocks, editions, mailbox, outbox, passing
from connectors.store.editions import Edition
from connectors.store.outbox import Errand
from rules.change import recipient
from rules.contract import Contract, Role
from rules.effects import Effect, Mail, Message, Say, Tell, Value
from rules.events import Shift
from rules.fold.folding import fold
from rules.reminders.deadline_moves import shifts
from scheduler.cases.case_loader import Case, Casebook
from scheduler.cases.clock_rows import clock_rows
from scheduler.catching_up.edition_deliveries import SOURCE, edition_delivery, edition_name
from scheduler.errands.queueing import lane

NAMED = 20  # anomalies named in one word; the threads tell of each

log = structlog.get_logger("vigie.editions")


@dataclass(frozen=True, slots=True)
class _Moved:
    """An anomaly whose deadlines the new text moves."""

    case: Case
    shifts: tuple[Shift, ...]


async def remembered(store: Store, contracts: Contracts, now: datetime) -> Contracts:
    """The contracts of the folder, each knowing what its file said before."""
    kept = await store.read(editions.every)
    return with_history(contracts, (*kept, *_fresh(contracts, kept, now)))


async def take_note(store: Store, contracts: Contracts, now: datetime, wall: datetime) -> Contracts:
    """The same, once what the files say now is kept.

    A file that says something else than when it was last read makes every open anomaly of its version be counted
    again: what moves is journalled and told, anomaly by anomaly in its thread and once to each CP and RM. Done again
    after a fault, it says nothing twice.
    """
    kept = await store.read(editions.every)
    fresh = tuple(_fresh(contracts, kept, now))
    known = with_history(contracts, (*kept, *fresh))
    casebook = Casebook(store, known)
    unchanged = []
    for edition in fresh:
        version = known.version(edition.contract_id, edition.effective)
        if version is None or version.previous is None:
            unchanged.append(edition)
            continue
        await _recount(store, casebook, version, edition, now, wall)
        await store.write(partial(_keep, (edition,)))
    if unchanged:  # the first start with hundreds of contracts waits for the disk once
        await store.write(partial(_keep, unchanged))
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


def _fresh(contracts: Contracts, kept: list[Edition], now: datetime) -> Iterator[Edition]:
    last = {_version(edition): edition for edition in kept}
    for contract in contracts.all:
        text = contracts.texts.get((contract.id, contract.effective), "")
        known = last.get((contract.id, contract.effective))
        if known is None or known.text != text:
            number = known.number + 1 if known else 1
            yield Edition(contract.id, contract.effective, number, now, contract.source, text)


def _keep(read: Iterable[Edition], tx: Connection) -> None:
    for edition in read:
        editions.add(tx, edition)


async def _recount(
    store: Store, casebook: Casebook, version: Contract, edition: Edition, now: datetime, wall: datetime
) -> None:
    moved = []
    rows = await store.read(lambda tx: anomalies.open_of(tx, version.id))
    for row in rows:
        if row.effective == version.effective and row.raised_at is not None:
            try:
                found = await store.write(partial(_one, casebook, row.id, edition, now))
            except Exception as error:  # one anomaly that cannot be read must not keep the service from starting
                if passing(error):
                    raise
                log.error("anomaly not counted again", anomaly=row.id, error=type(error).__name__)
                continue
            moved += [found] if found else []
    log.info("contract edited", contract=version.id, file=version.source, moved=len(moved))
    if moved:
        await store.write(partial(_tell, version, edition, moved, wall))


def _one(casebook: Casebook, anomaly_id: str, edition: Edition, now: datetime, tx: Connection) -> _Moved | None:
    anomalies.lock(tx, anomaly_id)
    case = casebook.find(tx, AboutAnomaly(anomaly_id), now)
    if case is None or case.contract.previous is None or case.anomaly.closed:
        return None
    anomalies.save(tx, case.anomaly, now)
    clocks.save(tx, clock_rows(case.anomaly, case.contract, now))
    before = fold(case.history, case.opening, case.contract.previous)
    moved = shifts(before, case.contract.previous, case.anomaly, case.contract, now)
    if not moved:
        return None
    mailbox.keep(tx, [edition_delivery(anomaly_id, edition, moved, now)])
    return _Moved(case, moved)


def _tell(version: Contract, edition: Edition, moved: list[_Moved], wall: datetime, tx: Connection) -> None:
    """One word a person for the whole contract: the threads say the rest."""
    names = tuple(one.case.anomaly.name for one in moved[:NAMED])
    values: dict[str, Value] = {"client": version.client, "text": edition.source, "moved": len(moved), "late": names}
    message = Message(Say.CONTRACT_EDITED, values)
    key = f"{SOURCE}:{edition_name(edition)}"
    errands = [
        Errand(key=f"{key}:{number}", lane=lane(effect, SOURCE), effect=effect, created_at=wall)
        for number, effect in enumerate(_effects(version, message))
    ]
    outbox.put(tx, errands)


def _effects(version: Contract, message: Message) -> Iterator[Effect]:
    for role in (Role.CP, Role.RM):
        for person in version.holders(role):
            to = recipient(version, person, role)
            if person.slack:
                yield Tell(to, message)
            if person.email:
                yield Mail(to, message)
