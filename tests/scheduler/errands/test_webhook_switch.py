"""Webhooks hear of everything once and in order; one that stays down is switched off, told once, and loses nothing."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from connectors.channels import Endpoint, WebhookChannel
from connectors.channels.webhook import webhook_channel
from connectors.contracts import load_folder
from connectors.store import Store, outbox, webhooks
from connectors.tls_context import tls_context
from rules import effects, events
from rules.contract import ClockName, Criticality, PauseReason
from rules.effects import Publish, Say
from rules.events import ThresholdReached
from sandbox.clock import DemoClock
from sandbox.page.serving import serving
from sandbox.receiver import Answer, Receiver, router
from scheduler.bells import Bells
from scheduler.errands import webhook_switch as switching
from scheduler.errands.relay import Relay
from scheduler.errands.webhook_switch import PATIENCE, switched
from scheduler.service_clocks import Clocks
from tests.plain_contracts import PLAIN
from tests.rules.calendars import at
from tests.scheduler.given import CP, DEV, RAISED, RM, TICKET, House, everywhere

BOTH = "webhook: [equipe, statut]\n"
ILLS = {"hole": Answer(delay=30.0), "half": Answer(503, broken=True), "503": Answer(503)}


def _nothing() -> None:
    """Nobody is woken: the tests turn the crank themselves."""


class Listened(House):
    """A house whose webhooks call a receiver over real HTTP."""

    def __init__(self, store: Store, contracts: Path, receiver: Receiver, url: str, client: httpx.AsyncClient) -> None:
        super().__init__(store)
        self.receiver = receiver
        self.casebook.contracts = load_folder(contracts)
        places = {name: Endpoint(f"{url}/hooks/{name}", "vigie", b"k" * 32) for name in ("equipe", "statut")}
        watched = switched((WebhookChannel(places, client),), store, self.casebook, self.hand.now, self.wall.now)
        performers = (*watched, *everywhere(self.performer))
        clocks = Clocks(self.hand.now, self.wall.now)
        self.relay = Relay(store, self.casebook, performers, clocks, "fr", Bells())

    def heard(self, name: str) -> list[tuple[str, str | None]]:
        """What was accepted under a name: each event's type and its anomaly's key."""
        return [(one.content["type"], one.content["anomaly"]["key"]) for one in self.receiver.taken(name)]

    def cut(self) -> list[tuple[str, dict[str, Any]]]:
        """Who was told that a webhook was switched off."""
        told = [one for one, _ in self.performer.done if isinstance(one, effects.Tell)]
        return [(one.to.id, dict(one.message.values)) for one in told if one.message.say is Say.WEBHOOK_DISABLED]

    async def over(self, span: timedelta, step: timedelta) -> None:
        """Let time go by, the relay looking at each step."""
        for _ in range(span // step):
            self.wall.instant += step
            await self.settle()


@pytest.fixture
def contracts(tmp_path: Path) -> Path:
    """The examples, of which the shop's names two webhooks."""
    folder = shutil.copytree(PLAIN, tmp_path / "contracts")
    file = folder / "boutique-exemple-2026-01.yaml"
    file.write_text(file.read_text(encoding="utf-8") + BOTH, encoding="utf-8")
    return Path(folder)


@pytest.fixture
async def house(store: Store, contracts: Path) -> AsyncIterator[Listened]:
    receiver, app = Receiver(DemoClock(at("2026-11-09 09:00"), speed=1.0)), FastAPI()
    app.include_router(router(receiver), prefix="/hooks")
    async with serving(app) as url, httpx.AsyncClient(verify=tls_context()) as client:
        yield Listened(store, contracts, receiver, url, client)


