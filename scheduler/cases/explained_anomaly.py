"""An anomaly's figures and facts with where they come from, read from the journal at one go."""

from dataclasses import dataclass
from datetime import datetime

from connectors.documents.explanation import Explanation, explanation
from connectors.documents.justificatif import file_name, justificatif
from connectors.documents.text_columns import in_columns
from connectors.parsed_delivery import AboutAnomaly
from connectors.store import Connection, chain, journal
from connectors.wording import Wording
from scheduler.cases.case_loader import Case, Casebook
from scheduler.cases.operator_names import row_named


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


def explained(tx: Connection, casebook: Casebook, key: str, now: datetime) -> Explained | None:
    """The explanation of the anomaly that an operator names; None for an unknown name. Raises AmbiguousKey."""
    case = found_case(tx, casebook, key, now)
    if case is None:
        return None
    written = journal.ANOMALIES.recorded(tx, case.id)
    wording = Wording(case.contract.language, case.contract.zone, case.contract.labels)
    told = explanation(case.anomaly, case.contract, now, wording, case.history, written)
    return Explained(case, now, told, chain.head(tx, case.id) or chain.Head())
