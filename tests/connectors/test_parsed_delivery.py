"""What any reader hears is a plain value: equal when heard again, kept and brought back, and logged without content."""

import json
import pickle
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import timedelta
from typing import Any

import pytest

from bot.slack.meaning.slack_delivery_reader import SlackReader
from connectors.jira.inbound import created_issue
from connectors.jira.inbound.jira_delivery_reader import JiraReader
from connectors.parsed_delivery import Claim, Delivery, Ignored, Pair, Reader, Unreadable
from connectors.store.editions import Edition
from rules.anomaly.state import Ticket
from rules.contract import ClockName
from rules.events import Shift, ThresholdReached
from scheduler import alert_deliveries
from scheduler.catching_up import edition_deliveries
from tests.bot.slack.house import BOUTIQUE, CONTRACTS, JSON, NOW, press, submission
from tests.connectors.jira import samples
from tests.connectors.jira.inbound.test_issue_links import DUPLICATE, link
from tests.connectors.jira.inbound.test_worklog_reader import worklog

SECRET = "Motdepasse"
FIRST, SECOND = (Edition("boutique", NOW.date(), number, NOW, "boutique.yaml", f"texte {number}") for number in (1, 2))
JIRA, SLACK = JiraReader({samples.SITE: samples.OWN}), SlackReader(lambda: CONTRACTS)


def jira(body: Any) -> Delivery:
    return samples.delivery(body)


def slack(payload: Any) -> Delivery:
    return Delivery("slack", "T0VIGIE", "i1", json.dumps(payload).encode(), NOW, {"content-type": JSON})


def chosen(name: str) -> Any:
    action = {"type": "static_select", "action_id": f"prefer:{name}", "selected_option": {"value": "en"}}
    return press("U0CP", f"prefer:{name}", "") | {"actions": [action | {"action_ts": "1.1"}]}


def away(first: str, last: str) -> Any:
    sent = submission("U0CP", "absence", {"first": first, "last": last})
    return sent | {"view": sent["view"] | {"callback_id": "absence"}}


def edited() -> Delivery:
    moved = (Shift(ClockName.RESOLUTION, 1, NOW, NOW + timedelta(hours=1), None),)
    return edition_deliveries.edition_delivery("a1", SECOND, moved, NOW)


HEARD: Mapping[str, tuple[Reader, Delivery]] = {
    "creation": (JIRA, jira(samples.created(samples.issue(summary=SECRET, customfield_10050=SECRET)))),
    "change": (JIRA, jira(samples.updated(samples.status("En cours", "Clos")))),
    "comment": (JIRA, jira(samples.commented(samples.cloud_user(samples.RM), SECRET))),
    "worklog": (JIRA, jira(worklog())),
    "link": (JIRA, jira(link(DUPLICATE))),
    "button": (SLACK, slack(press("U0DEV", "move:take", "a1b2c3d4e5f60718"))),
    "form": (SLACK, slack(submission("U0CP", "find_cause", {"cause": SECRET}, {"anomaly": "a1b2c3d4e5f60718"}))),
    "alert": (
        alert_deliveries,
        alert_deliveries.alert_delivery("a1", ThresholdReached(ClockName.RESOLUTION, 1, 0.5, NOW), NOW),
    ),
    "edition": (edition_deliveries, edited()),
    "created": (created_issue, created_issue.attached("a1", Ticket("default", "10001", "BOU-1"), NOW)),
}


def within(value: Any) -> Iterator[Any]:
    """The value and all that it is made of."""
    yield value
    parts: list[Any] = []
    if is_dataclass(value):
        parts = [getattr(value, field.name) for field in fields(value)]
    elif isinstance(value, Mapping):
        parts = [*value.keys(), *value.values()]
    elif isinstance(value, tuple | list | frozenset):
        parts = [*value]
    for part in parts:
        yield from within(part)


def claim(name: str) -> Claim:
    heard = HEARD[name][0].read(HEARD[name][1])
    found = heard.claim("BOU-2") if isinstance(heard, Pair) else heard
    assert isinstance(found, Claim), found
    return found


@pytest.mark.parametrize("name", HEARD)
def test_a_delivery_read_twice_is_heard_as_equal_values(name: str) -> None:
    reader, delivery = HEARD[name]
    assert reader.read(delivery) == reader.read(delivery)
    assert reader.read(delivery) is not reader.read(delivery)
    assert claim(name) != claim("change" if name != "change" else "comment")


@pytest.mark.parametrize("name", HEARD)
def test_what_is_heard_holds_no_function(name: str) -> None:
    reader, delivery = HEARD[name]
    assert [part for part in within(reader.read(delivery)) if callable(part)] == []


@pytest.mark.parametrize("name", HEARD)
def test_what_is_heard_tells_the_same_facts_once_kept(name: str) -> None:
    reader, heard = HEARD[name][0], claim(name)
    kept = pickle.loads(pickle.dumps(heard))  # noqa: S301 - our own bytes
    assert kept == heard
    under = BOUTIQUE if reader is SLACK else samples.contract()
    facts = reader.facts(heard, under, True)
    assert not isinstance(facts, Ignored)
    assert facts
    assert reader.facts(kept, under, True) == facts


@pytest.mark.parametrize("name", ["creation", "comment", "form"])
def test_what_is_heard_is_shown_without_what_people_wrote(name: str) -> None:
    heard = claim(name)
    assert SECRET in str([part for part in within(heard) if isinstance(part, str)])
    assert SECRET not in repr(heard)


@pytest.mark.parametrize(
    ("reader", "delivery"),
    [
        (SLACK, slack(chosen("language"))),
        (SLACK, slack(away("2026-11-16", "2026-11-20"))),
        (edition_deliveries, edition_deliveries.contract_delivery(SECOND, FIRST, ("BOU-1",), NOW)),
    ],
)
def test_what_is_heard_of_no_anomaly_is_plain_too(reader: Reader, delivery: Delivery) -> None:
    heard = reader.read(delivery)
    assert not isinstance(heard, Claim | Ignored | Unreadable), heard
    assert heard == reader.read(delivery)
    assert [part for part in within(heard) if callable(part)] == []
    assert pickle.loads(pickle.dumps(heard)) == heard  # noqa: S301 - our own bytes