async def test_each_webhook_hears_of_every_step_in_order_and_of_no_private_word(house: Listened) -> None:
    steps = (
        (RAISED, RM),
        (TICKET, RM),
        (events.Taken(), DEV),
        (events.Qualified(Criticality.MAJEURE, True, "confidence du client"), CP),
        (events.DelayCommunicated("confidence du client"), CP),
        (events.Informed("confidence du client"), DEV),
        (events.Paused(PauseReason.CLIENT, "confidence du client"), DEV),
        (events.ClientAnswered("confidence du client"), RM),
        (events.WorkaroundDelivered("confidence du client"), DEV),
        (events.Delivered(), DEV),
        (events.Refused("confidence du client"), RM),
        (events.Delivered(), DEV),
        (events.Accepted(), RM),
        (events.Deployed(), DEV),
        (events.Closed("confidence du client", "confidence du client"), CP),
        (events.Reopened("confidence du client"), RM),
    )
    for what, who in steps:
        house.hand.later(minutes=1)
        await house.hear(what, who)
    await house.settle()
    wanted = (
        "raised ticket taken qualified delay_communicated paused resumed workaround delivered refused delivered "
        "accepted deployed closed reopened"
    )
    for name in ("equipe", "statut"):
        assert " ".join(kind for kind, _ in house.heard(name)) == wanted
    bodies = b"".join(one.body for one in house.receiver.calls).decode()
    assert "confidence" not in bodies
    assert not any(person.name in bodies for person in (RM, CP, DEV))
    paused = next(one.content for one in house.receiver.calls if one.content["type"] == "paused")
    assert {one["name"]: one["state"] for one in paused["clocks"]}["resolution"] == "paused"
    names = [one.headers["webhook-id"] for one in house.receiver.calls]
    assert len(set(names)) == len(names)


async def test_a_breach_is_published_once_and_a_security_anomaly_without_its_title(house: Listened) -> None:
    await house.hear(events.Raised("Mots de passe lisibles", Criticality.SECURITE), RM)
    await house.settle()
    (raised,) = house.receiver.taken("equipe")
    deadline = next(one["deadline"] for one in raised.content["clocks"] if one["name"] == "acknowledgement")
    house.hand.later(hours=1)
    reached = ThresholdReached(ClockName.ACKNOWLEDGEMENT, 1, 1.0, datetime.fromisoformat(deadline))
    for number in (1, 2):
        await house.hear(reached, events.VIGIE, identity=f"breach:{number}")
    await house.settle()
    kinds = [kind for kind, _ in house.heard("statut")]
    assert kinds.count("breach") == 1
    assert "passe" not in b"".join(one.body for one in house.receiver.calls).decode()


async def test_a_detection_is_the_client_s_own_and_a_contract_without_webhook_tells_nobody(house: Listened) -> None:
    await house.hear(events.Detected("Panier vide", "…"), RM)
    await house.hear(RAISED, RM, anomaly="b2", contract="portail-exemple")
    await house.settle()
    assert house.receiver.calls == []
    assert not any(isinstance(one, Publish) for one, _ in house.performer.done)


async def test_a_webhook_that_asks_for_a_delay_is_not_called_before_it_and_the_other_goes_on(house: Listened) -> None:
    house.receiver.answers["equipe"] = Answer(429, {"Retry-After": "120"})
    for anomaly in ("a1", "b2"):
        await house.hear(RAISED, RM, anomaly=anomaly)
    await house.settle()
    assert len(house.heard("statut")) == 2
    house.wall.later(seconds=119)
    await house.settle()
    assert [one.name for one in house.receiver.calls].count("equipe") == 1
    del house.receiver.answers["equipe"]
    house.wall.later(seconds=2)
    await house.settle()
    assert len(house.heard("equipe")) == 2
    assert await house.store.read(webhooks.each) == []


@pytest.mark.parametrize("answer", ILLS.values(), ids=ILLS)
async def test_a_webhook_that_is_ill_takes_one_hand_and_gets_all_in_order_once_it_is_well(
    house: Listened, monkeypatch: pytest.MonkeyPatch, answer: Answer
) -> None:
    monkeypatch.setattr(webhook_channel, "PATIENCE", 0.3)
    house.receiver.answers["equipe"] = answer
    for number in range(5):
        house.hand.later(minutes=1)
        await house.hear(RAISED, RM, anomaly=f"a{number}")
    async with asyncio.timeout(20):
        await house.settle()
    assert len(house.heard("statut")) == 5
    assert [one.name for one in house.receiver.calls].count("equipe") == 1
    house.receiver.answers.clear()
    house.receiver.calls = [one for one in house.receiver.calls if one.name == "statut"]
    house.wall.later(seconds=10)
    await house.settle()
    sent = [[one.content["id"] for one in house.receiver.taken(name)] for name in ("equipe", "statut")]
    assert sent[0] == sent[1]


