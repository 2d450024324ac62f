"""The Slack room with all that stands behind it (store, worker, relay), and a Slack that only writes down its calls."""

import itertools
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar
from urllib.parse import urlencode

import httpx
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.routing import Route

from bot.slack.intake.slack_signature import sign
from bot.slack.wiring import Issues, SlackRoom
from connectors.channels import Performer, Result, Stage
from connectors.channels.slack.pacing import Pace
from connectors.channels.slack.slack_channel import SlackChannel
from connectors.contracts import Contracts
from connectors.route import JIRA, MAIL, SLACK
from connectors.store import Connection, Store, anomalies, journal
from connectors.store.tables import facts
from rules import effects, events
from rules.anomaly.state import Anomaly
from rules.contract import Contract, Person, Role
from rules.effects import Effect
from rules.events import Actor, Fact, Happening, Source, System
from rules.events.ledger_events import LedgerFact, LedgerHappening
from rules.fold.folding import fold
from scheduler.bells import Bells
from scheduler.cases.case_loader import Casebook
from scheduler.errands.relay import Relay
from scheduler.ledger import compensation_deliveries, ledger_deliveries
from scheduler.service_clocks import Clocks
from scheduler.worker import Worker
from tests.bot.given import SECRET, settings
from tests.bot.slack.house import (
    BOUTIQUE,
    CONTRACTS,
    EVERYBODY,
    FORM,
    NOW,
    Json,
    Screens,
    command,
    interaction,
    link,
    locate,
)

BOTH = Person(frozenset({Role.AGENT, Role.DEVELOPER}), "Agent et développeur", chat="U0BOTH")
HOUSE = replace(BOUTIQUE, people=(*BOUTIQUE.people, BOTH))


_KINDS = select(facts.c.kind).order_by(facts.c.seq)


@dataclass(frozen=True, slots=True)
class Call:
    """A call of Slack's Web API: its method and what it was given."""

    method: str
    given: Json

    @property
    def text(self) -> str:
        """All of it, in which to look for words."""
        return json.dumps(self.given, ensure_ascii=False)


class Client(AsyncWebClient):
    """Slack's Web API: it says yes to everything but what `refuses` names by method, with Slack's word for why."""

    def __init__(self) -> None:
        super().__init__("xoxb-test")
        self.calls: list[Call] = []
        self.refuses = {"files.getUploadURLExternal": "missing_scope"}
        self._numbers = itertools.count(1)

    async def api_call(self, api_method: str, **given: Any) -> Any:
        """Write it down."""
        told = {**(given.get("params") or {}), **(given.get("json") or {})}
        if word := self.refuses.get(api_method):
            raise refusal(word)
        self.calls.append(Call(api_method, told))
        channel = {"id": f"D{told['users']}"} if api_method == "conversations.open" else told.get("channel")
        return SimpleNamespace(data={"ok": True, "channel": channel, "ts": f"{next(self._numbers)}.1"})


def refusal(word: str) -> Exception:
    """What Slack's client raises for an answer that says no."""
    data = {"ok": False, "error": word}
    raising: Any = SlackApiError
    error: Exception = raising(word, SimpleNamespace(data=data, status_code=200, headers={}, get=data.get))
    return error


@dataclass
class Elsewhere:
    """Jira, the mail and the Homes: whatever is asked of them is done."""

    name: str
    performs: ClassVar[tuple[type[Effect], ...]] = tuple(effects.Effect.__args__)

    async def perform(self, _effect: Effect, _stage: Stage) -> Result:
        """Say that it is done."""
        return Result(ref="ok")


