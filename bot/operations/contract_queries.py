"""Explains a contract's own journal and checks that the texts it names are unchanged."""

from collections.abc import Iterator
from dataclasses import dataclass

from connectors.contracts import Contracts
from connectors.documents.contract_explanation import contract_explanation
from connectors.documents.explanation import Explanation
from connectors.documents.text_columns import in_columns
from connectors.store import Connection, anomalies, editions, journal
from connectors.wording import Wording, said
from rules.events.contract_events import ContractEdited
from scheduler.catching_up.edition_deliveries import digest


@dataclass(frozen=True, slots=True)
class ContractExplained:
    """The history of a contract, to be printed."""

    told: Explanation
    wording: Wording

    @property
    def text(self) -> str:
        """The text for a terminal."""
        shown = in_columns(self.told, self.wording)
        return shown if self.told.facts else f"{shown}\n\n{self.wording.text('contract.edition.none')}"


def explained(tx: Connection, contracts: Contracts, contract_id: str) -> ContractExplained | None:
    """The journal of a contract of the folder; None where it has none of that id."""
    versions = [one for one in contracts.all if one.id == contract_id]
    if not versions:
        return None
    latest = max(versions, key=lambda one: one.effective)
    wording = Wording(latest.language, latest.zone, latest.labels)

    def named(anomaly_id: str) -> str:
        row = anomalies.get(tx, anomaly_id)
        return row.issue_key if row and row.issue_key else anomaly_id[: anomalies.SHORT]

    facts = journal.CONTRACTS.read(tx, contract_id)
    return ContractExplained(contract_explanation(latest, facts, wording, named), wording)


def altered_editions(tx: Connection, contract_id: str) -> Iterator[str]:
    """A line for each kept text of the contract that is not the one that its journal has the hash of."""
    known: dict[tuple[str, int], set[str]] = {}
    for fact in journal.CONTRACTS.read(tx, contract_id):
        if isinstance(what := fact.what, ContractEdited):
            version = what.effective.isoformat()
            known.setdefault((version, what.number), set()).add(what.digest)
            known.setdefault((version, what.number - 1), set()).add(what.before)
    for one in editions.every(tx):
        expected = known.get((one.effective.isoformat(), one.number))
        if one.contract_id == contract_id and expected and digest(one.text) not in expected:
            number, effective = one.number, one.effective
            yield said("operations.edition_altered", contract=contract_id, edition=number, effective=effective)
