"""Limits the calls to one Jira site, and pauses them when it is silent or asks to wait."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import requests

from connectors.delivery_errors import NotNow
from connectors.wording import said

MOST = 24
SILENCES = 3
FIRST_REST, LONGEST_REST = 5.0, 60.0
LONGEST_ASKED = 300.0
_SHORTEST_TURN, _LONGEST_TURN = 0.05, 2.0
_FURTHEST = 120.0


class Gate:
    """Counts the calls of one site, under way or waiting for a thread, and remembers whether it answers.

    Past `MOST` of them, a further one is given a turn later on, at the pace at which the site answers. After `SILENCES`
    calls in a row without an answer the site rests; then one call tries it, while the others still wait, and the rest
    is twice as long each time that it stays silent. Whoever comes while it rests is given a turn after that. `clock`
    counts seconds.
    """

    def __init__(self, threads: int = 1, clock: Callable[[], float] = time.monotonic) -> None:
        self._threads, self._clock = threads, clock
        self._lock = threading.Lock()
        self._here = threading.local()
        self._inside = 0
        self._turn = 0.0
        self._lasted = 1.0
        self._silences = 0
        self._rest, self._until = FIRST_REST, 0.0
        self._asked = 0.0
        self._trying = False

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Stand among the calls of the site. Raises NotNow, as not tried, where there is no room."""
        with self._lock:
            if self._inside >= MOST:
                raise NotNow(said("jira.crowded"), self._next_turn(self._clock() + MOST * self._pace()), tried=False)
            self._inside += 1
        try:
            yield
        finally:
            with self._lock:
                self._inside -= 1

    def begin(self) -> None:
        """Begin an errand in this thread: while none of its calls was sent, to be held back is not to be tried."""
        self._here.sent = False

    @contextmanager
    def calling(self) -> Iterator[None]:
        """Call the site, from a thread. Raises NotNow at once while it rests."""
        self._knock()
        self._here.sent = True
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

    def rest(self, asked: timedelta) -> None:
        """Leave the site in peace as long as it asks, `LONGEST_ASKED` at most: then some call may find out."""
        with self._lock:
            self._asked = max(self._asked, self._clock() + min(asked.total_seconds(), LONGEST_ASKED))

    def _pace(self) -> float:
        return min(max(self._lasted / self._threads, _SHORTEST_TURN), _LONGEST_TURN)

    def _next_turn(self, first: float) -> timedelta:
        """The wait until the next free turn, none before `first`."""
        self._turn = min(max(first, self._turn) + self._pace(), first + _FURTHEST)
        return timedelta(seconds=self._turn - self._clock())

    def _knock(self) -> None:
        with self._lock:
            now = self._clock()
            if now < self._asked:
                raise self._held(said("jira.asked"), self._asked)
            if self._silences < SILENCES:
                return
            if self._trying or now < self._until:
                raise self._held(said("jira.resting"), max(self._until, now + FIRST_REST))
            self._trying = True

    def _held(self, why: str, until: float) -> NotNow:
        return NotNow(why, self._next_turn(until), tried=getattr(self._here, "sent", False))

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
