"""Comments, worklogs and attachments over REST."""

from datetime import timedelta
from typing import Any

import pytest

from tests.sandbox.jira.conftest import Stand
from tests.sandbox.jira.test_jira_issues import document


async def test_a_comment_is_written_read_reworded_and_deleted(stand: Stand, issue: str) -> None:
    path = f"/2/issue/{issue}/comment"
    comment = (await stand.http.post(path, json={"body": "Vu"})).json()
    await stand.http.put(f"{path}/{comment['id']}", json={"body": "Vu, merci"})
    assert (await stand.http.get(f"{path}/{comment['id']}")).json()["body"] == "Vu, merci"
    assert (await stand.http.get(path)).json()["total"] == 1
    assert (await stand.http.delete(f"{path}/{comment['id']}")).status_code == 204
    assert (await stand.http.get(f"{path}/{comment['id']}")).status_code == 404
    await stand.site.settled()
    expected = ["jira:issue_updated", "comment_created", "comment_updated", "comment_deleted"]
    assert stand.listener.events == expected


@pytest.mark.parametrize("body", ["une chaîne", document(""), None, {"type": "doc", "content": []}])
async def test_a_comment_of_version_3_is_a_document(stand: Stand, issue: str, body: Any) -> None:
    answer = await stand.http.post(f"/3/issue/{issue}/comment", json={"body": body})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["comment"])
    answer = await stand.http.post(f"/3/issue/{issue}/comment", json={"body": document("Vu")})
    assert answer.json()["body"] == document("Vu")


@pytest.mark.parametrize("body", ["", "  ", 7, {"version": 1, "type": "doc", "content": []}, "x" * 32_768])
async def test_a_comment_of_version_2_says_something_in_a_string(stand: Stand, issue: str, body: Any) -> None:
    answer = await stand.http.post(f"/2/issue/{issue}/comment", json={"body": body})
    assert answer.status_code == 400
    assert stand.site.issue(issue).comments == ()


async def test_a_comment_keeps_its_properties(stand: Stand, issue: str) -> None:
    body = {"body": "Vu", "properties": [{"key": "vigie", "value": {"errand": 4}}]}
    await stand.http.post(f"/2/issue/{issue}/comment", json=body)
    [bare] = (await stand.http.get(f"/2/issue/{issue}/comment")).json()["comments"]
    [full] = (await stand.http.get(f"/2/issue/{issue}/comment?expand=properties")).json()["comments"]
    assert "properties" not in bare
    assert full["properties"] == body["properties"]


async def test_comments_come_in_pages_from_either_end(stand: Stand, issue: str) -> None:
    for word in ("un", "deux", "trois"):
        await stand.http.post(f"/2/issue/{issue}/comment", json={"body": word})
    page = (await stand.http.get(f"/2/issue/{issue}/comment?orderBy=-created&startAt=1&maxResults=1")).json()
    assert (page["total"], [comment["body"] for comment in page["comments"]]) == (3, ["deux"])


async def test_time_is_spent_in_seconds_or_in_words(stand: Stand, issue: str) -> None:
    path = f"/2/issue/{issue}/worklog"
    started = "2026-11-09T08:00:00.000+0100"
    first = (await stand.http.post(path, json={"timeSpent": "1d 2h", "started": started})).json()
    second = (await stand.http.post(path, json={"timeSpentSeconds": 900, "comment": "Analyse"})).json()
    assert (first["timeSpentSeconds"], first["started"]) == (36_000, started)
    assert (second["timeSpent"], second["comment"]) == ("15m", "Analyse")
    assert (await stand.http.get(f"{path}/{first['id']}")).json() == first
    assert (await stand.http.get(path)).json()["total"] == 2
    [entry, _] = (await stand.http.get(f"/2/issue/{issue}/changelog")).json()["values"]
    assert (entry["items"][0]["fieldId"], entry["items"][0]["to"]) == ("timespent", "36000")


@pytest.mark.parametrize("body", [{}, {"timeSpentSeconds": 0}, {"timeSpent": "un peu"}, {"timeSpent": "0m"}])
async def test_no_time_is_no_worklog(stand: Stand, issue: str, body: dict[str, Any]) -> None:
    assert (await stand.http.post(f"/2/issue/{issue}/worklog", json=body)).status_code == 400


async def test_a_file_is_read_back_as_it_was_sent(stand: Stand, issue: str) -> None:
    path = f"/3/issue/{issue}/attachments"
    files = {"file": ("capture.png", b"\x89PNG", "image/png")}
    assert (await stand.http.post(path, files=files)).status_code == 403
    [kept] = (await stand.http.post(path, files=files, headers={"X-Atlassian-Token": "no-check"})).json()
    answer = await stand.http.get(kept["content"])
    assert (answer.content, answer.headers["Content-Type"]) == (b"\x89PNG", "image/png")
    await stand.site.settled()
    [told] = [heard.body for heard in stand.listener.heard if heard.body["webhookEvent"] == "attachment_created"]
    assert told["attachment"]["filename"] == "capture.png"
    assert "user" not in told


async def test_a_person_rewords_their_own_comment_and_its_author_stays(stand: Stand, issue: str) -> None:
    person = next(iter(stand.site.home.accounts))
    comment = await stand.site.discussion.add_comment(issue, stand.site.discussion.draft(person, "Le compte"))
    reworded = await stand.site.discussion.edit_comment(issue, comment.id, person, "Le compte 42")
    assert (reworded.author, reworded.update_author, reworded.body) == (person, person, "Le compte 42")


async def test_a_site_whose_clock_is_wrong_dates_everything_by_it(stand: Stand, issue: str) -> None:
    true = stand.site.ledger.now()
    stand.site.clock_error = timedelta(hours=24)
    await stand.http.post(f"/2/issue/{issue}/comment", json={"body": "Vu"})
    assert stand.site.issue(issue).comments[0].created >= true + timedelta(hours=24)
