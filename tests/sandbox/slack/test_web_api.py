"""slack_sdk against the stand-in: what a real client obtains, and what it is refused."""

import re
from datetime import timedelta

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.seed import BOT_USER
from sandbox.slack import Fault, Slack
from tests.sandbox.slack.examples import HOME, LIVING_MESSAGE


async def refused(call: object) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call  # type: ignore[misc]
    return str(caught.value.response["error"])


async def test_the_token_says_who_the_app_is(client: AsyncWebClient) -> None:
    assert (await client.auth_test())["user_id"] == BOT_USER
    assert (await client.api_test())["ok"]


async def test_a_missing_or_wrong_token_is_refused(slack: Slack) -> None:
    url = f"{slack.base_url}/slack/api/"
    assert await refused(AsyncWebClient(base_url=url).auth_test()) == "not_authed"
    assert await refused(AsyncWebClient(token="xoxb-other", base_url=url).auth_test()) == "invalid_auth"
    assert await refused(AsyncWebClient(token="xoxb-test", base_url=url).api_call("chat.sing")) == "unknown_method"


async def test_a_message_keeps_its_blocks_and_its_metadata(client: AsyncWebClient) -> None:
    metadata = {"event_type": "anomaly", "event_payload": {"key": "BOU-1"}}
    said = await client.chat_postMessage(
        channel="#tma-boutique", text="BOU-1", blocks=LIVING_MESSAGE, metadata=metadata
    )
    assert said["channel"] == "C0BOUTIQUE"
    assert re.fullmatch(r"\d{10}\.\d{6}", said["ts"])
    plain = await client.conversations_history(channel="C0BOUTIQUE")
    whole = await client.conversations_history(channel="C0BOUTIQUE", include_all_metadata=True)
    assert plain["messages"][0]["blocks"][0]["block_id"] == "title"
    assert plain["messages"][0]["blocks"][1]["block_id"]
    assert "metadata" not in plain["messages"][0]
    assert whole["messages"][0]["metadata"] == metadata


async def test_instants_are_the_demo_s_unique_and_increasing(slack: Slack, client: AsyncWebClient) -> None:
    slack.clock.run_at(0)
    first = (await client.chat_postMessage(channel="C0BOUTIQUE", text="un"))["ts"]
    second = (await client.chat_postMessage(channel="C0PORTAIL", text="deux"))["ts"]
    slack.clock.jump(slack.clock.now() + timedelta(hours=1))
    third = (await client.chat_postMessage(channel="C0BOUTIQUE", text="trois"))["ts"]
    assert float(first) < float(second) < float(third)
    assert float(third) - float(first) == pytest.approx(3600, abs=1)


@pytest.mark.parametrize(
    ("channel", "error"),
    [("C0NOWHERE", "channel_not_found"), ("#inconnu", "channel_not_found"), ("U0NOBODY", "channel_not_found")],
)
async def test_an_unknown_channel_is_not_found(client: AsyncWebClient, channel: str, error: str) -> None:
    assert await refused(client.chat_postMessage(channel=channel, text="?")) == error


async def test_the_app_speaks_only_where_it_was_invited(slack: Slack, client: AsyncWebClient) -> None:
    slack.workspace.leave("C0PORTAIL", BOT_USER)
    slack.workspace.leave("C0PORTSECU", BOT_USER)
    slack.workspace.archive("C0EQUIPE")
    assert await refused(client.chat_postMessage(channel="C0PORTAIL", text="?")) == "not_in_channel"
    assert await refused(client.chat_postMessage(channel="C0PORTSECU", text="?")) == "channel_not_found"
    assert await refused(client.chat_postMessage(channel="C0EQUIPE", text="?")) == "is_archived"


async def test_text_over_forty_thousand_characters_is_cut_with_a_warning(slack: Slack, client: AsyncWebClient) -> None:
    said = await client.chat_postMessage(channel="C0BOUTIQUE", text="x" * 40_001)
    assert said["warning"] == "message_truncated"
    assert len(slack.messages("C0BOUTIQUE")[0].text) == 40_000
    empty = client.api_call("chat.postMessage", json={"channel": "C0BOUTIQUE", "text": ""})
    assert await refused(empty) == "no_text"


