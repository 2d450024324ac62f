"""Socket Mode: the same pipeline as over HTTP, connections that are replaced without loss, refusals that are told."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi import FastAPI
from slack_sdk.web.async_client import AsyncWebClient
from structlog.testing import capture_logs

from bot.slack.door.socket_mode_client import REMEDIES, Socket
from bot.slack.meaning.slack_delivery_reader import read
from connectors.parsed_delivery import Claim, Delivery
from connectors.wording import said
from sandbox.clock import DemoClock
from sandbox.feed import Feed
from sandbox.page.serving import bound, serving
from sandbox.slack import Fault, Keys, Slack, router
from tests.bot.slack.house import CONTRACTS, NOW, SECRET, Mailbox, Room, command, press, submission

TOKEN = "xapp-un-jeton-secret"
SAID = "un-mot-que-personne-ne-doit-lire"


class Gate(Mailbox):
    """A mailbox that may be made to wait before it keeps anything."""

    def __init__(self) -> None:
        super().__init__()
        self.open = asyncio.Event()
        self.open.set()
        self.reached = asyncio.Event()

    async def hear(self, delivery: Delivery) -> bool:
        self.reached.set()
        await self.open.wait()
        return await super().hear(delivery)


@dataclass
class Scene:
    """Slack's stand-in, and a room with its mailbox."""

    slack: Slack
    room: Room
    mailbox: Gate
    logs: Sequence[Any]

    @contextlib.asynccontextmanager
    async def connected(self, token: str = TOKEN, pauses: Sequence[float] = (0.0,)) -> AsyncIterator[Socket]:
        """Vigie's end, until the block ends."""
        client = AsyncWebClient("xoxb-test", base_url=f"{self.slack.base_url}/slack/api/", retry_handlers=[])
        socket = Socket(token, client, self.room.door.take, pauses)
        task = asyncio.create_task(socket.run())
        try:
            yield socket
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    sock, mailbox = bound(), Gate()
    url = f"http://127.0.0.1:{sock.getsockname()[1]}"
    slack = Slack(
        DemoClock(NOW, speed=1.0),
        Feed(),
        Keys("xoxb-test", SECRET, TOKEN),
        base_url=url,
        vigie_url=url,
    )
    slack.socket_mode.enabled, slack.retry_delays = True, (0.0, 0.0)
    room = Room(mailbox=mailbox)
    app = FastAPI()
    app.include_router(router(slack), prefix="/slack")
    with capture_logs() as logs:
        async with serving(app, sock):
            yield Scene(slack, room, mailbox, logs)
            await slack.stop()
        await room.door.settled()
        await room.http.aclose()
    for secret in (TOKEN, SAID, "ticket"):
        assert secret not in str(logs), "nothing of what is received or held is logged"


async def until(true: Callable[[], bool]) -> None:
    """Let the others work until it is so."""
    for _ in range(2000):
        if true():
            return
        await asyncio.sleep(0.005)
    pytest.fail("it never came true")


async def test_a_command_is_recorded_then_acknowledged_then_attended_to(scene: Scene) -> None:
    async with scene.connected() as socket:
        await scene.slack.socket_mode.connected()
        scene.mailbox.open.clear()
        waiting = asyncio.create_task(scene.slack.command("U0RM", "#tma-boutique", "/anomalie", f"majeure {SAID}"))
        await scene.mailbox.reached.wait()
        assert not waiting.done()
        assert scene.room.client.opened == []
        scene.mailbox.open.set()
        assert (await waiting).ok
        await scene.room.door.settled()
        (form,) = scene.room.client.opened
        assert form["callback_id"] == "move:raise"
        assert socket.standing.connected


async def test_a_button_and_a_form_are_read_by_the_worker_as_over_http(scene: Scene) -> None:
    async with scene.connected():
        await scene.slack.socket_mode.connected()
        values = {"criticality": "majeure", "title": SAID, "environment": "production", "observed": "vide"}
        sent = submission("U0RM", "raise", values, {"contract": "boutique-exemple"})
        assert (await scene.slack.socket_mode.payload(sent)).ok
        assert (await scene.slack.socket_mode.payload(press("U0DEV", "move:take", "a1b2c3d4e5f60718"))).ok
    over_socket = [read(kept, CONTRACTS) for kept in scene.mailbox.all]
    assert [type(one) for one in over_socket] == [Claim, Claim], over_socket
    again = scene.mailbox.all
    await scene.room.interact(sent)
    assert scene.mailbox.all == again


