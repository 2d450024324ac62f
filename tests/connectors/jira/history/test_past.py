"""An issue walked back through its changelog is what each webhook showed of it then."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from connectors.jira.history.past import Found, Lexicon, entry, in_order, states
from connectors.jira.history.synthetic_webhooks import retold
from connectors.jira.inbound.jira_payload import Misshapen
from tests.connectors.jira.samples import SITE

Json = dict[str, Any]
NOW = datetime(2026, 11, 20, tzinfo=UTC)
ANN, BOB = ({"accountId": f"5b{name}", "displayName": name, "emailAddress": f"{name}@x.example"} for name in "ab")


def _issue(**fields: Any) -> Json:
    born = {"created": "2026-11-09T10:00:00.000+0100", "updated": "2026-11-19T10:00:00.000+0100", "creator": ANN}
    return {"id": "20001", "key": "NEW-7", "fields": born | fields}


def _entry(number: int, *items: Json, author: Json = ANN) -> Json:
    return {"id": str(number), "author": author, "created": f"2026-11-{number}T10:00:00.000+0100", "items": list(items)}


def _item(field: str, before: Any, after: Any, **more: Any) -> Json:
    return {"field": field, "fromString": before, "toString": after} | more


def _found(issue: Json, *log: Json, lexicon: Lexicon = Lexicon(), **more: Any) -> Found:  # noqa: B008
    return Found(issue, NOW, in_order([entry(one) for one in log]), more.pop("comments", ()), lexicon=lexicon, **more)


def test_each_state_is_the_one_before_its_change() -> None:
    issue = _issue(
        summary="Trois",
        description="Neuf",
        labels=["vip"],
        priority={"id": "1", "name": "Highest"},
        status={"id": "10003", "name": "Clos", "statusCategory": {"key": "done"}},
        assignee=BOB,
        customfield_10050="Cache",
    )
    opened = {"10001": {"name": "Ouvert", "statusCategory": {"key": "new"}}}
    found = _found(
        issue,
        _entry(10, _item("summary", "Un", "Deux"), _item("description", None, "Neuf")),
        _entry(11, _item("summary", "Deux", "Trois"), _item("priority", "Low", "Highest", **{"from": "4"})),
        _entry(12, _item("status", "Ouvert", "Clos", **{"from": "10001"}), _item("labels", "vip vigie-x", "vip")),
        _entry(13, _item("assignee", "a", "b", **{"from": "5ba"}), _item("Cause racine", "", "Cache")),
        lexicon=Lexicon({"customfield_10050": "Cause racine"}, opened),
    )
    every = [state["fields"] for state in states(found)]
    assert [one["summary"] for one in every] == ["Un", "Deux", "Trois", "Trois", "Trois"]
    assert [one["description"] for one in every] == [None, "Neuf", "Neuf", "Neuf", "Neuf"]
    assert [one["priority"]["name"] for one in every] == ["Low", "Low", "Highest", "Highest", "Highest"]
    assert [one["status"]["statusCategory"]["key"] for one in every] == ["new", "new", "new", "done", "done"]
    assert [one["labels"] for one in every] == [["vip", "vigie-x"]] * 3 + [["vip"]] * 2
    assert [one["assignee"]["emailAddress"][0] for one in every] == ["a", "a", "a", "a", "b"]
    assert [one["customfield_10050"] for one in every] == ["", "", "", "", "Cache"]


def test_an_issue_that_moved_had_its_old_key_and_project_before() -> None:
    moved = _entry(10, _item("project", "Ancien", "Nouveau"), _item("Key", "OLD-3", "NEW-7"))
    before, after = states(_found(_issue(project={"key": "NEW"}), moved))
    assert (before["key"], before["fields"]["project"]["key"]) == ("OLD-3", "OLD")
    assert (after["key"], after["fields"]["project"]["key"]) == ("NEW-7", "NEW")


def test_a_field_changed_twice_in_one_entry_had_its_first_value_before() -> None:
    twice = _entry(10, _item("summary", "Un", "Deux"), _item("summary", "Deux", "Trois"))
    assert states(_found(_issue(summary="Trois"), twice))[0]["fields"]["summary"] == "Un"


def test_a_person_whom_the_issue_shows_nowhere_else_is_named_by_the_entry_alone() -> None:
    left = _entry(10, _item("assignee", "Parti", "a", **{"from": "5bz"}))
    assert states(_found(_issue(assignee=ANN), left))[0]["fields"]["assignee"] == {
        "accountId": "5bz",
        "displayName": "Parti",
    }
    issue = {**_issue(assignee={"name": "ann"})}
    issue["fields"]["creator"] = {"name": "ann"}
    assert states(_found(issue, {**left, "author": {"name": "ann"}}))[0]["fields"]["assignee"]["name"] == "5bz"


def test_two_custom_fields_of_one_name_are_not_guessed() -> None:
    names = {"customfield_1": "Cause", "customfield_2": "Cause"}
    found = _found(
        _issue(customfield_1="A", customfield_2="B"), _entry(10, _item("Cause", "X", "A")), lexicon=Lexicon(names)
    )
    assert states(found)[0]["fields"]["customfield_1"] == "A"


def test_entries_come_in_order_whichever_way_round_they_were_given() -> None:
    log = [entry(_entry(number)) for number in (12, 10, 11)]
    assert [one.id for one in in_order(log)] == ["10", "11", "12"]
    with pytest.raises(Misshapen):
        entry({"id": "1", "items": []})


def test_the_birth_is_left_out_while_older_entries_are_unread() -> None:
    log = _entry(10, _item("summary", "Un", "Deux"))
    whole = retold(SITE, _found(_issue(summary="Deux"), log), NOW)
    cut = retold(SITE, _found(_issue(summary="Deux"), log, unread=3), NOW)
    assert [json.loads(one.delivery.body)["webhookEvent"] for one in whole] == [
        "jira:issue_created",
        "jira:issue_updated",
    ]
    assert [json.loads(one.delivery.body)["webhookEvent"] for one in cut] == ["jira:issue_updated"]
    assert [one.delivery.identity for one in whole] == ["history:20001:created", "history:20001:10"]


def test_a_word_said_while_moving_the_ticket_goes_with_the_move() -> None:
    said = {
        "id": "9",
        "author": ANN,
        "body": "Voilà.",
        "created": "2026-11-10T10:00:00.300+0100",
        "updated": "2026-11-10T10:00:00.300+0100",
    }
    other = {**said, "id": "8", "author": BOB}
    log = _entry(10, _item("status", "A", "B"))
    told = retold(SITE, _found(_issue(summary="Un"), log, comments=(said, other)), NOW)
    bodies = [json.loads(one.delivery.body) for one in told]
    assert [(body["webhookEvent"], body.get("comment", {}).get("id")) for body in bodies] == [
        ("jira:issue_created", None),
        ("jira:issue_updated", "9"),
        ("comment_created", "8"),
    ]


def test_a_worklog_is_told_in_its_last_version_with_its_issue() -> None:
    work = {"id": "5", "timeSpentSeconds": 600, "created": "2026-11-10T10:00:00.000+0100"}
    told = retold(SITE, _found(_issue(summary="Un"), worklogs=(work,)), NOW)
    body = json.loads(told[-1].delivery.body)
    assert (body["webhookEvent"], body["worklog"]["issueId"]) == ("worklog_created", "20001")
