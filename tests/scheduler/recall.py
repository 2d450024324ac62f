"""A Jira where a story is played once, and houses that hear of it by the webhooks, by reconciliation, or by both."""

import contextlib
import random
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.routing import Mount

from connectors.contracts import Contracts, load_folder
from connectors.jira.history.budget import Budget
from connectors.jira.history.history_reader import History
from connectors.jira.inbound import created_issue
from connectors.jira.inbound.jira_delivery_reader import JiraReader
from connectors.jira.inbound.jira_signature import identity
from connectors.jira.outbound.credentials import Basic, Bearer
from connectors.parsed_delivery import Delivery, Reader
from connectors.store import Connection, Store, journal, mailbox, outbox
from rules.anomaly.state import Anomaly
from rules.contract import DEFAULT_SITE
from rules.effects import Effect
from sandbox import seed
from sandbox.clock import DemoClock
from sandbox.feed import Feed
from sandbox.jira import BotAccess, FirstWebhook, JiraSite, SiteKind, router
from sandbox.jira.site_catalogue import Deployment
from scheduler import alert_deliveries
from scheduler.cases.case_loader import Casebook
from scheduler.cases.clock_rows import clock_rows
from scheduler.catching_up.catch_up_job import HistoryReader
from scheduler.catching_up.first_sight import Recall
from scheduler.catching_up.lost_issues import Search
from scheduler.catching_up.reconciler import Progress, Reconciler
from scheduler.ledger import ledger_deliveries
from scheduler.sweep import Sweep
from scheduler.worker import Worker
from tests.plain_contracts import PLAIN
from tests.rules.calendars import at
from tests.sandbox.jira.listener import Listener
from tests.sandbox.jira.server import address, free_socket, serving

EMAIL, TOKEN = "vigie@prestataire.example", "jeton"
OWN = frozenset({seed.BOT_JIRA_ACCOUNT})
RM, CP, DEV = (person.jira or "" for person in seed.PEOPLE[1:4])
START = at("2026-11-09 09:05")


@dataclass
class World:
    """A Jira whose webhooks only pile up."""

    site: JiraSite
    clock: DemoClock
    url: str
    listener: Listener
    auth: Basic | Bearer
    name: str = DEFAULT_SITE
    requests: list[str] = field(default_factory=list)

    def later(self, **span: float) -> None:
        """Turn the clock on."""
        self.clock.jump(self.clock.now() + timedelta(**span))

    async def webhooks(self, after: int = 0) -> list[Delivery]:
        """Everything that Jira said after so many webhooks, in order, as Vigie keeps it."""
        await self.site.settled()
        return [
            Delivery("jira", self.name, identity(one.headers, one.raw), one.raw, self.clock.now())
            for one in self.listener.heard[after:]
        ]

    def history(self, budget: Budget | None = None) -> History:
        """What reads its past."""
        return History(self.name, self.url, None, self.auth, budget)

    async def opened(self, **fields: Any) -> str:
        """An issue opened by the client."""
        given = {"summary": "Le panier se vide", "priority": {"id": "2"}, "description": "Au paiement."} | fields
        return await self.site.create("BOU", RM, given)

    async def moved(self, key: str, status: str, actor: str, comment: str | None = None) -> None:
        """Move an issue to a status by whatever transition leads there."""
        (issue,) = [
            one for project in self.site.snapshot()["projects"] for one in project["issues"] if one["key"] == key
        ]
        way = next(one for one in issue["transitions"] if one["to"]["name"] == status)
        needed = {"resolution": {"id": "10300"}} if way["required"] else {}
        await self.site.transition(key, way["id"], actor, needed, comment)


