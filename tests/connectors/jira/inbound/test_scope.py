"""Deleted, restored, moved, retyped, cloned: what each tells of the anomaly that the issue is, or is no more."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from connectors.jira.inbound.jira_delivery_reader import facts as facts_of
from connectors.parsed_delivery import AboutIssue, Ignored, Stand
from rules import events
from tests.connectors.jira.samples import (
    AT,
    CP,
    RM,
    SITE,
    claim,
    cloud_user,
    commented,
    contract,
    created,
    facts,
    happenings,
    issue,
    item,
    server_user,
    status,
    told,
    updated,
)

Json = dict[str, Any]
VIGIE = cloud_user("712020:vigie")
BORN = datetime(2026, 11, 9, 9, 5, tzinfo=UTC)
EVOLUTION = {"id": "10101", "name": "Évolution", "subtask": False}


def deleted(by: Json | None = None, **parts: Any) -> Json:
    """An issue_deleted webhook: the issue as it was, and no changelog."""
    body = updated(by=by, **parts) | {"webhookEvent": "jira:issue_deleted"}
    return {name: value for name, value in body.items() if name not in ("changelog", "issue_event_type_name")}


def elsewhere(project: str, key: str, **fields: Any) -> Json:
    """The issue once it is moved."""
    return issue(project={"key": project}, **fields) | {"key": key}


def retyped(before: str, after: str) -> Json:
    return item("issuetype", before, after, **{"from": "10100", "to": "10101"})


def moved(key: str, now: str, **parts: Any) -> tuple[Json, ...]:
    """The items of a move: Cloud gives the key an id of its own, Data Center none."""
    projects = (item("project", "Boutique Exemple", "Portail", **{"from": "10200", "to": "10300"}),)
    return (*projects, item("Key", key, now, **({"fieldId": "issuekey"} | parts)))


def test_a_deletion_tells_that_the_ticket_is_gone_and_who_did_it() -> None:
    (fact,) = facts(deleted())
    assert fact.what == events.TicketRemoved()
    assert (fact.at, fact.by.id) == (AT, "U0CP")
    assert fact.id == "jira:exemple:10001:deleted:1794229500123"


def test_a_deletion_by_the_account_that_vigie_uses_is_no_echo() -> None:
    assert happenings(deleted(VIGIE)) == (events.TicketRemoved(),)


def test_the_deletion_of_an_issue_that_was_never_known_is_ignored_by_name() -> None:
    assert told(deleted(), known=False) == Ignored("jira: suppression d'un ticket inconnu")


def test_the_deletion_of_what_became_something_else_is_told_all_the_same() -> None:
    assert happenings(deleted(about=issue(issuetype=EVOLUTION))) == (events.TicketRemoved(),)


@pytest.mark.parametrize("body", [updated(item("labels", "", "x")), commented(cloud_user(CP)), created()])
def test_every_other_event_shows_that_the_issue_exists(body: Json) -> None:
    found = claim(body)
    assert found.shows
    under = replace(contract(), jira=replace(contract().jira, issue_types=("Autre chose",)))
    assert isinstance(facts_of(found, under, True), Ignored), "such an event tells nothing else"
    shown = facts_of(found, under, True, Stand.UNSEEN)
    assert isinstance(shown, tuple)
    (fact,) = shown
    assert fact.what == events.TicketRestored()
    assert fact.id == "jira:exemple:10001:shown:1794229500123"
    assert not claim(deleted()).shows


@pytest.mark.parametrize("parts", [{}, {"fieldId": None}, {"fieldId": "key"}])
def test_an_issue_moved_within_the_contract_keeps_its_anomaly_under_its_new_key(parts: Json) -> None:
    body = updated(*moved("BOU-214", "POR-3", **parts), about=elsewhere("POR", "POR-3"))
    ours = contract(projects=("BOU", "POR"))
    assert happenings(body, under=ours) == (events.TicketAttached(SITE, "10001", "POR-3"),)


@pytest.mark.parametrize("parts", [{}, {"fieldId": None}, {"fieldId": "key"}])
def test_an_issue_moved_elsewhere_tells_that_and_nothing_more(parts: Json) -> None:
    items = (*moved("BOU-214", "POR-3", **parts), item("summary", "Panier", "Portail"), status("À qualifier", "Clos"))
    (fact,) = facts(updated(*items, about=elsewhere("POR", "POR-3", summary="Portail")))
    assert fact.what == events.MovedAway()
    assert fact.id.endswith(":left")
    assert "POR" not in repr(fact)


def test_a_data_center_move_is_read_alike() -> None:
    items = [{name: value for name, value in one.items() if name != "fieldId"} for one in moved("BOU-214", "POR-3")]
    body = updated(*items, about=elsewhere("POR", "POR-3"), by=server_user("cp2"))
    assert happenings(body) == (events.MovedAway(),)


def test_who_moves_an_issue_elsewhere_is_named_to_those_who_know_them_alone() -> None:
    (fact,) = facts(updated(*moved("BOU-214", "POR-3"), about=elsewhere("POR", "POR-3"), by=cloud_user("5b10x")))
    assert fact.by.name == "Jira", "whom the contract does not name may be another client's"


def test_a_move_that_is_read_later_is_told_with_the_key_of_then() -> None:
    body = updated(*moved("BOU-214", "POR-3"), about=elsewhere("BOU", "BOU-214"))
    assert happenings(body) == (events.MovedAway(),)
    ours = contract(projects=("BOU", "POR"))
    gone = updated(*moved("BOU-214", "POR-3"), about=elsewhere("DIV", "DIV-9"))
    assert happenings(gone, under=ours) == (events.TicketAttached(SITE, "10001", "POR-3"),)


@pytest.mark.parametrize("body", [updated(item("labels", "", "x")), commented(cloud_user(CP)), created(), deleted()])
def test_any_event_elsewhere_shows_that_the_issue_left_once(body: Json) -> None:
    there = claim(body | {"issue": elsewhere("POR", "POR-3")})
    found = facts_of(there, contract(), True)
    assert isinstance(found, tuple)
    assert [fact.what for fact in found] == [events.MovedAway()]
    assert facts_of(there, contract(), True, Stand.ELSEWHERE) == Ignored("jira: ticket dans un projet hors contrat")


def test_any_event_in_the_contract_shows_that_the_issue_is_back_as_it_is_now() -> None:
    waiting = issue(summary="Panier (repris)", status={"id": "10003", "name": "En attente client"})
    found = facts_of(claim(updated(item("labels", "", "x"), about=waiting)), contract(), True, Stand.ELSEWHERE)
    assert isinstance(found, tuple)
    assert [type(fact.what) for fact in found] == [
        events.MovedBack,
        events.Reclassified,
        events.Paused,
    ]
    assert len({fact.id for fact in found}) == len(found)


def test_what_was_under_another_contract_is_raised_as_it_comes() -> None:
    body = updated(item("labels", "", "x"), about=elsewhere("BOU", "BOU-9", summary="Ici"))
    found = facts_of(claim(body), contract(), False, Stand.ELSEWHERE)
    assert isinstance(found, tuple)
    raised = found[0]
    assert isinstance(raised.what, events.Raised)
    assert (raised.at, raised.what.title) == (AT, "Ici")


def test_a_move_with_a_new_title_and_priority_raises_with_these() -> None:
    items = (*moved("DIV-7", "BOU-300"), item("summary", "Du voisin", "Ici"), item("priority", "Basse", "Haute"))
    (raised, _) = facts(updated(*items, about=elsewhere("BOU", "BOU-300", summary="Ici")), known=False)
    assert isinstance(raised.what, events.Raised)
    assert raised.what.title == "Ici"


def test_a_type_is_judged_in_the_contracts_own_projects_only() -> None:
    bug = {"id": "10102", "name": "Bug"}
    body = updated(
        *moved("BOU-214", "POR-3"), retyped("Anomalie", "Bug"), about=elsewhere("POR", "POR-3", issuetype=bug)
    )
    assert happenings(body) == (events.MovedAway(),)


def test_an_issue_moved_back_as_something_else_is_no_anomaly_any_more() -> None:
    body = updated(*moved("POR-3", "BOU-9"), about=elsewhere("BOU", "BOU-9", issuetype=EVOLUTION))
    assert happenings(body) == (events.TicketAttached(SITE, "10001", "BOU-9"), events.Declassified("Évolution"))
    back = updated(*moved("POR-3", "BOU-9"), about=elsewhere("BOU", "BOU-9"))
    assert happenings(back) == (events.TicketAttached(SITE, "10001", "BOU-9"), events.Reclassified("Anomalie"))


def test_an_issue_moved_into_the_contract_is_raised_when_it_comes() -> None:
    body = updated(*moved("DIV-7", "BOU-300"), about=elsewhere("BOU", "BOU-300"))
    raised, attached = facts(body, known=False)
    assert isinstance(raised.what, events.Raised)
    assert (raised.at, attached.at) == (AT, AT)
    assert raised.id == "jira:exemple:10001:created"
    assert attached.what == events.TicketAttached(SITE, "10001", "BOU-300")


def test_an_issue_moved_within_the_contracts_projects_is_raised_as_it_was_created() -> None:
    under = contract(projects=("BOU", "POR"))
    raised, _ = facts(updated(*moved("POR-7", "BOU-300"), about=elsewhere("BOU", "BOU-300")), False, under)
    assert raised.at == BORN


def test_an_issue_moved_out_before_it_was_known_is_nobodys() -> None:
    body = updated(*moved("BOU-214", "POR-3"), about=elsewhere("POR", "POR-3"))
    assert told(body, known=False) == Ignored("jira: projet hors contrat")


def test_an_anomaly_retyped_is_one_no_more() -> None:
    body = updated(retyped("Anomalie", "Évolution"), status("En cours", "Clos"), about=issue(issuetype=EVOLUTION))
    (fact,) = facts(body)
    assert fact.what == events.Declassified("Évolution")
    assert fact.by.id == "U0CP"


def test_what_happens_to_it_as_something_else_is_ignored_by_name() -> None:
    assert told(updated(status("En cours", "Clos"), about=issue(issuetype=EVOLUTION))) == Ignored(
        "jira: type hors contrat"
    )


def test_an_anomaly_retyped_back_is_one_again() -> None:
    body = updated(retyped("Évolution", "anomalie"), status("À qualifier", "En cours"))
    assert happenings(body) == (events.Reclassified("anomalie"), events.WorkStarted())


@pytest.mark.parametrize(("before", "after"), [("Anomalie", "ANOMALIE"), ("Récit", "Évolution")])
def test_a_type_that_changes_nothing_is_ignored_by_name(before: str, after: str) -> None:
    about = issue(issuetype={"name": after})
    assert told(updated(retyped(before, after), about=about)) == Ignored("jira: type changé, anomalie comme avant")


def test_a_type_changed_under_vigies_own_account_is_somebody_elses_doing() -> None:
    body = updated(retyped("Anomalie", "Évolution"), by=VIGIE, about=issue(issuetype=EVOLUTION))
    assert happenings(body) == (events.Declassified("Évolution"),)


def test_an_issue_retyped_into_the_contract_is_raised_at_the_change() -> None:
    body = updated(retyped("Évolution", "Anomalie"), status("À qualifier", "En diagnostic"))
    raised, attached, started = facts(body, known=False)
    assert isinstance(raised.what, events.Raised)
    assert (raised.at, attached.at, started.at) == (AT, AT, AT)
    assert raised.by.id == "U0RM"


def test_a_clone_is_an_anomaly_of_its_own() -> None:
    clone = issue(labels=["vigie-3f2a9c1e-77"], creator=cloud_user(RM)) | {"id": "10777", "key": "BOU-215"}
    about = claim(created(clone)).about
    assert isinstance(about, AboutIssue)
    assert (about.id, about.reserved) == ("10777", None)


def test_a_clone_made_under_vigies_own_account_is_raised_too() -> None:
    clone = issue(labels=["vigie-3f2a9c1e-77"], creator=VIGIE) | {"id": "10777", "key": "BOU-215"}
    kinds = [one.kind for one in happenings(created(clone, by=VIGIE), known=False)]
    assert kinds == ["raised", "ticket_attached"]
