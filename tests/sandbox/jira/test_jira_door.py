"""Credentials, JSON and ordered trouble, before any work is done."""

import time

import httpx
import pytest

from connectors.tls_context import tls_context
from sandbox import seed
from sandbox.jira import Fault
from tests.sandbox.jira.conftest import EMAIL, RM, TOKEN, Stand


@pytest.mark.parametrize("auth", [None, (EMAIL, "wrong"), ("someone@else.example", TOKEN)])
async def test_only_the_bot_comes_in(stand: Stand, auth: tuple[str, str] | None) -> None:
    async with httpx.AsyncClient(
        verify=tls_context(), base_url=f"{stand.url}/rest/api", auth=auth, trust_env=False
    ) as stranger:
        for path in ("/3/myself", "/2/issue/BOU-1", "/2/search", "/3/nowhere"):
            assert (await stranger.get(path)).status_code == 401
        # Cloud takes wrong credentials for none where it needs none.
        assert (await stranger.get("/2/serverInfo")).status_code == 200
        assert (await stranger.get(f"{stand.url}/_edge/tenant_info")).json() == {"cloudId": stand.site.cloud_id}


async def test_the_bot_knows_who_it_is(stand: Stand) -> None:
    me = (await stand.http.get("/3/myself")).json()
    assert (me["accountId"], me["emailAddress"]) == (seed.BOT_JIRA_ACCOUNT, EMAIL)


async def test_people_are_found_by_name_or_mail_which_stays_hidden(stand: Stand) -> None:
    by_mail = (await stand.http.get("/3/user/search?query=rm@boutique")).json()
    by_name = (await stand.http.get("/3/user/assignable/search?project=BOU&query=responsable")).json()
    assert by_mail[0]["accountId"] == RM
    assert "emailAddress" not in by_mail[0]
    assert by_mail[0] in by_name
    assert (await stand.http.get(f"/3/user?accountId={RM}")).json() == by_mail[0]
    assert (await stand.http.get("/3/user?accountId=nobody")).status_code == 404


async def test_a_project_tells_its_workflow_and_its_creation_screen(stand: Stand) -> None:
    types = (await stand.http.get("/3/project/BOU/statuses")).json()
    assert [status["name"] for status in types[0]["statuses"]][-1] == "Clos"
    listed = (await stand.http.get("/3/issue/createmeta/BOU/issuetypes")).json()["issueTypes"]
    screen = (await stand.http.get(f"/3/issue/createmeta/BOU/issuetypes/{listed[0]['id']}")).json()["fields"]
    required = {field["fieldId"] for field in screen if field["required"]}
    assert required == {"summary", "issuetype", "project"}
    assert (await stand.http.get("/3/project/NON")).status_code == 404


async def test_permissions_are_asked_for_by_name(stand: Stand) -> None:
    path = "/3/mypermissions?projectKey=BOU&permissions=TRANSITION_ISSUES,ADD_COMMENTS"
    granted = (await stand.http.get(path)).json()["permissions"]
    assert all(permission["havePermission"] for permission in granted.values())
    assert granted.keys() == {"TRANSITION_ISSUES", "ADD_COMMENTS"}
    assert (await stand.http.get("/3/mypermissions")).status_code == 400
    assert (await stand.http.get("/3/mypermissions?permissions=FLY")).status_code == 400


@pytest.mark.parametrize("content", [b"{", b"\xff", b"[]", b'"text"', b""])
async def test_a_broken_body_is_refused_in_jiras_words(stand: Stand, content: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await stand.http.post("/3/issue", content=content, headers=headers)
    assert answer.status_code == 400
    assert answer.json()["errorMessages"]


async def test_a_body_that_is_no_json_is_not_taken(stand: Stand) -> None:
    assert (await stand.http.post("/3/issue", content=b"a=b")).status_code == 415


async def test_ordered_trouble_strikes_as_often_as_it_was_ordered(stand: Stand, issue: str) -> None:
    stand.site.faults.append(Fault("GET", r"/issue/BOU-\d+$", 429, {"Retry-After": "7"}, count=2))
    answers = [await stand.http.get(f"/3/issue/{issue}") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [429, 429, 200]
    assert answers[0].headers["Retry-After"] == "7"
    assert stand.site.faults == []


async def test_a_dropped_request_does_nothing(stand: Stand, issue: str) -> None:
    stand.site.faults.append(Fault("POST", "/comment", "drop"))
    with pytest.raises(httpx.RemoteProtocolError):
        await stand.http.post(f"/2/issue/{issue}/comment", json={"body": "Vu"})
    assert stand.site.issue(issue).comments == ()


async def test_a_lost_answer_comes_after_the_work(stand: Stand, issue: str) -> None:
    stand.site.faults.append(Fault("POST", "/comment", "lose"))
    with pytest.raises(httpx.RemoteProtocolError):
        await stand.http.post(f"/2/issue/{issue}/comment", json={"body": "Vu"})
    assert len(stand.site.issue(issue).comments) == 1


async def test_an_answer_may_break_off_in_its_middle_after_the_work(stand: Stand, issue: str) -> None:
    stand.site.faults.append(Fault("POST", "/comment", "half"))
    with pytest.raises(httpx.RemoteProtocolError):
        await stand.http.post(f"/2/issue/{issue}/comment", json={"body": "Vu"})
    assert len(stand.site.issue(issue).comments) == 1


async def test_a_slow_answer_is_still_an_answer(stand: Stand, issue: str) -> None:
    stand.site.faults.append(Fault("GET", "/issue", "pass", delay=0.2))
    before = time.monotonic()
    assert (await stand.http.get(f"/2/issue/{issue}")).status_code == 200
    assert time.monotonic() - before >= 0.2
