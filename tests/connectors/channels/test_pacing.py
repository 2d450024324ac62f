"""No conversation is spoken to faster than Slack takes it, and what Slack asks for is obeyed by everybody."""

import asyncio
from datetime import timedelta

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from connectors.channels import SlackChannel
from connectors.channels.slack.pacing import LONGEST_STAND, Pace
from connectors.delivery_errors import NotNow
from rules.contract import Audience
from rules.effects import Message, PostRoom, Say
from sandbox.slack import Fault, Slack
from tests.connectors.channels.cast import CONTRACT, stage
from tests.connectors.channels.conftest import TOKEN

READY = Message(Say.READY_TO_CLOSE, {"name": "BOU-214", "title": "Panier vide"}, ("close",))
TO_TEAM = PostRoom(CONTRACT.id, Audience.TEAM, READY)


class Time:
    """Seconds that pass only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


async def test_a_second_passes_between_two_messages_of_a_conversation() -> None:
    clock = Time()
    pace, spoken = Pace(1.0, clock, clock.sleep), []
    for _ in range(4):
        await pace.turn("C1")
        spoken.append(clock.now)
    assert spoken == [100.0, 101.0, 102.0, 103.0]


async def test_one_conversation_does_not_wait_for_another() -> None:
    clock = Time()
    pace = Pace(1.0, clock, clock.sleep)
    for name in ("C1", "C2", "C3"):
        await pace.turn(name)
    assert clock.now == 100.0


async def test_what_is_far_from_its_turn_is_sent_away_each_to_an_instant_of_its_own() -> None:
    still = Time()

    async def forever(_: float) -> None:
        await asyncio.Event().wait()

    pace = Pace(1.0, still, forever)
    standing = [asyncio.ensure_future(pace.turn("C1")) for _ in range(int(LONGEST_STAND) + 1)]
    await asyncio.sleep(0)
    sent_away = []
    for _ in range(3):
        with pytest.raises(NotNow) as later:
            await pace.turn("C1")
        assert not later.value.tried
        sent_away.append(later.value.after)
    assert sent_away == [timedelta(seconds=4), timedelta(seconds=5), timedelta(seconds=6)]
    for one in standing:
        one.cancel()


async def test_what_slack_asks_for_holds_every_message_of_the_conversation(slack: Slack) -> None:
    channel = _channel(slack, Pace(0.0))
    slack.faults.append(Fault("chat.postMessage", status=429, error="ratelimited", headers={"Retry-After": "120"}))
    for _ in range(2):
        with pytest.raises(NotNow) as later:
            await channel.perform(TO_TEAM, stage(None, address="C0EQUIPE"))
        assert later.value.after is not None
        assert timedelta(seconds=119) < later.value.after <= timedelta(seconds=120)
    assert [method for method, _ in slack.calls] == ["chat.postMessage"]
    slack.faults.clear()
    assert (await channel.perform(TO_TEAM, stage(None, address="C0BOUTIQUE"))).ref


async def test_a_burst_is_taken_without_one_refusal(slack: Slack) -> None:
    clock = Time()
    slack.rate_limited, slack.monotonic = True, clock
    channel = _channel(slack, Pace(1.0, clock, clock.sleep))
    for number in range(4):
        await channel.perform(TO_TEAM, stage(None, key=f"errand-{number}", address="C0EQUIPE"))
    assert len(slack.messages("C0EQUIPE")) == 4
    assert clock.now == 103.0


def _channel(slack: Slack, pace: Pace) -> SlackChannel:
    client = AsyncWebClient(token=TOKEN, base_url=f"{slack.base_url}/slack/api/", retry_handlers=[], timeout=5)
    return SlackChannel(client, pace=pace)
