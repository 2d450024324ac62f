"""An anomaly's figures and facts with where they come from, read from the journal at one go."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from connectors.documents.compensation_costs import Costs, told_costs
from connectors.documents.explanation import Explanation, explanation
from connectors.documents.justificatif import file_name, justificatif
from connectors.documents.text_columns import in_columns
from connectors.parsed_delivery import AboutAnomaly
from connectors.store import Connection, chain, journal
from connectors.wording import Wording
from rules.contract import Contract, Role
from rules.people.ledger_rights import reads_money
from scheduler.cases.case_loader import Case, Casebook
from scheduler.cases.compensation_dossiers import compensation_file
from scheduler.cases.operator_names import row_named

Euros = Callable[[Contract], bool]
"""Whether a reader is told amounts under a contract."""


@dataclass(frozen=True, slots=True)
class Explained:
    """An anomaly's explanation, to be printed or handed to the client."""

    case: Case
    now: datetime
    told: Explanation
    seal: chain.Head

    @property
    def text(self) -> str:
        """The text for a terminal."""
        return in_columns(self.told, self._wording)

    @property
    def file_name(self) -> str:
        """The default name of its PDF."""
        return file_name(self.told)

    def pdf(self) -> bytes:
        """The justificatif."""
        seal = (self.seal.length, self.seal.chain)
        return justificatif(self.told, self.case.anomaly, self.case.contract, self.now, self._wording, seal)

    @property
    def _wording(self) -> Wording:
        contract = self.case.contract
        return Wording(contract.language, contract.zone, contract.labels)


def found_case(tx: Connection, casebook: Casebook, key: str, now: datetime) -> Case | None:
    """The anomaly that an operator names, by its issue's key or by its own id. Raises AmbiguousKey."""
    row = row_named(tx, key)
    return None if row is None else casebook.find(tx, AboutAnomaly(row.id), now)


def with_euros(_: Contract) -> bool:
    """The copy of the provider, which holds amounts."""
    return True


def as_the_client(contract: Contract) -> bool:
    """The copy of the client, which holds amounts where the contract shows them."""
    return reads_money(contract, Role.RM)


def as_person(who: str) -> Euros:
    """The copy of a person of the contract, by their id there, which holds amounts if one of their roles reads them."""

    def reads(contract: Contract) -> bool:
        roles = [role for one in contract.people if one.id == who for role in one.roles]
        return any(reads_money(contract, role) for role in roles)

    return reads


def explained(tx: Connection, casebook: Casebook, key: str, now: datetime, euros: Euros) -> Explained | None:
    """The explanation of the anomaly that an operator names; None for an unknown name. Raises AmbiguousKey.

    `euros` says whether its reader is told what it costs, under its contract.
    """
    case = found_case(tx, casebook, key, now)
    if case is None:
        return None
    written = journal.ANOMALIES.recorded(tx, case.id)
    wording = Wording(case.contract.language, case.contract.zone, case.contract.labels)
    told = explanation(case.anomaly, case.contract, now, wording, case.history, written)
    if euros(case.contract):
        told = replace(told, costs=_costs(tx, casebook, case, wording, now))
    return Explained(case, now, told, chain.head(tx, case.id) or chain.Head())


def _costs(tx: Connection, casebook: Casebook, case: Case, wording: Wording, now: datetime) -> Costs | None:
    """What its missed promises cost; the caps that a month's lines share need those of the whole contract."""
    priced = any(one.compensations for one in casebook.contracts.all if one.id == case.contract.id)
    file = compensation_file(tx, casebook, case.contract.id, now) if priced else None
    if file is None:
        return None
    statements = file.statements(file.present(now), now)
    return told_costs(case.id, statements, file.exposed(now), file.penalties, file.version, wording, now)
