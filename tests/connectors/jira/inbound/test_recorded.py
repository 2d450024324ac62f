"""Payloads that Jira really sent, of every flavour and age, all end well."""

import json
from pathlib import Path
from typing import Any

import pytest

from connectors.jira.inbound.event_kinds import UNKNOWN
from connectors.jira.inbound.jira_delivery_reader import facts as facts_of
from connectors.jira.inbound.jira_delivery_reader import read
from connectors.parsed_delivery import AboutIssue, Claim, Delivery, Heard, Ignored
from connectors.wording import said
from rules.contract import Contract, Criticality, JiraMeaning
from tests.connectors.jira.samples import AT, contract
from tests.shared import listed, shared

RECORDED = listed("payloads/jira/*.json", "payloads/derived/jira*.json")
FILES = [pytest.param(path, id=path.stem) for path in RECORDED]


def _heard(path: Path) -> Heard:
    return read(Delivery("jira", "enregistré", path.stem, path.read_bytes(), AT), frozenset())


def _matching(path: Path) -> Contract:
    """A contract for the payload's own project, type, statuses and priorities."""
    fields: dict[str, Any] = (json.loads(path.read_bytes()).get("issue") or {}).get("fields") or {}
    kind, project = fields.get("issuetype") or {}, fields.get("project") or {}
    return contract(
        projects=(project.get("key", ""),),
        issue_types=(kind["name"],) if kind else (),
        statuses={"To Do": JiraMeaning.RAISED, "In Progress": JiraMeaning.RESOLUTION, "Done": JiraMeaning.CLOSED},
        priorities={"High": Criticality.BLOQUANTE, "Low": Criticality.MINEURE},
    )


def test_the_recordings_are_where_they_should_be() -> None:
    assert shared("payloads/jira").is_dir()
    assert len(RECORDED) > 50


@pytest.mark.parametrize("path", FILES)
def test_a_recorded_payload_is_a_claim_or_ignored_by_name(path: Path) -> None:
    found = _heard(path)
    if isinstance(found, Claim):
        assert isinstance(found.about, AboutIssue)
        assert found.about.id.isdigit()
        assert found.at.tzinfo is not None
    else:
        assert isinstance(found, Ignored), found
        assert found.name.startswith("jira: ")


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("path", FILES)
def test_a_recorded_payload_tells_facts_or_is_ignored_by_name(path: Path, known: bool) -> None:
    found = _heard(path)
    if not isinstance(found, Claim):
        return
    told = facts_of(found, _matching(path), known)
    if isinstance(told, Ignored):
        assert told.name.startswith("jira: ")
        return
    assert told
    assert len({fact.id for fact in told}) == len(told)
    assert all(fact.at.tzinfo is not None for fact in told)


@pytest.mark.parametrize(
    ("name", "known", "kinds"),
    [
        ("jira/mm__webhook-issue-created", False, ["raised", "ticket_attached"]),
        ("jira/zulip__issue_created_with_custom_fields", False, ["raised", "ticket_attached"]),
        ("jira/hook__issue_created", False, ["raised", "ticket_attached"]),
        ("jira/mm__webhook-issue-updated-started-working", True, ["work_started"]),
        ("jira/mm__webhook-issue-updated-started-working", False, ["raised", "ticket_attached", "work_started"]),
        ("jira/mm__webhook-issue-updated-resolved", True, ["closed"]),
        ("jira/mm__webhook-issue-updated-reopened", True, ["reopened"]),
        ("jira/jtp__integration_updateStatus", True, ["closed"]),
        ("jira/mm__webhook-server-issue-updated-in-progress", True, ["work_started"]),
        ("jira/mm__webhook-issue-updated-raised-priority", True, ["qualified"]),
        ("jira/mm__webhook-issue-updated-renamed", True, ["retitled"]),
        ("jira/jtp__webhook_issue_updated_without_comment", True, ["retitled"]),
    ],
)
def test_a_recorded_payload_tells_what_happened(name: str, known: bool, kinds: list[str]) -> None:
    path = shared(f"payloads/{name}.json")
    found = _heard(path)
    assert isinstance(found, Claim)
    told = facts_of(found, _matching(path), known)
    assert not isinstance(told, Ignored), told
    assert [fact.what.kind for fact in told] == kinds


def test_an_event_unknown_to_jira_itself_is_ignored_as_unknown() -> None:
    assert _heard(shared("payloads/jira/zulip__unknown_v1.json")) == Ignored(said(UNKNOWN))