async def test_replies_stay_in_their_thread(client: AsyncWebClient) -> None:
    root = (await client.chat_postMessage(channel="C0BOUTIQUE", text="BOU-1"))["ts"]
    reply = (await client.chat_postMessage(channel="C0BOUTIQUE", text="suite", thread_ts=root))["ts"]
    await client.chat_postMessage(channel="C0BOUTIQUE", text="fin", thread_ts=reply)
    history = (await client.conversations_history(channel="C0BOUTIQUE"))["messages"]
    assert [(m["text"], m["reply_count"]) for m in history] == [("BOU-1", 2)]
    thread = (await client.conversations_replies(channel="C0BOUTIQUE", ts=root))["messages"]
    assert [m["text"] for m in thread] == ["BOU-1", "suite", "fin"]
    lost = client.chat_postMessage(channel="C0BOUTIQUE", text="?", thread_ts="1.000001")
    assert await refused(lost) == "thread_not_found"
    assert await refused(client.conversations_replies(channel="C0BOUTIQUE", ts="1.000001")) == "thread_not_found"


async def test_an_update_keeps_what_it_does_not_name(slack: Slack, client: AsyncWebClient) -> None:
    metadata = {"event_type": "anomaly", "event_payload": {}}
    ts = (await client.chat_postMessage(channel="C0BOUTIQUE", text="a", blocks=LIVING_MESSAGE, metadata=metadata))["ts"]
    await client.chat_update(channel="C0BOUTIQUE", ts=ts, text="b")
    kept = slack.messages("C0BOUTIQUE")[0]
    assert (kept.text, len(kept.blocks), kept.metadata) == ("b", len(LIVING_MESSAGE), metadata)
    await client.chat_update(channel="C0BOUTIQUE", ts=ts, text="c", blocks=[])
    assert slack.messages("C0BOUTIQUE")[0].blocks == ()
    assert kept.edited


async def test_only_its_own_messages_can_be_changed(slack: Slack, client: AsyncWebClient) -> None:
    theirs = await slack.say("U0RM", "#tma-boutique", "bonjour")
    ours = (await client.chat_postMessage(channel="C0BOUTIQUE", text="a"))["ts"]
    assert await refused(client.chat_update(channel="C0BOUTIQUE", ts=theirs.ts, text="b")) == "cant_update_message"
    assert await refused(client.chat_delete(channel="C0BOUTIQUE", ts=theirs.ts)) == "cant_delete_message"
    assert await refused(client.chat_update(channel="C0BOUTIQUE", ts="1.000001", text="b")) == "message_not_found"
    assert await refused(client.chat_update(channel="C0BOUTIQUE", ts=ours, text="x" * 4001)) == "msg_too_long"
    await client.chat_delete(channel="C0BOUTIQUE", ts=ours)
    assert [m.ts for m in slack.messages("C0BOUTIQUE")] == [theirs.ts]


async def test_a_deleted_message_with_replies_leaves_a_tombstone(client: AsyncWebClient) -> None:
    root = (await client.chat_postMessage(channel="C0BOUTIQUE", text="a"))["ts"]
    await client.chat_postMessage(channel="C0BOUTIQUE", text="b", thread_ts=root)
    await client.chat_delete(channel="C0BOUTIQUE", ts=root)
    assert (await client.conversations_history(channel="C0BOUTIQUE"))["messages"][0]["subtype"] == "tombstone"


async def test_an_ephemeral_message_is_seen_by_one_person_and_no_history(slack: Slack, client: AsyncWebClient) -> None:
    said = await client.chat_postEphemeral(channel="C0BOUTIQUE", user="U0RM", text="entre nous")
    assert said["message_ts"]
    assert slack.messages("C0BOUTIQUE")[0].only_for == "U0RM"
    assert (await client.conversations_history(channel="C0BOUTIQUE"))["messages"] == []
    stranger = client.chat_postEphemeral(channel="C0BOUTIQUE", user="U0DIR", text="?")
    assert await refused(stranger) == "user_not_in_channel"


async def test_a_direct_message_opens_by_user_id(slack: Slack, client: AsyncWebClient) -> None:
    room = (await client.conversations_open(users=["U0CP"]))["channel"]["id"]
    assert (await client.chat_postMessage(channel="U0CP", text="bonjour"))["channel"] == room == slack.dm("U0CP")
    group = (await client.conversations_open(users="U0CP,U0DEV"))["channel"]["id"]
    assert group != room
    assert await refused(client.conversations_open(users="U0NOBODY")) == "user_not_found"


async def test_rooms_and_people_are_listed(client: AsyncWebClient) -> None:
    kinds = "public_channel,private_channel"
    first = await client.conversations_list(types=kinds, limit=3)
    second = await client.conversations_list(types=kinds, limit=3, cursor=first["response_metadata"]["next_cursor"])
    assert len(first["channels"] + second["channels"]) == 5
    assert (await client.conversations_info(channel="C0BOUSECU"))["channel"]["is_private"]
    assert BOT_USER in (await client.conversations_members(channel="C0BOUTIQUE"))["members"]
    assert (await client.users_info(user="U0CP"))["user"]["profile"]["email"] == "cp@prestataire.example"
    assert (await client.users_lookupByEmail(email="rm@boutique.example"))["user"]["id"] == "U0RM"
    assert len((await client.users_list())["members"]) == 7
    assert await refused(client.users_info(user="U0NOBODY")) == "user_not_found"
    assert await refused(client.users_lookupByEmail(email="nobody@nowhere.example")) == "users_not_found"


