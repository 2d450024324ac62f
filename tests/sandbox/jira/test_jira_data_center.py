"""What a Data Center does otherwise than Cloud: accounts, search, history, and webhooks that say less."""

import asyncio
from typing import Any

import httpx
import jira
import pytest

from connectors.tls_context import tls_context
from sandbox.clock import DemoClock
from sandbox.sandbox_app import open_sandbox
from tests.sandbox.jira.conftest import MONDAY, TOKEN, Stand

RM, DEV = "rm.intranet", "dev.prestataire"


@pytest.fixture
async def key(center: Stand) -> str:
    """The key of an open issue, after its webhooks were heard and forgotten."""
    made = await center.site.create("INT", RM, {"summary": "Annuaire vide", "description": "*Depuis* ce matin."})
    await center.site.settled()
    center.listener.heard.clear()
    return made


async def test_it_says_that_it_is_a_server_and_has_no_version_3(center: Stand) -> None:
    info = (await center.http.get("/2/serverInfo")).json()
    assert (info["deploymentType"], info["versionNumbers"][0]) == ("Server", 9)
    assert (await center.http.get("/3/myself")).status_code == 404


@pytest.mark.parametrize("credentials", ["Basic dmlnaWU6bW90", "Bearer faux", "Bearer"])
async def test_only_a_personal_access_token_comes_in(center: Stand, credentials: str) -> None:
    async with httpx.AsyncClient(
        verify=tls_context(), trust_env=False, headers={"Authorization": credentials}
    ) as stranger:
        assert (await stranger.get(f"{center.url}/rest/api/2/myself")).status_code == 401


async def test_users_have_names_and_keys_and_show_their_mail(center: Stand, key: str) -> None:
    me = (await center.http.get("/2/myself")).json()
    assert (me["name"], me["key"]) == ("vigie", "JIRAUSER10000")
    reporter = (await center.http.get(f"/2/issue/{key}?fields=reporter")).json()["fields"]["reporter"]
    assert (reporter["name"], reporter["emailAddress"]) == (RM, "rm@intranet.example")
    assert "accountId" not in reporter
    assert (await center.http.get(f"/2/user?username={RM}")).json() == reporter
    assert (await center.http.get("/2/user?key=JIRAUSER10101")).json() == reporter
    [found] = (await center.http.get("/2/user/search?username=dev")).json()
    assert found["name"] == DEV


async def test_people_are_assigned_by_name_and_told_by_key(center: Stand, key: str) -> None:
    assert (await center.http.put(f"/2/issue/{key}/assignee", json={"accountId": DEV})).status_code == 400
    assert (await center.http.put(f"/2/issue/{key}/assignee", json={"name": DEV})).status_code == 204
    await center.site.settled()
    [item] = center.listener.heard[0].body["changelog"]["items"]
    assert (item["field"], item["to"], item["toString"]) == ("assignee", "JIRAUSER10103", "Développeur (prestataire)")
    assert "fieldId" not in item
    body = {"fields": {"reporter": {"name": "inconnu"}}}
    refusal = await center.http.put(f"/2/issue/{key}", json=body)
    assert (refusal.status_code, list(refusal.json()["errors"])) == (400, ["reporter"])


async def test_the_search_counts(center: Stand, key: str) -> None:
    for number in range(4):
        await center.site.create("INT", RM, {"summary": f"Panne {number}"})
    page = (await center.http.get("/2/search?jql=project=INT order by key asc&startAt=1&maxResults=2")).json()
    assert (page["startAt"], page["total"], [held["key"] for held in page["issues"]]) == (1, 5, ["INT-2", "INT-3"])
    body = {"jql": "", "startAt": 4, "fields": ["summary"], "expand": ["changelog"]}
    page = (await center.http.post("/2/search", json=body)).json()
    assert (page["issues"][0]["key"], page["issues"][0]["changelog"]["total"]) == (key, 0)
    assert (await center.http.post("/2/search/jql", json={"jql": "project = INT"})).status_code in (404, 405)


