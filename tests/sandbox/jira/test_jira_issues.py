"""Issues over REST: what is taken, what is refused and in which words."""

from typing import Any

import pytest

from sandbox import seed
from tests.sandbox.jira.conftest import CP, RM, Stand

ANOMALY = {"project": {"key": "BOU"}, "issuetype": {"name": "Anomalie"}, "summary": "Le panier se vide"}


def document(text: str) -> dict[str, Any]:
    """The smallest Atlassian document that says it."""
    return {
        "version": 1,
        "type": "doc",
        "content": [{"type": "paragraph", "content": [{"type": "text", "text": text}]}],
    }


async def test_an_issue_is_found_by_its_key_and_by_its_id(stand: Stand) -> None:
    created = await stand.http.post("/2/issue", json={"fields": ANOMALY})
    assert created.status_code == 201
    by_key = await stand.http.get(f"/2/issue/{created.json()['key']}")
    by_id = await stand.http.get(f"/2/issue/{created.json()['id']}")
    assert by_key.json() == by_id.json()
    fields = by_key.json()["fields"]
    assert fields["status"]["statusCategory"]["key"] == "new"
    assert fields["creator"]["accountId"] == seed.BOT_JIRA_ACCOUNT


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"summary": None}, "summary"),
        ({"summary": "x" * 256}, "summary"),
        ({"summary": "deux\nlignes"}, "summary"),
        ({"issuetype": {"name": "Inconnu"}}, "issuetype"),
        ({"issuetype": None}, "issuetype"),
        ({"project": {"key": "NON"}}, "project"),
        ({"project": None}, "project"),
        ({"labels": ["deux mots"]}, "labels"),
        ({"priority": {"name": "Urgentissime"}}, "priority"),
        ({"assignee": {"accountId": "nobody"}}, "assignee"),
        ({"customfield_99999": "x"}, "customfield_99999"),
        ({"resolution": {"name": "Corrigé"}}, "resolution"),
        ({"status": {"name": "Clos"}}, "status"),
        ({"description": document("en ADF")}, "description"),
        ({"duedate": "demain"}, "duedate"),
        ({"description": "x" * 32_768}, "description"),
    ],
)
async def test_a_creation_names_the_field_that_is_wrong(stand: Stand, change: dict[str, Any], field: str) -> None:
    answer = await stand.http.post("/2/issue", json={"fields": ANOMALY | change})
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]
    assert stand.site.ledger.issues == []


async def test_version_2_writes_strings_and_version_3_documents(stand: Stand) -> None:
    fields = ANOMALY | {"description": document("Au paiement.")}
    key = (await stand.http.post("/3/issue", json={"fields": fields})).json()["key"]
    two = (await stand.http.get(f"/2/issue/{key}")).json()["fields"]["description"]
    three = (await stand.http.get(f"/3/issue/{key}")).json()["fields"]["description"]
    assert (two, three) == ("Au paiement.", document("Au paiement."))


@pytest.mark.parametrize(
    "description",
    [
        "une chaîne",
        {"type": "doc", "content": []},
        document(""),
        {"version": 1, "type": "paragraph", "content": []},
    ],
)
async def test_version_3_refuses_what_is_no_document(stand: Stand, description: Any) -> None:
    answer = await stand.http.post("/3/issue", json={"fields": ANOMALY | {"description": description}})
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == ["description"]


async def test_a_text_field_stays_a_string_in_version_3(stand: Stand) -> None:
    fields = ANOMALY | {"customfield_10052": "Production", "customfield_10050": document("Cache périmé")}
    key = (await stand.http.post("/3/issue", json={"fields": fields})).json()["key"]
    shown = (await stand.http.get(f"/3/issue/{key}?fields=customfield_10052,customfield_10050")).json()["fields"]
    assert shown == {"customfield_10050": document("Cache périmé"), "customfield_10052": "Production"}


async def test_an_edit_is_recorded_with_who_when_and_what(stand: Stand, issue: str) -> None:
    body = {"fields": {"priority": {"id": "1"}, "labels": ["vigie"], "customfield_10050": "Cache périmé"}}
    assert (await stand.http.put(f"/2/issue/{issue}", json=body)).status_code == 204
    page = (await stand.http.get(f"/2/issue/{issue}/changelog")).json()
    [entry] = page["values"]
    assert (page["total"], page["isLast"]) == (1, True)
    assert entry["author"]["accountId"] == seed.BOT_JIRA_ACCOUNT
    assert entry["created"].startswith("2026-11-09T10:05:00.")
    items = {item["fieldId"]: item for item in entry["items"]}
    assert (items["priority"]["fromString"], items["priority"]["to"]) == ("Medium", "1")
    assert (items["labels"]["fromString"], items["labels"]["toString"]) == ("", "vigie")
    assert (items["customfield_10050"]["fieldtype"], items["customfield_10050"]["field"]) == ("custom", "Cause racine")


