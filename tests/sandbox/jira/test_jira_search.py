"""The bounded search that pages by token."""

from datetime import timedelta
from typing import Any

import pytest

from tests.sandbox.jira.conftest import CP, MONDAY, RM, Stand


async def test_the_old_search_is_gone(stand: Stand) -> None:
    for answer in (await stand.http.get("/2/search?jql=project=BOU"), await stand.http.post("/3/search", json={})):
        assert answer.status_code == 410
        assert "CHANGE-2046" in answer.json()["errorMessages"][0]


async def test_only_ids_are_told_unless_more_is_asked(stand: Stand, issue: str) -> None:
    bare = await _found(stand, jql="project = BOU")
    assert bare == {"issues": [{"id": stand.site.issue(issue).id}], "isLast": True}
    full = await _found(stand, jql="project = BOU", fields=["summary"], expand="changelog")
    assert full["issues"][0]["fields"] == {"summary": "Le panier se vide"}
    assert full["issues"][0]["changelog"]["total"] == 0


async def test_the_last_page_has_no_token(stand: Stand) -> None:
    keys = [await stand.site.create("BOU", RM, {"summary": f"Panne {number}"}) for number in range(5)]
    seen: list[str] = []
    token = None
    for _ in range(3):
        page = await _found(
            stand, jql="project = BOU ORDER BY key ASC", fields=["key", "summary"], maxResults=2, nextPageToken=token
        )
        seen += [issue["key"] for issue in page["issues"]]
        token = page.get("nextPageToken")
        assert page["isLast"] is (token is None)
        assert not {"total", "startAt"} & page.keys()
    assert (seen, token) == (keys, None)


@pytest.mark.parametrize(
    ("jql", "count"),
    [
        ("project = BOU", 1),
        ("project = POR", 0),
        ("key = BOU-1", 1),
        ("issue = bou-1", 1),
        ('labels = "vigie-7"', 1),
        ("labels = autre", 0),
        ('status = "En diagnostic"', 1),
        ("status = 10001", 0),
        ('updated >= "2026-11-09 11:05"', 1),
        ('updated >= "2026-11-09 11:06"', 0),
        ('project = BOU AND labels = "vigie-7" AND updated >= "2026/11/09 10:00" ORDER BY updated DESC, key', 1),
        ('project = BOU and status = "À qualifier" order by created', 0),
    ],
)
async def test_a_bounded_query_finds_what_it_says(stand: Stand, issue: str, jql: str, count: int) -> None:
    await stand.site.edit(issue, CP, {"labels": ["vigie-7"]})
    stand.clock.jump(MONDAY + timedelta(hours=1))
    await stand.site.transition(issue, "21", CP)
    assert len((await _found(stand, jql=jql))["issues"]) == count


@pytest.mark.parametrize(
    "jql",
    [
        "",
        "ORDER BY created",
        "assignee = currentUser()",
        "project = NON",
        'status = "Inconnu"',
        "project = BOU OR project = POR",
        "project = BOU AND",
        "project =",
        'updated >= "hier"',
        "project != BOU",
        "project = BOU ORDER BY rank",
        "project = BOU ORDER BY key created",
        "project = BOU ORDER BY key,",
        'labels = "ouvert',
    ],
)
async def test_any_other_query_is_refused(stand: Stand, issue: str, jql: str) -> None:
    answer = await stand.http.post("/3/search/jql", json={"jql": jql})
    assert answer.status_code == 400
    assert answer.json()["errorMessages"]


@pytest.mark.parametrize(
    "extra",
    [
        {"startAt": 0},
        {"nextPageToken": "inventé"},
        {"reconcileIssues": [1] * 51},
        {"maxResults": "2"},
        {"fields": "*all"},
    ],
)
async def test_a_parameter_of_the_old_search_is_refused(stand: Stand, extra: dict[str, Any]) -> None:
    answer = await stand.http.post("/3/search/jql", json={"jql": "project = BOU"} | extra)
    assert answer.status_code == 400


async def _found(stand: Stand, **body: Any) -> dict[str, Any]:
    answer = await stand.http.post("/3/search/jql", json={name: held for name, held in body.items() if held})
    assert answer.status_code == 200, answer.text
    by_address = await stand.http.get("/3/search/jql", params={name: held for name, held in body.items() if held})
    assert by_address.json() == answer.json()
    found: dict[str, Any] = answer.json()
    return found
