"""Whole issues linked, cloned, moved, archived, re-typed, and what a service desk keeps from the client."""

from typing import Any

import pytest

from sandbox import seed
from tests.sandbox.jira.conftest import CP, DEV, RM, Stand


async def _told(stand: Stand) -> list[dict[str, Any]]:
    await stand.site.settled()
    bodies = [heard.body for heard in stand.listener.heard]
    stand.listener.heard.clear()
    return bodies


async def test_a_moved_issue_keeps_its_id_and_answers_to_both_keys(stand: Stand, issue: str) -> None:
    number = stand.site.issue(issue).id
    await stand.site.transition(issue, "21", CP)
    await _told(stand)
    assert await stand.site.relations.move(issue, CP, "POR") == "POR-1"
    for ref in (issue, "POR-1", number):
        shown = (await stand.http.get(f"/2/issue/{ref}?fields=project,status,issuetype&expand=changelog")).json()
        assert (shown["id"], shown["key"], shown["fields"]["project"]["key"]) == (number, "POR-1", "POR")
    assert shown["fields"]["status"]["name"] == "Analyse"
    [body] = await _told(stand)
    assert (body["issue_event_type_name"], body["issue"]["key"]) == ("issue_moved", "POR-1")
    items = {item["field"]: (item["fromString"], item["toString"]) for item in body["changelog"]["items"]}
    assert items == {
        "project": ("Boutique Exemple", "Portail Exemple"),
        "Key": ("BOU-1", "POR-1"),
        "status": ("En diagnostic", "Analyse"),
    }
    assert shown["changelog"]["histories"][0]["items"][1]["field"] == "Key"
    assert await stand.site.create("BOU", RM, {"summary": "Une autre"}) == "BOU-2"


async def test_a_webhook_of_the_old_project_does_not_hear_of_a_move(stand: Stand, issue: str) -> None:
    body = {"filters": {"issue-related-events-section": "project = BOU"}}
    await stand.http.put(f"{stand.url}/rest/webhooks/1.0/webhook/1", json=body)
    await stand.site.relations.move(issue, CP, "POR")
    assert await _told(stand) == []


async def test_a_duplicate_is_a_link_that_both_histories_tell(stand: Stand, issue: str) -> None:
    other = await stand.site.create("BOU", RM, {"summary": "Le panier est vide"})
    await _told(stand)
    body = {"type": {"name": "Duplicate"}, "inwardIssue": {"key": other}, "outwardIssue": {"key": issue}}
    assert (await stand.http.post("/2/issueLink", json=body)).status_code == 201
    [link] = (await stand.http.get(f"/2/issue/{other}")).json()["fields"]["issuelinks"]
    assert (link["type"]["outward"], link["outwardIssue"]["key"]) == ("duplicates", issue)
    [back] = (await stand.http.get(f"/2/issue/{issue}")).json()["fields"]["issuelinks"]
    assert (back["id"], back["inwardIssue"]["key"]) == (link["id"], other)
    [entry] = (await stand.http.get(f"/2/issue/{issue}/changelog")).json()["values"]
    assert entry["items"][0]["toString"] == f"This issue is duplicated by {other}"
    [told] = await _told(stand)
    assert told["webhookEvent"] == "issuelink_created"
    assert (told["issueLink"]["sourceIssueId"], told["issueLink"]["issueLinkType"]["name"]) == (
        int(stand.site.issue(other).id),
        "Duplicate",
    )
    assert not {"issue", "user"} & told.keys()
    assert (await stand.http.delete(f"/2/issueLink/{link['id']}")).status_code == 204
    assert stand.site.issue(issue).links == stand.site.issue(other).links == ()
    assert [body["webhookEvent"] for body in await _told(stand)] == ["issuelink_deleted"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"type": {"name": "Inconnu"}, "inwardIssue": {"key": "BOU-1"}, "outwardIssue": {"key": "BOU-2"}}, 404),
        ({"type": {"name": "Relates"}, "inwardIssue": {"key": "BOU-1"}, "outwardIssue": {"key": "BOU-9"}}, 404),
        ({"type": {"name": "Relates"}, "inwardIssue": {"key": "BOU-1"}, "outwardIssue": {"key": "BOU-1"}}, 400),
        ({"type": {"name": "Relates"}, "inwardIssue": {"key": "BOU-1"}}, 400),
    ],
)
async def test_a_link_needs_two_issues_and_a_kind(stand: Stand, issue: str, body: Any, status: int) -> None:
    await stand.site.create("BOU", RM, {"summary": "Le panier est vide"})
    assert (await stand.http.post("/2/issueLink", json=body)).status_code == status


