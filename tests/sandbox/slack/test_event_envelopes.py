"""Events: the envelope, and the three more times Slack tries one that was not accepted."""

from slack_sdk.web.async_client import AsyncWebClient

from sandbox.seed import BOT_USER
from sandbox.slack import Slack
from tests.sandbox.slack.examples import HOME
from tests.sandbox.slack.receiver import Receiver


async def test_an_opened_home_tells_who_and_what_is_shown(
    slack: Slack, receiver: Receiver, client: AsyncWebClient
) -> None:
    await slack.open_home("U0CP")
    envelope = receiver.last
    assert envelope["type"] == "event_callback"
    assert envelope["event"]["type"] == "app_home_opened"
    assert envelope["authorizations"][0]["user_id"] == BOT_USER
    assert "view" not in envelope["event"]
    await client.views_publish(user_id="U0CP", view=HOME)
    await slack.open_home("U0CP")
    assert receiver.last["event"]["view"]["type"] == "home"
    assert receiver.last["event_id"] != envelope["event_id"]


async def test_a_refused_event_comes_back_three_times_with_its_number_and_reason(
    slack: Slack, receiver: Receiver
) -> None:
    receiver.answers.extend([500, 500, 500, 500, 200])
    reply = await slack.event({"type": "app_home_opened", "user": "U0CP"}, event_id="Ev1")
    await slack.settled()
    assert reply.status == 500
    assert [heard["event_id"] for heard in receiver.heard] == ["Ev1"] * 4
    assert [headers.get("x-slack-retry-num") for headers in receiver.headers] == [None, "1", "2", "3"]
    assert receiver.headers[1]["x-slack-retry-reason"] == "http_error"
    assert len(slack.attempts["Ev1"]) == 4


async def test_a_late_event_comes_back_until_it_is_accepted(slack: Slack, receiver: Receiver) -> None:
    slack.line.patience, receiver.pause = 0.1, 0.3
    await slack.event({"type": "app_home_opened", "user": "U0CP"}, event_id="Ev1")
    receiver.pause = 0.0
    await slack.settled()
    assert [reply.error for reply in slack.attempts["Ev1"]] == ["operation_timeout", None]
    assert receiver.headers[-1]["x-slack-retry-reason"] == "http_timeout"


async def test_the_app_may_ask_for_no_retry(slack: Slack, receiver: Receiver) -> None:
    receiver.answers.append(500)
    receiver.answer_headers = {"X-Slack-No-Retry": "1"}
    await slack.event({"type": "app_home_opened", "user": "U0CP"})
    await slack.settled()
    assert len(receiver.heard) == 1


async def test_a_mention_is_heard_and_a_plain_word_is_not(slack: Slack, receiver: Receiver) -> None:
    await slack.say("U0RM", "#tma-boutique", "bonjour à tous & @cp")
    await slack.settled()
    assert receiver.heard == []
    said = await slack.say("U0RM", "#tma-boutique", "@vigie où en est BOU-1 ?")
    await slack.settled()
    assert [heard["event"]["type"] for heard in receiver.heard] == ["app_mention"]
    assert receiver.last["event"]["text"] == f"<@{BOT_USER}> où en est BOU-1 ?"
    assert receiver.last["event"]["ts"] == said.ts
    assert slack.messages("#tma-boutique")[0].text == "bonjour à tous &amp; <@U0CP>"
    assert slack.messages("#tma-boutique")[0].pings == ("U0CP",)


async def test_its_own_words_come_back_to_the_app_where_it_listens(
    slack: Slack, receiver: Receiver, client: AsyncWebClient
) -> None:
    slack.subscriptions.add("message.channels")
    await client.chat_postMessage(channel="C0BOUTIQUE", text="BOU-1")
    await slack.settled()
    event = receiver.last["event"]
    assert (event["type"], event["bot_id"], event["channel_type"]) == ("message", "B0VIGIE", "channel")
