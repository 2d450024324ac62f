"""Many anomalies at once, written as the worker would have written them, whose clocks fall due at a chosen instant."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import update

from connectors.store import Connection, Store, anomalies, clocks, journal
from connectors.store.tables import clocks as table
from rules import events
from rules.anomaly.state import Anomaly
from rules.contract import Contract, Criticality, Role
from rules.events import Actor, Fact, Source, System
from rules.fold.folding import fold
from scheduler.cases.clock_rows import clock_rows

TOGETHER = 500
HALF = timedelta(minutes=30)  # half of the hour that a bloquante may wait to be taken charge of, day and night
RM = Actor("U0RM", "Responsable de maintenance", frozenset({Role.RM}))


async def crowd(
    store: Store, contracts: Sequence[Contract], count: int, due: datetime, *, asleep: bool = False
) -> list[str]:
    """So many bloquantes that nobody took charge of, contract after contract, which come to half their hour at `due`.

    Their ids. Those that are `asleep` are looked at by no sweep until `awake`.
    """
    ids = [f"{number:016x}" for number in range(count)]
    for first in range(0, count, TOGETHER):
        some = [(one, contracts[at % len(contracts)]) for at, one in enumerate(ids)][first : first + TOGETHER]
        await store.write(partial(_raise, some, due - HALF, asleep))
    return ids


def awake(tx: Connection, due: datetime) -> None:
    """All that sleeps is due at one instant."""
    tx.execute(update(table).where(table.c.clock == "acknowledgement").values(next_alert_at=due))


def _raise(some: Sequence[tuple[str, Contract]], raised: datetime, asleep: bool, tx: Connection) -> None:
    for name, contract in some:
        what = events.Raised(f"Panne {int(name, 16)}", Criticality.BLOQUANTE)
        fact = Fact(f"crowd:{name}", raised, RM, Source(System.SLACK, "1"), what)
        anomaly = fold((fact,), Anomaly(name, contract.id, contract.effective), contract)
        journal.ANOMALIES.append(tx, name, (fact,), raised)
        anomalies.save(tx, anomaly, raised)
        rows = clock_rows(anomaly, contract, raised)
        clocks.save(tx, [replace(row, next_alert_at=None) for row in rows] if asleep else rows)
