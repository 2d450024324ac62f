"""The stand-in keeps files behind the app's token and tells the app of links to its domains, as Slack does."""

from typing import Any

import httpx
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from connectors.tls_context import tls_context
from sandbox.slack import Impossible, Slack
from sandbox.slack.workspace_files import delete
from tests.sandbox.slack.examples import plain
from tests.sandbox.slack.receiver import Receiver

CHOICE = {"type": "file_input", "action_id": "files", "filetypes": ["png"], "max_files": 1}
FORM = {
    "type": "modal",
    "title": plain("Déclarer"),
    "submit": plain("Envoyer"),
    "blocks": [{"type": "input", "block_id": "files", "label": plain("Captures"), "element": CHOICE, "optional": True}],
}
URL = "https://jira.example/browse/BOU-1"
SHOWN = {URL: {"blocks": [{"type": "section", "text": plain("BOU-1")}]}}


async def refused(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


async def test_a_file_is_told_and_its_content_is_for_who_shows_the_token(slack: Slack, client: AsyncWebClient) -> None:
    name = await slack.upload("U0RM", "capture.png", b"\x89PNG")
    file = (await client.files_info(file=name))["file"]
    assert (file["name"], file["mimetype"], file["size"]) == ("capture.png", "image/png", 4)
    async with httpx.AsyncClient(verify=tls_context()) as http:
        stranger = await http.get(file["url_private_download"])
        known = await http.get(file["url_private_download"], headers={"Authorization": "Bearer xoxb-test"})
    assert stranger.headers["content-type"].startswith("text/html")
    assert (known.content, known.headers["content-type"]) == (b"\x89PNG", "image/png")


async def test_a_file_that_is_not_there_any_more_is_refused(slack: Slack, client: AsyncWebClient) -> None:
    name = await slack.upload("U0RM", "capture.png", b"x")
    delete(slack, name)
    assert await refused(client.files_info(file=name)) == "file_deleted"
    assert await refused(client.files_info(file="F0NONE")) == "file_not_found"


async def test_a_form_is_sent_with_the_files_told_whole(
    slack: Slack, receiver: Receiver, client: AsyncWebClient
) -> None:
    await slack.command("U0RM", "#tma-boutique", "/anomalie", "x")
    await client.views_open(trigger_id=receiver.last["trigger_id"], view=FORM)
    (view,) = slack.workspace.stacks["U0RM"]
    picture, letter = await slack.upload("U0RM", "a.png", b"x"), await slack.upload("U0RM", "b.pdf", b"y")
    assert (await slack.submit("U0RM", view.id, {"files": [letter]})).errors == {"files": "Types acceptés : png."}
    assert (await slack.submit("U0RM", view.id, {"files": [picture, picture]})).errors == {
        "files": "Au plus 1 fichiers."
    }
    with pytest.raises(Impossible):
        await slack.submit("U0RM", view.id, {"files": ["F0NONE"]})
    assert (await slack.submit("U0RM", view.id, {"files": [picture]})).ok
    held = receiver.last["view"]["state"]["values"]["files"]["files"]
    assert [(one["id"], one["name"]) for one in held["files"]] == [(picture, "a.png")]


async def test_a_message_bears_its_files(slack: Slack, client: AsyncWebClient) -> None:
    name = await slack.upload("U0RM", "a.png", b"x")
    said = await slack.say("U0RM", "#tma-boutique", "voici", files=[name])
    (root,) = (await client.conversations_replies(channel="C0BOUTIQUE", ts=said.ts))["messages"]
    assert [one["id"] for one in root["files"]] == [name]


async def test_a_link_to_a_domain_of_the_apps_is_told_and_shown(
    slack: Slack, receiver: Receiver, client: AsyncWebClient
) -> None:
    slack.unfurl_domains = ("jira.example",)
    said = await slack.say("U0RM", "#tma-boutique", f"voir {URL}, et https://elsewhere.example/1")
    await slack.settled()
    told = receiver.last["event"]
    assert (told["type"], told["links"]) == ("link_shared", [{"url": URL, "domain": "jira.example"}])
    await client.chat_unfurl(unfurl_id=told["unfurl_id"], source=told["source"], unfurls=SHOWN)
    message = slack.workspace.find("C0BOUTIQUE", said.ts)
    assert message is not None
    assert [one["from_url"] for one in message.attachments] == [URL]
    other = {"https://jira.example/browse/BOU-2": SHOWN[URL]}
    assert await refused(client.chat_unfurl(channel="C0BOUTIQUE", ts=said.ts, unfurls=other)) == "cannot_unfurl_url"
    assert await refused(client.chat_unfurl(channel="C0BOUTIQUE", ts="1.1", unfurls=SHOWN)) == "cannot_find_message"
    assert await refused(client.chat_unfurl(unfurl_id="none", unfurls=SHOWN)) == "missing_source"