async def test_a_day_of_failures_switches_it_off_tells_once_and_enabling_sends_all_in_order(house: Listened) -> None:
    house.receiver.answers["equipe"] = Answer(500)
    for number in range(3):
        house.hand.later(minutes=1)
        await house.hear(RAISED, RM, anomaly=f"a{number}")
    await house.settle()
    await house.over(PATIENCE - timedelta(hours=2), timedelta(hours=2))
    assert house.cut() == []
    await house.over(timedelta(hours=3), timedelta(hours=1))
    assert [who for who, _ in house.cut()] == [CP.id]
    assert house.cut()[0][1]["webhook"] == "equipe"
    calls = len(house.receiver.calls)
    house.hand.later(minutes=1)
    await house.hear(events.Taken(), DEV, anomaly="a0")
    await house.settle()
    await house.over(timedelta(days=2), timedelta(hours=6))
    assert [one.name for one in house.receiver.calls[calls:]] == ["statut"]
    assert len(house.cut()) == 1
    parked = await house.store.read(outbox.parked)
    assert {type(one.effect) for one in parked} == {Publish}
    assert len(parked) == 4
    assert all("vigie webhook enable equipe" in (one.remedy or "") for one in parked)
    assert len(house.heard("statut")) == 4

    house.receiver.answers.clear()
    assert await house.store.write(lambda tx: switching.enable(tx, "equipe")) == 4
    house.hand.later(minutes=1)
    await house.hear(events.Delivered(), DEV, anomaly="a0")
    await house.settle()
    assert house.heard("equipe") == house.heard("statut")
    assert [kind for kind, _ in house.heard("equipe")][:4] == ["raised", "raised", "raised", "taken"]
    assert await house.store.read(outbox.parked) == []
    assert await house.store.read(webhooks.each) == []


async def test_one_success_starts_the_day_anew(house: Listened) -> None:
    house.receiver.answers["equipe"] = Answer(500)
    await house.hear(RAISED, RM)
    await house.settle()
    await house.over(PATIENCE - timedelta(hours=2), timedelta(hours=2))
    house.receiver.answers.clear()
    await house.over(timedelta(hours=2), timedelta(hours=2))
    house.receiver.answers["equipe"] = Answer(500)
    await house.hear(events.Taken(), DEV)
    await house.over(PATIENCE - timedelta(hours=2), timedelta(hours=2))
    assert house.cut() == []


async def test_an_address_that_turns_vigie_away_for_a_day_is_switched_off_too(house: Listened) -> None:
    house.receiver.answers["equipe"] = Answer(404)
    await house.hear(RAISED, RM)
    await house.settle()
    (parked,) = await house.store.read(outbox.parked)
    assert parked.error == "webhook: 404"
    house.wall.later(hours=25)
    await house.hear(events.Taken(), DEV)
    await house.settle()
    assert [who for who, _ in house.cut()] == [CP.id]
    house.receiver.answers.clear()
    await house.store.write(lambda tx: switching.enable(tx, "equipe"))
    await house.settle()
    assert [kind for kind, _ in house.heard("equipe")] == ["raised", "taken"]


async def test_a_refusal_of_one_message_is_parked_and_says_nothing_of_the_webhook(house: Listened) -> None:
    house.receiver.answers["equipe"] = Answer(413)
    await house.hear(RAISED, RM)
    await house.settle()
    house.wall.later(hours=25)
    await house.hear(events.Taken(), DEV)
    await house.settle()
    assert [one.error for one in await house.store.read(outbox.parked)] == ["webhook: 413"] * 2
    assert await house.store.read(webhooks.each) == []
    assert house.cut() == []