async def test_what_must_be_corrected_is_said_in_the_acknowledgement(scene: Scene) -> None:
    async with scene.connected():
        await scene.slack.socket_mode.connected()
        sent = submission("U0AGENT", "detect", {"title": " ", "description": SAID}, {"contract": "boutique-exemple"})
        reply = await scene.slack.socket_mode.payload(sent)
    assert reply.body == {"response_action": "errors", "errors": {"title": "Ce champ est obligatoire."}}


async def test_an_envelope_sent_again_or_heard_over_http_too_is_one_delivery(scene: Scene) -> None:
    event = {"type": "app_mention", "user": "U0RM", "text": SAID, "channel": "C0BOUTIQUE", "ts": "1.1"}
    async with scene.connected():
        await scene.slack.socket_mode.connected()
        replies = [await scene.slack.event(event, "Ev1"), await scene.slack.event(event, "Ev1")]
        assert all(reply.ok for reply in replies)
        assert (await scene.room.event(event, "Ev1")).status_code == 200
        fields = command("U0RM", "aide")
        assert (await scene.slack.socket_mode.command(fields)).ok
        await scene.room.type("U0RM", "aide")
        await scene.room.door.settled()
    assert [kept.identity for kept in scene.mailbox.all] == ["Ev1", fields["trigger_id"]]
    assert len(scene.room.shown) == 2, "each is attended to once"


async def test_what_is_not_recorded_is_not_acknowledged_and_comes_again(scene: Scene) -> None:
    async with scene.connected():
        await scene.slack.socket_mode.connected()
        scene.slack.socket_mode.patience = 0.1
        scene.mailbox.broken = True
        assert (await scene.slack.command("U0RM", "#tma-boutique", "/anomalie", "aide")).error == "operation_timeout"
        first = await scene.slack.event({"type": "app_home_opened", "user": "U0CP", "tab": "home"}, "Ev1")
        assert first.error == "operation_timeout"
        scene.mailbox.broken = False
        await scene.slack.settled()
    assert [kept.identity for kept in scene.mailbox.all] == ["Ev1"]
    assert scene.slack.socket_mode.sent[-1]["retry_attempt"] == 1
    assert scene.slack.attempts["Ev1"][-1].ok


@pytest.mark.parametrize("reason", ["refresh_requested", "warning"])
async def test_a_connection_is_replaced_without_losing_what_is_under_way(scene: Scene, reason: str) -> None:
    async with scene.connected() as socket:
        slack = scene.slack
        await slack.socket_mode.connected()
        scene.mailbox.open.clear()
        under_way = asyncio.create_task(slack.command("U0RM", "#tma-boutique", "/anomalie", "aide"))
        await scene.mailbox.reached.wait()
        await slack.socket_mode.disconnect(reason)
        await slack.socket_mode.connected(opened=2)
        assert not under_way.done()
        scene.mailbox.open.set()
        assert (await under_way).ok
        await until(lambda: len(slack.socket_mode.connections) == 1)
        assert (await slack.command("U0RM", "#tma-boutique", "/anomalie", "aide")).ok
        assert socket.standing.connected
    assert "slack socket not connected" not in str(scene.logs), "Slack asks for it every few hours"


async def test_a_dropped_socket_is_connected_again_and_said(scene: Scene) -> None:
    async with scene.connected() as socket:
        await scene.slack.socket_mode.connected()
        await until(lambda: socket.standing.connected)
        await scene.slack.socket_mode.drop()
        await scene.slack.socket_mode.connected(opened=2)
        assert (await scene.slack.command("U0RM", "#tma-boutique", "/anomalie", "aide")).ok
    told = [one["event"] for one in scene.logs if one["event"].startswith("slack socket")]
    assert told == ["slack socket connected", "slack socket not connected", "slack socket connected"]


