"""Whatever passing fault strikes any call of any job, the end is that of an untroubled run."""

import random
import shutil
import sqlite3
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from psycopg import OperationalError
from sqlalchemy import Engine, make_url, text

from connectors.parsed_delivery import Delivery
from connectors.store import Connection, Store, journal, lasting, mailbox, outbox, passing, prepared_statement
from rules import events
from rules.effects import Effect, Say, Tell
from scheduler.catching_up.outage_log import GAP
from tests.scheduler.given import CP, RAISED, TICKET, House, Performer
from tests.scheduler.list_samples import timetable

FEW, MANY = 0.02, 0.1
RUNS = 3
A_WHILE = 31.0  # seconds: longer than a lease of what was left
TURNS = 200

End = tuple[list[tuple[str, str]], list[tuple[str, str]], dict[str, int], dict[str, int]]


class Trouble:
    """Strikes the statements and the transactions of the jobs, as often as `share` says and while it is `on`."""

    def __init__(self, store: Store, share: float, seed: int) -> None:
        self.on, self.struck = False, 0
        self._dialect, self._share = store.dialect, share
        self._dice = random.Random(seed)  # noqa: S311 - a plot, no secret
        self._cursor = prepared_statement._cursor
        self._write = store.write

    def strikes(self) -> None:
        """Raise, or not."""
        if self.on and self._dice.random() < self._share:
            self.struck += 1
            raise self.fault()

    def fault(self) -> Exception:
        """What the driver says of it."""
        if self._dialect == "sqlite":
            return sqlite3.OperationalError("database is locked")
        return OperationalError("server closed the connection unexpectedly")

    def cursor(self, tx: Connection) -> Any:
        """A statement's cursor, or no connection any more."""
        self.strikes()
        return self._cursor(tx)

    async def write(self, work: Callable[[Connection], Any]) -> Any:
        """A transaction, of whose end nobody may hear."""
        done = await self._write(work)
        self.strikes()
        return done


def refused(effect: Effect) -> None:
    """A fault of ours that does not pass: what is parked is parked once."""
    if isinstance(effect, Tell) and effect.message.say is Say.WARNING:
        raise ZeroDivisionError


async def settled(house: House, trouble: Trouble, *more: Callable[[], Awaitable[bool]]) -> None:
    """Let every job do all that it can, as the loops do that outlive their faults, and time pass."""
    jobs = (house.worker.once, house.relay.once, house.sweep.once, house.fallback.once, *more)
    for _ in range(TURNS):
        quiet, trouble.on = True, True
        for job in jobs:
            try:
                while await job():
                    quiet = False
            except Exception as error:
                if not passing(error):
                    raise
                quiet = False
            await house.relay.settled()
        trouble.on = False
        deliveries, errands = await house.store.read(lambda tx: (mailbox.count_by_state(tx), outbox.count_by_state(tx)))
        if quiet and not deliveries.get("waiting") and not {"waiting", "doing"} & errands.keys():
            return
        house.wall.later(seconds=A_WHILE)
    raise AssertionError("it never ends")


async def lived(store: Store, share: float, seed: int, patch: pytest.MonkeyPatch) -> tuple[End, int]:
    """Two anomalies raised, taken, warned of, missed and closed, and a month summed up; how it ends."""
    house, trouble = House(store, Performer(refused)), Trouble(store, share, seed)
    patch.setattr(prepared_statement, "_cursor", trouble.cursor)
    patch.setattr(store, "write", trouble.write)
    for name in ("a1", "b2"):
        await house.hear(RAISED, anomaly=name)
        await settled(house, trouble)
    await house.hear(TICKET)
    house.hand.turn("2026-11-09 10:00")
    await house.hear(events.Taken(), CP)
    await settled(house, trouble)
    for at in ("2026-11-09 11:01", "2026-11-09 13:30", "2026-11-10 09:00"):
        house.hand.turn(at)
        await settled(house, trouble, timetable(house).once)
    house.hand.turn("2026-12-01 07:31")
    house.wall.later(seconds=GAP.total_seconds() / 4)
    await settled(house, trouble, timetable(house).once)
    return await store.read(lambda tx: ended(house, tx)), trouble.struck


def ended(house: House, tx: Connection) -> End:
    """What was said and done, what is recorded, and what waits or is parked."""
    done = sorted((key, type(effect).__name__) for effect, key in house.performer.done)
    told = [one for name in ("a1", "b2") for one in journal.ANOMALIES.read(tx, name)]
    deliveries = {str(state): count for state, count in mailbox.count_by_state(tx).items()}
    errands = {str(state): count for state, count in outbox.count_by_state(tx).items()}
    return done, sorted((one.id, one.what.kind) for one in told), deliveries, errands


_ENDED: list[End] = []


@pytest.fixture
async def untroubled(tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> End:
    """How it ends where nothing goes wrong, on whichever database."""
    if not _ENDED:
        shutil.copy(sqlite_template, tmp_path / "untroubled.db")
        store = Store(f"sqlite:///{tmp_path / 'untroubled.db'}")
        await store.open()
        with monkeypatch.context() as patch:
            end, _ = await lived(store, 0.0, 0, patch)
        await store.close()
        _ENDED.append(end)
    return _ENDED[0]


@pytest.mark.parametrize("share", [FEW, MANY])
@pytest.mark.parametrize("seed", range(RUNS))
async def test_the_end_is_that_of_an_untroubled_run(
    store: Store, share: float, seed: int, untroubled: End, monkeypatch: pytest.MonkeyPatch
) -> None:
    end, struck = await lived(store, share, seed, monkeypatch)
    assert struck
    assert end == untroubled


async def test_connections_that_are_cut_park_nothing(
    postgresql_url: str, administration: Engine, monkeypatch: pytest.MonkeyPatch, untroubled: End
) -> None:
    store, done = Store(postgresql_url), threading.Event()
    await store.open()
    cuts: list[int] = []

    def cut() -> None:
        name = make_url(postgresql_url).database
        every = text("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = :name")
        while not done.wait(0.1):
            with administration.connect() as tx:
                cuts.append(tx.execute(every, {"name": name}).scalar_one())

    hear = store.hear

    async def heard(delivery: Delivery) -> bool:
        return await lasting(lambda: hear(delivery), 10.0)

    monkeypatch.setattr(store, "hear", heard)
    monkeypatch.setattr(store, "read", _insisting(store.read))
    cutting = threading.Thread(target=cut)
    cutting.start()
    try:
        end, _ = await lived(store, 0.0, 0, monkeypatch)
    finally:
        done.set()
        cutting.join()
    await store.close()
    assert sum(cuts) > 5
    assert end == untroubled


def _insisting(read: Callable[[Callable[[Connection], Any]], Awaitable[Any]]) -> Any:
    """The test's own questions are put until they are answered; the jobs have theirs twice."""

    async def ask(work: Callable[[Connection], Any]) -> Any:
        return await lasting(lambda: read(work), 10.0)

    return ask
