"""The base of the three jobs that read the past of Jira's issues."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import uuid4

from connectors.jira.history.history_reader import History
from connectors.parsed_delivery import Reader
from connectors.store import Store
from scheduler.cases.case_loader import Casebook
from scheduler.catching_up.unheard_history import Hindsight

T = TypeVar("T")

Now = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class HistoryReader:
    """Reads the past of issues; `histories` by site, `jira` is the reader of Jira's deliveries.

    `now` is Vigie's clock, `wall` the machine's, by which claims and retries run; `heard` wakes the worker.
    """

    store: Store
    casebook: Casebook
    histories: Mapping[str, History]
    jira: Reader
    now: Now
    wall: Now
    heard: Callable[[], None]


class CatchUpJob:
    """A job that reads history under a name of its own, and asks a site again when its time has come."""

    def __init__(self, reader: HistoryReader) -> None:
        self._store, self._casebook, self._histories = reader.store, reader.casebook, reader.histories
        self._jira, self._now, self._wall, self._heard = reader.jira, reader.now, reader.wall, reader.heard
        self._hindsight = Hindsight(reader.casebook, reader.jira)
        self._who = uuid4().hex
        self._next: dict[str, datetime] = {}
        self._looked = reader.wall()

    def _due(self, sites: Iterable[str]) -> set[str]:
        """The sites that may be asked again; all of them where the clock was set back since the last look."""
        wall = self._wall()
        if wall < self._looked:
            self._next.clear()
        self._looked = wall
        return {site for site in sites if site not in self._next or self._next[site] <= wall}


async def visited(visits: Iterable[Awaitable[T]]) -> list[T]:
    """The results of all visits; one that fails is raised once the others have ended, so that none goes on unseen."""
    done = await asyncio.gather(*visits, return_exceptions=True)
    for one in done:
        if isinstance(one, BaseException):
            raise one
    return [one for one in done if not isinstance(one, BaseException)]
