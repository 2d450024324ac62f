"""Queries and repairs behind the command line: one anomaly, one journal, the parked items."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from bot.operations.contract_queries import ContractExplained, altered_editions
from bot.operations.contract_queries import explained as contract_explained
from bot.operations.journal_in_part import JournalInPart, journal_in_part
from connectors.contracts import Contracts
from connectors.parsed_delivery import AboutAnomaly
from connectors.store import Connection, Store, anomalies, chain, clocks, journal, mailbox, outbox, row_survey, searches
from connectors.store.subject_key import subject_of
from connectors.store.unread_rows import Unread, UnreadRow
from connectors.wording import said
from scheduler.cases.case_loader import Casebook
from scheduler.cases.clock_rows import clock_rows
from scheduler.cases.explained_anomaly import Euros, Explained, explained, with_euros
from scheduler.cases.operator_names import row_named
from scheduler.cases.pinned_contracts import ContractGone
from scheduler.catching_up.contract_editions import remembered

_NUMBER = re.compile(r"([de])(\d{1,18})")
_SEAL = re.compile(r"(\d{1,18})-([0-9a-f]{64})")
# The keys of what is said of a flaw.
_FLAWS = {
    "altered": "operations.flaw.altered",
    "missing": "operations.flaw.missing",
    "added": "operations.flaw.added",
    "reordered": "operations.flaw.reordered",
    "head": "operations.flaw.head",
}


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many open anomalies were computed again, why others could not be, and whose checkpoint was wrong."""

    done: int
    gone: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


Told = Explained | ContractExplained | JournalInPart


async def explain(
    store: Store, contracts: Contracts, key: str, now: datetime, euros: Euros = with_euros
) -> Told | None:
    """The journal of a subject, read at one go: an anomaly by its key or its id, else a contract by its id.

    Of an anomaly, each interval and each fact, and what it costs where `euros` says so; where a row cannot be read,
    what can be. None where no subject has that name. Raises AmbiguousKey.
    """
    casebook = Casebook(store, await remembered(store, contracts, now))

    def look(tx: Connection) -> Told | None:
        try:
            return explained(tx, casebook, key, now, euros) or contract_explained(tx, contracts, key)
        except UnreadRow as why:
            return journal_in_part(tx, casebook, key, now, why)

    return await store.read(look)


async def rebuild(store: Store, contracts: Contracts, now: datetime) -> Rebuilt:
    """Compute every derived row again from the journal; the results of closed anomalies stay as they were.

    One anomaly whose contract is gone keeps no other from it.
    """
    casebook = Casebook(store, await remembered(store, contracts, now))
    done, gone, wrong = 0, dict[str, None](), list[str]()

    def one(anomaly_id: str, tx: Connection) -> bool:
        anomalies.lock(tx, anomaly_id)
        case = casebook.find(tx, AboutAnomaly(anomaly_id), now)
        if case is None:
            return False
        searches.save(tx, case.anomaly)
        if not casebook.prove(tx, case):
            wrong.append(case.anomaly.name)
        if case.anomaly.closed:
            return False
        anomalies.save(tx, case.anomaly, now)
        clocks.save(tx, clock_rows(case.anomaly, case.contract, now))
        return True

    for anomaly_id in await store.read(lambda tx: list(journal.anomalies(tx))):
        try:
            done += await store.write(partial(one, anomaly_id))
        except (ContractGone, UnreadRow) as why:
            gone[str(why).removesuffix(".")] = None
    return Rebuilt(done, tuple(gone), tuple(wrong))


async def verify(store: Store, key: str | None, expected: str | None) -> tuple[list[str], str] | None:
    """The breaks in the journals, a line a subject, and the text for none; None for an unknown `key`.

    Raises AmbiguousKey.
    """
    upto = await store.write(chain.cut)
    return await store.read(lambda tx: _verify(tx, key, expected, upto))


def _verify(tx: Connection, key: str | None, expected: str | None, upto: int) -> tuple[list[str], str] | None:
    one = None
    if key is not None:
        one = _subject(tx, key)
        if one is None:
            return None
    problems = [_broken(tx, found) for found in chain.verify(tx, one)]
    for kind, name in map(subject_of, journal.subjects(tx) if one is None else (one,)):
        try:
            problems += altered_editions(tx, name) if kind == journal.CONTRACTS.kind else ()
        except UnreadRow as why:
            problems.append(str(why))
    if expected is not None and (found := _SEAL.fullmatch(expected)):
        number = int(found[1])
        # Of one anomaly, what its justificatif prints: how many facts it rests on, and the hash that the last carries.
        was = chain.seal(tx, number).digest if one is None else chain.reached(tx, one, number)
        if was != found[2]:
            problems.append(said("operations.seal.changed", seal=expected))
    elif expected is not None:
        problems.append(said("operations.seal.none", seal=expected))
    if one is not None:
        end = chain.head(tx, one) or chain.Head()
        mark = f"{end.length}-{end.chain}"
        return problems, said("operations.seal.subject_whole", subject=key, facts=end.length, seal=mark)
    seal = chain.seal(tx, upto)
    whole = said(
        "operations.seal.whole_with_contracts" if seal.others else "operations.seal.whole",
        anomalies=seal.anomalies,
        contracts=seal.others,
        facts=seal.facts,
        seal=f"{upto}-{seal.digest}",
    )
    return problems, whole


