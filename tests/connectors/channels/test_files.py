"""A file comes from Slack and from nowhere else, within a size, and nothing of it is told but to who handed it over."""

import tempfile
from dataclasses import replace

import httpx
import pytest
import respx
from slack_sdk.web.async_client import AsyncWebClient

from connectors.channels.slack.file_downloads import Files, Kept
from connectors.channels.slack.slack_refusals import Refused
from connectors.delivery_errors import Never, NotNow
from connectors.wording import said
from sandbox.slack import Fault, Slack
from sandbox.slack.workspace_files import delete
from tests.connectors.channels.conftest import TOKEN

NAME = "secret-du-client.png"


def _files(slack: Slack, most: int = 1024, token: str = TOKEN) -> Files:
    client = AsyncWebClient(token=token, base_url=f"{slack.base_url}/slack/api/", retry_handlers=[], timeout=5)
    return Files(client, most)


async def _fetched(files: Files, kept: Kept) -> bytes:
    with tempfile.TemporaryFile() as held:
        await files.fetch(kept, held)
        return held.read()


async def test_a_file_is_found_and_fetched(slack: Slack) -> None:
    name = await slack.upload("U0RM", NAME, b"x" * 1000)
    kept = await _files(slack).find(name)
    assert (kept.name, kept.mime_type) == (NAME, "image/png")
    assert await _fetched(_files(slack), kept) == b"x" * 1000


async def test_a_file_that_is_too_large_is_not_fetched_and_its_owner_is_told(slack: Slack) -> None:
    name = await slack.upload("U0RM", NAME, b"x" * 1025)
    with pytest.raises(Never) as caught:
        await _files(slack).find(name)
    assert NAME in caught.value.shown
    assert NAME not in caught.value.why + caught.value.remedy


async def test_a_file_that_turns_out_larger_than_slack_said_is_left_there(slack: Slack) -> None:
    name = await slack.upload("U0RM", NAME, b"x" * 2000)
    kept = await _files(slack, most=4096).find(name)
    with pytest.raises(Never, match="file_too_large"):
        await _fetched(_files(slack), kept)


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/files-pri/T1-F1/download/a.png",
        "http://127.0.0.1:1/files-pri/T1-F1/download/a.png",
        "file:///etc/passwd",
        "",
    ],
)
async def test_the_token_is_shown_to_no_other_host(slack: Slack, url: str) -> None:
    name = await slack.upload("U0RM", NAME, b"x")
    slack.workspace.files[name] = replace(slack.workspace.files[name], url=url)
    with pytest.raises(Never, match="file_elsewhere"):
        await _files(slack).find(name)


@respx.mock
@pytest.mark.parametrize(
    ("url", "ours"),
    [
        ("https://files.slack.com/files-pri/T1-F1/download/a.png", True),
        ("https://files.slack.com.evil.example/a.png", False),
        ("https://files.slack.com:8443/a.png", False),
        ("https://user@files.slack.com/a.png", False),
        ("http://files.slack.com/a.png", False),
        ("https://slack.com/a.png", False),
    ],
)
async def test_slacks_own_files_stand_on_one_host(url: str, ours: bool) -> None:
    assert Files(AsyncWebClient(token=TOKEN))._is_slacks(url) is ours


@respx.mock
async def test_a_redirection_is_not_followed() -> None:
    url = "https://files.slack.com/files-pri/T1-F1/download/a.png"
    respx.get(url).mock(return_value=httpx.Response(302, headers={"Location": "https://evil.example/"}))
    with pytest.raises(Refused, match="missing_scope"):
        await _fetched(Files(AsyncWebClient(token=TOKEN)), Kept("F1", NAME, "image/png", url))


async def test_a_token_that_may_not_read_files_meets_the_sign_in_page(slack: Slack) -> None:
    name = await slack.upload("U0RM", NAME, b"x")
    kept = await _files(slack).find(name)
    with pytest.raises(Refused, match="missing_scope"):
        await _fetched(_files(slack, token="xoxb-other"), kept)


async def test_a_file_that_is_gone_is_refused_with_what_to_do(slack: Slack) -> None:
    name = await slack.upload("U0RM", NAME, b"x")
    delete(slack, name)
    with pytest.raises(Refused, match="file_deleted") as caught:
        await _files(slack).find(name)
    assert caught.value.remedy == said("remedy.file_gone")


@pytest.mark.parametrize("fault", [Fault("files.download", status=503), Fault("files.download", drop=True)])
async def test_a_slack_that_fails_is_asked_again_later(slack: Slack, fault: Fault) -> None:
    name = await slack.upload("U0RM", NAME, b"x")
    kept = await _files(slack).find(name)
    slack.faults.append(fault)
    with pytest.raises(NotNow):
        await _fetched(_files(slack), kept)
    assert await _fetched(_files(slack), kept) == b"x"
