"""Keeps what each Jira site calls its statuses, priorities and types, for the day on which they are renamed."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

import structlog

from connectors.jira.history.history_reader import History
from connectors.jira.inbound.choices import TYPE, merged
from connectors.store import Connection, Store, jira_names
from connectors.store.jira_names import Name

EVERY = 60.0  # seconds

log = structlog.get_logger("vigie.jira")


class NameKeeping:
    """Writes the names that the histories learn and the database lacks; `now` dates them."""

    def __init__(self, store: Store, histories: Mapping[str, History], now: Callable[[], datetime]) -> None:
        self._store, self._histories, self._now = store, histories, now
        self._kept: set[tuple[str, Name]] = set()

    async def recall(self) -> None:
        """Know again the names that the sites ever gave."""
        known = await self._store.read(jira_names.every)
        self._kept.update(known)
        for site, history in self._histories.items():
            history.names.update(merged(_gathered(name for where, name in known if where == site), history.names))

    async def once(self) -> None:
        """Write what was learnt since."""
        news = [(site, name) for site, history in self._histories.items() for name in _listed(history)]
        fresh = [one for one in news if one not in self._kept]
        if fresh:
            await self._store.write(lambda tx: self._write(tx, fresh))
            self._kept.update(fresh)

    async def run(self) -> None:
        """Look every minute until cancelled."""
        while True:
            await asyncio.sleep(EVERY)
            try:
                await self.once()
            except Exception as error:  # the job must outlive a database that is gone
                log.error("job failed", job="jira names", error=type(error).__name__)

    def _write(self, tx: Connection, fresh: list[tuple[str, Name]]) -> None:
        for site, name in fresh:
            jira_names.keep(tx, site, (name,), self._now())


def _gathered(names: Iterable[Name]) -> dict[str, dict[str, tuple[str, ...]]]:
    """Names by field and id, in their order; of two types that had one name, the last that got it has it."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    taken: set[str] = set()
    for field, number, name in names:
        if field != TYPE or name not in taken:
            held = found.setdefault(field, {})
            held[number] = (*held.get(number, ()), name)
        taken.add(name)
    return found


def _listed(history: History) -> list[Name]:
    return [
        (field, number, name)
        for field, values in history.names.items()
        for number, names in values.items()
        for name in names
    ]
