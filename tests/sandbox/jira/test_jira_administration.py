"""What the set-up needs of an administrator's API, and what it is answered when its token may not."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from connectors.tls_context import tls_context
from sandbox.jira import SiteKind
from tests.sandbox.jira.conftest import MONDAY, RM, Stand, standing

TYPES = "com.atlassian.jira.plugin.system.customfieldtypes"
FIELD = {"name": "Phase Vigie", "type": f"{TYPES}:textfield", "searcherKey": f"{TYPES}:textsearcher"}


async def _field(stand: Stand, kind: str) -> str:
    made = await stand.http.post("/2/field", json={"name": f"Un {kind}", "type": f"{TYPES}:{kind}"})
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


async def _show(stand: Stand, field: str, screen: str = "10200") -> httpx.Response:
    [tab] = (await stand.http.get(f"/2/screens/{screen}/tabs")).json()
    return await stand.http.post(f"/2/screens/{screen}/tabs/{tab['id']}/fields", json={"fieldId": field})


async def test_a_created_field_can_be_written_once_it_is_on_the_screen(stand: Stand, issue: str) -> None:
    field = (await stand.http.post("/2/field", json=FIELD)).json()["id"]
    assert field in [held["id"] for held in (await stand.http.get("/2/field")).json()]
    body = {"fields": {field: "Recette"}}
    refusal = await stand.http.put(f"/2/issue/{issue}", json=body)
    assert (refusal.status_code, list(refusal.json()["errors"])) == (400, [field])
    assert field in [held["id"] for held in (await stand.http.get("/2/screens/10200/availableFields")).json()]
    assert (await _show(stand, field)).status_code == 200
    assert (await _show(stand, field)).status_code == 400
    assert field in (await stand.http.get(f"/2/issue/{issue}/editmeta")).json()["fields"]
    assert (await stand.http.put(f"/2/issue/{issue}", json=body)).status_code == 204
    assert (await stand.http.get(f"/2/issue/{issue}?fields={field}")).json()["fields"] == {field: "Recette"}


@pytest.mark.parametrize(
    ("kind", "written", "shown", "wrong"),
    [
        ("textarea", "Deux\nlignes", "Deux\nlignes", 7),
        ("float", 3, 3.0, "trois"),
        ("datetime", "2026-11-09T08:00:00.000+0000", "2026-11-09T09:00:00.000+0100", "demain"),
        ("datepicker", "2026-11-10", "2026-11-10", "10/11/2026"),
        ("labels", ["un"], ["un"], ["deux mots"]),
    ],
)
async def test_a_field_takes_what_its_type_says(
    stand: Stand, issue: str, kind: str, written: Any, shown: Any, wrong: Any
) -> None:
    field = await _field(stand, kind)
    await _show(stand, field)
    assert (await stand.http.put(f"/2/issue/{issue}", json={"fields": {field: wrong}})).status_code == 400
    assert (await stand.http.put(f"/2/issue/{issue}", json={"fields": {field: written}})).status_code == 204
    assert (await stand.http.get(f"/2/issue/{issue}?fields={field}")).json()["fields"] == {field: shown}


async def test_a_list_has_the_options_it_was_given(stand: Stand, issue: str) -> None:
    field = await _field(stand, "select")
    await _show(stand, field)
    [context] = (await stand.http.get(f"/3/field/{field}/context")).json()["values"]
    path = f"/3/field/{field}/context/{context['id']}/option"
    made = (await stand.http.post(path, json={"options": [{"value": "Majeure"}, {"value": "Mineure"}]})).json()
    assert (await stand.http.get(path)).json()["values"] == made["options"]
    assert (await stand.http.post(path, json={"options": [{"value": "Majeure"}]})).status_code == 400
    refusal = await stand.http.put(f"/2/issue/{issue}", json={"fields": {field: {"value": "Autre"}}})
    assert refusal.status_code == 400
    await stand.http.put(f"/2/issue/{issue}", json={"fields": {field: {"value": "Majeure"}}})
    held = (await stand.http.get(f"/2/issue/{issue}?fields={field}")).json()["fields"][field]
    assert (held["value"], held["id"]) == ("Majeure", made["options"][0]["id"])


@pytest.mark.parametrize("body", [{}, {"name": "Phase"}, FIELD | {"type": "autre:textfield"}, FIELD | {"name": " "}])
async def test_a_field_without_a_name_or_a_type_is_refused(stand: Stand, body: dict[str, Any]) -> None:
    assert (await stand.http.post("/2/field", json=body)).status_code == 400


async def test_cloud_tells_which_screen_a_project_uses(stand: Stand) -> None:
    scheme = (await stand.http.get("/2/issuetypescreenscheme/project?projectId=10200")).json()["values"][0]
    number = scheme["issueTypeScreenScheme"]["id"]
    held = (await stand.http.get(f"/2/issuetypescreenscheme/mapping?issueTypeScreenSchemeId={number}")).json()
    screens = (await stand.http.get(f"/2/screenscheme?id={held['values'][0]['screenSchemeId']}")).json()
    assert screens["values"][0]["screens"] == {"default": 10200}


async def test_a_token_that_may_not_is_told_so_and_may_do_the_rest(stand: Stand, issue: str) -> None:
    stand.site.denied |= {"ADMINISTER", "ADD_COMMENTS"}
    hooks = f"{stand.url}/rest/webhooks/1.0/webhook"
    refusals = [
        await stand.http.post("/2/field", json=FIELD),
        await stand.http.get("/2/screens"),
        await stand.http.get(hooks),
        await stand.http.post(hooks, json={}),
        await stand.http.post(f"/2/issue/{issue}/comment", json={"body": "Vu"}),
    ]
    assert {(answer.status_code, bool(answer.json()["errorMessages"])) for answer in refusals} == {(403, True)}
    path = "/2/mypermissions?permissions=ADMINISTER,ADD_COMMENTS,EDIT_ISSUES"
    granted = (await stand.http.get(path)).json()["permissions"]
    assert [granted[name]["havePermission"] for name in sorted(granted)] == [False, False, True]
    assert (await stand.http.put(f"/2/issue/{issue}", json={"fields": {"summary": "Vu"}})).status_code == 204
    stand.site.denied.add("BROWSE_PROJECTS")
    assert (await stand.http.get(f"/2/issue/{issue}")).status_code == 404
    assert (await stand.http.get("/2/project/BOU")).status_code == 404


async def test_a_webhook_is_registered_changed_and_removed(stand: Stand, issue: str) -> None:
    path = f"{stand.url}/rest/webhooks/1.0/webhook"
    body = {"name": "Autre", "url": stand.site.webhooks[0].url, "events": ["comment_created"], "secret": "mot"}
    made = (await stand.http.post(path, json=body)).json()
    changed = await stand.http.put(made["self"], json=body | {"events": ["jira:issue_updated"], "enabled": False})
    assert (changed.json()["enabled"], changed.json()["isSigned"]) == (False, True)
    assert (await stand.http.get(made["self"])).json() == changed.json()
    assert (await stand.http.delete(made["self"])).status_code == 204
    assert (await stand.http.get(made["self"])).status_code == 404
    assert len((await stand.http.get(path)).json()) == 1


async def test_data_center_10_has_its_webhooks_elsewhere_and_otherwise() -> None:
    headers = {"Authorization": "Bearer a-token"}
    async with standing(httpx.BasicAuth("", ""), SiteKind("Server", version=(10, 3, 2))) as ten:
        root = f"{ten.url}/rest/jira-webhook/1.0/webhooks"
        async with httpx.AsyncClient(verify=tls_context(), trust_env=False, headers=headers) as http:
            assert (await http.get(f"{ten.url}/rest/webhooks/1.0/webhook")).status_code == 404
            body = {"name": "Vigie", "url": "http://127.0.0.1:9", "events": ["comment_created"], "active": True}
            made = (await http.post(root, json=body | {"configuration": {"SECRET": "mot"}})).json()
            assert (ten.site.webhooks[-1].secret, "SECRET" in made["configuration"]) == ("mot", False)
            assert (await http.put(f"{root}/{made['id']}", json=body | {"active": False})).json()["active"] is False
            assert (ten.site.webhooks[-1].secret, ten.site.webhooks[-1].enabled) == ("mot", False)
            ten.site.token_expires = MONDAY + timedelta(days=20)
            [token] = (await http.get(f"{ten.url}/rest/pat/latest/tokens")).json()
            assert token["expiringAt"].startswith("2026-11-29")


async def test_a_project_may_ask_for_more_when_an_issue_is_created(stand: Stand) -> None:
    boutique = stand.site.home.project("BOU")
    stand.site.home.projects[boutique.id] = replace(boutique, required=("customfield_10052",))
    body = {"fields": {"project": {"key": "BOU"}, "issuetype": {"name": "Anomalie"}, "summary": "Panne"}}
    refusal = await stand.http.post("/2/issue", json=body)
    assert refusal.json()["errors"] == {"customfield_10052": "Environnement concerné is required."}
    screen = (await stand.http.get("/2/issue/createmeta/BOU/issuetypes/10100")).json()["fields"]
    assert "customfield_10052" in {field["fieldId"] for field in screen if field["required"]}
    assert await stand.site.create("BOU", RM, {"summary": "Panne", "customfield_10052": "Production"})


async def test_the_furniture_is_told(stand: Stand) -> None:
    assert [kind["name"] for kind in (await stand.http.get("/2/issuetype")).json()] == ["Anomalie", "Évolution"]
    assert {held["key"] for held in (await stand.http.get("/2/statuscategory")).json()} == {
        "new",
        "indeterminate",
        "done",
    }
    found = (await stand.http.get("/3/field/search?type=custom&query=cause")).json()["values"]
    assert [field["id"] for field in found] == ["customfield_10050"]
