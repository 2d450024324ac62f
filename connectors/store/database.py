"""Opens the database and runs every transaction in its own threads, never in the event loop."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection, Engine, make_url

from connectors.parsed_delivery import Delivery
from connectors.store import migrations
from connectors.store.db_worker import Line
from connectors.store.engines import READ, WRITE, postgresql_engine, sqlite_engine
from connectors.store.faults import passing

T = TypeVar("T")

READERS = 2  # threads that read SQLite, so that a long report does not hold up a short question
POOL = 4  # threads that read and write PostgreSQL
LATELY = 30.0  # seconds
HEARD_WITHIN = 3.5  # seconds: a vendor gives a call up soon after, and its caller must have an answer before


@dataclass(frozen=True, slots=True)
class _Open:
    line: Line
    writing: Engine
    reading: Engine
    threads: ThreadPoolExecutor


class Store:
    """Vigie's database, SQLite or PostgreSQL according to the SQLAlchemy `url`.

    A transaction is a plain function of a Connection, over those of `mailbox`, `journal`, `anomalies`, `clocks`,
    `outbox` and `periods`. Raises ValueError for another database, or an SQLite that is not a file.
    """

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        self.dialect = self._url.get_backend_name()
        if self.dialect not in {"sqlite", "postgresql"}:
            raise ValueError(f"neither SQLite nor PostgreSQL: {self.dialect}")
        if self.dialect == "sqlite" and self._url.database in {None, "", ":memory:"}:
            raise ValueError("SQLite must be a file: what is only in memory is not remembered")
        self._opened: _Open | None = None
        self._refused_at: float | None = None

    async def open(self) -> None:
        """Create or migrate the tables, then start the threads. Two processes may do so at once."""
        self._opened = await asyncio.to_thread(self._start)

    async def close(self) -> None:
        """Finish what was asked, then let go of threads and connections."""
        opened, self._opened = self._opened, None
        if opened is not None:
            opened.line.hand_over()
            await asyncio.to_thread(_stop, opened)

    async def hear(self, delivery: Delivery) -> bool:
        """Keep a delivery for good; returns after the commit, False when it was there already.

        Raises TimeoutError where that takes too long: it is not kept later either, but for the moment of a commit.
        """
        try:
            answer = self._now.line.hear(delivery)
            limit = asyncio.get_running_loop().call_later(HEARD_WITHIN, _too_late, answer)
            try:
                fresh = await answer
            finally:
                limit.cancel()
        except Exception as error:
            if isinstance(error, TimeoutError) or passing(error):
                self._refused_at = time.monotonic()
            raise
        self._refused_at = None
        return fresh

    @property
    def refused(self) -> bool:
        """Whether a delivery could not be kept lately, and none was since: a probe may still find room for itself."""
        return self._refused_at is not None and time.monotonic() - self._refused_at < LATELY

    async def write(self, work: Callable[[Connection], T]) -> T:
        """One transaction around `work`: committed before this returns, rolled back when `work` raises.

        A caller that is cancelled does not stop a transaction that has begun.
        """
        opened = self._now
        if self.dialect == "sqlite":
            result: T = await opened.line.perform(work)
            return result
        return await asyncio.get_running_loop().run_in_executor(opened.threads, _write, opened.writing, work)

    async def read(self, work: Callable[[Connection], T]) -> T:
        """One read-only transaction around `work`, which sees the database as it stood at one moment."""
        opened = self._now
        return await asyncio.get_running_loop().run_in_executor(opened.threads, _read, opened.reading, work)

    @property
    def awaited(self) -> bool:
        """Whether a transaction of many parts should end: a delivery has waited for it long enough to be heard."""
        return self.dialect == "sqlite" and self._now.line.awaited

    @property
    def _now(self) -> _Open:
        if self._opened is None:
            raise RuntimeError("the store is not open")
        return self._opened

    def _start(self) -> _Open:
        if self.dialect == "sqlite":
            writing = sqlite_engine(self._url, WRITE, connections=1)
            migrations.apply(writing)
            reading, threads = sqlite_engine(self._url, READ, READERS), READERS
        else:
            writing = postgresql_engine(self._url, connections=POOL + 1)
            migrations.apply(writing)
            once = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            reading, threads = writing.execution_options(**once), POOL
        line = Line(writing, "vigie-store")
        line.start()
        return _Open(line, writing, reading, ThreadPoolExecutor(threads, thread_name_prefix="vigie-store"))


def _too_late(answer: asyncio.Future[bool]) -> None:
    if not answer.done():
        answer.set_exception(TimeoutError())


def _write(engine: Engine, work: Callable[[Connection], T]) -> T:
    with engine.begin() as tx:
        return work(tx)


def _read(engine: Engine, work: Callable[[Connection], T]) -> T:
    with engine.connect() as tx:
        return work(tx)


def _stop(opened: _Open) -> None:
    # Readers first: the last connection to leave folds SQLite's journal into its file, and that must be the writer's.
    opened.threads.shutdown()
    opened.line.stop()
    opened.reading.dispose()
    opened.writing.dispose()
