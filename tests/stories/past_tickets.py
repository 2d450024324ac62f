"""The clients of a year on two Jira sites, and what people do to a ticket of theirs."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sandbox import seed
from sandbox.jira import JiraSite
from tests.scheduler.recall import World

CANCELLED = seed.Status("10099", "Annulé", "done")


@dataclass(frozen=True)
class Client:
    """A client: its site, its projects, who raises its anomalies, and its statuses, by what people mean by them."""

    world: World
    contract: str
    projects: tuple[str, str]
    raiser: str
    statuses: Mapping[str, str]

    @property
    def site(self) -> JiraSite:
        """Its Jira."""
        return self.world.site


@dataclass
class Ticket:
    """A ticket of that year; `kind` is the life that was drawn for it, `id` Jira's number once it exists."""

    client: Client
    kind: str
    id: str = ""

    async def open(self, chance: random.Random, status: str | None = None) -> None:
        """The client raises it; some are born in another status than the workflow's first."""
        client = self.client
        given = {"summary": f"Panne {chance.random():.6f}", "priority": {"id": "3"}, "description": "Au paiement."}
        born = status and client.statuses[status]
        key = await client.site.create(client.projects[0], client.raiser, given, status=born)
        self.id = client.site.issue(key).id

    async def move(self, meaning: str, actor: str, word: str | None = None) -> None:
        """Move it to the status of that meaning."""
        site, target = self.client.site, self.client.statuses[meaning]
        issue = site.issue(self.id)
        if issue.status == target:
            return
        way = next(one for one in site.home.transitions(issue) if one.target == target)
        needed = {"resolution": {"id": "10300"}} if way.required else {}
        await site.transition(self.id, way.id, actor, needed, word)

    async def moved(self, client: Client, project: str, actor: str) -> None:
        """Move it to another project, perhaps to another client's."""
        await self.client.site.relations.move(self.id, actor, project)
        self.client = client

    async def assess(self, actor: str, chance: random.Random) -> None:
        """Give it another priority: one that stays as it is says nothing."""
        now = self.client.site.issue(self.id).values["priority"]
        await self.edit(actor, priority={"id": chance.choice([one for one in "124" if one != now])})

    async def edit(self, actor: str, **fields: Any) -> None:
        """Set fields."""
        await self.client.site.edit(self.id, actor, fields)

    async def say(self, actor: str, text: str) -> None:
        """Comment on it."""
        await self.client.site.comment(self.id, actor, text)


MOBILE = {"BOU": "BOM", "POR": "POM"}


def sites(cloud: World, data_center: World) -> tuple[Client, Client, Client]:
    """Two clients of a Cloud site and one of a Data Center, each with two projects of one workflow.

    POR is the project of two of them, each on its site. A status is for what is cancelled.
    """
    for held, key in ((cloud, "BOU"), (cloud, "POR"), (data_center, "POR")):
        home, main = held.site.home, held.site.home.project(key)
        home.open_project(replace(main, id=f"{main.id}9", key=MOBILE[key], name=f"{main.name} mobile"))
        for one in (key, MOBILE[key]):
            home.add_status(home.project(one), CANCELLED)
    names = ("new", "look", "wait", "fix", "test", "accepted", "live", "closed")
    boutique = {name: f"1000{rank}" for rank, name in enumerate(names, 1)} | {"cancelled": CANCELLED.id}
    portail = {name: f"1002{rank}" for rank, name in enumerate(names, 1)} | {"cancelled": CANCELLED.id}
    return (
        Client(cloud, "boutique-exemple", ("BOU", "BOM"), _account("U0RM"), boutique),
        Client(data_center, "portail-exemple", ("POR", "POM"), _account("U0RM2"), portail),
        Client(cloud, "annexe-exemple", ("POR", "POM"), _account("U0RM2"), portail),
    )


def _account(slack: str) -> str:
    return next(one.jira or "" for one in seed.PEOPLE if one.slack == slack)
