"""A provider's year of tickets on two Jira sites, drawn by lot: who did what to each of them, and when."""

import heapq
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.stories.past_lives import KINDS, LIVES, Life
from tests.stories.past_tickets import Client, Ticket


@dataclass
class Year:
    """All that happens from `start` to `end`, in its order, the same at each run for one seed."""

    clients: Sequence[Client]
    count: int
    start: datetime
    end: datetime
    seed: int = 1
    tickets: list[Ticket] = field(default_factory=list)

    async def happen(self, passes: Callable[[datetime], Awaitable[None]], after: Callable[[], Awaitable[None]]) -> None:
        """Play it: `passes` turns the clock to an instant, with all that falls due by then; `after` follows an act."""
        chance = random.Random(self.seed)  # noqa: S311
        whole = self.end - self.start
        due = [(self.start + whole * share, -rank, life) for rank, (share, life) in enumerate(self._renamings(), 1)]
        for number in range(self.count):
            client = self.clients[number // len(KINDS) % len(self.clients)]
            ticket = Ticket(client, KINDS[number % len(KINDS)][0])
            self.tickets.append(ticket)
            begins = self.start + whole * chance.random()
            own = random.Random(f"{self.seed}:{number}")  # noqa: S311
            due.append((begins, number, LIVES[ticket.kind](self.tickets, ticket, own)))
        heapq.heapify(due)
        while due:
            at, number, life = heapq.heappop(due)
            await passes(at)
            wait = await anext(life, None)
            await after()
            if wait is not None and wait < self.end - at:
                heapq.heappush(due, (at + wait, number, life))
            else:
                await life.aclose()
        await passes(self.end)

    def _renamings(self) -> list[tuple[float, Life]]:
        """Administrators rename a status of each client in the middle of the year."""
        return [(0.4, _renamed(one, "wait", "Attente du client")) for one in self.clients] + [
            (0.6, _renamed(one, "fix", "Correction en cours")) for one in self.clients
        ]


async def _renamed(client: Client, meaning: str, name: str) -> Life:
    client.site.home.rename_status(client.statuses[meaning], name)
    yield timedelta.max
