"""A worker, a relay and a sweep over a real store, with a reader and a performer that do as they are told."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar

from connectors import topics
from connectors.channels import Result, Stage
from connectors.contracts import load_folder
from connectors.parsed_delivery import AboutAnomaly, Claim, Delivery, Heard, Reader, Stand
from connectors.route import JIRA, MAIL, SLACK, WEBHOOK
from connectors.store import Store
from rules import effects, events
from rules.contract import Contract, Criticality, Role
from rules.effects import Effect
from rules.events import Actor, Fact, Happening, Source, System
from scheduler import alert_deliveries
from scheduler.bells import Bells
from scheduler.cases.case_loader import Casebook
from scheduler.catching_up import edition_deliveries
from scheduler.errands.fallback import Fallback
from scheduler.errands.relay import Relay
from scheduler.service_clocks import Clocks
from scheduler.sweep import Sweep
from scheduler.worker import Worker
from tests.plain_contracts import PLAIN
from tests.rules.calendars import at

RM = Actor("U0RM", "Responsable de maintenance", frozenset({Role.RM}))
CP = Actor("U0CP", "Cheffe de projet", frozenset({Role.CP}))
DEV = Actor("U0DEV", "Développeur", frozenset({Role.DEVELOPER}))
RAISED = events.Raised("Panier vide", Criticality.MAJEURE)
TICKET = events.TicketAttached("default", "10001", "BOU-1")


@dataclass
class Hand:
    """A clock turned by hand."""

    instant: datetime = field(default_factory=lambda: at("2026-11-09 09:00"))

    def now(self) -> datetime:
        """Where the hand stands."""
        return self.instant

    def turn(self, text: str) -> None:
        """Put the hand on another instant."""
        self.instant = at(text)

    def later(self, **span: float) -> None:
        """Push the hand on."""
        self.instant += timedelta(**span)


@dataclass
class Performer:
    """Performs every effect by remembering it; `answer` may raise what a vendor would make it raise."""

    answer: Callable[[Effect], None] = lambda _: None
    done: list[tuple[Effect, str]] = field(default_factory=list)
    performs: ClassVar[tuple[type[Effect], ...]] = tuple(effects.Effect.__args__)

    async def perform(self, effect: Effect, stage: Stage) -> Result:
        """Remember it, with its key."""
        self.answer(effect)
        self.done.append((effect, stage.key))
        return Result(card=("C0BOUTIQUE", "1.1") if isinstance(effect, effects.UpdateCard) else None, ref="ok")

    def kinds(self) -> list[str]:
        """The names of what was done, in order."""
        return [type(effect).__name__ for effect, _ in self.done]


@dataclass(frozen=True)
class Under:
    """A performer under the name of one channel."""

    name: str
    performer: Performer
    performs: ClassVar[tuple[type[Effect], ...]] = tuple(effects.Effect.__args__)

    async def perform(self, effect: Effect, stage: Stage) -> Result:
        """Let it do it."""
        return await self.performer.perform(effect, stage)


def everywhere(performer: Performer) -> tuple[Under, ...]:
    """One performer for every channel."""
    return tuple(Under(name, performer) for name in (SLACK, MAIL, WEBHOOK, JIRA))


class House:
    """The three jobs over one store."""

    def __init__(self, store: Store, performer: Performer | None = None) -> None:
        self.store, self.hand, self.wall = store, Hand(), Hand()
        self.performer = performer or Performer()
        self.alarms: list[float] = []
        self.told: dict[str, tuple[str, Happening, Actor]] = {}
        self.ids: dict[str, str] = {}
        self.contracts: dict[str, str] = {}
        self.casebook = casebook = Casebook(store, load_folder(PLAIN))
        readers: dict[str, Reader] = {"test": self, "clock": alert_deliveries, "edition": edition_deliveries}
        self.worker = Worker(store, casebook, readers, self.hand.now, self.wall.now, (), _nothing)
        self.fallback = Fallback(store, casebook, self.hand.now, self.wall.now, "fr", _nothing)
        self.relay = Relay(
            store,
            casebook,
            everywhere(self.performer),
            Clocks(self.hand.now, self.wall.now),
            "fr",
            Bells(refused=self.fallback.refused),
        )
        self.sweep = Sweep(store, casebook, self.hand.now, self.wall.now, _nothing, self.alarms.append)

    async def hear(
        self,
        what: Happening,
        by: Actor = RM,
        anomaly: str = "a1",
        identity: str = "",
        fact: str = "",
        contract: str = "boutique-exemple",
    ) -> None:
        """Put in the mailbox a delivery that will be read as this fact, at the hand's instant."""
        name = identity or f"{anomaly}:{what.kind}:{len(self.told)}"
        self.told[name] = (anomaly, what, by)
        self.ids[name] = fact or name
        self.contracts[name] = contract
        body, about = json.dumps({"name": name}).encode(), (topics.subject(anomaly),)
        await self.store.hear(Delivery("test", "", name, body, self.hand.now(), topics=about))

    async def settle(self) -> None:
        """Let the worker, then the relay, do all that they can."""
        while await self.worker.once():
            pass
        while await self.relay.once():
            await self.relay.settled()

    def read(self, delivery: Delivery) -> Heard:
        """A delivery of `hear`'s."""
        anomaly, what, by = self.told[delivery.identity]
        fact = Fact(self.ids[delivery.identity], delivery.received_at, by, Source(System.JIRA, "1"), what)
        return Claim(AboutAnomaly(anomaly, self.contracts[delivery.identity]), delivery.received_at, fact)

    def facts(self, heard: Claim, _contract: Contract, _known: bool, _stand: Stand = Stand.PRESENT) -> tuple[Fact, ...]:
        """What was heard; what is titled « poison » cannot be told."""
        what = heard.said.what
        if isinstance(what, events.Detected) and what.title == "poison":
            raise ZeroDivisionError
        return (heard.said,)


def _nothing() -> None:
    """Nobody is woken: the tests turn the crank themselves."""
