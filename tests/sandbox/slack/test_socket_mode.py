"""The stand-in's Socket Mode, as slack_sdk's own client of it finds it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack import Slack

APP_TOKEN = "xapp-test"


@pytest.fixture
async def heard(slack: Slack, client: AsyncWebClient) -> AsyncIterator[list[SocketModeRequest]]:
    """What slack_sdk's client was sent; it acknowledges all but the first event."""
    slack.app_token, slack.socket_mode.enabled = APP_TOKEN, True
    heard: list[SocketModeRequest] = []

    async def take(by: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        heard.append(request)
        if request.type != "events_api" or request.retry_attempt:
            payload = {"text": "pris"} if request.accepts_response_payload else None
            await by.send_socket_mode_response(SocketModeResponse(request.envelope_id, payload))

    connected: Any = SocketModeClient(APP_TOKEN, web_client=client)
    connected.socket_mode_request_listeners.append(take)
    await connected.connect()
    await slack.socket_mode.connected()
    yield heard
    await connected.close()


async def test_a_command_is_an_envelope_that_takes_an_answer(slack: Slack, heard: list[SocketModeRequest]) -> None:
    reply = await slack.command("U0RM", "#tma-boutique", "/anomalie", "aide")
    assert (reply.ok, reply.body) == (True, {"text": "pris"})
    (request,) = heard
    assert (request.type, request.payload["text"]) == ("slash_commands", "aide")
    assert slack.messages("#tma-boutique")[-1].text == "pris"


async def test_an_event_that_is_not_acknowledged_comes_again(slack: Slack, heard: list[SocketModeRequest]) -> None:
    slack.socket_mode.patience = 0.1
    first = await slack.event({"type": "app_home_opened", "user": "U0CP"}, event_id="Ev1")
    await slack.settled()
    assert first.error == "operation_timeout"
    assert [(one.retry_attempt, one.retry_reason) for one in heard] == [(0, ""), (1, "timeout")]
    assert heard[0].payload == heard[1].payload


async def test_the_apps_own_token_opens_connections_and_does_nothing_else(slack: Slack, client: AsyncWebClient) -> None:
    slack.app_token = APP_TOKEN
    opened = await client.apps_connections_open(app_token=APP_TOKEN)
    assert str(opened["url"]).startswith("ws://127.0.0.1")
    for token, error in (("xoxb-test", "not_allowed_token_type"), ("xapp-other", "invalid_auth")):
        with pytest.raises(SlackApiError) as refused:
            await client.apps_connections_open(app_token=token)
        assert refused.value.response["error"] == error
    with pytest.raises(SlackApiError) as refused:
        await client.auth_test(token=APP_TOKEN)
    assert refused.value.response["error"] == "not_allowed_token_type"


async def test_a_scope_that_the_app_has_not_is_named(slack: Slack, client: AsyncWebClient) -> None:
    slack.scopes = ("chat:write", "channels:read")
    assert (await client.auth_test()).headers["x-oauth-scopes"] == "chat:write,channels:read"
    await client.conversations_info(channel="C0BOUTIQUE")
    with pytest.raises(SlackApiError) as refused:
        await client.conversations_info(channel="C0BOUSECU")
    assert refused.value.response["error"] == "missing_scope"
    assert refused.value.response["needed"] == "groups:read"


async def test_nobody_is_told_anything_while_nothing_is_connected(slack: Slack) -> None:
    slack.socket_mode.enabled = True
    reply = await slack.command("U0RM", "#tma-boutique", "/anomalie", "aide")
    assert reply.error == "dispatch_failed"
