"""What Vigie hears of the site: signed, identified, tried again where Jira tries again."""

import hashlib
import hmac

import httpx
import pytest

from tests.sandbox.jira.conftest import CP, DEV, MONDAY, RM, SECRET, Stand


async def test_the_raw_body_is_signed(stand: Stand, issue: str) -> None:
    await stand.site.comment(issue, CP, "Où en êtes-vous ? « déjà »")
    await stand.site.settled()
    for heard in stand.listener.heard:
        digest = hmac.new(SECRET.encode(), heard.raw, hashlib.sha256).hexdigest()
        assert heard.headers["x-hub-signature"] == f"sha256={digest}"
        assert heard.headers["x-atlassian-webhook-flow"] == "Primary"
        assert "x-atlassian-webhook-retry" not in heard.headers


async def test_a_creation_tells_every_first_value(stand: Stand) -> None:
    key = await stand.site.create("BOU", RM, {"summary": "Panne", "priority": {"name": "High"}})
    await stand.site.settled()
    [heard] = stand.listener.heard
    body = heard.body
    assert (body["webhookEvent"], body["issue_event_type_name"]) == ("jira:issue_created", "issue_created")
    assert body["timestamp"] == int(MONDAY.timestamp() * 1000)
    assert (body["issue"]["key"], body["user"]["accountId"]) == (key, RM)
    assert body["issue"]["fields"]["created"] == "2026-11-09T10:05:00.000+0100"
    items = {item["field"]: item["toString"] for item in body["changelog"]["items"]}
    assert items["Status"] == "À qualifier"
    assert items["priority"] == "High"


async def test_a_transition_tells_the_status_by_id(stand: Stand, issue: str) -> None:
    await stand.site.transition(issue, "21", CP)
    await stand.site.settled()
    [heard] = stand.listener.heard
    assert heard.body["issue_event_type_name"] == "issue_generic"
    [item] = heard.body["changelog"]["items"]
    assert (item["fieldId"], item["from"], item["to"]) == ("status", "10001", "10002")


async def test_an_assignment_names_both_accounts(stand: Stand, issue: str) -> None:
    await stand.site.assign(issue, CP, DEV)
    await stand.site.settled()
    [heard] = stand.listener.heard
    assert heard.body["issue_event_type_name"] == "issue_assigned"
    [item] = heard.body["changelog"]["items"]
    assert (item["tmpFromAccountId"], item["tmpToAccountId"]) == (None, DEV)


async def test_a_comment_is_told_twice_and_once_without_a_user(stand: Stand, issue: str) -> None:
    await stand.site.comment(issue, RM, "Toujours en panne")
    await stand.site.settled()
    told = {heard.body["webhookEvent"]: heard.body for heard in stand.listener.heard}
    assert told.keys() == {"jira:issue_updated", "comment_created"}
    assert told["jira:issue_updated"]["issue_event_type_name"] == "issue_commented"
    assert "changelog" not in told["jira:issue_updated"]
    assert "user" not in told["comment_created"]
    assert told["comment_created"]["comment"]["body"] == "Toujours en panne"
    assert told["comment_created"]["comment"]["author"]["accountId"] == RM


async def test_a_worklog_names_neither_user_nor_issue(stand: Stand, issue: str) -> None:
    await stand.site.worklog(issue, DEV, 5400, "Analyse")
    await stand.site.settled()
    [body] = [heard.body for heard in stand.listener.heard if heard.body["webhookEvent"] == "worklog_created"]
    assert not {"user", "issue"} & body.keys()
    assert body["worklog"]["issueId"] == stand.site.issue(issue).id
    assert (body["worklog"]["timeSpent"], body["worklog"]["timeSpentSeconds"]) == ("1h 30m", 5400)


async def test_an_edit_that_changes_nothing_tells_nobody(stand: Stand, issue: str) -> None:
    await stand.site.edit(issue, CP, {"summary": "Le panier se vide"})
    await stand.site.settled()
    assert stand.listener.heard == []