@dataclass
class World:
    """Everything that a gesture goes through, from Slack's signed request to what Slack is asked to show."""

    store: Store
    contracts: Contracts
    client: Client = field(default_factory=Client)
    screens: Screens = field(default_factory=Screens)
    now: datetime = NOW
    _numbers: Any = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.casebook = Casebook(self.store, self.contracts)
        nothing: Any = lambda: None  # noqa: E731
        given = settings(Path())
        issues, clocks = Issues(self.screens, link, locate), Clocks(self._now, _wall)
        room = SlackRoom(given, self.store, self.casebook, issues, clocks, nothing)
        client: Any = room.client
        client.api_call = self.client.api_call
        self.room = room
        self.worker = Worker(
            self.store,
            self.casebook,
            {
                "slack": room.reader,
                ledger_deliveries.SOURCE: ledger_deliveries,
                compensation_deliveries.SOURCE: compensation_deliveries,
            },
            self._now,
            _wall,
            (),
            nothing,
        )
        performers: tuple[Performer, ...] = (
            SlackChannel(self.client, pace=Pace(0.0)),
            *map(Elsewhere, (SLACK, MAIL, JIRA)),
        )
        self.relay = Relay(self.store, self.casebook, performers, clocks, "fr", Bells())
        app = Starlette(routes=[Route("/slack/events", room.handle, methods=["POST"])])
        self.http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://vigie")

    def _now(self) -> datetime:
        return self.now

    async def send(self, body: bytes, kind: str = FORM) -> httpx.Response:
        """A signed request, and nothing after its acknowledgement."""
        stamp = str(int(_wall().timestamp()))
        signature = sign(SECRET, stamp, body)
        headers = {"content-type": kind, "x-slack-request-timestamp": stamp, "x-slack-signature": signature}
        return await self.http.post("/slack/events", content=body, headers=headers)

    async def type(self, user: str, text: str, channel: str = "C0BOUTIQUE", **more: str) -> list[Call]:
        """`/anomalie text`, and what Slack was asked for in consequence."""
        fields = command(user, text, channel) | {"trigger_id": self.fresh("t"), "response_url": ""}
        return await self.after(urlencode(fields | more).encode())

    async def interact(self, payload: Json) -> list[Call]:
        """An interaction, told from every other, and what Slack was asked for in consequence."""
        found = json.loads(json.dumps(payload)) | {"response_url": "", "trigger_id": self.fresh("t")}
        for action in found.get("actions", ()):
            action["action_ts"] = self.fresh("9")
        if "view" in found:
            found["view"]["id"] = self.fresh("V")
        return await self.after(interaction(found))

    async def event(self, event: Json, **more: Any) -> list[Call]:
        """An event, and what Slack was asked for in consequence."""
        body = {"type": "event_callback", "event_id": self.fresh("Ev"), "team_id": "T0VIGIE", "event": event} | more
        return await self.after(json.dumps(body).encode(), "application/json")

    async def after(self, body: bytes, kind: str = FORM) -> list[Call]:
        """What Slack was asked for in consequence of a request, once all has settled."""
        self.client.calls.clear()
        response = await self.send(body, kind)
        assert response.status_code == 200, response
        await self.settle()
        return list(self.client.calls)

    async def settle(self) -> None:
        """Let the room, the worker and the relay do all that they can."""
        await self.room.close()
        while await self.worker.once():
            pass
        while await self.relay.once():
            await self.relay.settled()

    def fresh(self, begins: str) -> str:
        """An identifier that was never given."""
        return f"{begins}.{next(self._numbers)}"

    async def given(self, *whats: Happening, contract: Contract = HOUSE) -> Anomaly:
        """An anomaly that is saved, to which these things happened a minute apart; its key is `BOU-` and a number."""
        number = next(self._numbers)
        identity = f"{number:016x}"
        ticket = events.TicketAttached("default", f"1{number}", f"BOU-{number}")
        raised = next((place for place, one in enumerate(whats) if isinstance(one, events.Raised)), None)
        told = whats if raised is None else (*whats[: raised + 1], ticket, *whats[raised + 1 :])
        start = self.now - timedelta(minutes=len(told))
        history = tuple(
            Fact(f"{identity}:{place}", start + timedelta(minutes=place), EVERYBODY, Source(System.SLACK, "1.1"), what)
            for place, what in enumerate(told)
        )
        anomaly = fold(history, Anomaly(identity, contract.id, contract.effective), contract)

        def save(tx: Connection) -> None:
            journal.ANOMALIES.append(tx, identity, history, self.now)
            anomalies.save(tx, anomaly, self.now)

        await self.store.write(save)
        return anomaly

    async def booked(self, *whats: LedgerHappening, by: Actor = EVERYBODY, contract: Contract = HOUSE) -> None:
        """What Jira told the ledger of a contract, a second apart, the last one now."""
        source = Source(System.JIRA, "test")
        start = self.now - timedelta(seconds=len(whats))
        for place, what in enumerate(whats):
            fact = LedgerFact(self.fresh("ledger"), start + timedelta(seconds=place), by, source, what)
            await self.store.hear(ledger_deliveries.booking(contract.id, fact, self.now))
        await self.settle()

    async def facts(self) -> list[str]:
        """The kinds of all the facts that were ever recorded, in order."""
        return await self.store.read(lambda tx: [kind for (kind,) in tx.execute(_KINDS)])


def _wall() -> datetime:
    return datetime.now(UTC)


def contracts(*extra: Contract) -> Contracts:
    """The examples, the first with somebody who holds two roles."""
    return replace(CONTRACTS, all=(HOUSE, *extra, *(one for one in CONTRACTS.all if one is not BOUTIQUE)))


@asynccontextmanager
async def world(store: Store, known: Contracts | None = None) -> AsyncIterator[World]:
    """A world over an opened store."""
    one = World(store, known or contracts())
    async with one.http:
        yield one


def said(calls: Iterable[Call]) -> str:
    """The text of all that was asked of Slack."""
    return "\n".join(call.text for call in calls)