async def test_history_is_read_by_pages_and_within_bounds(client: AsyncWebClient) -> None:
    sent = [(await client.chat_postMessage(channel="C0BOUTIQUE", text=str(n)))["ts"] for n in range(5)]
    first = await client.conversations_history(channel="C0BOUTIQUE", limit=3)
    cursor = first["response_metadata"]["next_cursor"]
    second = await client.conversations_history(channel="C0BOUTIQUE", limit=3, cursor=cursor)
    assert [m["text"] for m in first["messages"] + second["messages"]] == list("43210")
    since = await client.conversations_history(channel="C0BOUTIQUE", oldest=sent[2])
    assert [m["text"] for m in since["messages"]] == list("43")
    exact = await client.conversations_history(channel="C0BOUTIQUE", oldest=sent[2], latest=sent[2], inclusive=True)
    assert [m["text"] for m in exact["messages"]] == ["2"]


async def test_reactions_and_links_point_at_a_message(slack: Slack, client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(channel="C0BOUTIQUE", text="a"))["ts"]
    await client.reactions_add(channel="C0BOUTIQUE", timestamp=ts, name="eyes")
    assert await refused(client.reactions_add(channel="C0BOUTIQUE", timestamp=ts, name="eyes")) == "already_reacted"
    link = (await client.chat_getPermalink(channel="C0BOUTIQUE", message_ts=ts))["permalink"]
    assert link == f"{slack.base_url}/archives/C0BOUTIQUE/p{ts.replace('.', '')}"


async def test_a_home_is_published_for_one_person(slack: Slack, client: AsyncWebClient) -> None:
    first = (await client.views_publish(user_id="U0CP", view=HOME))["view"]
    again = client.views_publish(user_id="U0CP", view=HOME, hash="0.other")
    assert await refused(again) == "hash_conflict"
    await client.views_publish(user_id="U0CP", view=HOME, hash=first["hash"])
    assert slack.workspace.homes["U0CP"].id == first["id"]


async def test_rate_limits_apply_to_a_channel_when_asked_for(
    slack: Slack, client: AsyncWebClient, monotonic: object
) -> None:
    slack.rate_limited = True
    await client.chat_postMessage(channel="C0BOUTIQUE", text="a")
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="C0BOUTIQUE", text="b")
    assert (caught.value.response.status_code, caught.value.response.headers["Retry-After"]) == (429, "1")
    await client.chat_postMessage(channel="C0PORTAIL", text="c")
    monotonic.now += 1.1  # type: ignore[attr-defined]
    await client.chat_postMessage(channel="C0BOUTIQUE", text="d")


async def test_breakdowns_are_played_then_over(slack: Slack, client: AsyncWebClient) -> None:
    slack.faults = [
        Fault("chat.postMessage", error="internal_error"),
        Fault("*", status=503, headers={"Retry-After": "30"}),
        Fault("chat.postMessage", status=500, after_work=True),
    ]
    assert await refused(client.chat_postMessage(channel="C0BOUTIQUE", text="a")) == "internal_error"
    for _ in range(2):
        with pytest.raises(SlackApiError):
            await client.chat_postMessage(channel="C0BOUTIQUE", text="b")
    await client.chat_postMessage(channel="C0BOUTIQUE", text="c")
    assert [m.text for m in slack.messages("C0BOUTIQUE")] == ["b", "c"]


async def test_a_cut_connection_makes_slack_sdk_post_twice(slack: Slack, client: AsyncWebClient) -> None:
    slack.faults = [Fault("chat.postMessage", drop=True, after_work=True)]
    await client.chat_postMessage(channel="C0BOUTIQUE", text="a")
    assert [m.text for m in slack.messages("C0BOUTIQUE")] == ["a", "a"]


async def test_an_answer_may_break_off_in_its_middle_after_the_work_or_before_it(slack: Slack) -> None:
    once = AsyncWebClient("xoxb-test", base_url=f"{slack.base_url}/slack/api/", retry_handlers=[])
    for after_work in (False, True):
        slack.faults = [Fault("chat.postMessage", half=True, after_work=after_work)]
        with pytest.raises(aiohttp.ClientPayloadError):
            await once.chat_postMessage(channel="C0BOUTIQUE", text=f"{after_work}")
    assert [m.text for m in slack.messages("C0BOUTIQUE")] == ["True"]