async def test_a_clone_is_a_new_issue_that_says_what_it_clones(stand: Stand, issue: str) -> None:
    key = await stand.site.relations.clone(issue, CP)
    clone = stand.site.issue(key)
    assert (clone.values["summary"], clone.creator, clone.status) == ("CLONE - Le panier se vide", CP, "10001")
    created, linked = await _told(stand)
    assert (created["webhookEvent"], created["issue"]["key"]) == ("jira:issue_created", key)
    assert linked["issueLink"]["issueLinkType"]["name"] == "Cloners"


async def test_an_issue_changes_its_type(stand: Stand, issue: str) -> None:
    await stand.site.edit(issue, CP, {"issuetype": {"name": "Évolution"}})
    [body] = await _told(stand)
    [item] = body["changelog"]["items"]
    assert (item["fieldId"], item["from"], item["toString"]) == ("issuetype", "10100", "Évolution")


async def test_an_archived_issue_is_found_by_no_search_until_it_is_restored(stand: Stand, issue: str) -> None:
    asked = {"jql": "project = BOU"}
    await stand.site.relations.archive(issue)
    assert (await stand.http.post("/3/search/jql", json=asked)).json()["issues"] == []
    assert (await stand.http.get(f"/2/issue/{issue}")).status_code == 200
    assert (await stand.http.put(f"/2/issue/{issue}", json={"fields": {"summary": "Autre"}})).status_code == 400
    stand.site.denied.add("BROWSE_ARCHIVE")
    assert (await stand.http.get(f"/2/issue/{issue}")).status_code == 404
    stand.site.denied.clear()
    await stand.site.relations.restore(issue)
    assert len((await stand.http.post("/3/search/jql", json=asked)).json()["issues"]) == 1
    assert await _told(stand) == []


async def test_an_assignment_may_be_told_without_saying_what_changed(stand: Stand, issue: str) -> None:
    await stand.site.tell_assigned(issue, DEV)
    [body] = await _told(stand)
    assert (body["issue_event_type_name"], body["changelog"]["items"]) == ("issue_assigned", [])


async def test_webhooks_may_call_a_status_otherwise_than_the_api(stand: Stand, issue: str) -> None:
    stand.site.webhook_names["10002"] = "In Diagnosis"
    await stand.site.transition(issue, "21", CP)
    [body] = await _told(stand)
    [item] = body["changelog"]["items"]
    assert (item["to"], item["fromString"], item["toString"]) == ("10002", "À qualifier", "In Diagnosis")
    assert body["issue"]["fields"]["status"]["name"] == "In Diagnosis"
    shown = (await stand.http.get(f"/2/issue/{issue}?fields=status&expand=changelog")).json()
    assert shown["fields"]["status"]["name"] == "En diagnostic"
    assert shown["changelog"]["histories"][0]["items"][0]["toString"] == "En diagnostic"


async def test_a_service_desk_tells_public_from_internal(stand: Stand) -> None:
    stand.site.home.open_project(seed.SUPPORT)
    key = await stand.site.create("SUP", RM, {"summary": "Compte bloqué"})
    project = (await stand.http.get("/2/project/SUP")).json()
    assert project["projectTypeKey"] == "service_desk"
    await _told(stand)
    internal = {"body": "Entre nous", "properties": [{"key": "sd.public.comment", "value": {"internal": True}}]}
    posted = [
        (await stand.http.post(f"/2/issue/{key}/comment", json=body)).json() for body in (internal, {"body": "Bonjour"})
    ]
    await stand.site.comment(key, CP, "Entre nous encore", internal=True)
    assert [comment["jsdPublic"] for comment in posted] == [False, True]
    told = [body["comment"]["jsdPublic"] for body in await _told(stand) if body["webhookEvent"] == "comment_created"]
    assert told == [False, True, False]
    path = f"/2/comment/{posted[1]['id']}/properties/sd.public.comment"
    assert (await stand.http.get(path)).status_code == 404
    assert (await stand.http.put(path, json={"internal": True})).status_code == 201
    assert (await stand.http.get(f"/2/issue/{key}/comment/{posted[1]['id']}")).json()["jsdPublic"] is False
    assert (await stand.http.delete(path)).status_code == 204
    desk = f"{stand.url}/rest/servicedeskapi/request/{key}/comment"
    assert (await stand.http.post(desk, json={"body": "Pour nous", "public": False})).json()["public"] is False
    assert stand.site.issue(key).comments[-1].internal


async def test_outside_a_service_desk_every_comment_is_public(stand: Stand, issue: str) -> None:
    await stand.site.comment(issue, CP, "Entre nous", internal=True)
    [shown] = (await stand.http.get(f"/2/issue/{issue}/comment")).json()["comments"]
    assert shown["jsdPublic"] is True
    desk = f"{stand.url}/rest/servicedeskapi/request/{issue}/comment"
    assert (await stand.http.post(desk, json={"body": "Bonjour"})).status_code == 404
