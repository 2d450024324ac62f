"""The people whom a contract names by their address alone are known in Slack once Slack has said who they are."""

from dataclasses import replace

from connectors.contracts import Contracts
from rules.contract import Person, Role
from tests.rules.cast import CONTRACT

CP = Person(frozenset({Role.CP}), "Cheffe de projet", "U0CP", "cp@prestataire.example")
DEV = Person(frozenset({Role.DEVELOPER}), "Développeur", None, "Dev@Prestataire.example")


def _contracts(*people: Person) -> Contracts:
    return Contracts((replace(CONTRACT, people=people),))


def test_an_address_without_a_slack_id_takes_the_one_that_slack_gives() -> None:
    contracts = _contracts(CP, DEV)
    assert contracts.unlinked() == {"dev@prestataire.example"}
    linked = contracts.linked({"dev@prestataire.example": "U0DEV"})
    assert [one.chat for one in linked.all[0].people] == ["U0CP", "U0DEV"]


def test_what_identifies_a_person_in_the_journal_does_not_change() -> None:
    before = _contracts(CP, DEV)
    after = before.linked({"dev@prestataire.example": "U0DEV"})
    assert [one.id for one in after.all[0].people] == [one.id for one in before.all[0].people]


def test_a_slack_id_that_the_contract_gives_to_somebody_goes_to_nobody_else() -> None:
    linked = _contracts(CP, DEV).linked({"dev@prestataire.example": "U0CP"})
    assert [one.chat for one in linked.all[0].people] == ["U0CP", None]


def test_who_left_the_workspace_is_a_stranger_again() -> None:
    linked = _contracts(CP, DEV).linked({"dev@prestataire.example": "U0DEV"})
    assert linked.unlinked() == {"dev@prestataire.example"}
    assert [one.chat for one in linked.linked({}).all[0].people] == ["U0CP", None]


def test_what_the_file_said_before_is_linked_too() -> None:
    now = replace(CONTRACT, people=(CP, DEV), previous=replace(CONTRACT, people=(DEV,)))
    linked = Contracts((now,)).linked({"dev@prestataire.example": "U0DEV"}).all[0]
    assert linked.previous is not None
    assert linked.previous.people[0].chat == "U0DEV"
