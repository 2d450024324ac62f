"""A search is read to its end, page by page, on Cloud and on Data Center, and never for ever."""

from typing import Any

import pytest

from connectors.delivery_errors import NotNow
from connectors.jira.outbound import issue_search
from tests.connectors.jira.answering import CLOUD, standing
from tests.connectors.jira.conftest import Stand

JQL = "project = BOU ORDER BY id ASC"


async def test_every_page_of_cloud_is_read_by_its_token(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(issue_search, "PAGE", 2)
    keys = [(await stand.opened()).key for _ in range(5)]
    found = [issue async for issue in stand.jira.search(JQL, ("summary", "status"), ("changelog",))]
    assert [issue["key"] for issue in found] == keys
    assert found[0]["fields"].keys() == {"summary", "status"}
    assert "changelog" in found[0]


async def test_a_token_given_twice_ends_the_search() -> None:
    async with standing(CLOUD) as stand:
        stand.server.answers["GET search/jql"] = {"issues": [{"id": "1"}], "nextPageToken": "encore"}
        found: list[Any] = []
        with pytest.raises(NotNow):
            found += [issue async for issue in stand.jira.search(JQL)]
        assert len([path for _, path, _ in stand.server.asked if path == "search/jql"]) == 2


async def test_every_page_of_data_center_is_read_by_its_number() -> None:
    async with standing() as stand:
        issues = [{"id": str(number)} for number in range(5)]

        def page(query: dict[str, str]) -> dict[str, Any]:
            start = int(query["startAt"])
            # Data Center may give less than what it was asked for.
            return {"issues": issues[start : start + 2], "startAt": start, "maxResults": 2, "total": len(issues)}

        stand.server.answers["GET search"] = page
        found = [issue async for issue in stand.jira.search(JQL, ("status",))]
        assert found == issues
        asked = [query for _, path, query in stand.server.asked if path == "search"]
        assert [query["startAt"] for query in asked] == ["0", "2", "4"]
        assert asked[0]["fields"] == "status"


async def test_a_search_that_shrinks_while_it_is_read_ends() -> None:
    async with standing() as stand:
        stand.server.answers["GET search"] = {"issues": [], "total": 7}
        assert [issue async for issue in stand.jira.search(JQL)] == []
