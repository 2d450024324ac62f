"""What an operator looks at and sets right from the command line: one anomaly, and what is parked."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.operations.contract_queries import ContractExplained, altered_editions
from bot.operations.contract_queries import explained as contract_explained
from connectors.contracts import Contracts
from connectors.parsed_delivery import AboutAnomaly
from connectors.store import Connection, Store, anomalies, chain, clocks, journal, mailbox, outbox, searches
from connectors.store.subject_key import subject_of
from scheduler.cases.case_loader import Casebook, ContractGone
from scheduler.cases.clock_rows import clock_rows
from scheduler.cases.explained_anomaly import Explained, explained
from scheduler.catching_up.contract_editions import remembered

_NUMBER = re.compile(r"([de])(\d{1,18})")
_SEAL = re.compile(r"(\d{1,18})-([0-9a-f]{64})")
_FLAWS = {
    "altered": "le fait n° {position} a été modifié",
    "missing": "le fait n° {position} manque",
    "added": "le fait n° {position} a été ajouté hors de Vigie",
    "reordered": "le fait n° {position} n'est plus à sa place",
    "head": "la fin du journal (fait n° {position}) n'est pas celle que Vigie a notée",
}


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many open anomalies were computed again, why others could not be, and whose checkpoint was wrong."""

    done: int
    gone: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


async def explain(store: Store, contracts: Contracts, key: str, now: datetime) -> Explained | ContractExplained | None:
    """The journal of a subject, read at one go: an anomaly by its key or its id, else a contract by its id.

    Of an anomaly, each interval and each fact. None where no subject has that name.
    """
    casebook = Casebook(store, await remembered(store, contracts, now))

    def look(tx: Connection) -> Explained | ContractExplained | None:
        return explained(tx, casebook, key, now) or contract_explained(tx, contracts, key)

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
        except ContractGone as why:
            gone[str(why)] = None
    return Rebuilt(done, tuple(gone), tuple(wrong))


async def verify(store: Store, key: str | None, expected: str | None) -> tuple[list[str], str] | None:
    """What is broken in the journals, a line a subject, and what to say when nothing is; None for an unknown `key`."""
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
        problems += altered_editions(tx, name) if kind == journal.CONTRACTS.kind else ()
    if expected is not None and (found := _SEAL.fullmatch(expected)):
        number = int(found[1])
        # Of one anomaly, what its justificatif prints: how many facts it rests on, and the hash that the last carries.
        was = chain.seal(tx, number).digest if one is None else chain.reached(tx, one, number)
        if was != found[2]:
            problems.append(f"{expected} : le journal de ce moment-là n'a plus cette empreinte")
    elif expected is not None:
        problems.append(f"{expected} : ce n'est pas une empreinte ; « vigie verify » en imprime une (1234-9f86d0…)")
    if one is not None:
        end = chain.head(tx, one) or chain.Head()
        return problems, f"{key} : {end.length} fait(s), journal intact.\nEmpreinte : {end.length}-{end.chain}"
    seal = chain.seal(tx, upto)
    others = f" et {seal.others} contrat(s)" if seal.others else ""
    said = f"{seal.anomalies} anomalie(s){others}, {seal.facts} fait(s) : le journal est intact."
    return problems, f"{said}\nEmpreinte à garder ailleurs : {upto}-{seal.digest}"


def _subject(tx: Connection, key: str) -> str | None:
    """The subject that is named by an issue's key, or by its own id; None where nothing is recorded of it."""
    row = anomalies.by_key(tx, key) or anomalies.get(tx, key)
    if row is not None:
        return row.id
    return next((one.key(key) for one in journal.JOURNALS if chain.head(tx, one.key(key))), None)


def _broken(tx: Connection, found: chain.Break) -> str:
    kind, name = subject_of(found.subject)
    if kind == journal.CONTRACTS.kind:
        name = f"contrat {name}"
    elif (row := anomalies.get(tx, name)) and row.issue_key:
        name = f"{row.issue_key} ({name})"
    return f"{name} : {_FLAWS[found.flaw].format(position=found.position)}"


async def parked(store: Store) -> list[tuple[str, str, str, str, str]]:
    """Number, what, since when, why and remedy of all that is parked."""
    deliveries = await store.read(mailbox.parked)
    errands = await store.read(outbox.parked)
    return [
        (
            f"d{kept.delivery.id}",
            f"livraison {kept.delivery.source}",
            f"{kept.delivery.received_at:%d/%m/%Y %H:%M}",
            kept.outcome or "",
            f"vigie parked replay d{kept.delivery.id}",
        )
        for kept in deliveries
    ] + [
        (
            f"e{errand.id}",
            type(errand.effect).__name__,
            f"{errand.created_at:%d/%m/%Y %H:%M}",
            errand.error or "",
            errand.remedy or "",
        )
        for errand in errands
    ]


async def show(store: Store, number: str) -> str | None:
    """One parked thing with its content, for the operator's eyes; None for an unknown number."""
    found = _NUMBER.fullmatch(number)
    if found is None:
        return None
    if found[1] == "d":
        kept = await store.read(lambda tx: mailbox.show(tx, int(found[2])))
        if kept is None:
            return None
        head = f"{number} · {kept.delivery.source} · {kept.delivery.received_at:%d/%m/%Y %H:%M:%S} · {kept.state}"
        return f"{head}\n{kept.outcome or ''}\n\n{kept.delivery.body.decode(errors='replace')}"
    errand = await store.read(lambda tx: outbox.show(tx, int(found[2])))
    if errand is None:
        return None
    head = f"{number} · {errand.created_at:%d/%m/%Y %H:%M:%S} · {errand.state} · {errand.attempts} essai(s)"
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
