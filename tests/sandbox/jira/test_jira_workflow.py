"""Transitions over REST: only those on offer, with their screens filled in."""

from typing import Any

import pytest

from tests.sandbox.jira.conftest import CP, Stand


async def test_only_a_transition_on_offer_is_taken(stand: Stand, issue: str) -> None:
    offered = (await stand.http.get(f"/3/issue/{issue}/transitions")).json()["transitions"]
    assert "61" not in [offer["id"] for offer in offered]
    answer = await _take(stand, issue, {"transition": {"id": "61"}})
    assert answer == (400, ["Transition id '61' is not valid for this issue."], {})


async def test_a_transition_id_is_a_string(stand: Stand, issue: str) -> None:
    status, _, _ = await _take(stand, issue, {"transition": {"id": 21}})
    assert status == 400


async def test_closing_asks_for_a_resolution(stand: Stand, issue: str) -> None:
    path = f"/3/issue/{issue}/transitions?transitionId=81&expand=transitions.fields"
    [offer] = (await stand.http.get(path)).json()["transitions"]
    assert offer["fields"]["resolution"]["required"] is True
    assert offer["fields"]["resolution"]["allowedValues"][0]["name"] == "Corrigé"
    status, _, errors = await _take(stand, issue, {"transition": {"id": "81"}})
    assert (status, errors) == (400, {"resolution": "Resolution is required."})


async def test_a_field_that_is_not_on_the_screen_is_refused(stand: Stand, issue: str) -> None:
    body = {"transition": {"id": "21"}, "fields": {"resolution": {"name": "Corrigé"}}}
    status, _, errors = await _take(stand, issue, body)
    assert (status, list(errors)) == (400, ["resolution"])


async def test_reopening_takes_the_resolution_away(stand: Stand, issue: str) -> None:
    await _take(stand, issue, {"transition": {"id": "81"}, "fields": {"resolution": {"id": "10300"}}})
    closed = (await stand.http.get(f"/2/issue/{issue}")).json()["fields"]
    assert (closed["resolution"]["name"], closed["status"]["statusCategory"]["key"]) == ("Corrigé", "done")
    assert closed["resolutiondate"].startswith("2026-11-09T10:05:00.")
    await stand.site.transition(issue, "11", CP)
    reopened = (await stand.http.get(f"/2/issue/{issue}")).json()["fields"]
    assert (reopened["resolution"], reopened["resolutiondate"]) == (None, None)
    [resolution, status] = (await stand.http.get(f"/2/issue/{issue}/changelog")).json()["values"][1]["items"]
    assert (resolution["fromString"], resolution["to"]) == ("Corrigé", None)
    assert (status["from"], status["to"]) == ("10008", "10001")


async def test_a_word_said_on_the_way_is_a_comment(stand: Stand, issue: str) -> None:
    body = {"transition": {"id": "31"}, "update": {"comment": [{"add": {"body": "Précisez le navigateur."}}]}}
    assert (await stand.http.post(f"/2/issue/{issue}/transitions", json=body)).status_code == 204
    await stand.site.settled()
    assert sorted(stand.listener.events) == ["comment_created", "jira:issue_updated"]
    assert stand.site.issue(issue).comments[0].body == "Précisez le navigateur."


@pytest.mark.parametrize("body", [{}, {"transition": "21"}, {"transition": {"id": "21"}, "fields": "resolution"}])
async def test_a_transition_without_a_shape_changes_nothing(stand: Stand, issue: str, body: dict[str, Any]) -> None:
    status, _, _ = await _take(stand, issue, body)
    assert (status, stand.site.issue(issue).status) == (400, "10001")


async def _take(stand: Stand, issue: str, body: dict[str, Any]) -> tuple[int, list[str], dict[str, str]]:
    answer = await stand.http.post(f"/3/issue/{issue}/transitions", json=body)
    said = answer.json() if answer.content else {"errorMessages": [], "errors": {}}
    return answer.status_code, said["errorMessages"], said["errors"]
