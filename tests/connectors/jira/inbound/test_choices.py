"""The id is the identity of a status, a priority and a type: every name that Jira gives for it is tried."""

from typing import Any

import pytest

from connectors.jira.inbound.choices import CARRIED, Names
from connectors.jira.inbound.jira_delivery_reader import facts as facts_of
from connectors.jira.inbound.jira_delivery_reader import read
from connectors.parsed_delivery import Claim, Ignored
from rules import events
from rules.contract import Criticality, JiraMeaning, PauseReason
from rules.events import Happening
from tests.connectors.jira.samples import OWN, contract, created, delivery, happenings, issue, item, updated

Json = dict[str, Any]
WAITING, WORKING = ("10005", "En attente client"), ("3", "En cours")


def moved(left: tuple[str, str], entered: tuple[str, str], shown: str, **more: Any) -> Json:
    """A move between statuses by their id and the changelog's names, beside the issue's own name of the present one."""
    change = item("status", left[1], entered[1], **{"from": left[0], "to": entered[0]})
    return updated(change, about=issue(status={"id": entered[0], "name": shown} | more))


def learnt(body: Json, names: Names) -> tuple[Happening, ...]:
    """What happened, where the site's lists are known."""
    heard = read(delivery(body), OWN, names)
    assert isinstance(heard, Claim)
    found = facts_of(heard, contract(), True)
    assert not isinstance(found, Ignored)
    return tuple(fact.what for fact in found)


def test_the_name_on_the_issue_is_tried_where_the_changelog_speaks_another_language() -> None:
    paused = moved(("1", "To Do"), ("10005", "Waiting for customer"), "En attente client")
    assert happenings(paused) == (events.Paused(PauseReason.CLIENT),)
    worked = moved(("10005", "Waiting for customer"), ("3", "In Progress"), "En cours")
    assert happenings(worked) == (events.WorkStarted(),)


def test_the_untranslated_name_is_tried() -> None:
    body = moved(("1", "x"), ("3", "進行中"), "進行中", untranslatedName="En cours")
    assert happenings(body) == (events.WorkStarted(),)


def test_the_names_of_the_site_tell_which_status_was_left() -> None:
    body = moved(("10005", "Waiting for customer"), ("10001", "Open"), "À qualifier")
    assert learnt(body, {"status": {"10005": ("En attente client",)}}) == (events.Resumed(),)


def test_the_names_that_a_told_history_carries_are_tried() -> None:
    body = moved(("10005", "Renommé depuis"), ("10001", "x"), "y") | {
        CARRIED: {"status": {"10005": ["Renommé", "En attente client"]}}
    }
    assert happenings(body) == (events.Resumed(),)


def test_two_names_that_were_swapped_are_decided_by_the_id() -> None:
    swapped = {CARRIED: {"status": {"3": ["En attente client", "En cours"], "4": ["En cours", "En attente client"]}}}
    body = moved(("4", "En attente client"), ("3", "En cours"), "En attente client") | swapped
    assert happenings(body) == (events.Paused(PauseReason.CLIENT),)


def test_the_changelog_is_surer_than_what_was_learnt_of_the_site_before() -> None:
    body = moved(("3", "En attente client"), ("4", "À qualifier"), "À qualifier")
    assert learnt(body, {"status": {"3": ("En cours",)}}) == (events.Resumed(),)


def test_one_number_in_two_lists_is_two_values() -> None:
    body = moved(("1", "x"), ("3", "Inconnu"), "Inconnu")
    heard = read(delivery(body), OWN, {"priority": {"3": ("En cours",)}})
    assert isinstance(heard, Claim)
    assert isinstance(facts_of(heard, contract(), True), Ignored)


@pytest.mark.parametrize("named", ["3", "Blocker", "Bloquant"])
def test_a_priority_is_known_at_creation_by_its_number_and_by_each_of_its_names(named: str) -> None:
    priority = {"id": "3", "name": "Bloquant", "untranslatedName": "Blocker"}
    body = created(issue(priority=priority))
    raised = happenings(body, known=False, under=contract(priorities={named: Criticality.SECURITE}))[0]
    assert isinstance(raised, events.Raised)
    assert raised.criticality is Criticality.SECURITE


def test_a_priority_that_was_changed_before_it_was_heard_of_is_known_by_its_first_number() -> None:
    change = item("priority", "Blocker", "Low", **{"from": "3", "to": "4"})
    body = updated(change, about=issue(priority={"id": "4", "name": "Low"}))
    raised = happenings(body, known=False, under=contract(priorities={"3": Criticality.SECURITE}))[0]
    assert isinstance(raised, events.Raised)
    assert raised.criticality is Criticality.SECURITE


@pytest.mark.parametrize("types", [("Anomalie",), ("10100",)])
def test_a_type_is_known_by_its_number_and_by_each_of_its_names(types: tuple[str, ...]) -> None:
    kind = {"id": "10100", "name": "Bug", "untranslatedName": "Anomalie"}
    assert happenings(created(issue(issuetype=kind)), known=False, under=contract(issue_types=types))


def test_a_changed_type_is_judged_by_its_number() -> None:
    change = item("issuetype", "Bug", "Task", **{"from": "10100", "to": "10101"})
    body = updated(change, about=issue(issuetype={"id": "10101", "name": "Tâche"}))
    assert happenings(body, under=contract(issue_types=("10100",))) == (events.Declassified("Tâche"),)


def test_a_status_named_twice_in_the_contract_passes_to_its_next_name() -> None:
    under = contract(statuses={"Résolu": JiraMeaning.CLOSED, "Resolu": JiraMeaning.RECETTE, "En cours": WORK})
    assert happenings(moved(("1", "x"), ("3", "En cours"), "RÉSOLU"), under=under) == (events.WorkStarted(),)


WORK = JiraMeaning.RESOLUTION
