"""What each thing that people do in Jira means under the contract."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from connectors.parsed_delivery import Ignored
from rules import events
from rules.contract import Criticality, Person, Role, Side
from rules.events import Happening, Source, System, Template
from tests.connectors.jira.samples import (
    AT,
    CP,
    DEV,
    RM,
    SITE,
    STRANGER,
    cloud_user,
    comment,
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
RAISED = events.Raised("Le panier se vide", Criticality.BLOQUANTE, Template(observed="Au paiement, *rien* ne reste."))
ATTACHED = events.TicketAttached(SITE, "10001", "BOU-214")
BORN = datetime(2026, 11, 9, 9, 5, tzinfo=UTC)


def test_each_fact_has_an_identity_an_author_and_a_source() -> None:
    (fact,) = facts(updated(status("À qualifier", "En diagnostic")))
    assert fact.id == "jira:exemple:10001:48812:status"
    assert fact.at == AT
    assert fact.by == events.Actor("U0CP", "Cheffe de projet", frozenset({Role.CP}))
    assert fact.source == Source(System.JIRA, "changelog 48812")


def test_without_a_changelog_id_the_instant_identifies() -> None:
    body = updated(changelog={"items": [status("À qualifier", "En cours")]})
    assert facts(body)[0].id == "jira:exemple:10001:1794229500123:status"
    assert facts(body)[0].source.ref == "ticket BOU-214"


def test_two_items_of_one_field_are_two_facts() -> None:
    found = facts(updated(status("À qualifier", "En diagnostic"), status("En diagnostic", "En cours")))
    assert [fact.id.rpartition(":")[2] for fact in found] == ["status", "status.2"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (item("priority", "High", "Low"), events.Qualified(Criticality.MINEURE, None, "")),
        (item("summary", "a", "Panier vide"), events.Retitled("Panier vide")),
        (
            item("Cause racine", None, "Cache", fieldtype="custom", fieldId="customfield_10050"),
            events.CauseFound("Cache"),
        ),
    ],
)
def test_a_change_of_field_tells(change: Json, expected: Happening) -> None:
    assert happenings(updated(change)) == (expected,)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (item("priority", "High", "P1"), "jira: priorité non décrite au contrat: P1"),
        (item("labels", "", "urgent"), "jira: champ labels"),
        (item("Sévérité", None, "x", fieldtype="custom", fieldId="customfield_1"), "jira: champ personnalisé"),
        (
            item("Cause racine", "Cache", None, fieldtype="custom", fieldId="customfield_10050"),
            "jira: champ personnalisé",
        ),
        (item("assignee", "Compte", None), "jira: ticket désaffecté"),
        (item("assignee", None, "RM", to=RM), "jira: affecté hors du prestataire"),
        (item("assignee", None, "?", to=STRANGER), "jira: affecté hors du prestataire"),
        (item("Attachment", "ecran.png", None), "jira: pièce jointe retirée"),
        (item("Attachment", None, "ecran.png", to="7"), "jira: pas un mot du client"),
    ],
)
def test_a_change_of_no_consequence_is_ignored_by_name(change: Json, name: str) -> None:
    assert told(updated(change)) == Ignored(name)


def test_data_center_names_a_custom_field_in_words() -> None:
    change = {"field": "Cause racine", "fieldtype": "custom", "from": None, "fromString": None, "toString": "Cache"}
    assert happenings(updated(change, about=issue(customfield_10050="Cache"))) == (events.CauseFound("Cache"),)
    assert isinstance(told(updated(change, about=issue(customfield_10050="Autre"))), Ignored)


@pytest.mark.parametrize(
    ("change", "assignee", "person"),
    [
        (item("assignee", None, "Dév", to=DEV), None, "U0DEV"),
        (item("assignee", None, "Dév", to="ancien-nom", tmpToAccountId=DEV), None, "U0DEV"),
        (item("assignee", None, "Suppléant", to="cp2"), None, "cp2"),
        (item("assignee", None, "Dév", to="dev-dc"), server_user("dev-dc"), "U0DEV2"),
    ],
)
def test_an_assignment_to_the_provider_names_who_has_it(change: Json, assignee: Json | None, person: str) -> None:
    second = Person(frozenset({Role.DEVELOPER}), "Second", "U0DEV2", "dev2@prestataire.example", account="dev-dc")
    under = replace(contract(), people=(*contract().people, second))
    (found,) = happenings(updated(change, about=issue(assignee=assignee)), under=under)
    assert isinstance(found, events.Assigned)
    assert found.to.id == person


def test_an_assignment_without_changelog_is_read_in_the_issue() -> None:
    body = updated(about=issue(assignee=cloud_user(DEV)), issue_event_type_name="issue_assigned", changelog=None)
    (fact,) = facts(body)
    assert isinstance(fact.what, events.Assigned)
    assert fact.id == "jira:exemple:10001:1794229500123:assignee"
    assert isinstance(told(body | {"issue_event_type_name": "issue_updated"}), Ignored)


def test_a_moved_issue_has_its_new_key() -> None:
    moved = issue(project={"key": "POR"}) | {"key": "POR-3"}
    items = (item("project", "BOU", "POR"), item("Key", "BOU-214", "POR-3", fieldId=None))
    under = contract(projects=("BOU", "POR"))
    assert happenings(updated(*items, about=moved), under=under) == (events.TicketAttached(SITE, "10001", "POR-3"),)


def test_closing_takes_cause_and_answer_along() -> None:
    about = issue(customfield_10050="Cache", customfield_10051={"value": "Cache vidé"})
    assert happenings(updated(status("En cours", "Clos"), about=about)) == (events.Closed("Cache", "Cache vidé"),)


@pytest.mark.parametrize("by", [cloud_user(RM), server_user("agent", "agent@boutique.example")])
def test_a_word_from_the_client_is_its_answer(by: Json) -> None:
    (fact,) = facts(commented(by))
    assert fact.what == events.ClientAnswered("Voici le compte de test.")
    assert fact.at == AT


@pytest.mark.parametrize("by", [cloud_user(STRANGER, "customer"), cloud_user("qm:5b1:77")])
def test_a_portal_customer_whom_the_contract_does_not_name_is_on_the_clients_side(by: Json) -> None:
    (fact,) = facts(commented(by))
    assert fact.what == events.ClientAnswered("Voici le compte de test.")
    assert (fact.by.side, fact.by.roles) == (Side.CLIENT, frozenset())


def test_a_portal_customer_gives_no_orders() -> None:
    (fact,) = facts(commented(cloud_user(STRANGER, "customer"), "/anomalie recette ok"))
    assert isinstance(fact.what, events.ClientAnswered)


def test_a_person_of_the_provider_with_a_portal_account_is_who_the_contract_says() -> None:
    (fact,) = facts(commented(cloud_user(CP, "customer")))
    assert isinstance(fact.what, events.Informed)


def test_users_whom_jira_has_forgotten_are_nobody_in_particular() -> None:
    gone = {"accountId": "unknown", "displayName": "Former user", "accountType": "atlassian"}
    named = replace(contract(), people=(Person(frozenset({Role.RM}), "X", "U0X", None, "unknown"),))
    (fact,) = facts(updated(status("À qualifier", "En cours"), by=gone), under=named)
    assert fact.by == events.Actor("jira:unknown", "Former user")


@pytest.mark.parametrize("by", [cloud_user(STRANGER), cloud_user(RM, "app"), {}])
def test_anybody_elses_word_resumes_no_clock(by: Json) -> None:
    assert told(commented(by)) == Ignored("jira: pas un mot du client")


def test_what_the_provider_writes_for_all_to_read_informs_the_client() -> None:
    (fact,) = facts(commented(cloud_user(CP)))
    assert fact.what == events.Informed("Voici le compte de test.")


@pytest.mark.parametrize("kept_in", [{"jsdPublic": False}, {"visibility": {"type": "role", "value": "Équipe"}}])
def test_what_the_provider_keeps_to_itself_informs_nobody(kept_in: Json) -> None:
    body = commented(cloud_user(CP))
    body["comment"] |= kept_in
    assert told(body) == Ignored("jira: commentaire interne du prestataire")


def test_who_reworded_a_comment_is_who_speaks() -> None:
    body = commented(cloud_user(RM))
    body["comment"]["updateAuthor"] = cloud_user(CP)
    assert isinstance(told(body), Ignored)


def test_a_file_from_the_client_is_one_answer_by_whichever_event_it_comes() -> None:
    change = item("Attachment", None, "ecran.png", fieldId="attachment", to="7")
    (riding,) = facts(updated(change, by=cloud_user(RM)))
    body = updated(attachment={"id": "7", "author": cloud_user(RM)}, user=None, changelog=None)
    (alone,) = facts(body | {"webhookEvent": "attachment_created"})
    assert riding.what == alone.what == events.ClientAnswered("")
    assert riding.id == alone.id == "jira:exemple:attachment:7"


def test_a_change_and_the_comment_that_rides_with_it_are_both_told() -> None:
    body = updated(status("En attente client", "En cours"), by=cloud_user(RM), comment=comment(cloud_user(RM)))
    answer = events.ClientAnswered("Voici le compte de test.")
    assert happenings(body) == (answer, events.WorkStarted(), answer)


def test_a_change_and_the_order_that_rides_with_it_are_both_told() -> None:
    order = comment(cloud_user(RM), "/anomalie recette ok")
    body = updated(status("En attente client", "En cours"), by=cloud_user(RM), comment=order)
    assert happenings(body) == (events.ClientAnswered(""), events.WorkStarted(), events.Accepted())


def test_somebody_elses_words_are_not_put_in_the_clients_mouth() -> None:
    body = updated(status("En attente client", "En cours"), by=cloud_user(RM), comment=comment(cloud_user(CP)))
    said = events.Informed("Voici le compte de test.")
    assert happenings(body) == (events.ClientAnswered(""), events.WorkStarted(), said)


def test_a_priority_keeps_the_scope_and_gives_no_reason() -> None:
    (found,) = happenings(updated(item("priority", "High", "Low")))
    assert isinstance(found, events.Qualified)
    assert found.in_scope is None
    assert not found.reason


@pytest.mark.parametrize("known", [True, False])
def test_a_creation_raises_the_anomaly_and_attaches_its_issue(known: bool) -> None:
    raised, attached = facts(created(), known)
    assert (raised.what, attached.what) == (RAISED, ATTACHED)
    assert raised.id == "jira:exemple:10001:created"
    assert raised.at == attached.at == BORN
    assert raised.by.id == "U0RM"
    assert raised.source.ref == "ticket BOU-214"


def test_the_default_assignee_of_a_creation_has_not_taken_charge() -> None:
    body = created(issue(assignee=cloud_user(CP)))
    body["changelog"]["items"].append(item("assignee", None, "CP", to=CP))
    assert happenings(body, known=False) == (RAISED, ATTACHED)


def test_any_event_of_an_unknown_issue_raises_it_first() -> None:
    body = updated(status("À qualifier", "En diagnostic"))
    assert happenings(body, known=False) == (RAISED, ATTACHED, events.DiagnosisStarted())
    assert happenings(updated(item("labels", "", "x")), known=False) == (RAISED, ATTACHED)


def test_an_unknown_issue_is_raised_as_it_was_before_the_event() -> None:
    raised, _, qualified = happenings(updated(item("priority", "High", "Low")), known=False)
    assert isinstance(raised, events.Raised)
    assert raised.criticality is Criticality.MAJEURE
    assert isinstance(qualified, events.Qualified)


@pytest.mark.parametrize("priority", [None, {}, {"name": "P1"}])
def test_an_unmapped_priority_is_raised_as_majeure(priority: Json | None) -> None:
    raised, _ = happenings(created(issue(priority=priority)), known=False)
    assert isinstance(raised, events.Raised)
    assert raised.criticality is Criticality.MAJEURE


def test_a_comment_on_an_issue_not_known_yet_waits_for_a_whole_one() -> None:
    assert told(commented(cloud_user(RM)), known=False) == Ignored("jira: ticket encore inconnu, décrit en partie")


def test_an_issue_that_vigie_created_is_attached_and_not_raised_again() -> None:
    ours = issue(labels=["vigie-3f2a9c1e-77"], creator=cloud_user("712020:vigie"))
    assert happenings(created(ours, by=cloud_user("712020:vigie"))) == (ATTACHED,)


@pytest.mark.parametrize(
    "body",
    [
        updated(status("À qualifier", "En cours"), by=cloud_user("712020:vigie")),
        commented(cloud_user("712020:vigie")),
    ],
)
@pytest.mark.parametrize("known", [True, False])
def test_vigies_own_acts_come_back_as_echoes(body: Json, known: bool) -> None:
    assert told(body, known) == Ignored("jira: écho de Vigie")


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"issuetype": {"name": "Évolution"}}, "jira: type hors contrat"),
        ({"project": {"key": "POR"}}, "jira: projet hors contrat"),
    ],
)
def test_an_issue_outside_the_contract_is_ignored_by_name(fields: Json, name: str) -> None:
    assert told(created(issue(**fields)), known=False) == Ignored(name)


def test_an_automation_acts_but_is_no_person() -> None:
    (fact,) = facts(updated(status("À qualifier", "En cours"), by=cloud_user(CP, "app")))
    assert not fact.by.human
    assert fact.by.roles == frozenset()


def test_somebody_whom_the_contract_does_not_name_has_no_role() -> None:
    (fact,) = facts(updated(status("À qualifier", "En cours"), by=cloud_user(STRANGER)))
    assert fact.by == events.Actor(f"jira:{STRANGER}", f"Compte {STRANGER}")


def test_an_event_without_author_is_nobodys() -> None:
    (fact,) = facts(updated(status("À qualifier", "En cours")) | {"user": None})
    assert not fact.by.human


def test_the_same_payload_tells_the_same_facts() -> None:
    body = updated(status("En attente client", "En cours"))
    assert facts(body) == facts(body)
    assert len({fact.id for fact in facts(body, known=False)}) == 4


def test_without_any_type_named_every_type_is_the_contracts() -> None:
    under = contract(issue_types=())
    assert happenings(created(issue(issuetype={"name": "Bug"})), known=False, under=under)[0] == replace(RAISED)