async def test_an_edit_can_add_a_label_and_a_comment(stand: Stand, issue: str) -> None:
    update = {"labels": [{"add": "un"}, {"add": "deux"}, {"remove": "un"}], "comment": [{"add": {"body": "Vu"}}]}
    assert (await stand.http.put(f"/2/issue/{issue}", json={"update": update})).status_code == 204
    fields = (await stand.http.get(f"/2/issue/{issue}")).json()["fields"]
    assert fields["labels"] == ["deux"]
    assert fields["comment"]["comments"][0]["body"] == "Vu"


@pytest.mark.parametrize(
    "fields", [{"status": {"id": "10008"}}, {"inconnu": 1}, {"summary": None}, {"resolution": None}]
)
async def test_an_edit_leaves_the_workflow_and_the_unknown_alone(
    stand: Stand, issue: str, fields: dict[str, Any]
) -> None:
    before = stand.site.issue(issue)
    answer = await stand.http.put(f"/2/issue/{issue}", json={"fields": fields})
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == list(fields)
    assert stand.site.issue(issue) == before


async def test_the_changelog_is_read_by_page_with_growing_ids(stand: Stand, issue: str) -> None:
    for account in (CP, RM, None):
        await stand.site.assign(issue, CP, account)
    first = (await stand.http.get(f"/2/issue/{issue}/changelog?maxResults=2")).json()
    second = (await stand.http.get(first["nextPage"])).json()
    ids = [int(entry["id"]) for entry in first["values"] + second["values"]]
    assert ids == sorted(set(ids))
    assert len(ids) == 3
    assert (first["isLast"], second["isLast"]) == (False, True)


async def test_an_account_is_assigned_by_its_id_and_null_takes_it_away(stand: Stand, issue: str) -> None:
    path = f"/3/issue/{issue}/assignee"
    assert (await stand.http.put(path, json={"accountId": CP})).status_code == 204
    assert stand.site.issue(issue).values["assignee"] == CP
    assert (await stand.http.put(path, json={"accountId": "nobody"})).status_code == 404
    assert (await stand.http.put(path, json={"accountId": None})).status_code == 204
    assert stand.site.issue(issue).values["assignee"] is None


async def test_an_unknown_issue_is_not_found(stand: Stand) -> None:
    for path in ("/2/issue/BOU-99", "/3/issue/99999/comment", "/3/issue/BOU-99/transitions"):
        answer = await stand.http.get(path)
        assert answer.status_code == 404
        assert answer.json()["errorMessages"]


async def test_properties_are_kept_unseen(stand: Stand, issue: str) -> None:
    path = f"/3/issue/{issue}/properties"
    assert (await stand.http.put(f"{path}/vigie", json={"anomaly": 7})).status_code == 201
    assert (await stand.http.put(f"{path}/vigie", json={"anomaly": 8})).status_code == 200
    assert (await stand.http.get(f"{path}/vigie")).json() == {"key": "vigie", "value": {"anomaly": 8}}
    assert [entry["key"] for entry in (await stand.http.get(path)).json()["keys"]] == ["vigie"]
    assert (await stand.http.delete(f"{path}/vigie")).status_code == 204
    assert (await stand.http.get(f"{path}/vigie")).status_code == 404
    await stand.site.settled()
    assert stand.listener.heard == []


async def test_every_change_is_told_to_the_page(stand: Stand, issue: str) -> None:
    before = stand.feed.number
    await stand.site.edit(issue, CP, {"summary": "Le panier se vide encore"})
    assert "jira" in [change.part for change in await stand.feed.after(before)]


async def test_the_snapshot_shows_what_can_be_done_next(stand: Stand, issue: str) -> None:
    await stand.site.transition(issue, "51", CP)
    boutique = stand.site.snapshot()["projects"][0]
    assert boutique["statuses"][0]["name"] == "À qualifier"
    [shown] = boutique["issues"]
    offers = {offer["id"]: offer for offer in shown["transitions"]}
    assert offers["61"]["name"] == "Accepter la recette"
    assert offers["81"]["required"][0]["options"][0] == {"id": "10300", "name": "Corrigé"}
    assert shown["history"][0]["items"] == [{"field": "status", "from": "À qualifier", "to": "En recette"}]
