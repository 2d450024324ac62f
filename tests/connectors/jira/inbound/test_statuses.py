"""What a change of status tells: leaving one can say as much as entering one."""

from typing import Any

import pytest

from connectors.jira.inbound import undescribed_ends
from connectors.parsed_delivery import Ignored
from rules import events
from rules.contract import Contract, JiraMeaning, PauseReason
from rules.events import Happening
from tests.connectors.jira.samples import (
    CP,
    DEV,
    RM,
    STRANGER,
    cloud_user,
    contract,
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


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("À qualifier", "En diagnostic", (events.DiagnosisStarted(),)),
        ("En diagnostic", "En attente client", (events.Paused(PauseReason.CLIENT),)),
        ("En diagnostic", "Chez l'éditeur", (events.Paused(PauseReason.THIRD_PARTY),)),
        ("En diagnostic", "En cours", (events.WorkStarted(),)),
        ("En cours", "En recette", (events.Delivered(),)),
        ("En recette", "Recette OK", (events.Accepted(),)),
        ("En recette", "Recette KO", (events.Refused(""),)),
        ("En recette", "En cours", (events.Refused(""),)),
        ("En recette", "En diagnostic", (events.Refused(""),)),
        ("Recette OK", "En production", (events.Deployed(),)),
        ("En production", "Clos", (events.Closed(),)),
        ("En attente client", "En cours", (events.Resumed(), events.WorkStarted())),
        ("En attente client", "À qualifier", (events.Resumed(),)),
        ("En attente client", "Hors contrat", (events.Resumed(),)),
        ("En attente client", "Chez l'éditeur", (events.Resumed(), events.Paused(PauseReason.THIRD_PARTY))),
        ("Clos", "En cours", (events.Reopened(), events.WorkStarted())),
        ("Clos", "À qualifier", (events.Reopened(),)),
        ("Hors contrat", "En cours", (events.WorkStarted(),)),
        ("a  QUALIFIER", "en DIAGNOSTIC", (events.DiagnosisStarted(),)),
        ("A\u0300 qualifier", "Chez l'editeur", (events.Paused(PauseReason.THIRD_PARTY),)),
    ],
)
def test_a_change_of_status_tells(before: str, after: str, expected: tuple[Happening, ...]) -> None:
    assert happenings(updated(status(before, after))) == expected


@pytest.mark.parametrize(
    ("before", "after", "name"),
    [
        ("En diagnostic", "À qualifier", "jira: statut sans effet"),
        ("En cours", "EN COURS", "jira: statut sans effet"),
        ("En cours", "Archivé", "jira: statut non décrit au contrat: Archivé"),
        ("Clos", "Archivé", "jira: statut non décrit au contrat: Archivé"),
    ],
)
def test_a_change_of_status_without_effect_is_ignored_by_name(before: str, after: str, name: str) -> None:
    assert told(updated(status(before, after))) == Ignored(name)


@pytest.mark.parametrize("by", [cloud_user(RM), server_user("agent", "agent@boutique.example")])
@pytest.mark.parametrize(
    ("after", "entered"),
    [
        ("À qualifier", ()),
        ("Hors contrat", ()),
        ("En cours", (events.WorkStarted(),)),
        ("Chez l'éditeur", (events.Paused(PauseReason.THIRD_PARTY),)),
    ],
)
def test_the_client_who_ends_the_wait_for_itself_answers(by: Json, after: str, entered: tuple[Happening, ...]) -> None:
    found = facts(updated(status("En attente client", after), by=by))
    assert tuple(fact.what for fact in found) == (events.ClientAnswered(""), *entered)
    assert len({fact.id for fact in found}) == len(found)


@pytest.mark.parametrize("by", [cloud_user(CP), cloud_user(DEV), cloud_user(STRANGER), cloud_user(RM, "app")])
def test_anybody_else_who_ends_it_resumes(by: Json) -> None:
    assert happenings(updated(status("En attente client", "À qualifier"), by=by)) == (events.Resumed(),)


def test_the_client_who_ends_a_wait_for_a_third_party_answers_nothing() -> None:
    assert happenings(updated(status("Chez l'éditeur", "À qualifier"), by=cloud_user(RM))) == (events.Resumed(),)


def test_an_apostrophe_is_an_apostrophe() -> None:
    assert happenings(updated(status("En cours", "Chez l’éditeur"))) == (events.Paused(PauseReason.THIRD_PARTY),)


def test_leaving_and_entering_are_two_facts_in_the_order_in_which_they_must_be_read() -> None:
    left, entered = facts(updated(status("Clos", "En recette")))
    assert left.id != entered.id
    assert left.at < entered.at
    left, entered = facts(updated(status("En attente client", "En recette")))
    assert left.at == entered.at