async def test_deleting_an_issue_deletes_its_comments_in_a_second_flow(stand: Stand, issue: str) -> None:
    await stand.site.comment(issue, RM, "Toujours en panne")
    await stand.site.delete(issue, CP)
    await stand.site.settled()
    flows = {heard.body["webhookEvent"]: heard.headers["x-atlassian-webhook-flow"] for heard in stand.listener.heard}
    assert (flows["jira:issue_deleted"], flows["comment_deleted"]) == ("Primary", "Secondary")


@pytest.mark.parametrize("status", [408, 409, 425, 429, 500, 503])
async def test_a_retry_keeps_its_identity_and_its_body(stand: Stand, issue: str, status: int) -> None:
    stand.listener.answers = [status, status]
    await stand.site.assign(issue, CP, DEV)
    await stand.site.settled()
    first, *again = stand.listener.heard
    assert [heard.headers["x-atlassian-webhook-retry"] for heard in again] == ["1", "2"]
    assert {heard.headers["x-atlassian-webhook-identifier"] for heard in stand.listener.heard} == {
        first.headers["x-atlassian-webhook-identifier"]
    }
    assert {heard.raw for heard in stand.listener.heard} == {first.raw}
    assert (stand.site.deliveries[-1].state, stand.site.deliveries[-1].tries) == ("delivered", 3)


@pytest.mark.parametrize("status", [400, 401, 404, 410])
async def test_a_refused_webhook_is_lost_for_good(stand: Stand, issue: str, status: int) -> None:
    stand.listener.answers = [status]
    await stand.site.assign(issue, CP, DEV)
    await stand.site.settled()
    assert len(stand.listener.heard) == 1
    assert (stand.site.deliveries[-1].state, stand.site.deliveries[-1].status) == ("lost", status)


async def test_jira_gives_up_after_five_tries(stand: Stand, issue: str) -> None:
    stand.listener.answers = [503] * 9
    await stand.site.assign(issue, CP, DEV)
    await stand.site.settled()
    assert len(stand.listener.heard) == 5
    assert stand.site.deliveries[-1].state == "lost"


async def test_nobody_at_home_is_a_reason_to_try_again(stand: Stand, issue: str) -> None:
    await _register(stand.http, "http://127.0.0.1:9", ["comment_created"])
    await stand.site.comment(issue, RM, "Allô")
    await stand.site.settled()
    assert (stand.site.deliveries[-1].state, stand.site.deliveries[-1].tries) == ("lost", 5)
    assert stand.site.deliveries[-1].status is None


async def test_a_webhook_hears_only_what_it_asked_for(stand: Stand, issue: str) -> None:
    target = stand.site.webhooks[0].url
    await _register(stand.http, target, ["comment_created"], "project = POR")
    await stand.site.comment(issue, RM, "Allô")
    other = await stand.site.create("POR", RM, {"summary": "Lenteur"})
    await stand.site.comment(other, RM, "Allô")
    await stand.site.settled()
    heard = [heard.body["issue"]["key"] for heard in stand.listener.heard if "x-hub-signature" not in heard.headers]
    assert heard == [other]


async def test_an_unknown_event_cannot_be_asked_for(stand: Stand) -> None:
    answer = await _register(stand.http, "http://127.0.0.1:9", ["issue_moved_to_the_moon"])
    assert answer.status_code == 400


async def test_the_webhooks_secret_is_not_told(stand: Stand) -> None:
    address = f"{stand.url}/rest/webhooks/1.0/webhook"
    answer = await stand.http.get(address)
    assert SECRET not in answer.text
    assert answer.json()[0]["isSigned"] is True


async def _register(http: httpx.AsyncClient, url: str, events: list[str], condition: str = "") -> httpx.Response:
    body = {"name": "Another", "url": url, "events": events, "filters": {"issue-related-events-section": condition}}
    return await http.post(str(http.base_url).replace("/rest/api/", "/rest/webhooks/1.0/webhook"), json=body)
