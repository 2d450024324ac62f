"""What reconciliation reads: histories by page and in bulk, worklogs since an instant, a search that lags."""

from datetime import timedelta
from typing import Any

import pytest

from tests.sandbox.jira.conftest import CP, DEV, MONDAY, RM, Stand

SINCE = "project = BOU AND updated >= {} ORDER BY updated ASC, key"


async def _search(stand: Stand, jql: str, **more: Any) -> list[str]:
    answer = await stand.http.post("/3/search/jql", json={"jql": jql, "fields": ["key", "summary"]} | more)
    assert answer.status_code == 200, answer.text
    return [issue["key"] for issue in answer.json()["issues"]]


@pytest.mark.parametrize("since", ['"2026/11/09 10:35"', "-10m", str(int(MONDAY.timestamp() * 1000) + 1_800_000)])
async def test_what_changed_since_an_instant_is_found_earliest_first(stand: Stand, issue: str, since: str) -> None:
    stand.clock.jump(MONDAY + timedelta(minutes=32))
    late = [await stand.site.create("BOU", RM, {"summary": "Lenteur"}) for _ in range(2)]
    await stand.site.assign(late[0], CP, DEV)
    found = await _search(stand, SINCE.format(since.replace("10:35", "10:34")))
    assert found == [late[1], late[0]]
    assert await _search(stand, SINCE.format("-1h")) == [issue, late[1], late[0]]


async def test_several_projects_and_keys_are_asked_at_once(stand: Stand, issue: str) -> None:
    other = await stand.site.create("POR", RM, {"summary": "Lenteur"})
    assert await _search(stand, "project in (BOU, POR) ORDER BY created ASC") == [issue, other]
    assert await _search(stand, f'key in ("{issue}", {other}) AND created <= "2026-11-09 10:06" order by id') == [
        issue,
        other,
    ]


async def test_the_histories_of_many_issues_are_read_by_page(stand: Stand, issue: str) -> None:
    other = await stand.site.create("POR", RM, {"summary": "Lenteur"})
    for key in (issue, other):
        for person in (CP, DEV):
            await stand.site.assign(key, CP, person)
    await stand.site.edit(issue, CP, {"priority": {"id": "1"}})
    asked: dict[str, Any] = {"issueIdsOrKeys": [issue, other, "BOU-99"], "fieldIds": ["assignee"], "maxResults": 3}
    first = (await stand.http.post("/3/changelog/bulkfetch", json=asked)).json()
    second = (
        await stand.http.post("/3/changelog/bulkfetch", json=asked | {"nextPageToken": first["nextPageToken"]})
    ).json()
    sizes = [[len(log["changeHistories"]) for log in page["issueChangeLogs"]] for page in (first, second)]
    assert sizes == [[2, 1], [1]]
    assert "nextPageToken" not in second


async def test_a_long_history_is_expanded_in_part_and_says_so(stand: Stand, issue: str) -> None:
    for number in range(103):
        await stand.site.edit(issue, CP, {"summary": f"Panne {number}"})
    shown = (await stand.http.get(f"/3/issue/{issue}?fields=summary&expand=changelog")).json()["changelog"]
    assert (shown["total"], len(shown["histories"])) == (103, 100)
    assert shown["histories"][0]["items"][0]["toString"] == "Panne 102"
    page = (await stand.http.get(f"/3/issue/{issue}/changelog?maxResults=500")).json()
    assert (page["maxResults"], len(page["values"]), page["isLast"]) == (100, 100, False)


async def test_worklogs_are_followed_since_an_instant(stand: Stand, issue: str) -> None:
    early = await stand.site.worklog(issue, DEV, 600, "Analyse")
    stand.clock.jump(MONDAY + timedelta(hours=1))
    late = await stand.site.worklog(issue, DEV, 900, "Correction")
    since = int((MONDAY + timedelta(minutes=30)).timestamp() * 1000)
    page = (await stand.http.get(f"/2/worklog/updated?since={since}")).json()
    assert ([held["worklogId"] for held in page["values"]], page["lastPage"]) == ([int(late)], True)
    [read] = (await stand.http.post("/2/worklog/list", json={"ids": [int(late), 9]})).json()
    assert (read["id"], read["issueId"], read["comment"]) == (late, stand.site.issue(issue).id, "Correction")
    await stand.site.discussion.edit_work(issue, early, DEV, 1200)
    await stand.site.discussion.delete_work(issue, late, DEV)
    page = (await stand.http.get(f"/2/worklog/updated?since={since}")).json()
    assert [held["worklogId"] for held in page["values"]] == [int(early)]
    gone = (await stand.http.get(f"/2/worklog/deleted?since={since}")).json()
    assert [held["worklogId"] for held in gone["values"]] == [int(late)]
    await stand.site.settled()
    assert {"worklog_updated", "worklog_deleted"} <= set(stand.listener.events)


async def test_comments_and_issues_are_read_by_list(stand: Stand, issue: str) -> None:
    number = await stand.site.comment(issue, RM, "Toujours en panne")
    page = (await stand.http.post("/2/comment/list", json={"ids": [int(number), 9]})).json()
    assert [comment["body"] for comment in page["values"]] == ["Toujours en panne"]
    asked = {"issueIdsOrKeys": [issue, "BOU-99"], "fields": ["summary"], "expand": ["changelog"]}
    found = (await stand.http.post("/3/issue/bulkfetch", json=asked)).json()
    assert ([held["key"] for held in found["issues"]], found["issueErrors"][0]["id"]) == ([issue], "BOU-99")


async def test_a_late_search_finds_what_was_unless_told_whom_to_read(stand: Stand, issue: str) -> None:
    stand.site.search_lag = 10
    key = await stand.site.create("BOU", RM, {"summary": "Lenteur", "labels": ["vigie-7"]})
    await stand.site.edit(issue, CP, {"labels": ["vigie-7"]})
    numbers = [int(stand.site.issue(held).id) for held in (issue, key)]
    labelled = 'project = BOU AND labels = "vigie-7" ORDER BY key ASC'
    assert await _search(stand, labelled) == []
    assert await _search(stand, labelled, reconcileIssues=numbers) == [issue, key]
    assert await _search(stand, "project = BOU") == [issue]
    stand.clock.jump(stand.clock.now() + timedelta(seconds=11))
    assert await _search(stand, labelled) == [issue, key]


async def test_a_deleted_issue_is_never_told_by_a_late_search(stand: Stand, issue: str) -> None:
    stand.site.search_lag = 10
    await stand.site.delete(issue, CP)
    assert await _search(stand, "project = BOU") == []
