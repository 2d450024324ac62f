"""In Jira, a field, a label or an assignee brings an anomaly to a support level, where the contract says so."""

from dataclasses import replace

import pytest

from connectors.parsed_delivery import Ignored
from rules import events
from rules.contract import Contract, SupportLevel
from rules.events import LevelChanged
from tests.connectors.jira.samples import (
    CP,
    DEV,
    SUPPORT,
    cloud_user,
    contract,
    created,
    facts,
    happenings,
    item,
    told,
    updated,
)
from tests.connectors.jira.samples import issue as an_issue

FIELD = "customfield_10060"
MAPPED = contract(fields={"support_level": FIELD})
FOLLOWING = replace(contract(), support=replace(SUPPORT, by_assignment=True))
NONE: Contract = replace(MAPPED, support=None)


def field(after: str) -> dict[str, object]:
    return item("Niveau", None, after, fieldId=FIELD, fieldtype="custom")


@pytest.mark.parametrize("text", ["N3", "n3", "Niveau 3", "Support N3 (experts)", "Level 3"])
def test_the_field_says_the_level(text: str) -> None:
    (fact,) = facts(updated(field(text)), under=MAPPED)
    assert fact.what == LevelChanged(SupportLevel.N3)
    assert fact.by.name


@pytest.mark.parametrize("text", ["", "N4", "expert"])
def test_a_field_that_names_no_level_is_ignored_by_name(text: str) -> None:
    found = told(updated(field(text)), under=MAPPED)
    assert isinstance(found, Ignored)
    assert "niveau de support" in found.name


def test_without_levels_neither_field_nor_label_says_anything() -> None:
    assert isinstance(told(updated(field("N3")), under=NONE), Ignored)
    assert isinstance(told(updated(item("labels", "", "support-n3")), under=NONE), Ignored)


def test_a_label_that_is_put_on_says_the_level_and_one_taken_off_nothing() -> None:
    (found,) = happenings(updated(item("labels", "panier", "panier Support-N3")))
    assert found == LevelChanged(SupportLevel.N3)
    assert isinstance(told(updated(item("labels", "panier support-n3", "panier"))), Ignored)


def test_an_assignment_says_it_where_the_contract_follows_assignments() -> None:
    body = updated(item("assignee", None, "Dev", to=DEV), about=an_issue(assignee=cloud_user(DEV)))
    assert [type(one) for one in happenings(body)] == [events.Assigned]
    assert [type(one) for one in happenings(body, under=FOLLOWING)] == [events.Assigned, LevelChanged]
    to_cp = updated(item("assignee", None, "CP", to=CP), about=an_issue(assignee=cloud_user(CP)))
    assert happenings(to_cp, under=FOLLOWING)[1] == LevelChanged(SupportLevel.N2)


def test_an_issue_created_with_a_label_begins_at_its_level() -> None:
    body = created(an_issue(labels=["support-n3"]))
    assert LevelChanged(SupportLevel.N3) in happenings(body, known=False)
    usual = created(an_issue(labels=["support-n2"]))
    assert not any(isinstance(one, LevelChanged) for one in happenings(usual, known=False))
