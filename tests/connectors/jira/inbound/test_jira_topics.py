"""What a webhook is about is told without reading it whole, and never tells less than reading it does."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors import topics
from connectors.jira.inbound import jira_delivery_reader
from connectors.jira.inbound.jira_topics import named
from connectors.parsed_delivery import Claim, Delivery, Pair
from tests.connectors.jira.inbound.test_fuzz import ANYTHING, BODIES
from tests.connectors.jira.samples import AT
from tests.shared import listed

SITE = "enregistré"
FILES = [pytest.param(path, id=path.stem) for path in listed("payloads/jira/*.json", "payloads/derived/jira*.json")]
LINKED = {
    "webhookEvent": "issuelink_created",
    "issueLink": {"id": 7, "sourceIssueId": 1, "destinationIssueId": 2, "issueLinkType": {"name": "Duplicate"}},
}


def meant(body: bytes) -> set[str]:
    """The topics of what the reader makes of a body."""
    heard = jira_delivery_reader.read(Delivery("jira", SITE, "1", body, AT), frozenset())
    abouts = (
        (heard.about, heard.other) if isinstance(heard, Pair) else (heard.about,) if isinstance(heard, Claim) else ()
    )
    return {topic for about in abouts for topic in topics.of(about) or ()}


@pytest.mark.parametrize("path", FILES)
def test_a_recorded_payload_names_the_issue_that_it_is_read_as(path: Path) -> None:
    assert meant(path.read_bytes()) <= set(named(SITE, path.read_bytes()))


@given(body=st.sampled_from(BODIES), name=st.sampled_from(["issue", "comment", "worklog", "issueLink"]), value=ANYTHING)
def test_whatever_a_body_holds_no_topic_of_its_reading_is_missed(body: Any, name: str, value: Any) -> None:
    raw = json.dumps(body | {name: value}).encode("utf-8", "replace")
    assert meant(raw) <= set(named(SITE, raw))


def test_a_link_names_both_its_issues() -> None:
    assert named("s", json.dumps(LINKED).encode()) == ("issue/s/1", "issue/s/2")


def test_the_anomaly_that_an_issue_was_made_for_is_named_too() -> None:
    body = {"webhookEvent": "jira:issue_created", "issue": {"id": "7", "fields": {"labels": ["x", "vigie-abcdef12"]}}}
    assert named("s", json.dumps(body).encode()) == ("issue/s/7", "label/abcdef12")


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff", b"[]", b"{}", b'{"webhookEvent": "sprint_started"}', b'{"webhookEvent": 3.5}', b"[" * 100_000],
)
def test_what_is_about_no_issue_has_no_topic(body: bytes) -> None:
    assert named("s", body) == ()


def test_a_topic_is_short_whatever_a_sender_writes() -> None:
    body = {"webhookEvent": "worklog_created", "worklog": {"issueId": "7" * 4000}}
    (topic,) = named("s", json.dumps(body).encode())
    assert len(topic) <= 200
