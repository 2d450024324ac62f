"""A Jira that keeps silent must hold up nothing but itself: few calls at once, and after repeated silence, a rest."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import requests

from connectors.jira import remedies
from connectors.outcome import NotNow

MOST = 24
SILENCES = 3
FIRST_REST, LONGEST_REST = 5.0, 60.0
_SHORTEST_TURN, _LONGEST_TURN = 0.05, 2.0
_FURTHEST = 120.0


class Gate:
    """Counts the calls of one site, under way or waiting for a thread, and remembers whether it answers.

    Past `MOST` of them, a further one is given a turn later on, at the pace at which the site answers. After `SILENCES`
    calls in a row without an answer the site rests; then one call tries it, while the others still wait, and the rest
    is twice as long each time that it stays silent. `clock` counts seconds.
    """

    def __init__(self, threads: int = 1, clock: Callable[[], float] = time.monotonic) -> None:
        self._threads, self._clock = threads, clock
        self._lock = threading.Lock()
        self._inside = 0
        self._turn = 0.0
        self._lasted = 1.0
        self._silences = 0
        self._rest, self._until = FIRST_REST, 0.0
        self._trying = False

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Stand among the calls of the site. Raises NotNow, as not tried, where there is no room."""
        with self._lock:
            if self._inside >= MOST:
                raise NotNow(remedies.CROWDED, self._next_turn(), tried=False)
            self._inside += 1
        try:
            yield
        finally:
            with self._lock:
                self._inside -= 1

    @contextmanager
    def calling(self) -> Iterator[None]:
        """Call the site, from a thread. Raises NotNow at once while it rests."""
        self._knock()
        began = self._clock()
        try:
            yield
        except (requests.Timeout, requests.ConnectionError):
            self._silent()
            raise
        except BaseException:
            self._answered(began)
            raise
        self._answered(began)

    def _next_turn(self) -> timedelta:
        pace = min(max(self._lasted / self._threads, _SHORTEST_TURN), _LONGEST_TURN)
        now = self._clock()
        self._turn = min(max(now + MOST * pace, self._turn) + pace, now + _FURTHEST)
        return timedelta(seconds=self._turn - now)

    def _knock(self) -> None:
        with self._lock:
            if self._silences < SILENCES:
                return
            if self._trying or self._clock() < self._until:
                raise NotNow(remedies.RESTING)
            self._trying = True

    def _silent(self) -> None:
        with self._lock:
            self._silences += 1
            if self._silences >= SILENCES and (self._trying or self._silences == SILENCES):
                self._until = self._clock() + self._rest
                self._rest = min(2 * self._rest, LONGEST_REST)
            self._trying = False

    def _answered(self, began: float) -> None:
        with self._lock:
            self._silences, self._rest, self._trying = 0, FIRST_REST, False
            self._lasted = self._clock() - began
