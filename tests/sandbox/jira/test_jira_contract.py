"""What the stand-in takes and answers keeps to the vendor's own description of its API."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from openapi_core import OpenAPI
from openapi_core.protocols import Request, Response
from openapi_core.testing import MockRequest, MockResponse

from sandbox.jira.traffic import Exchange
from tests.sandbox.jira.conftest import CP, RM, Stand
from tests.sandbox.jira.test_jira_issues import ANOMALY, document
from tests.shared import shared
from tests.vendor import judged

SITE = "https://your-domain.atlassian.net"
LINK = {"type": {"name": "Duplicate"}, "inwardIssue": {"key": "BOU-2"}, "outwardIssue": {"key": "BOU-1"}}
ROUND = (
    ("GET", "serverInfo", None),
    ("GET", "myself", None),
    ("GET", "status", None),
    ("GET", "priority", None),
    ("GET", "resolution", None),
    ("GET", "field", None),
    ("GET", "field/search?type=custom", None),
    ("POST", "field", {"name": "Phase", "type": "com.atlassian.jira.plugin.system.customfieldtypes:textfield"}),
    ("GET", "issuetype", None),
    ("GET", "statuscategory", None),
    ("GET", "project", None),
    ("GET", "issue/BOU-1/editmeta", None),
    ("GET", f"user?accountId={RM}", None),
    ("GET", "user/search?query=rm", None),
    ("GET", "user/assignable/search?project=BOU", None),
    ("GET", "mypermissions?permissions=BROWSE_PROJECTS", None),
    ("GET", "project/BOU", None),
    ("GET", "project/search", None),
    ("GET", "project/BOU/statuses", None),
    ("GET", "issue/createmeta/BOU/issuetypes", None),
    ("GET", "issue/createmeta/BOU/issuetypes/10100", None),
    ("POST", "issue", {"fields": ANOMALY | {"description": document("Au paiement.")}}),
    ("POST", "issue", {"fields": ANOMALY | {"summary": None}}),
    ("GET", "issue/BOU-2?expand=changelog,transitions,names", None),
    ("PUT", "issue/BOU-2", {"fields": {"priority": {"id": "1"}, "labels": ["vigie"]}}),
    ("GET", "issue/BOU-2/transitions?expand=transitions.fields", None),
    ("POST", "issue/BOU-2/transitions", {"transition": {"id": "21"}}),
    ("PUT", "issue/BOU-2/assignee", {"accountId": CP}),
    ("GET", "issue/BOU-2/changelog", None),
    ("POST", "issue/BOU-2/changelog/list", {"changelogIds": [50_001]}),
    ("POST", "changelog/bulkfetch", {"issueIdsOrKeys": ["BOU-1", "BOU-2"], "fieldIds": ["status"], "maxResults": 10}),
    ("POST", "issue/bulkfetch", {"issueIdsOrKeys": ["BOU-2", "BOU-99"], "fields": ["*all"]}),
    ("POST", "issue/BOU-2/comment", {"body": document("Vu")}),
    ("GET", "issue/BOU-2/comment", None),
    ("POST", "issue/BOU-2/worklog", {"timeSpentSeconds": 600, "comment": document("Analyse")}),
    ("GET", "issue/BOU-2/worklog", None),
    ("GET", "worklog/updated?since=0", None),
    ("GET", "worklog/deleted?since=0", None),
    ("POST", "worklog/list", {"ids": [20_001, 20_002, 20_003, 20_004, 20_005]}),
    ("POST", "comment/list", {"ids": [20_001, 20_002, 20_003, 20_004, 20_005]}),
    ("PUT", "issue/BOU-2/properties/vigie", {"anomaly": 7}),
    ("GET", "issue/BOU-2/properties/vigie", None),
    ("GET", "issue/BOU-2/properties", None),
    ("GET", "issueLinkType", None),
    ("POST", "issueLink", LINK),
    ("GET", "issue/BOU-2?fields=issuelinks", None),
    ("POST", "search/jql", {"jql": "project = BOU", "fields": ["*all"], "expand": "changelog"}),
    ("GET", "search/jql?jql=key%20%3D%20BOU-2&maxResults=10", None),
    ("DELETE", "issue/BOU-2/properties/vigie", None),
    ("DELETE", "issue/BOU-2", None),
)
# The description of version 2 at hand is older than these.
NEWER = {"search/jql", "changelog/bulkfetch", "issue/bulkfetch"}


@pytest.fixture(scope="session")
def contracts() -> Path:
    """The folder of the vendors' contracts."""
    return shared("contracts")


