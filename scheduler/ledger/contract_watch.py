"""The base of the jobs that look, in the contracts' hours, at what was journalled of them."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import date, datetime
from typing import ClassVar

import structlog

from connectors.parsed_delivery import Delivery
from connectors.store import Connection, Store, chain, mailbox, passing
from connectors.store.unread_rows import UnreadRow
from rules.contract import Contract
from rules.workdays import is_open
from rules.workdays.month import local_day
from scheduler.cases.case_loader import Casebook

log = structlog.get_logger("vigie.watch")


class ContractWatch(ABC):
    """Looks again at a contract when something was journalled of it since, whoever did, or the day is another.

    What it finds are deliveries, each named after what it says: two replicas that look at once, or a restart, tell
    nothing twice. `about` names in the log what is watched.
    """

    about: ClassVar[str]

    def __init__(
        self, store: Store, casebook: Casebook, now: Callable[[], datetime], heard: Callable[[], None]
    ) -> None:
        self._store, self._casebook, self._now, self._heard = store, casebook, now, heard
        self._seen: dict[str, tuple[int, date]] = {}
        self._minute: datetime | None = None
        self.looks = 0
        """Of one contract: a turn over many is long, and not stuck while this grows."""

    async def once(self) -> bool:
        """Look at the contracts that are open now, once a minute; False, since it never leaves work behind."""
        now = self._now()
        minute = now.replace(second=0, microsecond=0)
        if minute == self._minute:
            return False
        for contract in self._casebook.contracts.holding(now):
            if not self._watched(contract) or not is_open(next(iter(contract.calendars.values())), now):
                continue
            try:
                await self._look(contract, now)
            except UnreadRow as why:  # one journal must not keep the others from their own
                log.error("contract not read", about=self.about, contract=contract.id, row=why.unread.name)
            except Exception as error:
                if passing(error):
                    raise
                log.error("contract not watched", about=self.about, contract=contract.id, error=type(error).__name__)
        self._minute = minute
        return False

    async def _look(self, contract: Contract, now: datetime) -> None:
        self.looks += 1
        head = await self._store.read(lambda tx: chain.head(tx, self._journal(contract)))
        seen = (head.length if head else 0, local_day(now, contract.zone))
        if self._seen.get(contract.id) == seen:
            return
        found = await self._store.read(lambda tx: self._found(tx, contract, now))
        if found:
            await self._store.write(lambda tx: mailbox.keep(tx, found))
            self._heard()
        self._seen[contract.id] = seen

    @abstractmethod
    def _watched(self, contract: Contract) -> bool:
        """Whether a contract has what is watched."""

    @abstractmethod
    def _journal(self, contract: Contract) -> str:
        """The key of the journal whose growth makes it look again."""

    @abstractmethod
    def _found(self, tx: Connection, contract: Contract, now: datetime) -> tuple[Delivery, ...]:
        """What is to be told of a contract now. Raises UnreadRow."""