def _subject(tx: Connection, key: str) -> str | None:
    """The subject that is named by an issue's key, or by its own id; None where nothing is recorded of it."""
    row = row_named(tx, key)
    if row is not None:
        return row.id
    return next((one.key(key) for one in journal.JOURNALS if chain.head(tx, one.key(key))), None)


def _broken(tx: Connection, found: chain.Break) -> str:
    kind, name = subject_of(found.subject)
    if kind == journal.CONTRACTS.kind:
        name = said("check.about_contract", contract=name)
    elif (row := anomalies.get(tx, name)) and row.issue_key:
        name = f"{row.issue_key} ({name})"
    return said(_FLAWS[found.flaw], subject=name, position=found.position)


async def parked(store: Store) -> list[tuple[str, str, str, str, str]]:
    """Number, what, since when, why and remedy of all that is parked, and of each row that cannot be read."""
    deliveries = await store.read(mailbox.parked)
    errands = await store.read(outbox.parked)
    unread = await store.read(row_survey.unread)
    return (
        [
            (
                f"d{kept.delivery.id}",
                said("operations.parked.delivery", source=kept.delivery.source),
                said("operations.parked.since", at=kept.delivery.received_at),
                kept.outcome or "",
                f"vigie parked replay d{kept.delivery.id}",
            )
            for kept in deliveries
        ]
        + [
            (
                f"e{errand.id}",
                type(errand.effect).__name__,
                said("operations.parked.since", at=errand.created_at),
                errand.error or "",
                errand.remedy or "",
            )
            for errand in errands
        ]
        + [
            (
                _number(one),
                said("operations.rows.row", table=one.table),
                "",
                said("operations.rows.unread", row=one.name, error=one.fault),
                said("operations.rows.remedy"),
            )
            for one in unread
        ]
    )


def _number(unread: Unread) -> str:
    letter = {"deliveries": "d", "errands": "e"}.get(unread.table)
    return f"{letter}{unread.columns['id']}" if letter else unread.name


def _raw(unread: Unread) -> str:
    columns = "\n".join(f"{name}: {_shown(value)}" for name, value in unread.columns.items())
    return f"{_number(unread)} · {said('operations.rows.unread', row=unread.name, error=unread.fault)}\n\n{columns}"


def _shown(value: Any) -> str:
    return bytes(value).decode(errors="replace") if isinstance(value, bytes | memoryview) else str(value)


async def show(store: Store, number: str) -> str | None:
    """One parked thing with its content, or a row that cannot be read, for the operator's eyes; None for neither."""
    found = _NUMBER.fullmatch(number)
    try:
        return await _show(store, number, found) if found else await _unread(store, number)
    except UnreadRow as why:
        return _raw(why.unread)


async def _unread(store: Store, name: str) -> str | None:
    unread = await store.read(row_survey.unread)
    return next((_raw(one) for one in unread if one.name == name), None)


async def _show(store: Store, number: str, found: re.Match[str]) -> str | None:
    if found[1] == "d":
        kept = await store.read(lambda tx: mailbox.show(tx, int(found[2])))
        if kept is None:
            return None
        received = said("operations.parked.moment", at=kept.delivery.received_at)
        head = f"{number} · {kept.delivery.source} · {received} · {kept.state}"
        return f"{head}\n{kept.outcome or ''}\n\n{kept.delivery.body.decode(errors='replace')}"
    errand = await store.read(lambda tx: outbox.show(tx, int(found[2])))
    if errand is None:
        return None
    created = said("operations.parked.moment", at=errand.created_at)
    attempts = said("operations.parked.attempts", attempts=errand.attempts)
    head = f"{number} · {created} · {errand.state} · {attempts}"
    return f"{head}\n{errand.error or ''}\n{errand.remedy or ''}\n\n{errand.effect}"


async def replay(store: Store, number: str) -> tuple[str, ...]:
    """Put a parked thing back in the queue, and the deliveries that wait behind it; what was put back."""
    found = _NUMBER.fullmatch(number)
    if found is None:
        return ()
    wanted = int(found[2])

    def again(tx: Connection) -> tuple[str, ...]:
        if found[1] == "e":
            return (number,) if outbox.replay(tx, wanted) else ()
        behind = [kept.delivery.id for kept in mailbox.behind(tx, wanted)]
        return tuple(f"d{one}" for one in (wanted, *behind) if mailbox.replay(tx, one))

    return await store.write(again)


async def replay_alike(store: Store, number: str) -> int:
    """Put back an errand and all that is parked for the same reason; how many there were."""
    found = _NUMBER.fullmatch(number)
    if found is None or found[1] == "d":
        return 0
    return await store.write(lambda tx: outbox.replay_alike(tx, int(found[2])))
