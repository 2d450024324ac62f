"""Issues linked as duplicates, in French or in English, by either webhook."""

from typing import Any

import pytest

from connectors.jira.inbound.jira_delivery_reader import facts as facts_of
from connectors.parsed_delivery import Ignored, Pair, Unreadable
from rules import events
from tests.connectors.jira.samples import AT, MOMENT, contract, happenings, heard, item, told, updated

Json = dict[str, Any]
DUPLICATE = {"id": 10002, "name": "Duplicate", "outwardName": "duplicates", "inwardName": "is duplicated by"}


def link(kind: Json, name: str = "issuelink_created", source: Any = 10001, destination: Any = 10500) -> Json:
    """A link webhook: numbers, and neither user nor issue."""
    about = {"id": 10032, "sourceIssueId": source, "destinationIssueId": destination, "issueLinkType": kind}
    return {"timestamp": MOMENT, "webhookEvent": name, "issueLink": about}


def kind(name: str, outward: str, inward: str) -> Json:
    return {"id": 1, "name": name, "outwardName": outward, "inwardName": inward}


def pair(body: Json) -> Pair:
    found = heard(body)
    assert isinstance(found, Pair), found
    return found


@pytest.mark.parametrize(
    "how",
    [
        DUPLICATE,
        kind("Doublon", "fait doublon avec", "est en doublon avec"),
        kind("Duplication", "duplique", "est dupliqué par"),
        kind("Duplicata", "DUPLIQUE", "EST DUPLIQUÉ PAR"),
    ],
)
def test_the_source_of_the_link_repeats_its_destination(how: Json) -> None:
    found = pair(link(how))
    assert (found.about.id, found.other.id) == ("10001", "10500")
    (fact,) = told_of(found, "BOU-200")
    assert fact.what == events.DuplicateOf("BOU-200")
    assert (fact.id, fact.at) == ("jira:exemple:link:10032:issuelink_created", AT)
    assert not fact.by.human


@pytest.mark.parametrize(
    "how",
    [
        kind("Doublon", "est dupliqué par", "duplique"),
        kind("Doublons", "a pour doublon", "x"),
        kind("Duplicate", "has duplicate", "duplicates"),
        kind("Doublon", "a un doublon", "est le doublon de"),
    ],
)
def test_a_link_that_reads_the_other_way_is_told_of_its_destination(how: Json) -> None:
    assert pair(link(how)).about.id == "10500"


def test_a_link_taken_away_is_told_too() -> None:
    (fact,) = told_of(pair(link(DUPLICATE, "issuelink_deleted")), "BOU-200")
    assert fact.what == events.NotDuplicate("BOU-200")


def test_a_link_of_an_issue_that_is_not_known_is_ignored_by_name() -> None:
    claim = pair(link(DUPLICATE)).claim("BOU-200")
    assert facts_of(claim, contract(), False) == Ignored("jira: lien avec un ticket inconnu")


@pytest.mark.parametrize(
    "how", [kind("Cloners", "clones", "is cloned by"), kind("Blocks", "bloque", "est bloqué par"), {}]
)
def test_any_other_link_is_ignored_by_name(how: Json) -> None:
    assert heard(link(how)) == Ignored("jira: lien sans effet")


@pytest.mark.parametrize("ends", [{"source": None}, {"destination": "BOU-1"}])
def test_a_link_that_names_no_issue_is_parked(ends: Json) -> None:
    assert isinstance(heard(link(DUPLICATE, **ends)), Unreadable)


@pytest.mark.parametrize("parts", [{"fieldId": None}, {"fieldId": "issuelinks"}])
def test_the_changelog_tells_of_a_link_as_well(parts: Json) -> None:
    made = item("Link", None, "This issue duplicates BOU-200", to="BOU-200", **parts)
    assert happenings(updated(made)) == (events.DuplicateOf("BOU-200"),)
    undone = item("Link", "This issue duplicates BOU-200", None, **parts)
    assert happenings(updated(undone)) == (events.NotDuplicate("BOU-200"),)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("This issue is duplicated by BOU-200", "jira: lien sans effet"),
        ("This issue clones BOU-200", "jira: lien sans effet"),
        ("This issue duplicates DIV-7", "jira: lien avec un ticket inconnu"),
        ("This issue duplicates", "jira: lien avec un ticket inconnu"),
    ],
)
def test_a_link_in_the_changelog_that_is_none_of_ours_is_ignored_by_name(text: str, name: str) -> None:
    assert told(updated(item("Link", None, text, fieldId=None))) == Ignored(name)


def told_of(found: Pair, key: str) -> tuple[events.Fact, ...]:
    told = facts_of(found.claim(key), contract(), True)
    assert not isinstance(told, Ignored)
    return told
