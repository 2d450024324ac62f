"""Response URLs: five uses in thirty minutes, seen by the person alone unless they say otherwise."""

from typing import Any

import httpx
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from connectors.tls_context import tls_context
from sandbox.slack import Slack
from tests.sandbox.slack.conftest import Monotonic
from tests.sandbox.slack.examples import LIVING_MESSAGE
from tests.sandbox.slack.receiver import Receiver


async def post(url: str, body: Any) -> httpx.Response:
    async with httpx.AsyncClient(verify=tls_context(), trust_env=False) as http:
        return await http.post(url, json=body)


async def test_slack_sdk_answers_through_it(slack: Slack, receiver: Receiver) -> None:
    await slack.command("U0RM", "#tma-boutique", "/anomalie")
    hook = AsyncWebhookClient(receiver.last["response_url"])
    assert (await hook.send(text="pour vous")).body == "ok"
    assert (await hook.send(text="pour tous", response_type="in_channel")).status_code == 200
    assert [(m.text, m.only_for) for m in slack.messages("C0BOUTIQUE")] == [("pour vous", "U0RM"), ("pour tous", None)]


async def test_it_replaces_its_own_earlier_answer(slack: Slack, receiver: Receiver) -> None:
    await slack.command("U0RM", "#tma-boutique", "/anomalie")
    url = receiver.last["response_url"]
    await post(url, {"text": "un instant"})
    await post(url, {"text": "voilà", "replace_original": True})
    assert [m.text for m in slack.messages("C0BOUTIQUE")] == ["voilà"]
    await post(url, {"delete_original": True})
    assert slack.messages("C0BOUTIQUE") == []


async def test_it_serves_five_times(slack: Slack, receiver: Receiver) -> None:
    await slack.command("U0RM", "#tma-boutique", "/anomalie")
    url = receiver.last["response_url"]
    answers = [await post(url, {"text": str(n)}) for n in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert answers[-1].json()["error"] == "used_url"


async def test_it_serves_thirty_minutes(slack: Slack, receiver: Receiver, monotonic: Monotonic) -> None:
    await slack.command("U0RM", "#tma-boutique", "/anomalie")
    url = receiver.last["response_url"]
    monotonic.now += 1799
    assert (await post(url, {"text": "encore"})).status_code == 200
    monotonic.now += 2
    assert (await post(url, {"text": "trop tard"})).json()["error"] == "expired_url"


async def test_bad_content_does_not_count(slack: Slack, receiver: Receiver) -> None:
    await slack.command("U0RM", "#tma-boutique", "/anomalie")
    url = receiver.last["response_url"]
    assert (await post(url, ["?"])).json()["error"] == "invalid_payload"
    assert (await post(url, {})).json()["error"] == "no_text"
    assert (await post(url, {"blocks": [{"type": "nothing"}]})).json()["error"] == "invalid_blocks"
    assert (await post(f"{slack.base_url}/slack/response/unknown", {"text": "?"})).status_code == 404
    assert [(await post(url, {"text": "ok"})).status_code for _ in range(5)] == [200] * 5


async def test_a_button_s_url_replaces_the_message_it_is_on(
    slack: Slack, receiver: Receiver, client: AsyncWebClient
) -> None:
    ts = (await client.chat_postMessage(channel="C0BOUTIQUE", text="a", blocks=LIVING_MESSAGE))["ts"]
    await slack.press("U0CP", "C0BOUTIQUE", ts, "take")
    await post(receiver.last["response_url"], {"text": "pris en charge", "replace_original": True})
    assert [(m.ts, m.text, m.blocks) for m in slack.messages("C0BOUTIQUE")] == [(ts, "pris en charge", ())]