async def test_a_frame_that_says_nothing_is_passed_over(scene: Scene) -> None:
    async with scene.connected():
        await scene.slack.socket_mode.connected()
        (connection,) = scene.slack.socket_mode.connections
        for text in ("pas du JSON", "[]", '{"type": "inconnu"}', '{"type": 3, "envelope_id": 4}'):
            await connection.socket.send_text(text)
        await connection.say({"envelope_id": "e1", "type": "events_api", "payload": ["pas", "un", "objet"]})
        assert (await scene.slack.command("U0RM", "#tma-boutique", "/anomalie", "aide")).ok
        await until(lambda: len(scene.mailbox.all) == 2)
    assert json.loads(scene.mailbox.all[0].body) == ["pas", "un", "objet"], "parked by the worker, and seen"


REFUSALS: tuple[tuple[str, str, Callable[[Slack], None]], ...] = (
    ("invalid_auth", "app_token", lambda slack: setattr(slack, "app_token", "another")),
    ("link_disabled", "socket_off", lambda slack: setattr(slack.socket_mode, "enabled", False)),
    ("too_many_websockets", "socket_full", lambda slack: setattr(slack.socket_mode, "most", 0)),
)


@pytest.mark.parametrize(("because", "remedy", "spoil"), REFUSALS, ids=[one[0] for one in REFUSALS])
async def test_a_refusal_is_told_with_its_remedy_and_not_hammered(
    scene: Scene, because: str, remedy: str, spoil: Callable[[Slack], None]
) -> None:
    spoil(scene.slack)
    async with scene.connected(pauses=(0.0, 0.0, 3600.0)) as socket:
        await until(lambda: socket.standing.because == because)
        for _ in range(20):
            await asyncio.sleep(0)
    assert socket.standing.remedy == said(f"remedy.{remedy}")
    assert [method for method, _ in scene.slack.calls] == ["apps.connections.open"]
    assert [one["because"] for one in scene.logs if one["event"] == "slack socket not connected"] == [because]


async def test_a_refusal_that_is_mended_is_forgotten(scene: Scene) -> None:
    scene.slack.socket_mode.most = 0
    async with scene.connected(pauses=(0.0, 0.01)) as socket:
        await until(lambda: socket.standing.because == "too_many_websockets")
        scene.slack.socket_mode.most = 1
        await until(lambda: socket.standing.connected)
    assert socket.standing.remedy == ""


async def test_slack_down_is_tried_again_until_it_answers(scene: Scene) -> None:
    scene.slack.faults.append(Fault("apps.connections.open", status=503, times=3))
    async with scene.connected() as socket:
        await scene.slack.socket_mode.connected()
        await until(lambda: socket.standing.connected)
    assert len(scene.slack.calls) == 4
    (told,) = [one for one in scene.logs if one["event"] == "slack socket not connected"]
    assert told["remedy"] == said("remedy.socket_away")


async def test_two_replicas_may_both_be_connected(scene: Scene) -> None:
    async with scene.connected():
        await scene.slack.socket_mode.connected()
        async with scene.connected():
            await scene.slack.socket_mode.connected(opened=2)
            assert (await scene.slack.command("U0RM", "#tma-boutique", "/anomalie", "aide")).ok
        await until(lambda: len(scene.slack.socket_mode.connections) == 1)
        assert (await scene.slack.command("U0RM", "#tma-boutique", "/anomalie", "aide")).ok
    assert len(scene.mailbox.all) == 2


async def test_what_has_come_is_acknowledged_before_hanging_up(scene: Scene) -> None:
    async with scene.connected():
        await scene.slack.socket_mode.connected()
        scene.mailbox.open.clear()
        under_way = asyncio.create_task(scene.slack.command("U0RM", "#tma-boutique", "/anomalie", "aide"))
        await scene.mailbox.reached.wait()
        asyncio.get_running_loop().call_later(0.05, scene.mailbox.open.set)
    assert (await under_way).ok
    assert scene.slack.socket_mode.connections == []


def test_each_refusal_has_a_remedy() -> None:
    for key, words in REMEDIES:
        assert words
        assert said(f"remedy.{key}")
