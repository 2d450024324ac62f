"""A house for the Slack room to stand in: real contracts and wording, fake mailbox, cases and Slack client."""

import asyncio
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

import httpx
from fastapi import FastAPI
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from starlette.requests import Request
from starlette.responses import Response

from bot.slack.answers.home_publishing import voice as voiced
from bot.slack.door.slack_intake import Door, build
from bot.slack.intake.slack_signature import sign
from bot.slack.ports import House
from connectors.channels.portfolio_data import Portfolio
from connectors.channels.slack.block_kit import Post, section
from connectors.contracts import Contracts, load_folder
from connectors.jira.inbound.addresses import key_in
from connectors.parsed_delivery import About, AboutAnomaly, AboutHere, AboutKey, Delivery, Reply
from connectors.preference_choices import CONTRACT, Preferences
from connectors.required_field import Ask, Unfilled, Wanted
from connectors.store.anomalies import Known
from connectors.store.searches import Found
from connectors.wording import Wording
from rules import events
from rules.anomaly.state import Anomaly, Phase, Ticket
from rules.contract import Contract, Criticality, JiraMeaning, Role
from rules.economy.budget_view import BudgetView
from rules.effects import Message, Offer
from rules.events import Actor, Fact, Happening, Source, System
from rules.people.visibility import sees
from rules.workdays.month import Month
from scheduler.cases.anomaly_picker import choose, pick
from scheduler.cases.case_loader import Case
from scheduler.cases.compensation_dossiers import ContractCompensation
from scheduler.ledger.open_requests import OpenRequest
from tests.plain_contracts import PLAIN

NOW = datetime(2026, 11, 9, 9, 5, tzinfo=UTC)
SECRET = "the signing secret of a test"
JIRA = "https://jira.example"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
CONTRACTS: Contracts = load_folder(PLAIN)
WORDS = Wording("fr", "Europe/Paris")
BOUTIQUE = next(one for one in CONTRACTS.all if one.chat.channel == "C0BOUTIQUE")
EVERYBODY = Actor("U0ALL", "Toute l'équipe", frozenset(Role))
Json = dict[str, Any]