async def test_the_history_is_read_with_the_issue_and_oldest_first(center: Stand, key: str) -> None:
    await center.site.transition(key, "21", DEV)
    await center.site.transition(key, "41", DEV)
    log = (await center.http.get(f"/2/issue/{key}?expand=changelog")).json()["changelog"]
    assert [entry["items"][0]["toString"] for entry in log["histories"]] == ["Prise en compte", "En cours"]
    assert (await center.http.get(f"/2/issue/{key}/changelog")).status_code == 404


async def test_creation_screens_come_as_values(center: Stand) -> None:
    listed = (await center.http.get("/2/issue/createmeta/INT/issuetypes")).json()
    assert [kind["name"] for kind in listed["values"]] == ["Incident", "Demande"]
    screen = (await center.http.get("/2/issue/createmeta/INT/issuetypes/10500")).json()
    assert (screen["isLast"], {field["fieldId"] for field in screen["values"]} >= {"summary", "priority"}) == (
        True,
        True,
    )
    assert [project["key"] for project in (await center.http.get("/2/project")).json()] == ["INT"]


async def test_its_webhooks_have_neither_identity_nor_signature_but_an_address(center: Stand, key: str) -> None:
    await center.site.comment(key, RM, "Toujours vide")
    await center.site.settled()
    assert center.listener.events == ["jira:issue_updated", "comment_created"]
    for heard in center.listener.heard:
        assert not {name for name in heard.headers if name.startswith(("x-atlassian", "x-hub"))}
    updated, commented = (heard.body for heard in center.listener.heard)
    assert updated["user"]["name"] == RM
    assert not {"issue", "user"} & commented.keys()
    assert f"/issue/{center.site.issue(key).id}/comment/" in commented["comment"]["self"]
    assert center.site.deliveries[-1].webhook.url.endswith("?secret=mot")


async def test_a_webhook_that_fails_is_not_sent_again(center: Stand, key: str) -> None:
    center.listener.answers = [503]
    await center.site.assign(key, RM, DEV)
    await center.site.settled()
    assert (len(center.listener.heard), center.site.deliveries[-1].state) == (1, "lost")


async def test_the_package_leads_an_issue_through_its_life(center: Stand) -> None:
    def life() -> Any:
        options: dict[str, Any] = {"rest_api_version": "2"}
        client = jira.JIRA(server=center.url, token_auth=TOKEN, options=options, max_retries=0, timeout=5)
        fields = {"project": {"key": "INT"}, "issuetype": {"name": "Incident"}, "summary": "Panne"}
        opened = client.create_issue(fields=fields, prefetch=False)
        client.add_comment(opened.key, "Pris en compte")
        client.transition_issue(opened.key, "21")
        return client.search_issues("project = INT", maxResults=False)[0].fields.status.name

    assert await asyncio.to_thread(life) == "Prise en compte"


async def test_the_sandbox_runs_both_sites_when_asked() -> None:
    async with open_sandbox(DemoClock(MONDAY, speed=0), client_site="intranet") as sandbox:
        async with httpx.AsyncClient(verify=tls_context(), trust_env=False) as http:
            info = await http.get(f"{sandbox.client_jira_url}/rest/api/2/serverInfo")
            assert info.json()["deploymentType"] == "Server"
            assert (await http.get(f"{sandbox.jira_url}/rest/api/2/serverInfo")).json()["deploymentType"] == "Cloud"
        sandbox.point_at("http://127.0.0.1:9")
        assert sandbox.client_jira.webhooks[0].url.startswith("http://127.0.0.1:9/webhooks/jira/intranet?secret=")
    async with open_sandbox(DemoClock(MONDAY, speed=0)) as sandbox:
        with pytest.raises(LookupError):
            sandbox.client_jira.snapshot()
