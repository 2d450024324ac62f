"""The `jira` package that Vigie uses takes the stand-in for a Cloud site."""

import asyncio
from typing import Any

import jira
import pytest
import requests

from sandbox import seed
from sandbox.jira import Fault
from tests.sandbox.jira.conftest import CP, EMAIL, TOKEN, Stand


def _client(url: str, token: str = TOKEN) -> jira.JIRA:
    version_2: dict[str, Any] = {"rest_api_version": "2"}
    return jira.JIRA(server=url, basic_auth=(EMAIL, token), options=version_2, max_retries=0, timeout=5)


def _life(url: str) -> list[str]:
    """An issue from its opening to a comment, as the package does it."""
    client = _client(url)
    fields = {"project": {"key": "BOU"}, "issuetype": {"name": "Anomalie"}, "summary": "Panne", "labels": ["vigie-1"]}
    opened = client.create_issue(fields=fields, prefetch=False)
    client.add_comment(opened.key, "Pris en compte")
    client.add_worklog(opened.key, timeSpentSeconds=600, comment="Analyse")
    [found] = client.search_issues('project = BOU AND labels = "vigie-1"')
    found.update(fields={"priority": {"name": "High"}})
    issue = client.issue(opened.key, expand="changelog")
    names = [offer["name"] for offer in client.transitions(issue)]
    assert client.project("BOU").name == "Boutique Exemple"
    assert client.myself()["accountId"] == seed.BOT_JIRA_ACCOUNT
    assert "À qualifier" in [status.name for status in client.statuses()]
    assert "Diagnostiquer" in names
    assert client.comments(issue)[0].body == "Pris en compte"
    return [item.field for history in issue.changelog.histories for item in history.items]


async def test_the_package_sees_a_cloud_site(stand: Stand) -> None:
    client = await asyncio.to_thread(_client, stand.url)
    info = await asyncio.to_thread(client.server_info)
    assert info["deploymentType"] == "Cloud"


async def test_the_package_leads_an_issue_through_its_life(stand: Stand) -> None:
    assert await asyncio.to_thread(_life, stand.url) == ["priority", "timespent"]
    assert stand.site.issue("BOU-1").values["priority"] == "2"


async def test_the_package_pages_through_every_issue(stand: Stand) -> None:
    for number in range(7):
        await stand.site.create("BOU", CP, {"summary": f"Panne {number}"})
    client = await asyncio.to_thread(_client, stand.url)
    found = await asyncio.to_thread(client.search_issues, "project = BOU", maxResults=False)
    assert len(found) == 7


async def test_the_package_assigns_and_unassigns(stand: Stand, issue: str) -> None:
    client = await asyncio.to_thread(_client, stand.url)
    await asyncio.to_thread(client.assign_issue, issue, "cp@prestataire.example")
    assert stand.site.issue(issue).values["assignee"] == CP
    await asyncio.to_thread(client.assign_issue, issue, None)
    assert stand.site.issue(issue).values["assignee"] is None


async def test_the_package_reads_a_refusal(stand: Stand, issue: str) -> None:
    client = await asyncio.to_thread(_client, stand.url)
    with pytest.raises(jira.JIRAError) as refusal:
        await asyncio.to_thread(client.issue, "BOU-99")
    assert (refusal.value.status_code, refusal.value.text) == (
        404,
        "Issue does not exist or you do not have permission to see it.",
    )


async def test_the_package_meets_a_dropped_connection(stand: Stand, issue: str) -> None:
    client = await asyncio.to_thread(_client, stand.url)
    stand.site.faults.append(Fault("POST", "/comment", "drop"))
    with pytest.raises(requests.ConnectionError):
        await asyncio.to_thread(client.add_comment, issue, "Vu")


async def test_a_wrong_token_is_refused(stand: Stand) -> None:
    wrong = await asyncio.to_thread(_client, stand.url, "wrong")
    with pytest.raises(jira.JIRAError) as refusal:
        await asyncio.to_thread(wrong.myself)
    assert refusal.value.status_code == 401
