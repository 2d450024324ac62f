"""The thread that writes: deliveries and other transactions of the event loop take turns, so that neither starves."""

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine

from connectors.parsed_delivery import Delivery
from connectors.store import mailbox

PATIENCE = 0.015  # seconds that a delivery waits before a transaction of many parts should end

_CLOSED = "the store is closed"


@dataclass(frozen=True, slots=True)
class Asked:
    """Something asked by a coroutine that waits for `answer` in its own loop; `at` is its monotonic second."""

    what: Any
    answer: asyncio.Future[Any]
    at: float

    def settle(self, result: Any, failure: BaseException | None = None) -> None:
        """Answer; to be called in the coroutine's loop. Nobody may be waiting any more."""
        if self.answer.done():
            return
        if failure is None:
            self.answer.set_result(result)
        else:
            self.answer.set_exception(failure)


class Line:
    """The thread that owns an engine's writing: all deliveries that wait, in one commit, then one other transaction."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._arriving: list[Asked] = []
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
        """Ask for a delivery to be kept; answered after the commit, True if it was not there before.

        Those of one turn of the event loop are handed over together: waking the thread for each would have the two
        fight over the interpreter.
        """
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[bool] = loop.create_future()
        if not self._arriving:
            loop.call_soon(self.hand_over)
        self._arriving.append(Asked(delivery, answer, time.monotonic()))
        return answer

    def perform(self, work: Callable[[Connection], Any]) -> asyncio.Future[Any]:
        """Ask for one transaction around `work`; answered after the commit, or with what `work` raised."""
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        with self._turn:
            if self._closing:
                raise RuntimeError(_CLOSED)
            self._works.append(Asked(work, answer, time.monotonic()))
            self._turn.notify()
        return answer

    @property
    def awaited(self) -> bool:
        """Whether a delivery has waited for its turn long enough; to be asked in the thread."""
        return bool(self._heard) and time.monotonic() - self._heard[0].at > PATIENCE

    def hand_over(self) -> None:
        """Give the thread the deliveries that have arrived; in the event loop."""
        arrived, self._arriving = self._arriving, []
        with self._turn:
            if not self._closing:
                self._heard.extend(arrived)
                self._turn.notify()
                return
        for asked in arrived:
            asked.settle(None, RuntimeError(_CLOSED))

    def _run(self) -> None:
        while (turn := self._next()) is not None:
            heard, work = turn
            if heard:
                self._keep(heard)
            if work is not None:
                self._perform(work)

    def _next(self) -> tuple[list[Asked], Asked | None] | None:
        """All waiting deliveries and the oldest work; None when the thread must end."""
        with self._turn:
            while not (self._heard or self._works):
                if self._closing:
                    return None
                self._turn.wait()
            heard = list(self._heard)
            self._heard.clear()
            return heard, self._works.popleft() if self._works else None

    def _keep(self, heard: Sequence[Asked]) -> None:
        if not (heard := _waited_for(heard)):
            return
        try:
            with self._engine.connect() as tx:
                deliveries = [asked.what for asked in heard]
                fresh = [True] * len(deliveries)
                if mailbox.keep(tx, deliveries) < len(deliveries):
                    # A batch does not say which were there already; a duplicate is rare enough to start over.
                    tx.rollback()
                    fresh = [mailbox.keep(tx, [delivery]) == 1 for delivery in deliveries]
                if len(_waited_for(heard)) == len(heard):
                    tx.commit()
                    _answer(heard, fresh)
                    return
                # A lock was long in coming: whoever was answered meanwhile was told that nothing was kept.
                tx.rollback()
        except BaseException as failure:
            self._keep_singly(heard, failure)
        else:
            self._keep(heard)

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


def _waited_for(heard: Sequence[Asked]) -> list[Asked]:
    """Those that have no answer yet; a caller who hung up wants none, and what they said is kept."""
    return [asked for asked in heard if asked.answer.cancelled() or not asked.answer.done()]


def _answer(asked: Sequence[Asked], results: Sequence[Any], failure: BaseException | None = None) -> None:
    def settle() -> None:
        for one, result in zip(asked, results, strict=True):
            one.settle(result, failure)

    # A loop that is gone has nobody left to tell.
    with suppress(RuntimeError):
        asked[0].answer.get_loop().call_soon_threadsafe(settle)
