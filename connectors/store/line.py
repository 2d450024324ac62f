"""One thread, one transaction at a time: what the event loop asks of the database, done in turn and answered once."""

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine

from connectors.heard import Delivery
from connectors.store import mailbox


@dataclass(frozen=True, slots=True)
class Asked:
    """Something asked by a coroutine that waits for `answer` in its own loop."""

    what: Any
    answer: asyncio.Future[Any]

    def settle(self, result: Any, failure: BaseException | None = None) -> None:
        """Answer; to be called in the coroutine's loop. Nobody may be waiting any more."""
        if self.answer.done():
            return
        if failure is None:
            self.answer.set_result(result)
        else:
            self.answer.set_exception(failure)


class Line:
    """The thread that owns an engine's writing. Deliveries that wait together are committed together."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._heard: deque[Asked] = deque()
        self._works: deque[Asked] = deque()
        self._turn = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Do what was asked already, then end the thread; blocks until then."""
        with self._turn:
            self._closing = True
            self._turn.notify()
        self._thread.join()

    def hear(self, delivery: Delivery) -> asyncio.Future[bool]:
        """Ask for a delivery to be kept; answered after the commit, True if it was not there before."""
        return self._ask(self._heard, delivery)

    def perform(self, work: Callable[[Connection], Any]) -> asyncio.Future[Any]:
        """Ask for one transaction around `work`; answered after the commit, or with what `work` raised."""
        return self._ask(self._works, work)

    def _ask(self, where: deque[Asked], what: Any) -> asyncio.Future[Any]:
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        with self._turn:
            if self._closing:
                raise RuntimeError("the store is closed")
            where.append(Asked(what, answer))
            self._turn.notify()
        return answer

    def _run(self) -> None:
        while True:
            with self._turn:
                self._turn.wait_for(lambda: self._heard or self._works or self._closing)
                heard = list(self._heard)
                self._heard.clear()
                work = self._works.popleft() if self._works else None
            if heard:
                self._keep(heard)
            elif work is None:
                return
            if work is not None:
                self._perform(work)

    def _keep(self, heard: Sequence[Asked]) -> None:
        deliveries = [asked.what for asked in heard]
        try:
            with self._engine.connect() as tx:
                fresh = [True] * len(deliveries)
                if mailbox.keep(tx, deliveries) < len(deliveries):
                    # A batch does not say which were there already; a duplicate is rare enough to start over.
                    tx.rollback()
                    fresh = [mailbox.keep(tx, [delivery]) == 1 for delivery in deliveries]
                tx.commit()
        except BaseException as failure:
            self._keep_singly(heard, failure)
        else:
            _answer(heard, fresh)

    def _keep_singly(self, heard: Sequence[Asked], failure: BaseException) -> None:
        # One bad delivery must not take the others of its batch with it.
        if len(heard) == 1:
            _answer(heard, [None], failure)
        else:
            for asked in heard:
                self._keep([asked])

    def _perform(self, asked: Asked) -> None:
        if asked.answer.cancelled():
            return
        try:
            with self._engine.begin() as tx:
                result = asked.what(tx)
        except BaseException as failure:
            _answer([asked], [None], failure)
        else:
            _answer([asked], [result])


def _answer(asked: Sequence[Asked], results: Sequence[Any], failure: BaseException | None = None) -> None:
    def settle() -> None:
        for one, result in zip(asked, results, strict=True):
            one.settle(result, failure)

    # A loop that is gone has nobody left to tell.
    with suppress(RuntimeError):
        asked[0].answer.get_loop().call_soon_threadsafe(settle)
