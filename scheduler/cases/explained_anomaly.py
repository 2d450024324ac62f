"""An anomaly's figures and facts with where they come from, read from the journal at one go."""

from dataclasses import dataclass
from datetime import datetime

from connectors.documents.explanation import Explanation, explanation
from connectors.documents.justificatif import file_name, justificatif
from connectors.documents.text_columns import in_columns
from connectors.parsed_delivery import AboutAnomaly, AboutKey
from connectors.store import Connection, chain, journal
from connectors.wording import Wording
from scheduler.cases.case_loader import Case, Casebook


@dataclass(frozen=True, slots=True)
class Explained:
    """What is printed for an operator, or handed to the client."""

    case: Case
    now: datetime
    told: Explanation
    seal: chain.Head

    @property
    def text(self) -> str:
        """What a terminal shows."""
        return in_columns(self.told, self._wording)

    @property
    def file_name(self) -> str:
        """What its PDF is called when nobody said."""
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
    """The anomaly that an operator names, by its issue's key or by its own id."""
    return casebook.find(tx, AboutKey(key), now) or casebook.find(tx, AboutAnomaly(key), now)


def explained(tx: Connection, casebook: Casebook, key: str, now: datetime) -> Explained | None:
    """What is known of the anomaly that an operator names; None where there is none of that name."""
    case = found_case(tx, casebook, key, now)
    if case is None:
        return None
    written = journal.ANOMALIES.recorded(tx, case.id)
    wording = Wording(case.contract.language, case.contract.zone, case.contract.labels)
    told = explanation(case.anomaly, case.contract, now, wording, case.history, written)
    return Explained(case, now, told, chain.head(tx, case.id) or chain.Head())