@pytest.mark.parametrize("version", ["2", "3"])
async def test_requests_and_answers_keep_to_the_contract(
    stand: Stand, issue: str, contracts: Path, version: str
) -> None:
    contract = OpenAPI.from_file_path(str(contracts / f"jira-cloud-v{version}.trimmed.json"))
    for method, path, given in ROUND:
        body = given if version == "3" else _wiki(given)
        answer = await stand.http.request(method, f"/{version}/{path}", json=body)
        assert answer.status_code < 500, path
        address, _, query = path.partition("?")
        if version == "2" and address in NEWER:
            continue
        sent = _request(method, f"/rest/api/{version}/{address}", query, body)
        contract.validate_request(sent)
        contract.validate_response(sent, _response(answer.status_code, answer.content))


@pytest.mark.parametrize(
    ("method", "path", "query", "body", "answer", "wrong"),
    [
        ("GET", "issue/BOU-1", "fields=summary", None, {"id": "1", "key": "BOU-1"}, ""),
        ("GET", "issue/BOU-1", "champs=summary", None, {"id": "1"}, "the parameter champs is not described"),
        ("GET", "search/jql", "maxResults=dix", None, {}, "the parameter maxResults is not of its type"),
        ("GET", "tickets", "", None, {}, "a path that the vendor does not describe"),
        ("GET", "issue/BOU-1", "", None, {"id": 1}, "$.id: 1 is not of type 'string'"),
        ("POST", "issue/BOU-1/transitions", "", {"transition": {"id": 21}}, None, "$.transition.id: 21 is not"),
        ("POST", "issue/BOU-1/comment", "", {"body": {"type": "doc", "content": []}}, {}, "'version' is a required"),
    ],
)
def test_what_breaks_the_vendor_s_word_is_found(
    contracts: Path, method: str, path: str, query: str, body: Any, answer: Any, wrong: str
) -> None:
    sent, answered = (b"" if one is None else json.dumps(one).encode() for one in (body, answer))
    status = {"comment": 201, "transitions": 204}.get(path.rpartition("/")[2], 200)
    given = Exchange(True, "Vigie", method, f"/rest/api/3/{path}", query, sent, status, answered)
    found = judged([given])
    assert found == [] if not wrong else any(wrong in one for one in found), found


async def test_a_document_written_for_version_3_is_valid(stand: Stand, contracts: Path) -> None:
    schema = json.loads((contracts / "adf-v1.full.schema.json").read_text())
    text = "Bonjour,\n\nLe panier se vide\nau paiement.\n\n\n* une fois sur deux"
    key = await stand.site.create("BOU", RM, {"summary": "Panne", "description": text})
    shown = (await stand.http.get(f"/3/issue/{key}?fields=description")).json()["fields"]["description"]
    jsonschema.validate(shown, schema)


def _wiki(value: Any) -> Any:
    """The same body for version 2, whose long texts are strings."""
    if isinstance(value, dict) and value.get("type") == "doc":
        return value["content"][0]["content"][0]["text"]
    return {key: _wiki(held) for key, held in value.items()} if isinstance(value, dict) else value


def _request(method: str, path: str, query: str, body: Any) -> Request:
    args = dict(pair.split("=", 1) for pair in query.split("&") if pair)
    data = None if body is None else json.dumps(body).encode()
    return MockRequest(SITE, method.lower(), path, args=args, data=data, content_type="application/json")


def _response(status: int, content: bytes) -> Response:
    """The answer, less what the vendor sends against its own contract: nulls, and offsets without a colon."""
    mended = _mended(json.loads(content)) if content else {}
    return MockResponse(json.dumps(mended).encode(), status, content_type="application/json")


def _mended(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _mended(held) for key, held in value.items() if held is not None}
    if isinstance(value, list):
        return [_mended(held) for held in value]
    return re.sub(r"(T[\d:.]+[+-]\d\d)(\d\d)$", r"\1:\2", value) if isinstance(value, str) else value