class Mailbox:
    """Keeps deliveries as the store does: once each."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str, str], Delivery] = {}
        self.broken = False

    async def hear(self, delivery: Delivery) -> bool:
        if self.broken:
            raise OSError("disk full")
        name = (delivery.source, delivery.site, delivery.identity)
        fresh = name not in self.kept
        self.kept.setdefault(name, delivery)
        return fresh

    @property
    def all(self) -> list[Delivery]:
        return [*self.kept.values()]


class Cases:
    """Cases by anomaly id and by key."""

    def __init__(self, *cases: Case) -> None:
        self.cases = cases
        self.found: tuple[Found, ...] = ()
        self.searched: list[tuple[str, str, str]] = []

    @property
    def contracts(self) -> Contracts:
        return CONTRACTS

    async def look(self, about: About, at: datetime) -> Case | None:  # noqa: ARG002 - what it stands in for takes it
        if not isinstance(about, AboutKey | AboutAnomaly):
            return None
        wanted = about.key if isinstance(about, AboutKey) else about.id
        found = (one for one in self.cases if wanted in (one.id, one.anomaly.ticket and one.anomaly.ticket.key))
        return next(found, None)

    async def look_up(self, about: AboutKey, at: datetime) -> Case | Offer | None:
        found = [one for one in self.cases if about.key in (one.id, one.anomaly.ticket and one.anomaly.ticket.key)]
        seen = [one for one in found if sees(one.contract, one.anomaly, about.user)]
        here = CONTRACTS.for_channel(about.channel, at)
        return pick(about, seen or found[:1], lambda contract: here is not None and contract.id == here.id)

    async def point(self, here: AboutHere, at: datetime) -> Case | Offer:
        shown = next((one for one in self.cases if one.card == (here.channel, here.thread)), None)
        if shown is not None and here.sure and sees(shown.contract, shown.anomaly, here.user):
            return shown
        theirs = CONTRACTS.around(here.user, here.channel, at)
        return choose(here, theirs, (one for one in self.cases if one.contract in theirs))

    async def open_of(self, contract_id: str, at: datetime) -> tuple[Case, ...]:  # noqa: ARG002 - as `look`
        return tuple(one for one in self.cases if one.contract.id == contract_id and not one.anomaly.closed)

    async def search(self, user: str, text: str, at: datetime) -> tuple[Found, ...]:
        self.searched.append((user, text, at.isoformat()))
        return self.found

    async def alike(self, contract: Contract, user: str, text: str) -> tuple[Found, ...]:
        self.searched.append((user, text, contract.id))
        return self.found


@dataclass
class Screens:
    """What Jira asks for, as it was last seen: of one anomaly whose move it refused, and of whoever closes."""

    waits: Unfilled | None = None
    closing: tuple[Wanted, ...] = ()

    async def unfilled(self, anomaly_id: str) -> Unfilled | None:  # noqa: ARG002 - what it stands in for takes it
        return self.waits

    def expected(self, anomaly: Anomaly, meaning: JiraMeaning) -> tuple[Wanted, ...]:  # noqa: ARG002
        return self.closing if meaning is JiraMeaning.CLOSED else ()


@dataclass
class Ledgers:
    """What contracts have consumed: a contract has the budget and the demandes that it is given."""

    budgets: dict[str, BudgetView] = field(default_factory=dict)
    open: dict[str, tuple[OpenRequest, ...]] = field(default_factory=dict)

    async def budget(
        self,
        contract_id: str,
        at: datetime,  # noqa: ARG002 - as `Screens`
        month: Month | None = None,  # noqa: ARG002
    ) -> BudgetView | None:
        return self.budgets.get(contract_id)

    async def requests(self, contract_id: str, at: datetime) -> tuple[OpenRequest, ...]:  # noqa: ARG002
        return self.open.get(contract_id, ())

    async def compensation(self, contract_id: str, month: Month, at: datetime) -> ContractCompensation | None:  # noqa: ARG002
        return None


class Client(AsyncWebClient):
    """Slack as seen by the one who opens forms; `slow` holds them until it is set.

    A `mute` one tells nothing that is asked of it, a `late` one too late; `said` are the messages that it has.
    """

    def __init__(self) -> None:
        super().__init__("xoxb-test")
        self.opened: list[Json] = []
        self.unfurled: list[Json] = []
        self.said: list[Json] = []
        self.mute = self.late = False
        self.slow: asyncio.Event | None = None

    async def views_open(self, **given: Any) -> Any:
        if self.slow:
            await self.slow.wait()
        self.opened.append(given["view"])

    async def chat_unfurl(self, **given: Any) -> Any:
        self.unfurled.append(given)

    async def api_call(self, api_method: str, **given: Any) -> Any:
        if self.late:
            await asyncio.sleep(60)
        asked = given.get("params") or given.get("json") or {}
        match api_method:
            case "chat.getPermalink":
                return self._said({"permalink": f"https://slack.example/{asked['channel']}/{asked['message_ts']}"})
            case "users.info":
                return self._said({"user": {"real_name": f"Nom de {asked['user']}"}})
            case "conversations.replies":
                return self._said({"messages": [one for one in self.said if one["ts"] == asked["ts"]]})
        raise AssertionError(api_method)

    def _said(self, data: Json) -> AsyncSlackResponse:
        if self.mute:
            raise TimeoutError
        return AsyncSlackResponse(
            client=self, http_verb="POST", api_url="", req_args={}, data=data, headers={}, status_code=200
        )


@dataclass
class Room:
    """A door that is open, and everything that came in and went out."""

    cases: Cases = field(default_factory=Cases)
    mailbox: Mailbox = field(default_factory=Mailbox)
    client: Client = field(default_factory=Client)
    screens: Screens = field(default_factory=Screens)
    ledgers: Ledgers = field(default_factory=Ledgers)
    portfolios: dict[str, Portfolio] = field(default_factory=dict)
    answered: list[tuple[Reply, Message, str | None]] = field(default_factory=list)
    shown: list[tuple[Reply, str]] = field(default_factory=list)
    homes: list[tuple[str, int]] = field(default_factory=list)
    pictures: list[tuple[str, bytes, str, str]] = field(default_factory=list)
    spoken: dict[str, str] = field(default_factory=dict)
    wall: datetime | None = None

    def __post_init__(self) -> None:
        house = House(
            self.client,
            self.mailbox,
            self.cases,
            self.screens,
            voice,
            self._answer,
            self._respond,
            _card,
            _sla,
            lambda: NOW,
            link,
            glance,
            locate,
            self._home,
            self.ledgers,
            self._picture,
            self._portfolio,
            self._personal,
        )
        self._house = house
        self.door: Door = build(house, signing_secret=SECRET, wall=lambda: self.wall or datetime.now(UTC))
        app = FastAPI()

        async def handle(request: Request) -> Response:
            return await self.door.handle(request)

        app.add_route("/slack/events", handle, ["POST"])
        self.http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://vigie")

    async def _portfolio(self, user: str, at: datetime) -> Portfolio | None:  # noqa: ARG002 - as `Screens`
        return self.portfolios.get(user)

    async def _home(self, user: str, page: int, at: datetime) -> None:  # noqa: ARG002 - what it stands in for takes it
        self.homes.append((user, page))

    async def _picture(self, user: str, picture: bytes, name: str, alt: str) -> bool:
        self.pictures.append((user, picture, name, alt))
        return True

    async def _personal(self, user: str) -> House:
        chosen = Preferences(language=self.spoken.get(user, CONTRACT))
        return replace(self._house, voice=partial(voiced, chosen, "fr"))

    async def _answer(self, reply: Reply, message: Message, _: Contract | None, anomaly: str | None) -> None:
        self.answered.append((reply, message, anomaly))

    async def _respond(self, reply: Reply, text: str, blocks: Sequence[Json]) -> None:
        self.shown.append((reply, f"{text}\n{json.dumps(list(blocks), ensure_ascii=False)}"))

    async def send(self, body: bytes, kind: str = FORM, headers: Mapping[str, str] | None = None) -> httpx.Response:
        """A signed request."""
        stamp = str(int(time.time()))
        signed = {
            "content-type": kind,
            "x-slack-request-timestamp": stamp,
            "x-slack-signature": sign(SECRET, stamp, body),
        }
        return await self.http.post("/slack/events", content=body, headers={**signed, **(headers or {})})

    async def type(self, user: str, text: str, channel: str = "C0BOUTIQUE", **fields: str) -> httpx.Response:
        """`/anomalie text`, and everything that follows."""
        response = await self.send(urlencode(command(user, text, channel) | fields).encode())
        await self.door.settled()
        return response

    async def interact(self, payload: Json) -> httpx.Response:
        """An interaction, and everything that follows."""
        response = await self.send(interaction(payload))
        await self.door.settled()
        return response

    async def event(self, event: Json, event_id: str = "Ev1", **fields: Any) -> httpx.Response:
        """An event, and everything that follows."""
        body = {"type": "event_callback", "event_id": event_id, "team_id": "T0VIGIE", "event": event} | fields
        response = await self.send(json.dumps(body).encode(), JSON)
        await self.door.settled()
        return response


def voice(contract: Contract | None) -> Wording:
    return Wording(contract.language, contract.zone, contract.labels) if contract else WORDS


def link(ticket: Ticket) -> str:
    return f"https://jira.example/browse/{ticket.key}"


def glance(case: Case, _now: datetime) -> Sequence[Json]:
    return [section(f"preview of {case.anomaly.name}")]


def locate(url: str) -> tuple[str, str] | None:
    key = key_in(url, JIRA)
    return ("default", key) if key else None


def _card(case: Case, now: datetime) -> Post:
    return Post(f"card of {case.anomaly.name}")


def _sla(case: Case, now: datetime) -> Post:
    return Post(f"sla of {case.anomaly.name}")


def command(user: str, text: str, channel: str = "C0BOUTIQUE") -> dict[str, str]:
    """The fields of a slash command."""
    return {
        "team_id": "T0VIGIE",
        "channel_id": channel,
        "user_id": user,
        "command": "/anomalie",
        "text": text,
        "response_url": "https://hooks.slack.com/commands/1",
        "trigger_id": "13.37.beef",
    }


def interaction(payload: Json) -> bytes:
    """The form that carries an interaction."""
    return urlencode({"payload": json.dumps(payload)}).encode()


def press(user: str, action_id: str, value: str, **more: Any) -> Json:
    """A button's payload."""
    return {
        "type": "block_actions",
        "team": {"id": "T0VIGIE"},
        "user": {"id": user},
        "channel": {"id": "C0BOUTIQUE"},
        "trigger_id": "13.37.cafe",
        "response_url": "https://hooks.slack.com/actions/1",
        "actions": [{"action_id": action_id, "value": value, "type": "button", "action_ts": "1794229500.1"}],
    } | more


