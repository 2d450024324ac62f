"""Time spent: a worklog says by itself whose time it is and on which issue, and tells no clock anything."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from connectors.jira.inbound.jira_delivery_reader import read
from connectors.parsed_delivery import AboutIssue, Delivery, Ignored, Unreadable
from rules.events import WorkLogged
from tests.connectors.jira.samples import DEV, MOMENT, SITE, claim, cloud_user, facts, heard, told

Json = dict[str, Any]


def worklog(name: str = "worklog_created", **parts: Any) -> Json:
    """A worklog webhook: neither user nor issue beside it."""
    about = {
        "id": "10066",
        "issueId": "10001",
        "author": cloud_user(DEV),
        "created": "2026-11-09T11:00:00.000+0100",
        "updated": "2026-11-09T11:00:00.000+0100",
        "started": "2026-11-09T09:00:00.000+0100",
        "timeSpent": "1h 30m",
        "timeSpentSeconds": 5400,
    }
    return {"timestamp": MOMENT, "webhookEvent": name, "worklog": about | parts}


def test_a_worklog_tells_whose_time_went_into_which_issue() -> None:
    body = worklog()
    assert claim(body).about == AboutIssue(SITE, "10001", "", "")
    (fact,) = facts(body)
    assert fact.what == WorkLogged("10066", 5400, datetime(2026, 11, 9, 8, tzinfo=UTC))
    assert (fact.at, fact.by.id) == (datetime(2026, 11, 9, 10, tzinfo=UTC), "U0DEV")


def test_each_version_of_a_worklog_is_a_fact_and_the_same_version_one_only() -> None:
    later = worklog("worklog_updated", updated="2026-11-09T12:00:00.000+0100", timeSpentSeconds=3600)
    assert facts(worklog()) == facts(worklog("worklog_updated"))
    assert facts(later)[0].id != facts(worklog())[0].id


def test_a_deleted_worklog_is_worth_no_time() -> None:
    (fact,) = facts(worklog("worklog_deleted"))
    assert isinstance(fact.what, WorkLogged)
    assert (fact.what.worklog, fact.what.seconds) == ("10066", 0)
    assert fact.at == datetime(2026, 11, 9, 13, 5, 0, 123_000, tzinfo=UTC)


def test_time_spent_on_an_unknown_issue_is_ignored_by_name() -> None:
    assert told(worklog(), known=False) == Ignored("jira: temps passé sur un ticket inconnu")


@pytest.mark.parametrize("parts", [{"id": None}, {"issueId": None}, {"issueId": "BOU-1"}, {"issueId": "9" * 5000}])
def test_a_worklog_that_names_no_issue_is_parked(parts: Json) -> None:
    assert isinstance(heard(worklog(**parts)), Unreadable)


@pytest.mark.parametrize("spent", ["9" * 5000, -5400, "-5400", None, 0, "", "1h", 10**17, True, 3600.5, "٣٦٠٠"])
def test_a_time_that_no_worklog_holds_is_refused_by_name_and_is_no_deletion(spent: object) -> None:
    found = heard(worklog(timeSpentSeconds=spent))
    assert isinstance(found, Unreadable)
    assert "timeSpentSeconds" in found.why
    assert "99999" not in found.why


@pytest.mark.parametrize("digits", ["9" * 5000, "-" + "9" * 5000])
def test_a_number_of_5000_digits_is_refused_by_name_however_it_is_written(digits: str) -> None:
    body = json.dumps(worklog(timeSpentSeconds="HERE")).replace('"HERE"', digits).encode()
    found = read(Delivery("jira", SITE, "big", body, datetime(2026, 11, 9, tzinfo=UTC)), frozenset())
    assert isinstance(found, Unreadable)
    assert "timeSpentSeconds" in found.why


def test_a_deleted_worklog_says_nothing_of_its_time() -> None:
    (fact,) = facts(worklog("worklog_deleted", timeSpentSeconds=None))
    assert isinstance(fact.what, WorkLogged)
    assert fact.what.seconds == 0
