"""A Jira of the sandbox in a loop of its own, furnished as a test says, before commands that block."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from starlette.routing import Mount

from sandbox import seed, seed_client
from sandbox.clock import DemoClock
from sandbox.feed import Feed
from sandbox.jira import BotAccess, FirstWebhook, JiraSite, SiteKind, router
from sandbox.jira.webhook_registry import Webhook
from tests.sandbox.jira.server import address, free_socket, serving

EMAIL, TOKEN = "vigie@exemple.example", "jeton"
BOUTIQUE = seed.PROJECTS[0]
Held = TypeVar("Held")


BY_PEOPLE = tuple(one for one in seed.FIELDS if not one.name.startswith("Vigie"))
"""The custom fields that people fill in, as they are before `vigie jira setup`."""


@dataclass
class Prepared:
    """A site with the project BOU, `others` and no webhook; `url` is where it answers, once it runs.

    A Data Center where `version` has a number below Cloud's; `ahead` is how far its clock is before ours.
    """

    project: seed.Project = BOUTIQUE
    others: tuple[seed.Project, ...] = (seed.PROJECTS[1],)
    version: tuple[int, ...] = ()
    priorities: tuple[str, ...] = ("Highest", "High", "Medium", "Low")
    ahead: timedelta = timedelta(0)
    site: JiraSite = field(init=False)
    url: str = field(init=False, default="")

    def __post_init__(self) -> None:
        self.held = free_socket()
        self.url = f"{address(self.held)}/jira"
        accounts = seed_client.ACCOUNTS if self.version else seed.ACCOUNTS
        ranked = tuple((str(rank), name) for rank, name in enumerate(self.priorities, 1))
        furnished = seed.Site((self.project, *self.others), accounts, ranked, seed.RESOLUTIONS, BY_PEOPLE)
        self.site = JiraSite(
            DemoClock(datetime.now(UTC) + self.ahead, speed=1),
            Feed(),
            self.url,
            BotAccess(EMAIL, TOKEN),
            FirstWebhook("http://127.0.0.1:1"),
            SiteKind("Server" if self.version else "Cloud", furnished, self.version),
        )
        self.site.webhooks.clear()

    @property
    def screen(self) -> list[str]:
        """The ids of the fields that people see on an issue of the project."""
        return self.site.home.screens[self.project.id]

    @property
    def hooks(self) -> list[Webhook]:
        """The webhooks that administrators registered."""
        return self.site.webhooks

    def named(self) -> dict[str, str]:
        """The names of the custom fields by id."""
        return {one.id: one.name for one in self.site.home.fields.values() if one.custom}

    def written(self) -> list[str]:
        """The routes of what was asked that writes, since the last time; each as often as it was asked."""
        calls = sorted(self.site.traffic.calls.elements())
        self.site.traffic.calls.clear()
        return [call for call in calls if not call.startswith("GET ")]

    def drop(self, *fields: str) -> None:
        """Delete custom fields."""
        for one in fields:
            del self.site.home.fields[one]
            if one in self.screen:
                self.screen.remove(one)

    def changed(self, **parts: Any) -> None:
        """Change the project as its administrator may: statuses, issue types, style."""
        self.project = replace(self.project, **parts)
        self.site.home.projects[self.project.id] = self.project


def flow(*statuses: tuple[str, str]) -> tuple[seed.Status, ...]:
    """The statuses of a workflow, from names and categories."""
    return tuple(seed.Status(str(number), name, category) for number, (name, category) in enumerate(statuses, 10_001))


@contextmanager
def running(prepared: Prepared) -> Iterator[Prepared]:
    """The site, answering until the block ends."""
    with apart(serving(Mount("/jira", router(prepared.site)), prepared.held)):
        yield prepared


@contextmanager
def apart(opened: AbstractAsyncContextManager[Held]) -> Iterator[Held]:
    """What an asynchronous context holds, in a thread and a loop of its own: commands block theirs."""
    held: list[Held] = []
    ready, over = threading.Event(), threading.Event()

    async def live() -> None:
        async with opened as one:
            held.append(one)
            ready.set()
            await asyncio.to_thread(over.wait)

    thread = threading.Thread(target=lambda: asyncio.run(live()), daemon=True)
    thread.start()
    assert ready.wait(30)
    try:
        yield held[0]
    finally:
        over.set()
        thread.join(30)
