"""Slash commands: the form that Vigie receives, the three seconds it has, and what the person then sees."""

import time

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack import Impossible, Slack
from tests.sandbox.slack.examples import LIVING_MESSAGE
from tests.sandbox.slack.receiver import Receiver


async def test_a_command_arrives_signed_with_all_its_fields(slack: Slack, receiver: Receiver) -> None:
    reply = await slack.command("U0RM", "#tma-boutique", "/anomalie", "sla BOU-1 & <suite>")
    assert reply.ok
    assert reply.status == 200
    form = receiver.last
    assert form["command"] == "/anomalie"
    assert form["text"] == "sla BOU-1 &amp; &lt;suite&gt;"
    assert (form["channel_id"], form["channel_name"]) == ("C0BOUTIQUE", "tma-boutique")
    assert (form["user_id"], form["user_name"], form["team_id"]) == ("U0RM", "rm", "T0VIGIE")
    assert form["response_url"].startswith(f"{slack.base_url}/slack/response/")
    assert {"token", "team_domain", "api_app_id", "is_enterprise_install", "trigger_id"} <= set(form)
    assert abs(int(receiver.headers[-1]["x-slack-request-timestamp"]) - time.time()) < 5


async def test_a_private_channel_hides_its_name(slack: Slack, receiver: Receiver) -> None:
    await slack.command("U0RM", "C0BOUSECU", "/anomalie")
    assert receiver.last["channel_name"] == "privategroup"
    await slack.command("U0RM", slack.dm("U0RM"), "/anomalie")
    assert receiver.last["channel_name"] == "directmessage"


async def test_an_immediate_answer_is_ephemeral_unless_it_says_otherwise(slack: Slack, receiver: Receiver) -> None:
    receiver.answers.extend(["C’est noté.", {"text": "À tous", "response_type": "in_channel"}, {"text": ""}, 200])
    for _ in range(4):
        await slack.command("U0RM", "#tma-boutique", "/anomalie")
    assert [(m.text, m.only_for) for m in slack.messages("#tma-boutique")] == [
        ("C’est noté.", "U0RM"),
        ("À tous", None),
    ]


async def test_an_answer_in_blocks_is_judged_like_any_message(slack: Slack, receiver: Receiver) -> None:
    receiver.answers.extend([{"blocks": LIVING_MESSAGE}, {"blocks": [{"type": "nothing"}]}])
    assert (await slack.command("U0RM", "#tma-boutique", "/anomalie")).ok
    assert (await slack.command("U0RM", "#tma-boutique", "/anomalie")).error == "invalid_command_response"


async def test_a_late_or_failed_answer_is_shown_and_never_sent_twice(slack: Slack, receiver: Receiver) -> None:
    receiver.answers.append(500)
    assert (await slack.command("U0RM", "#tma-boutique", "/anomalie")).error == "dispatch_failed"
    slack.line.patience, receiver.pause = 0.2, 1.0
    assert (await slack.command("U0RM", "#tma-boutique", "/anomalie")).error == "operation_timeout"
    slack.vigie_url = "http://127.0.0.1:1"
    assert (await slack.command("U0RM", "#tma-boutique", "/anomalie")).error == "dispatch_failed"
    await slack.settled()
    assert len(receiver.heard) == 2
    assert "operation_timeout" in slack.messages("#tma-boutique")[1].text
    assert all(message.only_for == "U0RM" for message in slack.messages("#tma-boutique"))


async def test_patience_lasts_three_seconds(slack: Slack, receiver: Receiver) -> None:
    receiver.pause = 3.5
    reply = await slack.command("U0RM", "#tma-boutique", "/anomalie")
    assert reply.error == "operation_timeout"
    assert reply.seconds == pytest.approx(3.0, abs=0.3)


async def test_a_signature_made_with_another_secret_is_refused(slack: Slack, receiver: Receiver) -> None:
    slack.line.signing_secret = "other"
    assert (await slack.command("U0RM", "#tma-boutique", "/anomalie")).status == 401
    assert receiver.heard == []


async def test_one_cannot_command_from_where_one_is_not(slack: Slack) -> None:
    with pytest.raises(Impossible, match="pas membre"):
        await slack.command("U0RM", "#tma-portail", "/anomalie")
    with pytest.raises(Impossible, match="commande connue"):
        await slack.command("U0RM", "#tma-boutique", "/chanson")
    with pytest.raises(Impossible, match="Personne"):
        await slack.command("U0NOBODY", "#tma-boutique", "/anomalie")


async def test_the_endpoint_s_probes_are_sent(slack: Slack, receiver: Receiver) -> None:
    receiver.answers.extend([200, {"challenge": "abc"}])
    assert (await slack.ssl_check()).ok
    assert receiver.last["ssl_check"] == "1"
    assert (await slack.url_verification("abc")).body == {"challenge": "abc"}
    assert receiver.last["type"] == "url_verification"


async def test_the_client_of_the_app_may_answer_during_the_command(
    slack: Slack, receiver: Receiver, client: AsyncWebClient
) -> None:
    async def greet(heard: dict[str, str]) -> None:
        await client.chat_postMessage(channel=heard["channel_id"], text="pendant")

    receiver.on_hearing = greet
    receiver.answers.append("après")
    await slack.command("U0RM", "#tma-boutique", "/anomalie")
    assert [m.text for m in slack.messages("#tma-boutique")] == ["pendant", "après"]
