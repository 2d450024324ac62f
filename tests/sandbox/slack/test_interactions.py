"""Buttons, menus and shortcuts: the payloads that Vigie receives when people use them."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack import Impossible, Slack
from tests.sandbox.slack.examples import HOME, LIVING_MESSAGE, option
from tests.sandbox.slack.receiver import Receiver


@pytest.fixture
async def ts(client: AsyncWebClient) -> str:
    said = await client.chat_postMessage(channel="C0BOUTIQUE", text="BOU-1", blocks=LIVING_MESSAGE)
    return str(said["ts"])


async def test_a_button_says_what_was_pressed_where_and_by_whom(slack: Slack, receiver: Receiver, ts: str) -> None:
    assert (await slack.press("U0CP", "#tma-boutique", ts, "take", "BOU-1")).ok
    heard = receiver.last
    assert heard["type"] == "block_actions"
    assert heard["user"]["id"] == "U0CP"
    assert heard["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": "C0BOUTIQUE",
        "is_ephemeral": False,
    }
    assert heard["message"]["ts"] == ts
    action = heard["actions"][0]
    assert (action["action_id"], action["block_id"], action["value"]) == ("take", "moves", "BOU-1")
    assert {"trigger_id", "response_url", "state", "channel", "team", "api_app_id"} <= set(heard)


async def test_menus_tell_the_option_chosen(slack: Slack, receiver: Receiver, ts: str) -> None:
    await slack.press("U0CP", "#tma-boutique", ts, "more", "explain")
    assert receiver.last["actions"][0]["selected_option"] == option("Expliquer", "explain")
    await slack.press("U0CP", "#tma-boutique", ts, "criticality", "majeure")
    assert receiver.last["actions"][0]["selected_option"]["value"] == "majeure"
    state = receiver.last["state"]["values"]["moves"]["criticality"]
    assert state == {"type": "static_select", "selected_option": option("Majeure", "majeure")}


async def test_what_is_not_offered_cannot_be_used(slack: Slack, ts: str) -> None:
    for gesture in (
        slack.press("U0CP", "#tma-boutique", ts, "launch"),
        slack.press("U0CP", "#tma-boutique", ts, "criticality", "cosmique"),
        slack.press("U0CP", "#tma-boutique", "1.000001", "take"),
        slack.press("U0DIR", "#tma-boutique", ts, "take"),
    ):
        with pytest.raises(Impossible):
            await gesture


async def test_an_ephemeral_message_s_button_has_no_message(
    slack: Slack, receiver: Receiver, client: AsyncWebClient
) -> None:
    said = await client.chat_postEphemeral(channel="C0BOUTIQUE", user="U0CP", text="a", blocks=LIVING_MESSAGE)
    await slack.press("U0CP", "C0BOUTIQUE", said["message_ts"], "take")
    assert receiver.last["container"]["is_ephemeral"]
    assert "message" not in receiver.last
    with pytest.raises(Impossible):
        await slack.press("U0RM", "C0BOUTIQUE", said["message_ts"], "take")


async def test_a_gesture_without_an_answer_is_told_to_its_author_and_not_repeated(
    slack: Slack, receiver: Receiver, ts: str
) -> None:
    receiver.answers.append(500)
    assert (await slack.press("U0CP", "C0BOUTIQUE", ts, "take")).error == "dispatch_failed"
    await slack.settled()
    assert len(receiver.heard) == 1
    assert slack.messages("C0BOUTIQUE")[-1].only_for == "U0CP"


async def test_a_home_s_button_tells_its_view(slack: Slack, receiver: Receiver, client: AsyncWebClient) -> None:
    view = (await client.views_publish(user_id="U0CP", view=HOME))["view"]
    await slack.press_in_view("U0CP", view["id"], "refresh")
    assert receiver.last["container"] == {"type": "view", "view_id": view["id"]}
    assert receiver.last["view"]["type"] == "home"
    assert "response_url" not in receiver.last


async def test_shortcuts_tell_where_they_were_used(slack: Slack, receiver: Receiver, ts: str) -> None:
    await slack.shortcut("U0RM", "report")
    assert (receiver.last["type"], receiver.last["callback_id"]) == ("shortcut", "report")
    assert "response_url" not in receiver.last
    await slack.message_shortcut("U0RM", "C0BOUTIQUE", ts, "report_this")
    assert receiver.last["type"] == "message_action"
    assert receiver.last["message"]["ts"] == receiver.last["message_ts"] == ts