def submission(user: str, move: str, values: Mapping[str, str], metadata: Any = None, **more: Any) -> Json:
    """A sent form's payload; `metadata` is put in JSON unless it is a text."""
    carried = metadata if isinstance(metadata, str) else json.dumps(metadata or {})
    state = {name: {name: {"type": "plain_text_input", "value": value}} for name, value in values.items()}
    view = {
        "id": "V1",
        "hash": "1.a",
        "type": "modal",
        "callback_id": f"move:{move}",
        "private_metadata": carried,
        "state": {"values": state},
        "app_installed_team_id": "T0VIGIE",
    }
    return {"type": "view_submission", "team": {"id": "T0VIGIE"}, "user": {"id": user}, "view": view | more}


def block_of(view: Json, name: str) -> Json:
    """The block of that id in a form."""
    return dict(next(block for block in view["blocks"] if block.get("block_id") == name))


def case(*facts: Happening, anomaly: str = "a1b2c3d4e5f60718", contract: Contract = BOUTIQUE) -> Case:
    """An anomaly that went through these facts, a minute apart, the last one a minute ago."""
    start = NOW - timedelta(minutes=len(facts))
    history = tuple(
        Fact(f"test:{place}", start + timedelta(minutes=place), EVERYBODY, Source(System.SLACK, "1.1"), what)
        for place, what in enumerate(facts)
    )
    row = Known(
        anomaly, contract.id, contract.effective, None, None, None, "", Phase.DETECTION, None, None, None, None, None,
        NOW, None, None,
    )  # fmt: skip
    return Case(anomaly, contract, history, row)


ASKED = (
    Wanted("customfield_1", "Type", Ask.ONE, (("7", "Code"), ("9", "Données")), "Réservé aux correctifs."),
    Wanted("components", "Composants", Ask.SEVERAL, (("1", "Panier"), ("2", "Paiement"))),
    Wanted("customfield_2", "Charge", Ask.NUMBER),
    Wanted("customfield_3", "Livré le", Ask.DAY),
    Wanted("customfield_4", "Constaté à", Ask.INSTANT),
    Wanted("customfield_5", "Relecteur", Ask.PERSON),
    Wanted("customfield_6", "Équipe", Ask.PEOPLE),
    Wanted("customfield_7", "Résumé", Ask.LINE),
    Wanted("customfield_8", "Analyse", Ask.TEXT),
    Wanted("labels", "Étiquettes", Ask.WORDS),
)
"""One field of each kind."""

TICKET = events.TicketAttached("default", "10001", "BOU-214")
RAISED = (events.Raised("Panier vide", Criticality.MAJEURE), TICKET)
QUALIFIED = (*RAISED, events.Qualified(Criticality.MAJEURE))