@contextlib.asynccontextmanager
async def world(
    start: datetime = START, deployment: Deployment = "Cloud", name: str = DEFAULT_SITE, clock: DemoClock | None = None
) -> AsyncIterator[World]:
    """A Jira on real HTTP, called `name`, on a clock that stands still until it is turned."""
    jira_socket, vigie_socket, listener = free_socket(), free_socket(), Listener()
    url, clock = f"{address(jira_socket)}/jira", clock or DemoClock(start, speed=0)
    site = JiraSite(
        clock,
        Feed(),
        url,
        BotAccess(EMAIL, TOKEN),
        FirstWebhook(address(vigie_socket), "secret"),
        SiteKind(deployment),
    )
    auth = Basic(EMAIL, TOKEN) if deployment == "Cloud" else Bearer(TOKEN)
    held = World(site, clock, url, listener, auth, name)
    app = Mount("/jira", router(site))

    async def counted(scope: Any, receive: Any, send: Any) -> None:
        held.requests.append(f"{scope['method']} {scope['path'].partition('/rest/api/2/')[2]}")
        await app(scope, receive, send)

    async with serving(counted, jira_socket), serving(listener.app(), vigie_socket):
        await site.start()
        yield held
        await site.stop()


class House:
    """The worker and the reconciliation over one store; errands pile up, and `wall` is turned by hand.

    `others` are the readers of other sites.
    """

    def __init__(
        self,
        store: Store,
        world: World,
        history: History | None = None,
        contracts: Contracts | None = None,
        others: Sequence[History] = (),
    ) -> None:
        self.store, self.world, self.history = store, world, history or world.history()
        self.histories = {one.site: one for one in (self.history, *others)}
        self.jira = JiraReader(
            dict.fromkeys(self.histories, OWN), {name: one.names for name, one in self.histories.items()}
        )
        self.wall = datetime(2026, 11, 9, 8, tzinfo=UTC)
        self.casebook = Casebook(store, contracts or load_folder(PLAIN))
        self.woken, self.asked, self.reads = 0, 0, True
        readers: dict[str, Reader] = {"jira": self.jira, "clock": alert_deliveries}
        readers |= {"ledger": ledger_deliveries, "created": created_issue}
        self.worker = Worker(
            store, self.casebook, readers, world.clock.now, world.clock.now, self.histories.keys(), self._unread
        )
        self.sweep = Sweep(store, self.casebook, world.clock.now, lambda: self.wall, lambda: None, lambda _: None)
        self.reconciler, self.recall = self.replica(), self.reader()
        self.search = Search(self._reader())

    def replica(self) -> Reconciler:
        """Another process that reconciles over the same store."""
        return Reconciler(self._reader())

    def reader(self) -> Recall:
        """Another process that reads the issues heard of midway."""
        return Recall(self._reader())

    def _reader(self) -> HistoryReader:
        now = self.world.clock.now
        return HistoryReader(self.store, self.casebook, self.histories, self.jira, now, lambda: self.wall, self._woken)

    async def hear(self, webhooks: Sequence[Delivery]) -> None:
        """Webhooks arrive and are worked on."""
        for one in webhooks:
            await self.store.hear(one)
        await self.settle()

    async def reconcile(self, since: datetime | None = None, project: str = "BOU") -> Progress | None:
        """Reconcile a project and work on what that told; where the reading ended."""
        step = None
        async for step in self.reconciler.follow(DEFAULT_SITE, project, since):  # noqa: B007
            pass
        await self.settle()
        return step

    async def imports(self, since: datetime, project: str = "BOU", site: str = DEFAULT_SITE) -> Progress | None:
        """Import a project's past."""
        step = None
        async for step in self.reconciler.imports(site, project, since):  # noqa: B007
            pass
        return step

    async def settle(self) -> None:
        """Let the worker do all that it can, and read the issues that it asks for."""
        while await self.worker.once():
            pass
        if self.reads and self.asked:
            self.asked = 0
            await self.recall.once()
            await self.settle()

    async def facts(self) -> dict[str, set[str]]:
        """The identities of the facts that Jira told, by anomaly."""

        def read(tx: Connection) -> dict[str, set[str]]:
            every = {one: journal.ANOMALIES.read(tx, one) for one in journal.anomalies(tx)}
            return {one: {fact.id for fact in facts if _told_by_jira(fact.id)} for one, facts in every.items()}

        return await self.store.read(read)

    async def clocks(self, now: datetime) -> dict[str, list[Any]]:
        """Where each clock of each anomaly stands at an instant, its journal read again."""

        def read(tx: Connection) -> dict[str, list[Any]]:
            cases = self.casebook.all_cases(tx, "boutique-exemple", now)
            return {case.id: list(clock_rows(case.anomaly, case.contract, now)) for case in cases}

        return await self.store.read(read)

    async def anomalies(self) -> dict[str, Anomaly]:
        """Each anomaly as its journal leaves it."""

        def read(tx: Connection) -> dict[str, Anomaly]:
            cases = self.casebook.all_cases(tx, "boutique-exemple", self.world.clock.now())
            return {case.id: case.anomaly for case in cases}

        return await self.store.read(read)

    async def counts(self) -> dict[Any, int]:
        """How many deliveries stand in each state."""
        return dict(await self.store.read(mailbox.count_by_state))

    async def owed(self) -> list[Effect]:
        """The effects that wait to be performed."""
        claimed = await self.store.write(
            lambda tx: [one for number in range(1, 2000) if (one := outbox.show(tx, number)) is not None]
        )
        return [one.effect for one in claimed]

    def _unread(self) -> None:
        self.asked += 1

    def _woken(self) -> None:
        self.woken += 1