@pytest.mark.parametrize(
    "field", [{"field": "Status"}, {"field": "status", "fieldId": None}, {"field": "Statut", "fieldId": "status"}]
)
def test_the_status_is_found_however_the_field_is_named(field: Json) -> None:
    bare = {name: value for name, value in status("À qualifier", "En cours").items() if name != "fieldId"}
    assert happenings(updated(bare | field)) == (events.WorkStarted(),)


def between(before: tuple[str, str], after: tuple[str, str], category: str = "") -> Json:
    """A change of status, each by its id and its name; `category` is Jira's for the one that the issue is now in."""
    (was, old), (now, new) = before, after
    change = item("status", old, new, **{"from": was, "to": now})
    return updated(change, about=issue(status={"id": now, "name": new, "statusCategory": {"key": category}}))


def by_id(**named: JiraMeaning) -> Contract:
    """A contract that names some statuses by their id, beside one that it names in words."""
    return contract(statuses={"En cours": JiraMeaning.RESOLUTION} | {one[1:]: means for one, means in named.items()})


@pytest.mark.parametrize("shown", ["Done", "Terminé", "完了", "En cours"])
def test_a_status_that_the_contract_names_by_its_id_is_known_in_any_language(shown: str) -> None:
    under = by_id(_10002=JiraMeaning.CLOSED, _10001=JiraMeaning.RAISED)
    assert happenings(between(("10001", "À faire"), ("10002", shown)), under=under) == (events.Closed(),)


def test_a_status_whose_id_is_not_named_is_known_by_its_name() -> None:
    under = by_id(_10002=JiraMeaning.CLOSED)
    assert happenings(between(("1", "À faire"), ("3", "EN COURS")), under=under) == (events.WorkStarted(),)


def test_two_names_that_differ_by_an_accent_are_not_taken_for_each_other() -> None:
    under = contract(statuses={"Résolu": JiraMeaning.CLOSED, "Resolu": JiraMeaning.RECETTE})
    assert happenings(between(("1", "x"), ("2", "Résolu")), under=under) == (events.Closed(),)
    assert happenings(between(("1", "x"), ("2", "Resolu")), under=under) == (events.Delivered(),)
    either = told(between(("1", "x"), ("2", "RÉSOLU")), under=under)
    assert either == Ignored("jira: statut non décrit au contrat: RÉSOLU")


def test_a_closing_status_that_is_not_described_is_named_and_never_guessed() -> None:
    assert told(between(("1", "En cours"), ("2", "Archivé"), "done")) == Ignored(
        "jira: statut de fin non décrit au contrat: Archivé"
    )


@pytest.mark.parametrize(
    ("category", "expected"), [("indeterminate", (events.Reopened(),)), ("new", (events.Reopened(),)), ("done", None)]
)
def test_leaving_the_closure_for_an_undescribed_status_reopens_what_jira_counts_as_not_done(
    category: str, expected: tuple[Happening, ...] | None
) -> None:
    body = between(("1", "Clos"), ("2", "À revoir"), category)
    assert happenings(body) == expected if expected else isinstance(told(body), Ignored)


def test_the_category_of_another_status_than_the_one_entered_is_not_believed() -> None:
    body = between(("1", "Clos"), ("2", "À revoir"), "indeterminate")
    body["issue"]["fields"]["status"]["id"] = "3"
    assert isinstance(told(body), Ignored)


@pytest.mark.parametrize(
    ("name", "line"),
    [("Annulé", "Annulé: annulée"), ("Won't do", "Won't do: annulée"), ('Fin: "non"', '"Fin: \\"non\\"": annulée')],
)
def test_the_line_to_add_is_one_that_a_contract_can_hold(name: str, line: str) -> None:
    assert undescribed_ends.line(name, contract()) == line


@pytest.mark.parametrize("means", [JiraMeaning.CANCELLED, JiraMeaning.DROPPED])
def test_a_status_that_ends_without_repair_closes_under_its_own_name(means: JiraMeaning) -> None:
    under = contract(statuses={"En cours": JiraMeaning.RESOLUTION, "Abandon": means, "Clos": JiraMeaning.CLOSED})
    ended = events.Closed(answer="Abandon", unrepaired=True)
    assert happenings(updated(status("En cours", "Abandon")), under=under) == (ended,)
    back = happenings(updated(status("Abandon", "En cours")), under=under)
    assert back == (events.Reopened(), events.WorkStarted())
    assert isinstance(told(updated(status("Abandon", "Clos")), under=under), Ignored)