def _told_by_jira(fact_id: str) -> bool:
    return ":then:" not in fact_id and not fact_id.startswith("import:")


async def six_phases(world: World) -> str:
    """An anomaly of the boutique from its report to its closure, a word here and there; its key."""
    key = await world.opened()
    world.later(minutes=7)
    await world.site.assign(key, CP, DEV)
    world.later(minutes=11)
    await world.moved(key, "En diagnostic", DEV)
    await world.site.edit(key, CP, {"priority": {"id": "1"}, "summary": "Le panier se vide au paiement"})
    world.later(hours=1)
    await world.moved(key, "En attente client", DEV, "Avec quel compte ?")
    world.later(hours=2)
    await world.site.comment(key, RM, "Voici le compte.")
    world.later(minutes=3)
    await world.site.comment(key, CP, "/anomalie délai Corrigé demain.")
    await world.moved(key, "En cours", DEV)
    await world.site.edit(key, DEV, {"customfield_10050": "Cache périmé", "description": "Au paiement, à chaque fois."})
    world.later(hours=20)
    await world.moved(key, "En recette", DEV)
    world.later(hours=3)
    await world.moved(key, "Recette OK", RM)
    world.later(hours=1)
    await world.moved(key, "En production", DEV)
    await world.site.edit(key, DEV, {"customfield_10051": "Cache vidé à chaque livraison"})
    world.later(minutes=30)
    await world.moved(key, "Clos", CP)
    await world.site.edit(key, CP, {"customfield_10051": "Réécrit après coup", "summary": "Panier (clos)"})
    return key


async def at_random(world: World, seed_number: int, acts: int = 40) -> None:
    """Three people do anything that Jira lets them do, to three issues."""
    chance = random.Random(seed_number)  # noqa: S311
    keys = [await world.opened(priority={"id": str(chance.randint(1, 4))}) for _ in range(2)]
    keys.append(await world.site.create("BOU", CP, {"summary": "Une évolution", "issuetype": {"id": "10101"}}))
    for _ in range(acts):
        key, who = chance.choice(keys), chance.choice((RM, CP, DEV))
        match chance.randrange(9):
            case 0 | 1 | 2:
                await world.moved(key, chance.choice(await _ways(world, key)), who, chance.choice((None, "Un mot.")))
            case 3 | 4:
                said = ("Un mot.", "/anomalie cause Cache", "/anomalie prendre", "/anomalie délai Demain.")
                await world.site.comment(key, who, chance.choice(said))
            case 5:
                await world.site.edit(key, who, {"priority": {"id": str(chance.randint(1, 4))}})
            case 6:
                await world.site.edit(key, who, {"summary": f"Panne {chance.random()}", "description": "Autrement."})
            case 7:
                await world.site.assign(key, who, chance.choice((None, RM, CP, DEV)))
            case 8:
                named = chance.choice(("customfield_10050", "customfield_10051"))
                await world.site.edit(key, who, {named: f"Texte {chance.random()}"})
        world.later(minutes=chance.randint(1, 300))


async def _ways(world: World, key: str) -> list[str]:
    (issue,) = [one for project in world.site.snapshot()["projects"] for one in project["issues"] if one["key"] == key]
    return [way["to"]["name"] for way in issue["transitions"] if way["to"]["name"] != issue["status"]["name"]]
